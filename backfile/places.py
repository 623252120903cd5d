"""Where words stand in a seed: the views in which anchors are looked for, in their order.

docs/format.md, Anchors: exact, normalised, case-folded; the first view with any place decides.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from backfile.model import Span
from backfile.normal import fold_words, normalised

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backfile.normal import Replacement
    from backfile.normal_view import View

HIDDEN_SIGN = "\ufffc"
"""What stands in a view for hidden words; no name or quote holds it."""


class Spelling(IntEnum):
    """The views, in the order in which they are asked."""

    EXACT = 0
    NORMALISED = 1
    FOLDED = 2


class Places(NamedTuple):
    """Where words stand, in order, and in which view they were found."""

    spelling: Spelling
    spans: tuple[Span, ...]


class SeedViews:
    """A decoded seed with its views; hidden stretches have no places.

    `hidden` is in order and does not overlap; `readings` neither, nor do they touch `hidden`.
    """

    def __init__(
        self,
        text: str,
        *,
        path: str = "",
        wrapped: bool = False,
        hidden: Sequence[Span] = (),
        readings: Sequence[Replacement] = (),
        paragraphs: Mapping[str, Span] | None = None,
    ) -> None:
        self.text = text
        self.path = path
        self.wrapped = wrapped
        self.hidden = tuple(hidden)
        self.readings = tuple(readings)
        self.paragraphs = paragraphs or {}
        self._hidden_ends = [span.end for span in self.hidden]

    @cached_property
    def view(self) -> View:
        """The normalised view, readings in place and hidden words taken out."""
        dark = [(span, HIDDEN_SIGN) for span in self.hidden]
        return normalised(self.text, wrapped=self.wrapped, replaced=[*self.readings, *dark])

    @cached_property
    def folded(self) -> View:
        """The case-folded view."""
        return self.view.folded()

    def with_hidden(self) -> SeedViews:
        """Return the same seed as if nothing were hidden."""
        return SeedViews(self.text, path=self.path, wrapped=self.wrapped, readings=self.readings)

    def touches_hidden(self, span: Span) -> bool:
        """Tell whether any hidden sign lies in `span`."""
        k = bisect_right(self._hidden_ends, span.start)
        return k < len(self.hidden) and self.hidden[k].start < span.end

    def line_of(self, place: int) -> int:
        """Return the line of `place`, counted from 1."""
        return self.text.count("\n", 0, place) + 1

    def places(
        self, words: str, *, before: str = "", after: str = "", within: Span | None = None
    ) -> Places:
        """Find every place of `words`, overlapping ones too; `before` and `after` are literal."""
        for spelling in Spelling:
            spans = self._places_in(spelling, before, words, after)
            if within:
                spans = [s for s in spans if within.start <= s.start and s.end <= within.end]
            if spans:
                return Places(spelling, tuple(spans))
        return Places(Spelling.EXACT, ())

    def _places_in(self, spelling: Spelling, before: str, words: str, after: str) -> list[Span]:
        if spelling is Spelling.EXACT:
            starts = occurrences(self.text, f"{before}{words}{after}")
            places = [Span(at + len(before), at + len(before) + len(words)) for at in starts]
            return [span for span in places if not self.touches_hidden(span)]
        before, words, after = (fold_words(part) for part in (before, words, after))
        view = self.view
        if spelling is Spelling.FOLDED:
            before, words, after = (part.casefold() for part in (before, words, after))
            view = self.folded
        if not words:
            return []
        starts = occurrences(view.text, f"{before}{words}{after}")
        spans = (view.span(at, at + len(words)) for at in (at + len(before) for at in starts))
        # Signs that the seed writes as one give the same span several times.
        return [span for span in dict.fromkeys(spans) if not self.touches_hidden(span)]


def occurrences(text: str, words: str) -> list[int]:
    """Return where `words` begin in `text`, overlapping places too; none for empty words."""
    found: list[int] = []
    at = text.find(words) if words else -1
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found
