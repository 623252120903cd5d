"""Anchors: from what an editor quotes to the one place it means, or to what is wrong with it.

The rules are in docs/format.md, Anchors. A near match is never an anchor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backfile.anchor_forms import Fault, as_mapping, fault_of_form, shortened
from backfile.model import Span
from backfile.near import near_passage
from backfile.normal import fold_words, strip_outer
from backfile.passages import context_of, passage_around
from backfile.places import Places, SeedViews, Spelling

if TYPE_CHECKING:
    from backfile.shapes import Anchor, At

MOST_LISTED = 12
"""How many places of an ambiguous quote a message lists."""


class Found(NamedTuple):
    """Every place an anchor fits; exactly one, and no error, means that it is anchored."""

    spans: tuple[Span, ...]
    faults: tuple[Fault, ...] = ()


def anchor_quote(views: SeedViews, at: Anchor) -> Found:
    """Return the one place an anchor means, with what is to be said of it; or why there is none."""
    at = as_mapping(at)
    if fault := fault_of_form(at):
        return Found((), (fault,))
    if at.para is not None:
        return _paragraph(views, at.para)
    if at.from_ is not None and at.until is not None:
        return _stretch(views, at.from_, at.until)
    return _one_place(views, at)


def every_place(views: SeedViews, at: Anchor) -> Found:
    """Return each place an anchor fits, from the start on, none overlapping another."""
    at = as_mapping(at)
    if fault := fault_of_form(at):
        return Found((), (fault,))
    spans: tuple[Span, ...] = ()
    if at.from_ is not None and at.until is not None:
        heads = views.places(strip_outer(at.from_)).spans
        found = (_until(views, head, at.until) for head in heads)
        spans = tuple(span for place in found for span in place.spans)
    elif at.quote is not None and at.nth is None:
        scope = _scope(views, at)
        spans = _candidates(views, at, scope.spans[0]).spans if scope.spans else ()
    apart: list[Span] = []
    for span in spans:
        if not apart or span.start >= apart[-1].end:
            apart.append(span)
    return Found(tuple(apart)) if apart else anchor_quote(views, at)


def _paragraph(views: SeedViews, para: str) -> Found:
    """Anchor `para`."""
    if span := views.paragraphs.get(para.strip()):
        return Found((span,))
    message = f"{views.path} has no paragraph {shortened(para)}"
    return Found((), (Fault("no-such-paragraph", message, key="para"),))


def _stretch(views: SeedViews, head: str, tail: str) -> Found:
    """Anchor `from` and `until`: from the one place of the one to the first of the other."""
    places = views.places(strip_outer(head))
    first = _decided(views, places, head, "from")
    if not first.spans:
        return first
    last = _until(views, first.spans[0], tail)
    return Found(last.spans, (*first.faults, *last.faults))


def _until(views: SeedViews, first: Span, tail: str) -> Found:
    """Find the end of the first `until` after `from`."""
    rest = Span(first.end, len(views.text))
    places = views.places(strip_outer(tail), within=rest)
    if not places.spans:
        return Found((), (_missing(views, tail, "until", rest, "after `from`"),))
    last = places.spans[0]
    note = _note_of_spelling(views, places.spelling, last, "until")
    return Found((Span(first.start, last.end),), note)


def _one_place(views: SeedViews, at: At) -> Found:
    """Anchor `quote` with all that may stand beside it."""
    scope = _scope(views, at)
    if not scope.spans:
        return scope
    quote = at.quote or ""
    places = _candidates(views, at, scope.spans[0])
    if at.nth is None or not places.spans:
        inside = "inside `in`" if at.in_ is not None else ""
        if not places.spans and (at.before or at.after):
            inside = _where_neighbours_differ(views, at, scope.spans[0]) or inside
        found = _decided(views, places, quote, "quote", scope.spans[0], inside)
        return Found(found.spans, (*scope.faults, *found.faults))
    if at.nth > len(places.spans):
        where = "inside `in`" if at.in_ is not None else f"in {views.path}"
        message = f'"{shortened(quote)}" occurs {_times(len(places.spans))} {where}, not {at.nth}'
        return Found((), (Fault("quote-not-found", f"{message} times", key="nth"),))
    span = places.spans[at.nth - 1]
    note = Fault(
        "nth-used",
        f'place {at.nth} of {len(places.spans)} of "{shortened(quote)}" is meant',
        f'a longer passage is safer: in: "{passage_around(views, span)}"',
        "nth",
    )
    return Found((span,), (note, *_note_of_spelling(views, places.spelling, span, "quote")))


def _scope(views: SeedViews, at: At) -> Found:
    """Return the stretch in which the quote is to be: the one place of `in`, or the whole text."""
    if at.in_ is None:
        return Found((Span(0, len(views.text)),))
    # White space at the ends of a passage may be what tells it from another place.
    places = views.places(at.in_)
    if len(places.spans) != 1:
        places = views.places(strip_outer(at.in_))
    found = _decided(views, places, at.in_, "in")
    return Found(found.spans, () if found.spans else found.faults)


def _candidates(views: SeedViews, at: At, scope: Span) -> Places:
    """Find the places of the quote in its scope, its literal neighbours beside it."""
    quote, before, after = at.quote or "", at.before or "", at.after or ""
    return views.places(strip_outer(quote), before=before, after=after, within=scope)


def _decided(
    views: SeedViews,
    places: Places,
    words: str,
    key: str,
    scope: Span | None = None,
    where: str = "",
) -> Found:
    """Return the one place, or say that there is none or that there are several."""
    if not places.spans:
        return Found((), (_missing(views, words, key, scope, where),))
    if len(places.spans) > 1:
        return Found((), (_ambiguous(views, words, key, places.spans, where),))
    return Found(places.spans, _note_of_spelling(views, places.spelling, places.spans[0], key))


def _missing(views: SeedViews, words: str, key: str, scope: Span | None, where: str) -> Fault:
    """Say that words are nowhere, or in hidden text only."""
    where = f"{where} in {views.path}" if where else f"in {views.path}"
    dark = views.with_hidden().places(strip_outer(words), within=scope) if views.hidden else None
    if dark and dark.spans:
        line = views.line_of(dark.spans[0].start)
        message = f'"{shortened(words)}" is in hidden text (line {line} of {views.path})'
        return Fault("anchor-in-hidden", message, "quote words that are shown", key)
    message = f'"{shortened(words)}" is not {where}'
    return Fault("quote-not-found", message, _nearest(views, words, scope), key)


def _nearest(views: SeedViews, words: str, scope: Span | None) -> str:
    """Show the passage that is clearly nearest, as a hint."""
    quote = fold_words(strip_outer(words)).casefold()
    place = near_passage(views.folded.text, quote)
    if place is None:
        return ""
    span = views.folded.span(*place)
    if scope and not (scope.start <= span.start and span.end <= scope.end):
        return ""
    return f'line {views.line_of(span.start)} has "{shortened(views.text[slice(*span)], 200)}"'


def _where_neighbours_differ(views: SeedViews, at: At, scope: Span) -> str:
    """Say that the quote is there, but not between these neighbours."""
    if not views.places(strip_outer(at.quote or ""), within=scope).spans:
        return ""
    parts = [
        f'{side} "{shortened(words)}"'
        for side, words in (("after", at.before), ("before", at.after))
        if words
    ]
    return f"directly {' and '.join(parts)}"


def _ambiguous(
    views: SeedViews, words: str, key: str, spans: tuple[Span, ...], where: str
) -> Fault:
    """List the places with what would settle it."""
    place = f"{where} in {views.path}" if where else f"in {views.path}"
    message = f'"{shortened(words)}" occurs {_times(len(spans))} {place}'
    lines = []
    for span in spans[:MOST_LISTED]:
        line = f"line {views.line_of(span.start)}: {context_of(views.text, span)}"
        settled = passage_around(views, span) if key == "quote" else ""
        lines.append(f'{line}  in: "{settled}"' if settled else line)
    if len(spans) > MOST_LISTED:
        lines.append(f"and {len(spans) - MOST_LISTED} more")
    return Fault("quote-ambiguous", message, "\n".join(lines), key)


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _note_of_spelling(
    views: SeedViews, spelling: Spelling, span: Span, key: str
) -> tuple[Fault, ...]:
    """Say in which wording a quote was found, when it is not the editor's."""
    if spelling is Spelling.EXACT:
        return ()
    wording = shortened(views.text[slice(*span)], 200)
    message = f'the seed has "{wording}" on line {views.line_of(span.start)}'
    return (Fault("anchored-normalised", message, key=key),)
