"""The shortest anchor that means a stretch of a seed, for tools that write sidecars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.model import Span
from backfile.normal import WHITE_SPACE
from backfile.paragraphs import without_space
from backfile.passages import widening
from backfile.places import occurrences
from backfile.quotes import anchor_quote
from backfile.sentences import sentence_spans
from backfile.shapes import At

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.places import SeedViews

LONGEST_QUOTE = 400
"""Longer stretches are written as `from` and `until`."""
_PAIRS = {"“": "”", "‘": "’", "«": "»", "„": "“", "「": "」", "『": "』", "(": ")", "[": "]"}


def anchor_for(views: SeedViews, span: Span) -> At | None:
    """Return the shortest anchor that means `span`, white space at its ends left out.

    None when no anchor does, because the stretch is empty, or begins or ends in hidden text.
    """
    span = without_space(views.text, span)
    if span.start == span.end:
        return None
    meaning = (at for at in _candidates(views, span) if anchor_quote(views, at).spans == (span,))
    return next(meaning, None)


def _candidates(views: SeedViews, span: Span) -> Iterator[At]:
    """Return anchors that may mean `span`, the shortest first."""
    quote = views.text[slice(*span)]
    if len(quote) <= LONGEST_QUOTE and not views.touches_hidden(span):
        if views.places(quote).spans == (span,):
            yield At(quote=quote)
        passages = [*_passages(views, span), *widening(views, span)]
        unique = [p for p in passages if views.places(views.text[slice(*p)]).spans == (p,)]
        for passage in unique:
            if views.places(quote, within=passage).spans == (span,):
                yield At(quote=quote, in_=views.text[slice(*passage)])
        for passage in unique:
            number = _number(views, quote, span, passage)
            yield At(quote=quote, in_=views.text[slice(*passage)], nth=number)
    yield from _from_until(views, span)
    if not views.touches_hidden(span):
        yield At(quote=quote, nth=_number(views, quote, span, Span(0, len(views.text))))


def _passages(views: SeedViews, span: Span) -> Iterator[Span]:
    """Return the sentence and the paragraph that hold `span`, if they are short enough."""
    for block in views.paragraphs.values():
        if block.start <= span.start and span.end <= block.end:
            for one in (*sentence_spans(views.text, block), block):
                if one.start <= span.start and span.end <= one.end:
                    passage = without_space(views.text, one)
                    if passage.end - passage.start <= LONGEST_QUOTE and passage != span:
                        yield passage
            return


def _from_until(views: SeedViews, span: Span) -> Iterator[At]:
    """Return anchors made of the first and the last words of a stretch."""
    words = views.text[slice(*span)]
    for count in range(3, 24, 4):
        head, tail = _first_words(words, count), _first_words(words[::-1], count)[::-1]
        if len(head) + len(tail) <= len(words):
            yield At(from_=head, until=tail)


def _first_words(text: str, count: int) -> str:
    """Return the first words of a text; where there is no white space, four signs are a word."""
    end = 0
    for _ in range(count):
        while end < len(text) and text[end] in WHITE_SPACE:
            end += 1
        limit = end + 16
        while end < min(limit, len(text)) and text[end] not in WHITE_SPACE:
            end += 1
    return text[:end]


def _number(views: SeedViews, quote: str, span: Span, scope: Span) -> int:
    """Return which of the places of a quote in a scope `span` is, counted from 1."""
    starts = occurrences(views.text[: span.start + len(quote)], quote)
    places = (Span(at, at + len(quote)) for at in starts if at >= scope.start)
    return sum(1 for place in places if not views.touches_hidden(place))


def tidy_span(text: str, span: Span) -> Span:
    """Return what somebody probably meant to select.

    Whole words, without white space and without a quotation mark that has no partner inside.
    """
    start, end = without_space(text, span)
    while start < end and start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while start < end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    words = text[start:end]
    if words[:1] in _PAIRS and _PAIRS[words[0]] not in words[1:]:
        start += 1
    elif words[-1:] in _PAIRS.values() and not any(
        opener in words[:-1] for opener, closer in _PAIRS.items() if closer == words[-1]
    ):
        end -= 1
    elif words.count('"') == 1:
        start, end = start + words.startswith('"'), end - words.endswith('"')
    return without_space(text, Span(start, max(start, end)))
