"""What was last seen of the archive's files: by it a touched file is told from a changed one."""

import stat
from collections.abc import Collection, Iterable
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from backfile.read_survey import ArchiveFile

ROOTS = (
    "seeds",
    "content",
    *(f"content/{name}" for name in ("articles", "entities", "claims", "threads", "pages")),
)
"""The folders an archive can have; those below count from the time something is in them."""


class Seen(NamedTuple):
    """One file as it was seen last."""

    size: int
    mtime_ns: int
    digest: bytes | None
    """None until the file has been looked into a second time: starting hashes nothing."""


class FileMemory:
    """Remembers the files of an archive; digests decide what has changed, times only hint."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._seen: dict[str, Seen] = {}
        self._folders: dict[str, int] = {}
        """Folders with the time of the last coming or going in them, in nanoseconds."""

    def __contains__(self, path: str) -> bool:
        return path in self._seen

    def __len__(self) -> int:
        return len(self._seen)

    def take_all(self, files: Iterable[ArchiveFile], named: Collection[str] = ()) -> set[str]:
        """Return the paths that came, went or have other bytes; `files` are all there are now.

        Those in `named` are looked into even when size and time are the same.
        """
        now = {file.path: file for file in files}
        self._follow_folders({*ROOTS, *map(folder_of, now)})
        gone = self._seen.keys() - now.keys()
        for path in gone:
            del self._seen[path]
        return gone | self.take(now.values(), named)

    def take(self, files: Iterable[ArchiveFile], named: Collection[str] = ()) -> set[str]:
        """Return the paths among `files` that are new or have other bytes."""
        self._follow_folders(map(folder_of, named), forget=False)
        return {file.path for file in files if self._is_changed(file, file.path in named)}

    def looks_changed(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Return the paths whose size or time is not the known one; no file is opened."""
        return tuple(path for path in paths if self._differs(path))

    def folders_look_changed(self) -> bool:
        """Tell whether something came, went or was renamed in a folder; no folder is read."""
        return any(time_of(self._root, path) != time for path, time in self._folders.items())

    def paths(self) -> tuple[str, ...]:
        """Return all known paths."""
        return tuple(self._seen)

    def _follow_folders(self, folders: Iterable[str], *, forget: bool = True) -> None:
        found = {folder: time_of(self._root, folder) for folder in folders}
        self._folders = found if forget else {**self._folders, **found}

    def _differs(self, path: str) -> bool:
        known = self._seen.get(path)
        found = look_at(self._root, path)
        if known is None or found is None:
            return (known is None) != (found is None)
        return (known.size, known.mtime_ns) != (found.size, found.mtime_ns)

    def _is_changed(self, file: ArchiveFile, named: bool) -> bool:
        known = self._seen.get(file.path)
        if known is None:
            self._seen[file.path] = Seen(file.size, file.mtime_ns, None)
            return True
        same = (known.size, known.mtime_ns) == (file.size, file.mtime_ns)
        if same and not named:
            return False
        digest = digest_of(self._root / file.path)
        self._seen[file.path] = Seen(file.size, file.mtime_ns, digest)
        return digest is None or digest != known.digest


def folder_of(path: str) -> str:
    """Return the folder of a path."""
    return path.rpartition("/")[0]


def time_of(root: Path, path: str) -> int:
    """Return when something came or went in a folder, in nanoseconds; -1 when it is not there."""
    try:
        return (root / path).stat().st_mtime_ns
    except (OSError, ValueError):
        return -1


def look_at(root: Path, path: str) -> ArchiveFile | None:
    """Return a file as the system tells of it now; None when it is no plain file."""
    try:
        status = (root / path).lstat()
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return ArchiveFile.of(path, status)


def digest_of(place: Path) -> bytes | None:
    """Return the digest of a file's bytes; None when it cannot be read."""
    try:
        return blake2b(place.read_bytes(), digest_size=16).digest()
    except OSError:
        return None
