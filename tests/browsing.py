"""Serving a built site on this machine and looking at it through Chromium."""

import gzip
import io
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Playwright

BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome")
BROWSER_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page that asks for another host must not reach it, even in a test that would miss it.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

TEXTS = frozenset([".html", ".css", ".js", ".json", ".xml", ".svg", ".txt"])
"""What a host compresses."""


def require(found: object, what: str) -> None:
    """Fail in continuous integration when `what` is not installed; skip the test elsewhere."""
    if found:
        return
    if os.environ.get("CI", "").lower() not in ("", "0", "false"):
        pytest.fail(f"{what} is not installed, and continuous integration must not do without it")
    pytest.skip(f"{what} is not installed: `make test` installs it")


def browser_path(playwright: Playwright) -> str | None:
    """Return the Chromium on PATH, else Playwright's own, else None."""
    found = next(filter(None, map(shutil.which, BROWSER_NAMES)), None)
    own = playwright.chromium.executable_path
    return found or (own if Path(own).is_file() else None)


def launch(playwright: Playwright) -> Browser:
    """Start Chromium; where there is none, the test fails or is skipped (see `require`)."""
    path = browser_path(playwright)
    require(path, "Chromium")
    return playwright.chromium.launch(executable_path=path, args=list(BROWSER_FLAGS))


class RecordedPage:
    """A Playwright page that remembers what it asked for and what it said.

    Everything that is not named here (`goto`, `locator`, `evaluate` …) is the page's own.
    """

    page: Page
    """The page itself, for `expect(recorded.page)`."""

    console_messages: list[str]
    """What stands in the console, uncaught errors included, as "type: words"."""

    requested: list[str]
    """The address of every request, workers' too, in order; `data:` and `blob:` are not requests."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.console_messages = []
        self.requested = []
        page.on("console", self._heard)
        page.on("pageerror", self._failed)
        page.context.on("request", lambda request: self._asked(request.url))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)

    def requested_outside(self, address: str) -> tuple[str, ...]:
        """Return the requests that do not lie under `address`, e.g. that of a served site."""
        return tuple(url for url in self.requested if not url.startswith(address))

    def _heard(self, message: ConsoleMessage) -> None:
        self.console_messages.append(f"{message.type}: {message.text}")

    def _failed(self, error: Error) -> None:
        self.console_messages.append(f"uncaught: {error}")

    def _asked(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob"):
            self.requested.append(url)


@dataclass(frozen=True)
class ServedSite:
    """A folder as a host shows it under some path."""

    address: str
    """Where the site begins, e.g. "http://127.0.0.1:40123/repo/"."""

    answers: list[tuple[str, int]] = field(default_factory=list)
    """Path and status of every answer, in order."""

    def at(self, path: str) -> str:
        """Return the address of `path`, which is relative to the site ("articles/flood/")."""
        return urljoin(self.address, path.removeprefix("/"))

    def missing(self) -> tuple[str, ...]:
        """Return the paths that were asked for and were not there."""
        return tuple(path for path, status in self.answers if status >= HTTPStatus.BAD_REQUEST)


class _SiteHandler(SimpleHTTPRequestHandler):
    """Answers as GitHub Pages does: folders by their index, 404.html for what is missing."""

    prefix: ClassVar[str]
    answers: ClassVar[list[tuple[str, int]]]
    compressed: ClassVar[bool]
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".pagefind": "application/octet-stream",
    }

    def translate_path(self, path: str) -> str:
        """Return the file for a path under the prefix; outside of it, one that cannot exist."""
        if not path.startswith(self.prefix):
            return str(Path(self.directory, "\N{REPLACEMENT CHARACTER}outside"))
        return super().translate_path("/" + path.removeprefix(self.prefix))

    def send_head(self) -> Any:
        """Begin an answer; texts go out compressed where the browser and the test want it."""
        path = Path(self.translate_path(self.path.partition("?")[0]))
        file = path / "index.html" if path.is_dir() and self.path.endswith("/") else path
        wanted = self.compressed and "gzip" in self.headers.get("Accept-Encoding", "")
        if not wanted or file.suffix not in TEXTS or not file.is_file():
            return super().send_head()
        body = gzip.compress(file.read_bytes())
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"{self.guess_type(file)}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        """Refuse to list a folder without an index: a host of static pages has no listings."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """A file written again within a second must not come from the browser's cache."""
        self.send_header("Cache-Control", "max-age=600" if self.compressed else "no-store")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is missing with the site's 404.html where it has one."""
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Remember the answer."""
        self.answers.append((self.path, int(code)))

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing: the answers are remembered."""


class _SiteServer(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves in the middle of an answer is no fault of the site."""


@contextmanager
def serving(folder: Path, prefix: str = "/", *, compressed: bool = False) -> Iterator[ServedSite]:
    """Serve `folder` under `prefix` ("/", "/repo/") on a free port of 127.0.0.1 meanwhile.

    `compressed` answers as a host does that is measured: texts with gzip, kept for ten minutes.
    """
    answers: list[tuple[str, int]] = []
    ways = {"prefix": prefix, "answers": answers, "compressed": compressed}
    handler = type("SiteHandler", (_SiteHandler,), ways)

    with _SiteServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield ServedSite(f"http://127.0.0.1:{server.server_port}{prefix}", answers)
        finally:
            server.shutdown()
            thread.join()
