"""Whether anything at all has changed since the last build: most builds need no more than this.

It is told by the sizes and times of all files that went in and came out; no file is opened but the
list of what came out. Only what costs next to nothing to load is imported here.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from hashlib import blake2b
from typing import TYPE_CHECKING

import msgspec

from backfile.cache import ENGINE, load, store
from backfile.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from backfile.options import Options

TICK = 20_000_000
"""Nanoseconds: two changes of a file within one tick of the clock may bear the same time."""
MANIFEST = ".backfile-manifest"


class Outcome(msgspec.Struct, frozen=True, array_like=True):
    """What a build came to, as far as people are told of it."""

    articles: int
    files: int
    problems: tuple[Problem, ...]


class State(msgspec.Struct, frozen=True, array_like=True):
    """A finished build."""

    asked: bytes
    went_in: tuple[bytes, bytes]
    """The digests of the archive and of the theme."""
    came_out: bytes
    outcome: Outcome
    theme: str


class Listing:
    """Files with sizes and times, as far as these tell whether one was changed."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._began = time.time_ns()
        self._youngest = 0
        self._has_links = False

    def add(self, path: str, state: os.stat_result) -> None:
        """Add one file."""
        changed, moved = state.st_mtime_ns, state.st_ctime_ns
        self._lines.append(f"{path}\0{state.st_size} {state.st_ino} {changed} {moved}")
        if moved > self._youngest or changed > self._youngest:
            self._youngest = max(changed, moved)
        if stat.S_ISLNK(state.st_mode):
            self._has_links = True

    def add_file(self, path: str) -> None:
        """Add one file by its path, if it is there."""
        with contextlib.suppress(OSError):
            self.add(path, os.lstat(path))

    def add_below(self, folder: str) -> None:
        """Add every file below a folder, in order of folders and names."""
        waiting = [folder]
        while waiting:
            with contextlib.suppress(OSError), os.scandir(waiting.pop()) as found:
                for entry in sorted(found, key=name_of):
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        self.add(entry.path, entry.stat(follow_symlinks=False))

    @property
    def is_sure(self) -> bool:
        """Whether every change since this began will show: not where a file was changed just
        before, nor in what a link leads to.
        """
        return not self._has_links and self._youngest < self._began - TICK

    def digest(self) -> bytes:
        """Return the digest of the whole list."""
        text = "\n".join(self._lines).encode("utf-8", "surrogateescape")
        return blake2b(text, digest_size=16).digest()


def name_of(entry: os.DirEntry[str]) -> str:
    """Return what the files of a folder are sorted by."""
    return entry.name


def still_standing(options: Options) -> Outcome | None:
    """Return what the last build came to when this one would come to the same; None when it might
    not.
    """
    place = place_of(options)
    known = load(place, State) if place else None
    if known is None or known.asked != asked(options):
        return None
    site, theme = options.site, known.theme
    if known.went_in != (source_files(site).digest(), theme_files(site, theme).digest()):
        return None
    return known.outcome if known.came_out == outputs(options.output) else None


def keep_state(
    options: Options, went_in: tuple[Listing, Listing], theme: str, outcome: Outcome
) -> None:
    """Remember a build that has just been committed; `went_in` are the files of the archive and of
    the theme as they were before any of them was read.
    """
    place = place_of(options)
    found = outputs(options.output, by_us=True)
    if place is not None and found and all(one.is_sure for one in went_in):
        digests = (went_in[0].digest(), went_in[1].digest())
        store(place, State(asked(options), digests, found, outcome, theme))


def place_of(options: Options) -> Path | None:
    """Return the file that remembers the last build into this output folder."""
    if options.memory is None:
        return None
    out = os.fsencode(os.path.realpath(options.output))
    return options.memory / f"{blake2b(out, digest_size=8).hexdigest()}.state"


def asked(options: Options) -> bytes:
    """Return the digest of all that was asked for and changes what comes out."""
    wanted = (
        *(options.base_url, options.strict, options.lenient),
        *(options.search, options.release, options.preview),
    )
    return blake2b(repr(wanted).encode(), digest_size=16).digest()


def source_files(site: Path) -> Listing:
    """Return all files of an archive but its theme."""
    found = Listing()
    found.add_file(f"{site}/site.yaml")
    found.add_below(f"{site}/seeds")
    found.add_below(f"{site}/content")
    return found


def theme_files(site: Path, theme: str) -> Listing:
    """Return all templates and assets: the archive's, its theme's, the engine's."""
    found = Listing()
    packed = ENGINE / "_theme"
    builtin = packed if packed.is_dir() else ENGINE.parent
    for home in dict.fromkeys((site, *([site / theme] if theme else []), builtin)):
        found.add_below(f"{home}/templates")
        found.add_below(f"{home}/assets")
    return found


def outputs(out: Path, *, by_us: bool = False) -> bytes:
    """Return the digest of the files of the site that stands in a folder; nothing for none, and
    none while a build is going on there, unless it is `by_us`.
    """
    found, root = Listing(), os.fspath(out)
    try:
        paths = (out / MANIFEST).read_text(encoding="utf-8").split("\n")[1:]
    except (OSError, ValueError):
        return b""
    if not by_us and os.path.lexists(f"{root}/.backfile"):
        return b""
    found.add_file(f"{root}/{MANIFEST}")
    for path in paths:
        if path.endswith("/"):
            found.add_below(f"{root}/{path}")
        elif path:
            found.add_file(f"{root}/{path}")
    return found.digest()
