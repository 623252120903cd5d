"""Files that remember earlier builds, below `.backfile/` in the archive.

Each is checked before it is believed: it carries a digest of itself and of the engine that wrote
it. One that is damaged, of another engine or unreadable is as good as none, and nothing here stops
a build: where a file cannot be written, the next build does the work again.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

FOLDER = ".backfile"
"""The folder of the archive for what can be made again; deleting it is always safe."""
SIZE = 16
"""Bytes of a digest."""
DRAFT = "backfile-"
"""What the names begin with that we make up."""
ENGINE = Path(__file__).resolve().parent


@cache
def engine_key() -> bytes:
    """Return the digest of all that turns an archive into a site, the archive apart."""
    found = blake2b(sys.version.encode(), digest_size=SIZE)
    for place in sorted(files_of(ENGINE)):
        found.update(place.encode())
        found.update((ENGINE / place).read_bytes())
    found.update(repr(libraries()).encode())
    return found.digest()


def files_of(folder: Path) -> Iterator[str]:
    """Yield the engine's own files below a folder: modules and words."""
    for entry in os.scandir(folder):
        if entry.is_dir() and entry.name not in ("__pycache__", "_theme", "starter", "dev"):
            yield from (f"{entry.name}/{name}" for name in files_of(Path(entry.path)))
        elif entry.name.endswith((".py", ".mo", ".po")):
            yield entry.name


def libraries() -> list[str]:
    """Return all installed libraries with their versions, as their folders are called."""
    found: set[str] = set()
    for folder in sys.path:
        with contextlib.suppress(OSError):
            names = (entry.name for entry in os.scandir(folder or "."))
            found.update(name for name in names if name.endswith(".dist-info"))
    return sorted(found)


def load(place: Path, shape: type[T]) -> T | None:
    """Return what a file remembers; None when there is none, or it is not to be trusted."""
    try:
        data = place.read_bytes()
        if data[:SIZE] != check_of(memoryview(data)[SIZE:]):
            return None
        return msgspec.msgpack.decode(memoryview(data)[SIZE:], type=shape)
    except (OSError, msgspec.DecodeError, ValueError):
        return None


def store(place: Path, value: Any) -> None:
    """Remember a value in a file, as a whole or not at all."""
    data = msgspec.msgpack.encode(value)
    write(place, check_of(data) + data)


def check_of(data: bytes | memoryview) -> bytes:
    """Return the digest that a file of this engine begins with."""
    return blake2b(data, digest_size=SIZE, key=engine_key()).digest()


def write(place: Path, data: bytes) -> None:
    """Put a file in its place as a whole; nothing happens where the disk does not let us."""
    with contextlib.suppress(OSError):
        draft = place.parent / write_new(place.parent, data)
        try:
            draft.replace(place)
        except OSError:
            draft.unlink()
            raise


def write_new(folder: Path, data: bytes) -> str:
    """Write a file with a name of its own and return the name; raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=DRAFT, dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except OSError:
        Path(name).unlink()
        raise
    return Path(name).name
