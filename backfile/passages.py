"""Passages of a seed: the context of a place, the longer passage that tells it from others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.model import Span
from backfile.paragraphs import without_space

if TYPE_CHECKING:
    from backfile.places import SeedViews

_CONTEXT = 24
_LONGEST_PASSAGE = 400


def context_of(text: str, span: Span) -> str:
    """Return a place in brackets, with what stands around it on its line, for a message."""
    left = text[max(0, span.start - _CONTEXT) : span.start]
    right = text[span.end : span.end + _CONTEXT]
    before, after = left.rpartition("\n")[2], right.partition("\n")[0]
    head = "…" if len(before) == _CONTEXT else ""
    tail = "…" if len(after) == _CONTEXT else ""
    return f"{head}{before}[{' '.join(text[slice(*span)].split())}]{after}{tail}"


def passage_around(views: SeedViews, span: Span) -> str:
    """Return a longer passage that occurs once and holds the words of `span` once, to paste.

    It is on one line; empty when no passage of reasonable length does it.
    """
    words = views.text[slice(*span)]
    for wider in widening(views, span):
        passage = " ".join(views.text[slice(*wider)].split())
        places = views.places(passage)
        if places.spans == (wider,) and views.places(words, within=wider).spans == (span,):
            return passage.replace("\\", "\\\\").replace('"', '\\"')
    return ""


def widening(views: SeedViews, span: Span) -> list[Span]:
    """Return ever wider stretches around `span`, in whole words and without hidden text."""
    found: list[Span] = []
    start, end = span
    while end - start < _LONGEST_PASSAGE:
        wider = Span(_word_before(views.text, start), _word_after(views.text, end))
        if wider == (start, end):
            break
        left = Span(wider.start, end)
        right = Span(start, wider.end)
        for one in (left, right, wider):
            trimmed = without_space(views.text, one)
            if not views.touches_hidden(trimmed) and trimmed not in found and trimmed != span:
                found.append(trimmed)
        start, end = wider
    return found


def _word_before(text: str, place: int) -> int:
    """Return where the word that ends before `place` begins, white space skipped."""
    while place > 0 and not text[place - 1].isalnum():
        place -= 1
    steps = 0
    while place > 0 and text[place - 1].isalnum() and steps < 12:
        place -= 1
        steps += 1
    return place


def _word_after(text: str, place: int) -> int:
    """Return where the word that begins after `place` ends, white space skipped."""
    while place < len(text) and not text[place].isalnum():
        place += 1
    steps = 0
    while place < len(text) and text[place].isalnum() and steps < 12:
        place += 1
        steps += 1
    return place
