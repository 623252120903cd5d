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

    def __init__(self, folders: Iterable[Path]) -> None:
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
                    self._files[name.removeprefix("js/")] = data
        parts = [styles[name] for name in sorted(styles)]
        if own_style is not None:
            parts.append(own_style)
        self._files[STYLE] = b"\n".join(parts)
        self._published = self._under_names()

    def _under_names(self) -> dict[str, Asset]:
        """Return all assets; scripts import each other by hashed names, so leaves come first."""
        published: dict[str, Asset] = {}
        waiting = dict(self._files)
        while waiting:
            ready = [n for n, d in waiting.items() if not imports_of(d, waiting, n)] or sorted(
                waiting
            )
            for name in sorted(ready):
                data = with_hashed_imports(waiting.pop(name), name, published)
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


IMPORT = re.compile(rb"""(from\s*|import\s*\(?\s*)(["'])\./([\w./-]+\.js)\2""")


def imports_of(data: bytes, among: dict[str, bytes], name: str) -> list[str]:
    """Return which scripts of `among` a script imports."""
    if not name.endswith(".js"):
        return []
    found = [beside(name, match[3].decode()) for match in IMPORT.finditer(data)]
    return [other for other in found if other in among and other != name]


def beside(name: str, other: str) -> str:
    """Return the name of a script that `name` imports as `./other`."""
    folder, slash, _ = name.rpartition("/")
    return f"{folder}{slash}{other}"


def with_hashed_imports(data: bytes, name: str, published: dict[str, Asset]) -> bytes:
    """Return a script whose imports name the published files."""
    if not name.endswith(".js"):
        return data

    def hashed(match: re.Match[bytes]) -> bytes:
        asset = published.get(beside(name, match[3].decode()))
        if asset is None:
            return match[0]
        file = asset.path.rpartition("/")[2].encode()
        return match[1] + match[2] + b"./" + file + match[2]

    return IMPORT.sub(hashed, data)


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
