"""Traces: what every page was made of, kept between builds, and what of it holds no more.

A table has a slot for every cell and every fact that a page asked for, with the digest of what it
held; a fact's slot knows the slots it was made of, which stand before it. So one walk from front to
back finds what has changed: a cell by its digest; a fact only if one of its slots changed and,
made again, it came out with another digest. A page is still good if none of its slots changed.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple, cast

from backfile.cells import CELL, Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backfile.cells import Contents
    from backfile.facts import Facts

SLOTS = "I"
"""The type of an array of slots."""
FRESH = b""
"""In place of the digest of a fact that cannot be stored: it changes with all it is made of."""


class Slots(NamedTuple):
    """Slots as they are sent and stored; those of a fact stand before its own."""

    keys: list[Key]
    digests: list[bytes]
    uses: list[bytes]
    """For each slot the slots it is made of, as bytes of an array."""


class Traces:
    """A table of slots, for one archive as it is now."""

    def __init__(self, facts: Facts, contents: Contents, slots: Slots | None = None) -> None:
        """Take over the slots of an earlier build; `follow` must be called before they count."""
        self._facts = facts
        self._contents = contents
        self._keys: list[Key | None] = list(slots.keys) if slots else []
        self._digests = list(slots.digests) if slots else []
        self._uses = list(slots.uses) if slots else []
        self._slot: dict[Key, int] = {k: n for n, k in enumerate(self._keys) if k is not None}
        self._known_before = len(self._keys)
        self.changed: set[int] = set()
        """Slots of the earlier build that hold something else now."""

    def __len__(self) -> int:
        return len(self._keys)

    def follow(self) -> None:
        """Find every slot that holds something else than in the earlier build."""
        for number, key in enumerate(self._keys[:]):
            if key is None:
                continue
            if key[0] == CELL:
                self._follow_cell(number, key)
            elif not self.changed.isdisjoint(array(SLOTS, self._uses[number])):
                self._follow_fact(number, key)

    def _follow_cell(self, number: int, key: Key) -> None:
        try:
            digest = self._contents(key)
        except (AttributeError, LookupError):  # a part of the archive of another engine
            digest = FRESH
        if digest != self._digests[number]:
            self.changed.add(number)
            self._digests[number] = digest

    def _follow_fact(self, number: int, key: Key) -> None:
        try:
            value = self._facts.ask(key)
        except Exception:  # what it is about is gone; a page that still asks will be told
            self._drop(number, key)
            return
        uses = [self.slot(used) for used in self._facts.made_of(key)]
        digest = self._contents.of_value(value)
        if any(used > number for used in uses):
            # What stands behind it would be looked at too late next time: it moves to the end.
            self._drop(number, key)
            self._add(key, digest, uses)
            return
        self._uses[number] = array(SLOTS, uses).tobytes()
        if digest != self._digests[number] or digest == FRESH:
            self.changed.add(number)
            self._digests[number] = digest

    def _drop(self, number: int, key: Key) -> None:
        self.changed.add(number)
        self._keys[number] = None
        self._digests[number] = FRESH
        self._uses[number] = b""
        del self._slot[key]

    def _add(self, key: Key, digest: bytes, uses: Iterable[int]) -> int:
        number = self._slot[key] = len(self._keys)
        self._keys.append(key)
        self._digests.append(digest)
        self._uses.append(array(SLOTS, uses).tobytes())
        return number

    def slot(self, key: Key) -> int:
        """Return the slot of a cell or of a fact that is known, making it if need be."""
        found = self._slot.get(key)
        if found is not None:
            return found
        if key[0] == CELL:
            return self._add(key, self._contents(key), ())
        uses = [self.slot(used) for used in self._facts.made_of(key)]
        return self._add(key, self._contents.of_value(self._facts.known(key)), uses)

    def slots(self, trace: Iterable[Key]) -> bytes:
        """Return the slots of a page's trace, as bytes of an array."""
        return array(SLOTS, [self.slot(key) for key in trace]).tobytes()

    def has(self, key: Key) -> bool:
        """Tell whether a fact was made before and is the same now."""
        number = self._slot.get(key)
        return number is not None and number < self._known_before and number not in self.changed

    def digest(self, key: Key) -> bytes:
        """Return the digest of a fact that was made before and holds still; else nothing."""
        return self._digests[self._slot[key]] if self.has(key) else b""

    def holds(self, uses: bytes) -> bool:
        """Tell whether what a page of the earlier build was made of is still so."""
        return self.changed.isdisjoint(array(SLOTS, uses))

    def why(self, uses: bytes) -> tuple[Key | None, ...]:
        """Return what changed of what a page was made of; None for what is gone."""
        return tuple(self._keys[n] for n in array(SLOTS, uses) if n in self.changed)

    def since(self, start: int) -> Slots:
        """Return the slots from `start` on."""
        keys = cast("list[Key]", self._keys[start:])  # only slots of an earlier build are dropped
        return Slots(keys, self._digests[start:], self._uses[start:])

    def stored(self, pages: Mapping[str, bytes]) -> tuple[Slots, dict[str, bytes]]:
        """Return the slots that `pages` are made of, numbered anew, and the pages with these.

        The order stays: what a fact is made of stands before it.
        """
        needed = self._needed(pages.values())
        place = {old: new for new, old in enumerate(needed)}
        moved = len(needed) != len(self._keys)

        def renumbered(uses: bytes) -> bytes:
            if not moved:
                return uses
            return array(SLOTS, [place[n] for n in array(SLOTS, uses)]).tobytes()

        keys = [key for n in needed if (key := self._keys[n]) is not None]
        slots = Slots(
            keys, [self._digests[n] for n in needed], [renumbered(self._uses[n]) for n in needed]
        )
        return slots, {path: renumbered(uses) for path, uses in pages.items()}

    def _needed(self, pages: Iterable[bytes]) -> list[int]:
        """Return the slots that pages lead to, in order."""
        needed = bytearray(len(self._keys))
        for uses in pages:
            for number in array(SLOTS, uses):
                needed[number] = 1
        for number in range(len(self._keys) - 1, -1, -1):
            if needed[number]:
                for used in array(SLOTS, self._uses[number]):
                    needed[used] = 1
        return [number for number, wanted in enumerate(needed) if wanted]

    def merge(self, slots: Slots, numbers: list[int]) -> None:
        """Take slots that another process made; `numbers` are this table's for those of that one.

        It is lengthened by the new ones.
        """
        for key, digest, uses in zip(*slots, strict=True):
            known = self._slot.get(key)
            if known is None:
                known = self._add(key, digest, [numbers[n] for n in array(SLOTS, uses)])
            numbers.append(known)

    @staticmethod
    def renumbered(uses: bytes, numbers: list[int]) -> bytes:
        """Return slots of another process as slots of this table."""
        return array(SLOTS, [numbers[n] for n in array(SLOTS, uses)]).tobytes()
