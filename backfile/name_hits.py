"""Where names stand in one article: hits that pass the tests of boundaries, hyphens and `only`.

docs/format.md, How names become mentions, rules 2 and 3, and Entities for `only` and `not_in`.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from backfile.dates import parse_date
from backfile.ids import EntityId, looks_like_id
from backfile.model import Span
from backfile.names import Form, Hit, NameTable, Use, plain_form, spelled_so
from backfile.normal import HYPHENS
from backfile.normal_view import View, case_folded
from backfile.places import occurrences
from backfile.scripts_of_text import begins_word, ends_word, with_points
from backfile.shapes import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from backfile.places import SeedViews
    from backfile.shapes import Who
    from backfile.shapes_registers import Only

NOBODY = EntityId("none")
"""What words mean that are no mention; the word is reserved, so no entity has it."""

_LOOKED_FOR = frozenset([Use.AUTO, Use.ARTICLE, Use.MEANT])


class ArticleFacts(NamedTuple):
    """What `only` can ask of an article."""

    ids: frozenset[str]
    """Its id and its former ones."""
    lang: str
    day: str
    """The earliest day of `published`; empty when undated."""
    publisher: str | None
    """An entity's id or words."""
    publisher_is_entity: bool
    current: Callable[[str], EntityId]
    """Leads from an entity's former id to the one it has."""


class Place(NamedTuple):
    """A stretch of an article that is a spelling of one name or of several."""

    start: int
    """In the view, as `end`."""
    end: int
    span: Span
    """In the seed."""
    hits: tuple[Hit, ...]


def bounded_hits(text: str, view: View, hits: Iterable[Hit], seed: str) -> list[Hit]:
    """Return the hits that no letter, digit or hyphen joins to the words beside them."""
    kept: list[Hit] = []
    ends: set[int] = set()
    whole = [hit for hit in hits if ends_word(text, hit.end) and begins_word(text, hit.start)]
    for hit in sorted(whole, key=lambda hit: (hit.start, hit.end)):
        if hit.form.use is Use.PHRASE:
            kept.append(hit)
        elif not _joined_by_hyphen(text, view, hit.start, seed) or hit.start - 1 in ends:
            kept.append(hit)
            ends.add(hit.end)
    return kept


def _joined_by_hyphen(text: str, view: View, start: int, seed: str) -> bool:
    """Tell whether a hyphen stands before `start`; the view has one sign for hyphens and dashes."""
    if start == 0 or text[start - 1] != "-":
        return False
    sign = seed[view.seed_start(start - 1)]
    return sign in HYPHENS


def places_of_names(
    views: SeedViews,
    names: NameTable,
    meant: Mapping[str, EntityId],
    blocks: Sequence[Span],
    allowed: Callable[[Form], bool],
) -> tuple[list[Place], list[Hit]]:
    """Return where names stand, in order and at each start the longest first; and all hits.

    `meant` are the words of `mean`, as the view spells them; `blocks` are headline and paragraphs,
    over whose ends no name runs. Names that are not `allowed` are among the hits only.
    """
    text = views.view.text
    hits = [*names.hits(text), *_hits_of_words(text, meant)]
    known = bounded_hits(text, views.view, hits, views.text)
    phrases = [hit for hit in known if hit.form.use is Use.PHRASE]
    grouped: dict[tuple[int, int], list[Hit]] = {}
    for hit in known:
        if hit.form.use in _LOOKED_FOR and allowed(hit.form):
            phrase = next((phrase for phrase in phrases if _inside(hit, phrase)), None)
            if phrase is None:
                end = with_points(text, hit.end)
                grouped.setdefault((hit.start + hit.form.prefix, -end), []).append(hit)
    starts = [block.start for block in blocks]
    places = []
    for (start, end), found in sorted(grouped.items()):
        span = views.view.span(start, -end)
        block = blocks[max(bisect_right(starts, span.start) - 1, 0)] if blocks else Span(0, 0)
        if block.start <= span.start and span.end <= block.end and not views.touches_hidden(span):
            places.append(Place(start, -end, span, tuple(found)))
    return places, known


def _inside(hit: Hit, phrase: Hit) -> bool:
    return (
        phrase.form.entity == hit.form.entity
        and phrase.start <= hit.start + hit.form.prefix
        and hit.end <= phrase.end
    )


def _hits_of_words(text: str, meant: Mapping[str, EntityId]) -> list[Hit]:
    """Find the words of `mean`, whether they are names or not."""
    if not meant:
        return []
    folded = case_folded(text)
    hits: list[Hit] = []
    for words, entity in meant.items():
        form = plain_form(entity, words, Use.MEANT)
        wanted = words.casefold()
        for at in occurrences(folded.text, wanted):
            start, end = folded.span(at, at + len(wanted))
            if text[start:end].casefold() == wanted:
                hits += spelled_so(text, start, end, [form])
    return hits


def only_holds(only: Only | None, facts: ArticleFacts) -> bool:
    """Tell whether an article is one in which a name is looked for; `with` is asked elsewhere."""
    if only is None:
        return True
    if only.lang is not None and not _language_within(facts.lang, only.lang):
        return False
    if only.publisher is not None and not _same_publisher(only.publisher, facts):
        return False
    if only.articles and not facts.ids.intersection(only.articles):
        return False
    return (only.from_ is None and only.until is None) or _published_within(only, facts.day)


def _language_within(lang: str, wanted: str) -> bool:
    """Tell whether a language tag is `wanted` or narrower: `zh-Hans` is within `zh`."""
    lang, wanted = lang.casefold(), wanted.casefold()
    return lang == wanted or lang.startswith(f"{wanted}-")


def _same_publisher(wanted: Who, facts: ArticleFacts) -> bool:
    if isinstance(wanted, str) and looks_like_id(wanted):
        return facts.publisher_is_entity and facts.publisher == facts.current(wanted)
    words = wanted.text if isinstance(wanted, Words) else wanted
    return not facts.publisher_is_entity and facts.publisher == words


def _published_within(only: Only, day: str) -> bool:
    first = parse_date(only.from_) if only.from_ else None
    last = parse_date(only.until) if only.until else None
    if not day or (first and day < first.earliest):
        return False
    return not (last and last.latest and day > last.latest)
