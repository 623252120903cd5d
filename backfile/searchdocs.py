"""Search documents: what Pagefind reads of a thing on the site, as values and as HTML.

A document is a page that nobody sees. Only its paragraphs carry ids, since Pagefind keeps the text
of every element that has one. All metadata is searched, so what is only shown beside a result (its
day, the title of a note's article) is a filter that no form offers.

What a reader's first search costs hangs on how much stands in a bundle for each document, so texts
and remarks (notes, quotations, claims) have bundles of their own, and what all documents of a
bundle have in common is said once, beside them.
"""

from __future__ import annotations

import re
from collections import Counter
from hashlib import blake2b
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import msgspec

from backfile.model import Value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

Within: TypeAlias = Literal["text", "notes", "claims", "quotations"]
"""What a document is a document of: the values of the search page's `in`."""

LARGEST_SHARD = 1_300
"""How many articles one bundle holds: Pagefind takes about 420 MB for them."""
LARGEST_REMARKS = 3_000
"""How many documents with remarks one bundle holds: an edit of one makes its bundle again."""
SHARED = frozenset({"kind", "lang", "publisher"})
"""Facets that are said once for a bundle in which all documents have the same value."""
EVERYTHING = "\ua66e"
"""A letter of no living language at the end of every document. Asked for nothing, Pagefind would
load its whole index; asked for this letter, one piece of it. It also leaves out documents without
any word, such as a claim that is all title. The search page takes the letter away."""
UNDATED = "none"
"""The year of documents that have none."""
YEARS = 8_192
"""The span that is cut into shards: a power of two, so that every cut falls on a fixed year."""
BLOCK = 16
"""Years that are filled into shards one after the other; an article too many moves no other
block's."""

_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\u0640]")
"""Signs that no HTML may have, and the Arabic stroke that only widens a word."""


class Part(NamedTuple):
    """A paragraph, an annotation, or words without an address of their own."""

    id: str
    """Its anchor in the page; empty for other words."""
    number: int
    """A paragraph's number, as people see it; else 0."""
    words: str


class SearchDoc(Value, frozen=True, kw_only=True):
    """What is found as one result."""

    path: str
    """Its file among the search documents: `articles/SLUG.html` stands for `articles/SLUG/`, and
    so does `articles/SLUG~notes.html`. Folders would cost more time than the files in them."""
    within: Within
    lang: str
    """The language of the words."""
    title: str
    day: str
    """The earliest day for sorting; empty when undated."""
    parts: tuple[Part, ...]
    filters: tuple[tuple[str, str], ...] = ()
    """Facets and what is shown beside the result, as name and value."""
    names: tuple[str, ...] = ()
    """All names of the entities on the page, so that each is found by any of them."""


class Entry(Value, frozen=True, kw_only=True):
    """What the index knows of a document before it reads its words."""

    path: str
    within: Within
    lang: str
    """The language of the index it goes to."""
    day: str
    digest: str
    """Of all that is in the document."""
    shared: tuple[tuple[str, str], ...] = ()
    """Its facets among `SHARED`."""

    @property
    def is_article(self) -> bool:
        """Whether this is the text of an article."""
        return self.within == "text"


def entry_of(doc: SearchDoc) -> Entry:
    """Return what the index is planned by."""
    return Entry(
        path=doc.path,
        within=doc.within,
        lang=index_language(doc.lang),
        day=doc.day,
        digest=blake2b(msgspec.msgpack.encode(doc), digest_size=12).hexdigest(),
        shared=tuple((name, value) for name, value in doc.filters if name in SHARED),
    )


class Shard(NamedTuple):
    """The days that one bundle covers."""

    label: str
    start: str
    """Its first month, `YYYY-MM`; empty for no bound, so that undated things are in the oldest."""
    end: str
    """The month before which it ends; empty for no bound."""

    def holds(self, day: str) -> bool:
        """Tell whether something of this day belongs here."""
        return self.start <= day and (not self.end or day < self.end)


class Piece(NamedTuple):
    """A stretch of time that is not cut."""

    start: str
    """Its first month."""
    size: int
    """How many articles it has."""


WHOLE = Shard("all", "", "")


def cut_by_date(days: Iterable[str], largest: int = LARGEST_SHARD) -> tuple[Shard, ...]:
    """Return the shards for articles of these days, the newest first.

    Cuts fall on the first day of a year or half-year, or of a month in a crowded year, never on
    the n-th article: an edit moves no article to another shard unless a shard becomes too large.
    """
    counts = Counter(day[:7] or "0000" for day in days)
    if counts.total() <= largest:
        return (WHOLE,)
    # Thin years would cost the reader a bundle each.
    pieces = _together(_halved(counts, 0, YEARS, largest), largest, largest // 4)
    starts = [start for start, _ in pieces[1:]]
    return tuple(
        Shard(f"from-{start}" if start else "oldest", start, end)
        for start, end in reversed([*zip(["", *starts], [*starts, ""], strict=True)])
    )


def _halved(counts: Mapping[str, int], year: int, width: int, largest: int) -> Iterator[Piece]:
    """Yield the pieces of `[year, year + width)`, the oldest first."""
    first, end = f"{year:04}", f"{year + width:04}"
    inside = {month: n for month, n in counts.items() if first <= month < end}
    if sum(inside.values()) <= largest:
        if inside:
            yield Piece(f"{first}-01", sum(inside.values()))
    elif width > BLOCK:
        half = width // 2
        yield from _halved(inside, year, half, largest)
        yield from _halved(inside, year + half, half, largest)
    elif width > 1:
        parts = (_parts_of_year(inside, year + n, largest) for n in range(width))
        filled = (piece for piece in chain.from_iterable(parts) if piece.size)
        yield from _together(filled, largest, largest)


def _parts_of_year(counts: Mapping[str, int], year: int, largest: int) -> Iterator[Piece]:
    """Yield the halves of a year, or its quarters or months where it has too many articles."""
    own = {month: number for month, number in counts.items() if month.startswith(f"{year:04}")}
    for width in (6, 3, 1):
        starts = range(1, 13, width)
        pieces = [Piece(f"{year:04}-{start:02}", 0) for start in starts]
        for month, number in own.items():
            place = (int(month[5:] or 1) - 1) // width
            pieces[place] = Piece(pieces[place].start, pieces[place].size + number)
        if width == 1 or max(piece.size for piece in pieces) <= largest:
            yield from pieces
            return


def _together(pieces: Iterable[Piece], largest: int, small: int) -> list[Piece]:
    """Join pieces smaller than `small` with the one after where both are not too large."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and last.size < small and last.size + piece.size <= largest:
            joined[-1] = Piece(last.start, last.size + piece.size)
        else:
            joined.append(piece)
    return joined


def plain_words(source: str, links: Mapping[str, str]) -> str:
    """Return a Markdown text as plain words; `links` are the words of wikilinks as written."""
    text = _WIKILINK.sub(lambda m: m[2] or links.get(m[1], m[1]), source)
    text = _LINK.sub(r"\1", text)
    return " ".join(_MARKS.sub(" ", _EMPHASIS.sub("", text)).split())


_WIKILINK = re.compile(r"!?\[\[([^\]|]*)(?:\|([^\]]*))?\]\]")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`+")
_MARKS = re.compile(r"<[^>]*>|^\s*(?:#{1,6}|>|[-+]|\d+\.)\s", re.MULTILINE)


def document_html(doc: SearchDoc, common: Collection[tuple[str, str]] = ()) -> str:
    """Return the document as Pagefind reads it, without the facets that its bundle has said."""
    filters = [*doc.filters, ("in", doc.within), ("year", doc.day[:4] or UNDATED)]
    lines = [
        f'<!doctype html><html lang="{_attribute(index_language(doc.lang))}">',
        '<head><meta charset="utf-8">',
        _meta("title", doc.title),
        _meta("aliases", "; ".join(doc.names)) if doc.names else "",
        "</head><body data-pagefind-body>",
        *(
            f'<i data-pagefind-filter="{_attribute(f"{n}:{v}")}"></i>'
            for n, v in filters
            if (n, v) not in common
        ),
        *(_paragraph(part) for part in doc.parts),
        f"<p>{EVERYTHING}</p></body></html>\n",
    ]
    return "\n".join(line for line in lines if line)


def index_language(lang: str) -> str:
    """Return the language whose index a document goes to: `en-GB` and `en` share one."""
    return lang.lower().partition("-")[0] or "unknown"


def _paragraph(part: Part) -> str:
    words = escape(_UNSHOWN.sub("", part.words), quote=False)
    # The number travels in the id, since the results know ids only.
    return f'<p id="{part.id}.{part.number}">{words}</p>' if part.id else f"<p>{words}</p>"


def _meta(name: str, value: str) -> str:
    return f'<meta data-pagefind-meta="{_attribute(f"{name}:{value}")}">'


def _attribute(value: str) -> str:
    return escape(" ".join(_UNSHOWN.sub("", value).split()))
