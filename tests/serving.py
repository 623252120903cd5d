"""`serve` in a process of its own, on a tiny archive, for tests."""

import http.client
import json
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

ENGINE = Path(__file__).resolve().parent.parent
PATIENCE = 30.0
ARTICLE = "2024-03-01-flood"
FILES: Mapping[str, str] = {
    "site.yaml": "title: River Papers\n",
    "content/entities/all.yaml": (
        "entities:\n"
        "  ana-ruiz: {type: person, name: Ana Ruiz, description: Mayor of the town.}\n"
        "  porto: {type: place, name: Porto}\n"
    ),
    f"seeds/{ARTICLE}.txt": (
        "The river rose\n\nMayor Ana Ruiz spoke in Porto on Friday.\n\n"
        + "".join(f"Paragraph number {n} says that the water stood high.\n\n" for n in range(60))
        + "The last words were about the bridge.\n"
    ),
    f"content/articles/{ARTICLE}.yaml": (
        "summary: The river rose and fell.\n"
        "byline: [ana-ruiz]\n"
        "annotations:\n"
        "  - id: why\n"
        "    type: note\n"
        "    at: spoke in Porto\n"
        "    body: She had come by train.\n"
    ),
    "seeds/2024-03-02-bridge.txt": "The bridge held\n\nEngineers in Porto checked the bridge.\n",
}


class Served:
    """An archive that is being served."""

    def __init__(self, root: Path, process: subprocess.Popen[str], address: str) -> None:
        self.root = root
        self.process = process
        self.address = address
        found = re.match(r"http://([\d.]+):(\d+)(/.*)", address)
        assert found, address
        self.host, self.port, self.at = found[1], int(found[2]), found[3]

    def write(self, path: str, content: str | bytes) -> None:
        """Save a file as a simple editor does."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)

    def change(self, path: str, old: str, new: str) -> None:
        """Replace some words in a file."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new))

    def ask(
        self, path: str, headers: Mapping[str, str] = {}, method: str = "GET"
    ) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of an answer; the path goes out as it is."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, data

    def page(self, path: str) -> str:
        """Return the text of a page below the site's path."""
        return self.ask(self.at + path)[2].decode()

    def state(self, path: str = "") -> dict[str, Any]:
        """Return what an open page is told."""
        found: dict[str, Any] = json.loads(
            self.ask(f"/_backfile/state?page={quote(self.at + path)}")[2]
        )
        return found

    def codes(self, path: str = "") -> list[str]:
        """Return the codes of the problems that the overlay of a page shows."""
        return [problem["code"] for problem in self.state(path)["problems"]]


def archive_in(folder: Path, files: Mapping[str, str] = {}) -> Path:
    """Write a tiny archive with a theme of its own."""
    for path, content in {**FILES, **files}.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content, encoding="utf-8", newline="\n")
    for part in ("templates", "assets"):
        shutil.copytree(ENGINE / part, folder / part, dirs_exist_ok=True)
    return folder


@contextmanager
def serving_live(root: Path, *options: str) -> Iterator[Served]:
    """Run `serve` on an archive until the block ends."""
    command = [sys.executable, ENGINE / "build.py", "serve", "--site", root, "--port", "8300"]
    process = subprocess.Popen(
        [*map(str, command), *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    lines: list[str] = []
    reader = threading.Thread(target=keep_lines, args=(process, lines), daemon=True)
    reader.start()
    try:
        end = time.monotonic() + PATIENCE
        found = None
        while found is None and time.monotonic() < end and process.poll() is None:
            time.sleep(0.02)
            found = re.search(r"Serving (\S+)", "".join(lines))
        assert found, "".join(lines)
        served = Served(root, process, found[1])
        yield served
        assert process.poll() is None, "".join(lines)
    finally:
        process.terminate()
        process.wait(timeout=10)
        reader.join(timeout=10)
        assert process.stdout is not None
        process.stdout.close()


def keep_lines(process: "subprocess.Popen[str]", lines: list[str]) -> None:
    """Keep what a process says, so that it never waits for a reader."""
    assert process.stdout is not None
    lines.extend(process.stdout)
