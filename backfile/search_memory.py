"""What the search index is planned by, remembered between builds: of what is not new no document
is made.

An entry is believed when its digest is the one that the traces have for the fact it is the value
of; so it cannot be older than they are.
"""

import os
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

import msgspec

from backfile.cache import load, store
from backfile.digests import digest_of
from backfile.facts import Facts, Key
from backfile.facts_things import setting
from backfile.ids import OutputPath
from backfile.plan import Page
from backfile.plan_search import Catalogue
from backfile.searchdocs import Entry
from backfile.traces import Traces
from backfile.unchanged import Listing

INDEX = Page(OutputPath(".search"), "search-index")
"""Stands among the pages for the index as a whole; no file has this path."""


class Remembered(msgspec.Struct, frozen=True, array_like=True):
    """What is stored of the search of one site."""

    entries: dict[str, tuple[Entry, ...]] = {}
    """Of each article and claim."""
    trees: dict[str, bytes] = {}
    """The digest of names, sizes and times of the files in each bundle."""


class SearchMemory:
    """The catalogue of a site's search documents, as far as it is known already."""

    def __init__(self, folder: Path | None, out: Path, facts: Facts, traces: Traces) -> None:
        """Look up in `folder` what is known of the site in `out`."""
        name = blake2b(os.fsencode(os.path.realpath(out)), digest_size=8).hexdigest()
        self._place = folder / f"{name}.search" if folder else None
        self._out = out
        self._known = (load(self._place, Remembered) if self._place else None) or Remembered()
        self._traces = traces
        self._facts = facts
        self.catalogue = Catalogue(facts, self._entries_of)

    @property
    def wanted(self) -> bool:
        """Whether the site has a search."""
        return bool(setting(self._facts, "search"))

    def entries(self) -> tuple[list[Entry], bytes]:
        """Return all entries, and what they are made of, as slots of the traces."""
        with self._facts.tracing() as trace:
            found = list(self.catalogue.entries())
        return found, self._traces.slots(trace)

    def _entries_of(self, key: Key) -> tuple[Entry, ...] | None:
        found = self._known.entries.get(" ".join(map(str, key)))
        return found if found and self._traces.digest(key) == digest_of(found) else None

    def intact(self, trees: Iterable[str]) -> frozenset[str]:
        """Return those of the bundles in the output folder that are as they were written."""
        known = self._known.trees
        return frozenset(t for t in trees if t in known and known[t] == self._digest(t))

    def _digest(self, tree: str) -> bytes:
        found = Listing()
        found.add_below(f"{self._out}/{tree}")
        return found.digest()

    def keep(self, trees: Iterable[str]) -> None:
        """Store the entries that were asked for and how the bundles stand, for the next build."""
        if self._place is not None:
            entries = self.catalogue.found or self._known.entries
            store(self._place, Remembered(entries, {tree: self._digest(tree) for tree in trees}))
