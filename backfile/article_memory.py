"""What is remembered of reading and anchoring: of each file its digest, of each article what came
out, so that only what has changed is read again (see `backfile.cache` for what is believed).

Articles lie one after another in segment files; each build that has new ones adds a segment, and an
index says where each article is. The first look at a file is its size and times; its bytes are read
when these are not the known ones, or so young that a change might not show in them.
"""

import contextlib
import time
from collections.abc import Container, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import msgspec

from backfile.anchor_article import Anchored
from backfile.cache import DRAFT, load, store, write_new
from backfile.digests import ArticleDigests
from backfile.ids import ArticleId
from backfile.model import Article
from backfile.name_doubts import NameDoubt
from backfile.problems import Problem
from backfile.read_records import Registers
from backfile.read_survey import ArchiveFile, ArticleFiles

TICK = 20_000_000
"""Nanoseconds: two changes of a file within one tick of the clock may bear the same time."""
SIZE = 8
"""Bytes of the digests of files and of remembered articles."""
MOST_SEGMENTS = 20
"""Past this many, all articles are written into one."""


class Kept(NamedTuple):
    """One article as it is stored."""

    article: Article
    problems: tuple[Problem, ...]
    doubts: tuple[NameDoubt, ...]
    digests: ArticleDigests
    sources: tuple[bytes, bytes]
    """The digests of its sidecar and its seed; empty where there is none."""

    def anchored(self) -> Anchored:
        """Return the article as the anchor stage gave it."""
        return Anchored(self.article, self.problems, self.doubts)


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """A file as it was seen last."""

    stamp: tuple[int, int, int, int]
    """Its size, times and inode; zeros when these might hide a change."""
    digest: bytes


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where an article lies."""

    segment: int
    start: int
    length: int
    check: bytes
    """The digest of its bytes."""
    paths: tuple[str, str]
    """Its sidecar and its seed; empty where there is none."""
    sources: tuple[bytes, bytes]


class Index(msgspec.Struct, frozen=True, array_like=True):
    """All that is remembered, the articles themselves apart."""

    segments: tuple[str, ...] = ()
    files: dict[str, Seen] = {}
    articles: dict[ArticleId, Place] = {}
    owners: tuple[str, ...] = ()
    """Articles whose sidecars seem to define entities."""
    registers: Registers | None = None
    registers_key: bytes = b""
    """The digest of the files the registers were read from."""


class Files:
    """The digests of an archive's files; a file is read only if its stamp may hide a change."""

    def __init__(self, root: Path, known: Mapping[str, Seen]) -> None:
        self._root = root
        self._known = known
        self._began = time.time_ns()
        self.seen: dict[str, Seen] = {}
        """Of all files asked for."""

    def same(self, file: ArchiveFile) -> bool:
        """Tell whether a file is surely as it was when it was seen last; it is not opened."""
        known = self._known.get(file.path)
        return known is not None and known.stamp == stamp_of(file)

    def digest(self, file: ArchiveFile | None) -> bytes:
        """Return the digest of a file's bytes; empty for none, or one that cannot be read."""
        if file is None:
            return b""
        known = self._known.get(file.path)
        if known is not None and known.stamp == stamp_of(file):
            self.seen[file.path] = known
            return known.digest
        try:
            found = digest_of((self._root / file.path).read_bytes())
        except OSError:
            return b""
        self.take(file, found)
        return found

    def take(self, file: ArchiveFile | None, digest: bytes) -> None:
        """Remember the digest of a file that was read since this began."""
        if file is not None and digest:
            young = max(file.mtime_ns, file.ctime_ns) > self._began - TICK
            self.seen[file.path] = Seen((0, 0, 0, 0) if young else stamp_of(file), digest)


def stamp_of(file: ArchiveFile) -> tuple[int, int, int, int]:
    """Return what changes with every change of a file."""
    return (file.size, file.mtime_ns, file.ctime_ns, file.inode)


def digest_of(data: bytes | memoryview) -> bytes:
    """Return the digest of bytes."""
    return blake2b(data, digest_size=SIZE).digest()


ENCODE = msgspec.msgpack.Encoder().encode
DECODE = msgspec.msgpack.Decoder(Kept).decode


class ArticleMemory:
    """The memory of an archive in one folder; without one nothing is known and nothing stored."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self.index = (load(folder / "index", Index) if folder else None) or Index()
        self._data = [bytes_of(folder / name) for name in self.index.segments] if folder else []
        self._new: dict[ArticleId, tuple[bytes, tuple[bytes, bytes]]] = {}
        """Articles as bytes, and the digests of their files, by id."""

    def recall(self, files: ArticleFiles, digests: tuple[bytes, bytes]) -> Kept | None:
        """Return an article as it was stored when its files had these digests; None when it was
        not, is damaged, or has a sidecar by now that must not be read.
        """
        place = self.index.articles.get(files.id)
        if place is None or place.sources != digests or place.paths != paths_of(files):
            return None
        if files.doubtful:
            return None
        data = self._bytes(place)
        try:
            return DECODE(data) if digest_of(data) == place.check else None
        except msgspec.DecodeError:
            return None

    def _bytes(self, place: Place) -> memoryview:
        data = self._data[place.segment] if place.segment < len(self._data) else b""
        return memoryview(data)[place.start : place.start + place.length]

    def take(self, files: ArticleFiles, data: bytes) -> Kept:
        """Return an article that was anchored now, to be stored with the others if its files could
        be read.
        """
        kept = DECODE(data)
        there = tuple(map(bool, paths_of(files)))
        if there == tuple(map(bool, kept.sources)) and not files.doubtful:
            self._new[files.id] = (data, kept.sources)
        return kept

    def store(
        self,
        articles: Mapping[ArticleId, ArticleFiles],
        files: Files,
        owners: Iterable[str],
        registers: tuple[Registers, bytes],
    ) -> None:
        """Store what is known of the articles there are now; nothing when all is as it was."""
        if self._folder is None:
            return
        owned = tuple(owners)
        old = self.index
        kept = {i: p for i, p in old.articles.items() if i in articles and i not in self._new}
        if (
            not self._new
            and len(kept) == len(old.articles)
            and (files.seen, owned, registers[1]) == (old.files, old.owners, old.registers_key)
        ):
            return
        segments = list(old.segments)
        if len(segments) >= MOST_SEGMENTS:
            for ident, place in kept.items():
                data = bytes(self._bytes(place))
                if digest_of(data) == place.check:
                    self._new[ident] = (data, place.sources)
            segments, kept = [], {}
        with contextlib.suppress(OSError):
            if self._new:
                data = b"".join(data for data, _ in self._new.values())
                segments.append(write_new(self._folder, data))
            kept |= self._placed(len(segments) - 1, articles)
            index = Index(tuple(segments), files.seen, kept, owned, *registers)
            store(self._folder / "index", index)
            tidy(self._folder, {"index", *segments})

    def _placed(
        self, segment: int, articles: Mapping[ArticleId, ArticleFiles]
    ) -> dict[ArticleId, Place]:
        """Return where the new articles lie in their segment."""
        placed: dict[ArticleId, Place] = {}
        start = 0
        for ident, (data, sources) in self._new.items():
            paths = paths_of(articles[ident])
            placed[ident] = Place(segment, start, len(data), digest_of(data), paths, sources)
            start += len(data)
        return placed


def bytes_of(place: Path) -> bytes:
    """Return the bytes of a segment; nothing when it cannot be read."""
    try:
        return place.read_bytes()
    except (OSError, ValueError):
        return b""


def tidy(folder: Path, needed: Container[str]) -> None:
    """Remove our own files of a folder that are needed no more: somebody may have linked it to a
    place that has others.
    """
    for place in folder.iterdir():
        if place.name.startswith(DRAFT) and place.name not in needed:
            place.unlink()


def paths_of(files: ArticleFiles) -> tuple[str, str]:
    """Return the paths of an article's sidecar and seed; empty where there is none."""
    return (
        files.sidecar.path if files.sidecar else "",
        files.seed.path if files.seed else "",
    )
