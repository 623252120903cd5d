"""What the search index is planned by, remembered between builds: of what is not new no document
is made.

An entry is believed when its digest is the one that the traces have for the fact it is the value
of; so it cannot be older than they are.
"""

from __future__ import annotations

import os
from hashlib import blake2b
from typing import TYPE_CHECKING

from backfile.cache import load, store
from backfile.digests import digest_of
from backfile.facts_things import setting
from backfile.ids import OutputPath
from backfile.plan import Page
from backfile.plan_search import Catalogue
from backfile.searchdocs import Entry

if TYPE_CHECKING:
    from pathlib import Path

    from backfile.facts import Facts, Key
    from backfile.traces import Traces

INDEX = Page(OutputPath(".search"), "search-index")
"""Stands among the pages for the index as a whole; no file has this path."""


class SearchMemory:
    """The catalogue of a site's search documents, as far as it is known already."""

    def __init__(self, folder: Path | None, out: Path, facts: Facts, traces: Traces) -> None:
        """Look up in `folder` what is known of the site in `out`."""
        name = blake2b(os.fsencode(os.path.realpath(out)), digest_size=8).hexdigest()
        self._place = folder / f"{name}.search" if folder else None
        shape = dict[str, tuple[Entry, ...]]
        self._known = (load(self._place, shape) if self._place else None) or {}
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
        found = self._known.get(" ".join(map(str, key)))
        return found if found and self._traces.digest(key) == digest_of(found) else None

    def keep(self) -> None:
        """Store the entries that were asked for, for the next build."""
        if self._place is not None and self.catalogue.found and self.catalogue.found != self._known:
            store(self._place, self.catalogue.found)
