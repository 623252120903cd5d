"""Assets: styles joined, every file under a name that tells its content."""

import re
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from backfile.ids import OutputPath

STYLE = "site.css"


class Asset(NamedTuple):
    """One file of the theme as it is published."""

    name: str
    """What templates call it: `site.css`, `search.js`, `icons/mark.svg`."""
    path: OutputPath
    data: bytes


class Assets:
    """The theme's files by name; those of the site stand before those of the engine."""

    def __init__(self, folders: Iterable[Path], accent: str = "") -> None:
        self._files: dict[str, bytes] = {}
        styles: dict[str, bytes] = {}
        own_style: bytes | None = None
        for folder in reversed(list(folders)):
            own_style = None
            for name, data in files_below(folder):
                if name.startswith("css/"):
                    styles[name] = data
                elif name == STYLE:
                    own_style = data
                else:
                    self._files[name.removeprefix("js/")] = as_published(name, data)
        parts = [without_comments(styles[name]) for name in sorted(styles)]
        if accent:
            parts.append(f"@layer look{{:root{{--accent:{accent}}}}}\n".encode())
        if own_style is not None:
            parts.append(own_style)
        self._files[STYLE] = b"\n".join(parts)
        self._published = self._under_names()

    def _under_names(self) -> dict[str, Asset]:
        """Return all assets; they name each other by hashed names, so leaves come first."""
        published: dict[str, Asset] = {}
        waiting = dict(self._files)
        while waiting:
            ready = [n for n, d in waiting.items() if not mentioned_in(d, waiting, n)] or sorted(
                waiting
            )
            for name in sorted(ready):
                data = with_hashed_names(waiting.pop(name), name, published)
                published[name] = Asset(name, hashed_path(name, data), data)
        return published

    def address(self, name: str) -> str:
        """Return where an asset is, relative to the site's root; `LookupError` for none of this
        name.
        """
        found = self._published.get(name)
        if found is None:
            message = f"there is no asset {name}"
            raise LookupError(message)
        return found.path

    def __contains__(self, name: str) -> bool:
        return name in self._published

    def all(self) -> tuple[Asset, ...]:
        """Return every asset, by name."""
        return tuple(self._published[name] for name in sorted(self._published))


MENTIONED = {
    "js": re.compile(
        rb"""((?:from\s*|import\s*\(?\s*|new URL\(\s*)["'])\./([\w./-]+\.(?:js|css))(["'])"""
    ),
    "css": re.compile(rb"""(url\(\s*["']?)(?!data:|#|[a-z]+:|/)(?:\./)?([\w./-]+)(["']?\s*\))"""),
}
"""How scripts and styles name other assets: what stands before, the name, what stands after.

Scripts import them, or say `new URL("./name.css", import.meta.url)`.
"""
COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
COMMENT_LINE = re.compile(rb"^[ \t]*(?://[^\n]*|/\*\*[^\n]*\*/)\n", re.MULTILINE)
INDENT = re.compile(rb"^[ \t]+", re.MULTILINE)
BLANKS = re.compile(
    rb"""(?P<kept>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)]*\))"""
    rb"""|[ \t]*(?P<sign>[{},;])[ \t]*|(?<=:)[ \t]+"""
)
"""Blanks of a style that may go, beside what is kept as it is: texts and addresses."""


def mentioned_in(data: bytes, among: dict[str, bytes], name: str) -> list[str]:
    """Return which files of `among` a script or a style names."""
    pattern = MENTIONED.get(name.rpartition(".")[2])
    found = [beside(name, m[2].decode()) for m in pattern.finditer(data)] if pattern else []
    return [other for other in found if other in among and other != name]


def beside(name: str, other: str) -> str:
    """Return the name of a script that `name` imports as `./other`."""
    folder, slash, _ = name.rpartition("/")
    return f"{folder}{slash}{other}"


def with_hashed_names(data: bytes, name: str, published: dict[str, Asset]) -> bytes:
    """Return a script or style that names other files as they are published."""
    pattern = MENTIONED.get(name.rpartition(".")[2])
    if pattern is None:
        return data
    folder = name.count("/")

    def hashed(match: re.Match[bytes]) -> bytes:
        asset = published.get(beside(name, match[2].decode()))
        if asset is None:
            return match[0]
        path = "./" + "../" * folder + asset.path.removeprefix("assets/")
        return match[1] + path.encode() + match[3]

    return pattern.sub(hashed, data)


def as_published(name: str, data: bytes) -> bytes:
    """Return a file as it is published: styles and scripts without their comments."""
    if name.endswith(".css"):
        return without_comments(data)
    return without_comment_lines(data) if name.endswith(".js") else data


def without_comment_lines(script: bytes) -> bytes:
    """Return a script without lines that are comments, and without indentation.

    The indentation stays where a text in backquotes may go on over a line end.
    """
    script = COMMENT_LINE.sub(b"", script)
    if any(line.count(b"`") % 2 for line in script.split(b"\n")):
        return script
    return INDENT.sub(b"", script)


def without_comments(style: bytes) -> bytes:
    """Return a style without comments and blanks that say nothing: every page loads it."""

    def tight(match: re.Match[bytes]) -> bytes:
        return match["kept"] or match["sign"] or b""

    lines = (line.strip() for line in COMMENT.sub(b"", style).split(b"\n"))
    return BLANKS.sub(tight, b" ".join(line for line in lines if line))


def hashed_path(name: str, data: bytes) -> OutputPath:
    """Return `assets/site.1a2b3c4d.css` for `site.css`: the name changes with the content."""
    digest = blake2b(data, digest_size=5).hexdigest()
    stem, dot, suffix = name.rpartition(".")
    return OutputPath(f"assets/{stem}.{digest}.{suffix}" if dot else f"assets/{name}.{digest}")


def files_below(folder: Path) -> list[tuple[str, bytes]]:
    """Return the files of a folder by their names below it; hidden ones are left out."""
    if not folder.is_dir():
        return []
    return [
        (path.relative_to(folder).as_posix(), path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
    ]
