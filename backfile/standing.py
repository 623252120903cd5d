"""Which files of the output folder are still good, so that they need not be made again.

A file is good if it is planned as before, all it was made of holds still, and it stands in the
folder as the last build left it, by size and times.
"""

from __future__ import annotations

import os
import time
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from backfile.cache import load, store
from backfile.cells import Key
from backfile.digests import digest_of
from backfile.rendering import Rendered
from backfile.traces import Slots, Traces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from backfile.cells import Contents
    from backfile.facts import Facts
    from backfile.plan import Page

TICK = 0.012
"""Seconds: what is written within one tick of the system's clock bears the same time."""


class Record(msgspec.Struct, frozen=True, array_like=True):
    """A file of the site as it was made."""

    planned: bytes
    """The digest of what the plan said of it."""
    uses: bytes
    """The slots it was made of."""
    stamp: tuple[int, int, int] | None
    """Its size and times when it had been written; None when they tell nothing."""
    parts: tuple[tuple[str, int], ...] = ()
    """Of a dump: what each part is about, and its length in bytes."""


class Remembered(msgspec.Struct, frozen=True, array_like=True):
    """What is stored of a build for one output folder."""

    keys: list[Key]
    digests: list[bytes]
    uses: list[bytes]
    pages: dict[str, Record]


class Standing:
    """The files of one output folder, and what they were made of."""

    def __init__(self, folder: Path | None, out: Path, facts: Facts, contents: Contents) -> None:
        """Look up in `folder` what is known of `out`, and find out what of it holds still; without
        a folder nothing is known and nothing stored.
        """
        self._out = os.path.realpath(out)
        name = blake2b(os.fsencode(self._out), digest_size=8).hexdigest()
        self._place = folder / f"{name}.pages" if folder else None
        known = load(self._place, Remembered) if self._place else None
        self._pages: dict[str, Record] = known.pages if known else {}
        slots = Slots(known.keys, known.digests, known.uses) if known else None
        self.traces = Traces(facts, contents, slots)
        self.traces.follow()
        self.made = Rendered({}, {})
        """What was made now."""

    def stands(self, page: Page) -> bool:
        """Tell whether a planned file is good as it stands."""
        known = self._pages.get(page.path)
        return (
            known is not None
            and known.planned == planned_as(page)
            and self.traces.holds(known.uses)
            and known.stamp is not None
            and known.stamp == stamp_of(f"{self._out}/{page.path}")
        )

    def holds(self, page: Page) -> bool:
        """Tell whether all that a file was made of is as it was; the file is not looked at."""
        known = self._pages.get(page.path)
        return known is not None and self.traces.holds(known.uses)

    def parts(self, page: Page) -> Callable[[Key], bytes | None]:
        """Return what tells of each part of a dump its bytes, if they hold still."""
        known, place = self._pages.get(page.path), f"{self._out}/{page.path}"
        data = b""
        if known is not None and known.stamp is not None and known.stamp == stamp_of(place):
            data = bytes_of(place)
        rows = known.parts if known is not None and data else ()
        ends = accumulate(length for _, length in rows)
        spans = {
            ident: (end - length, end) for (ident, length), end in zip(rows, ends, strict=True)
        }

        def standing(key: Key) -> bytes | None:
            span = spans.get(str(key[-1]))
            return data[slice(*span)] if span and self.traces.has(key) else None

        return standing

    def why(self, page: Page) -> tuple[str, ...]:
        """Return why a planned file is not good as it stands, in words; empty when it is."""
        known = self._pages.get(page.path)
        if known is None:
            return ("it was not made before",)
        found = [
            "something it asked for is gone" if key is None else " ".join(map(str, key))
            for key in self.traces.why(known.uses)
        ]
        if known.planned != planned_as(page):
            found.append("the plan says something else of it")
        if known.stamp is None or known.stamp != stamp_of(f"{self._out}/{page.path}"):
            found.append("the file is not as it was written")
        return tuple(found)

    def remember(self, pages: Iterable[Page]) -> None:
        """Store what the files of the site, which now stand in their places, were made of."""
        if self._place is None:
            return
        if self.made.uses:
            time.sleep(TICK)  # so that whoever changes one of them from now on changes its time
        planned: dict[str, Page] = {page.path: page for page in pages}
        # What was not made again though it should be, such as a search left out, is forgotten.
        old = {
            path: known.uses
            for path, known in self._pages.items()
            if path in planned and self.traces.holds(known.uses)
        }
        slots, numbered = self.traces.stored({**old, **self.made.uses})
        records = {path: self._record(planned[path], numbered[path]) for path in numbered}
        store(self._place, Remembered(slots.keys, slots.digests, slots.uses, records))

    def _record(self, page: Page, uses: bytes) -> Record:
        if page.path not in self.made.uses:
            return msgspec.structs.replace(self._pages[page.path], uses=uses)
        stamp = stamp_of(f"{self._out}/{page.path}")
        return Record(planned_as(page), uses, stamp, self.made.parts.get(page.path, ()))


def planned_as(page: Page) -> bytes:
    """Return the digest of what the plan says of a file."""
    return digest_of((page.kind, page.args))


def stamp_of(place: str) -> tuple[int, int, int] | None:
    """Return the size of a file and the times of its last changes; None when there is none."""
    try:
        found = os.lstat(place)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def bytes_of(place: str) -> bytes:
    """Return the bytes of a file; nothing when it cannot be read."""
    try:
        return Path(place).read_bytes()
    except OSError:
        return b""
