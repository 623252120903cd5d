"""What the server answers: the bytes of an address, and what an open page must know."""

import json
from collections import OrderedDict
from html import escape
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from backfile.dev.overlay import Editor, shown
from backfile.dev.preview import Preview, View
from backfile.dev.search import LiveSearch
from backfile.dev.state import MISSING, EngineFault, State
from backfile.problems import Problem
from backfile.view_site import SEARCH

OWN = "/_backfile/"
"""Where the files of the preview itself stand: no address of an archive begins so."""
TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl; charset=utf-8",
    "jsonld": "application/ld+json",
    "xml": "application/xml; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/x-icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "wasm": "application/wasm",
}
BINARY = "application/octet-stream"
"""The type of all other files, Pagefind's among them."""
FIRST_SEARCH = 120.0
"""Seconds for which the search page waits for the first index: it shows that it is loading."""
GOOD_PAGES = 50
"""Of how many pages the last good form is kept."""


class Answer(NamedTuple):
    """An answer to a request for an address of the site."""

    status: int
    data: bytes = b""
    type: str = BINARY
    to: str = ""
    """Where it has moved to."""
    digest: str = ""
    """Of a page's own bytes, the address of the style sheet left out."""
    style: str = ""
    fault: str = ""
    """Why the page could not be made, in the program's words; empty for a page that was."""


class Answers:
    """Answers requests out of the newest state; waits while an edit is being taken in."""

    def __init__(
        self, preview: Preview, search: LiveSearch, editor: Editor, at: str | None = None
    ) -> None:
        self._preview = preview
        self._search = search
        self._editor = editor
        self._at = at
        self._good: OrderedDict[str, bytes] = OrderedDict()

    @property
    def at(self) -> str:
        """The path of the site: as asked for, else that of its address; `/` when it has none."""
        state = self._preview.newest
        if self._at is not None or state is None:
            return self._at or "/"
        return own_path(state)

    def answer(self, path: str) -> Answer:
        """Return the answer for a path as requested, already decoded."""
        if self._preview.newest is None:
            self._preview.now()
        at = self.at
        if f"{path}/" == at:
            return Answer(307, to=at)
        if not path.startswith(at):
            view = self._preview.now()
            return self._elsewhere(path, view)
        wanted = path.removeprefix(at)
        if wanted.startswith("pagefind/"):
            self._search.wait_for_first(FIRST_SEARCH)
            data = self._search.file(wanted)
            return Answer(200, data, type_of(wanted)) if data is not None else Answer(404)
        return self._file(wanted)

    def state(self, path: str) -> dict[str, Any]:
        """Return what an open page must know: its digest, and what is wrong in the archive."""
        found = self.answer(path)
        view = self._preview.now()
        search = self._search.status()
        on_search = path.removeprefix(self.at).startswith(SEARCH)
        problems = self.problems(view)
        return {
            "generation": view.generation,
            "digest": found.digest,
            "style": found.style,
            "problems": shown(problems, self._editor),
            "errors": sum(p.severity == "error" for p in set(problems)),
            "count": len(set(problems)),
            "fault": view.fault or found.fault,
            "search": search if on_search else "",
            "round": self._round(path.removeprefix(self.at)),
        }

    def _round(self, name: str) -> int:
        """Return which run of search a page shows; 0 for pages without search."""
        newest = self._search.newest
        return newest.number if newest is not None and name.startswith(SEARCH) else 0

    def problems(self, view: View) -> tuple[Problem, ...]:
        """Return what is wrong in the archive, its theme and its search."""
        newest = self._search.newest
        faults = tuple(view.state.faults.values()) if view.state else ()
        return (*view.problems, *faults, *(newest.problems if newest else ()))

    def _file(self, wanted: str) -> Answer:
        """Return a file of the site; those of the theme are named by content, so never stale."""
        asset = self._preview.theme.asset(wanted)
        if asset is not None:
            return Answer(200, asset, type_of(wanted))
        name = f"{wanted}index.html" if not wanted or wanted.endswith("/") else wanted
        view = self._preview.now(name)
        found = self._made(view, name)
        if found is not None:
            return found
        state = view.state
        if state is None:
            return self._page(503, unreadable(view), "")
        if state.page(f"{wanted}/index.html") is not None:
            return Answer(307, to=quote(f"{self.at}{wanted}/"))
        return self._missing(view)

    def _made(self, view: View, name: str) -> Answer | None:
        """Return a file of a state; of a page that cannot be made its last good form."""
        if view.state is None:
            return None
        try:
            made = view.state.make(name)
        except EngineFault as fault:
            good = self._good.get(name) or broken(name, str(fault))
            return self._page(200, good, view.state.style)._replace(fault=str(fault))
        if made is None:
            return None
        if not name.endswith(".html"):
            return Answer(200, made.data, type_of(name))
        self._keep(name, made.data)
        if made.kind == "redirect":
            return Answer(200, made.data, TYPES["html"])
        data = with_script(made.data, made.digest, view.state.style, self._round(name))
        return Answer(200, data, TYPES["html"], digest=made.digest, style=view.state.style)

    def _missing(self, view: View) -> Answer:
        """Return the site's page for what does not exist."""
        found = self._made(view, MISSING)
        return found._replace(status=404) if found else self._page(404, broken("", ""), "")

    def _elsewhere(self, path: str, view: View) -> Answer:
        """Return the answer outside of the site's path: the way in, if there is something."""
        bases = {"/", own_path(view.state)} if view.state else {"/"}
        for base in sorted(bases, key=len, reverse=True):
            wanted = path.removeprefix(base)
            name = f"{wanted}index.html" if not wanted or wanted.endswith("/") else wanted
            there = view.state is not None and self._made(view, name) is not None
            if path.startswith(base) and (there or not wanted):
                return Answer(307, to=quote(f"{self.at}{wanted}"))
        return self._missing(view)

    def _keep(self, name: str, data: bytes) -> None:
        """Remember the last good form of a page."""
        self._good[name] = data
        self._good.move_to_end(name)
        if len(self._good) > GOOD_PAGES:
            self._good.popitem(last=False)

    def _page(self, status: int, data: bytes, style: str) -> Answer:
        """Return a page that is no page of the site as it is now."""
        digest = f"stand-in-{status}"
        return Answer(status, with_script(data, digest, style), TYPES["html"], "", digest, style)


def own_path(state: State) -> str:
    """Return the path that the site's address has."""
    url = state.facts.archive.site.url or ""
    return f"/{urlsplit(url).path.strip('/')}/".replace("//", "/")


def type_of(name: str) -> str:
    """Return the media type of a file by its name."""
    return TYPES.get(name.rpartition(".")[2].lower(), BINARY)


def with_script(page: bytes, digest: str, style: str, number: int = 0) -> bytes:
    """Return a page with the script that reloads it; files never have it.

    `number` is the run of search that the page shows.
    """
    tag = (
        f'<script type="module" src="{OWN}reload.js" data-backfile data-digest="{digest}" '
        f'data-style="{escape(style)}" data-round="{number}"></script>\n'
    ).encode()
    head, found, rest = page.partition(b"</head>")
    return head + tag + found + rest if found else tag + page


def unreadable(view: View) -> bytes:
    """Return the page shown while there is no archive that could be shown."""
    said = "This archive cannot be shown yet. What is wrong is told below."
    return stand_in("No archive yet", view.fault or said)


def broken(name: str, said: str) -> bytes:
    """Return the page shown in place of one that cannot be made."""
    return stand_in("This page cannot be made", f"{name}: {said}" if name else said)


def stand_in(title: str, said: str) -> bytes:
    """Return a bare page of the preview itself."""
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}; worker-src \'self\'">\n'
        f"<title>{escape(title)}</title>\n"
        f'<link rel="icon" href="data:,">\n<link rel="stylesheet" href="{OWN}page.css">\n</head>\n'
        f"<body><main><h1>{escape(title)}</h1><p>{escape(said)}</p></main></body>\n</html>\n"
    ).encode()


def as_json(value: object) -> bytes:
    """Return a value as JSON."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
