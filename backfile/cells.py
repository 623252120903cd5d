"""Cells: the smallest parts of the archive that facts read, and the digests of what they hold.

A cell is one entry of one of the archive's mappings (`("=", "mentions", "micron")`), a whole
mapping or list (`("=", "order")`), or a part of the theme. `SeenArchive` notes each cell that is
read while something is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from backfile.digests import ArticleDigests, digest_of
from backfile.model import Article

if TYPE_CHECKING:
    from collections.abc import Callable

    from backfile.archive import Archive

Key: TypeAlias = tuple[str | int, ...]
Trace: TypeAlias = dict[Key, None]
"""Keys in the order in which they were first asked for."""

CELL = "="
"""What the key of every cell begins with; no function has this name."""
BY_KIND = (CELL, "current")
"""The only mapping of mappings."""


class SeenArchive:
    """An archive that notes what is read of it, in `trace` while there is one."""

    def __init__(self, archive: Archive) -> None:
        self.trace: Trace | None = None
        self._archive = archive
        self._mappings: dict[str, SeenMapping] = {}

    def __getattr__(self, name: str) -> Any:
        known = self._mappings.get(name)
        if known is not None:
            return known
        value = getattr(self._archive, name)
        if isinstance(value, Mapping):
            self._mappings[name] = SeenMapping(self, (CELL, name), value)
            return self._mappings[name]
        if self.trace is not None:
            self.trace[CELL, name] = None
        return value


class SeenMapping(Mapping[Any, Any]):
    """One mapping of the archive, or a mapping in it."""

    def __init__(self, seen: SeenArchive, cell: Key, values: Mapping[Any, Any]) -> None:
        self._seen = seen
        self._cell = cell
        self._values = values
        self._inner = (
            {key: SeenMapping(seen, (*cell, key), value) for key, value in values.items()}
            if cell == BY_KIND
            else None
        )

    def __getitem__(self, key: Any) -> Any:
        if self._inner is not None:
            return self._inner[key]
        self._note(key)
        return self._values[key]

    def get(self, key: Any, default: Any = None) -> Any:
        """Return an entry, or `default`."""
        if self._inner is not None:
            return self._inner.get(key, default)
        self._note(key)
        return self._values.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._note(key)
        return key in self._values

    def __iter__(self) -> Iterator[Any]:
        self._note_all()
        return iter(self._values)

    def __len__(self) -> int:
        self._note_all()
        return len(self._values)

    def values(self) -> Any:
        """Return all entries."""
        self._note_all()
        return self._values.values()

    def items(self) -> Any:
        """Return all keys and entries."""
        self._note_all()
        return self._values.items()

    def _note(self, key: Any) -> None:
        if self._seen.trace is not None:
            self._seen.trace[(*self._cell, key)] = None

    def _note_all(self) -> None:
        if self._seen.trace is not None:
            self._seen.trace[self._cell] = None


class Contents:
    """Tells the digest of what any cell holds."""

    def __init__(
        self,
        archive: Archive,
        known: Mapping[int, ArticleDigests],
        others: Mapping[str, Callable[[Key], object]],
    ) -> None:
        """`known` has digests by the identity of article objects, as far as they are at hand;
        `others` tell what the cells hold that are no part of the archive, by the name of the cell.
        """
        self._archive = archive
        self._articles = known
        self._others = others
        self._digests: dict[str, ArticleDigests] = {}

    def __call__(self, cell: Key) -> bytes:
        """Return the digest of what a cell holds; absence has a digest, too."""
        name, keys = str(cell[1]), cell[2:]
        if name in self._others:
            return digest_of(self._others[name](keys))
        found = getattr(self._archive, name)
        for key in keys:
            found = found.get(key)
        if keys or not isinstance(found, Mapping):
            return digest_of(self._plain(name, found))
        return digest_of([(key, self._plain(name, value)) for key, value in found.items()])

    def of_value(self, value: object) -> bytes:
        """Return the digest of a fact's value; empty when it cannot be told."""
        if type(value) is Article:
            return self.of_article(value).whole
        try:
            return digest_of(value)
        except TypeError:
            return b""

    def of_article(self, article: Article) -> ArticleDigests:
        """Return the digests of an article."""
        found = self._articles.get(id(article)) or self._digests.get(article.id)
        if found is None:
            found = self._digests[article.id] = ArticleDigests.of(article)
        return found

    def _plain(self, name: str, value: Any) -> object:
        """Return what tells whether a value is another: for big ones, digests of their parts."""
        if value is None:
            return None
        found = self._archive.articles
        if name == "articles":
            return self.of_article(value).whole
        if name == "mentions":
            idents = dict.fromkeys(row.article for row in value)
            return [(ident, self.of_article(found[ident]).mentions) for ident in idents]
        if name in REMARKS:
            return [
                (row.article, row.annotation.id, self.of_article(found[row.article]).annotations)
                for row in value
            ]
        return value


REMARKS = frozenset({"assertions", "said_by", "about", "events", "quotations"})
"""Annotations with their articles."""
