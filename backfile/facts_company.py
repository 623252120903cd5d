"""Facts that the pages of an entity show: lists by page, mentions over time, company."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

from backfile.dates import as_known
from backfile.facts import Facts, fact
from backfile.facts_entities import (
    claims_about,
    longest_list,
    mention_count,
    mention_years,
    named_by_paragraph,
    published_by,
    remarks_about,
    remarks_on_event,
    said_by,
    subject_of,
    together,
)
from backfile.facts_lists import pages_for, part
from backfile.facts_things import card, per_page
from backfile.ids import EntityId

MOST_TIES = 30
MOST_MONTHS = 24
"""Mentions within so many months are counted by month."""

LISTS: dict[str, Callable[[Facts, EntityId], Sequence[Any]]] = {
    "said": said_by,
    "claims": claims_about,
    "events": remarks_on_event,
    "notes": remarks_about,
    "also": subject_of,
    "published": published_by,
}
"""The lists of an entity beside its mentions, in the order in which its page has them."""
NEWEST_FIRST = ("published",)


@fact
def page_of_list(facts: Facts, name: str, entity: EntityId, number: int) -> tuple[Any, ...]:
    """Return page `number` of one of `LISTS`."""
    rows = LISTS[name](facts, entity)
    if not rows:
        return ()
    return part(rows[::-1] if name in NEWEST_FIRST else rows, number, per_page(facts))


@fact
def entity_pages(facts: Facts, entity: EntityId) -> int:
    """Return how many pages an entity has."""
    return pages_for(longest_list(facts, entity), per_page(facts))


@fact
def parts_of_entity(facts: Facts, entity: EntityId) -> tuple[tuple[str, int], ...]:
    """Return what the pages of an entity have and how much of it; what is empty is left out."""
    parts = [("together", len(together(facts, entity))), ("mentions", mention_count(facts, entity))]
    parts += [(name, len(rows(facts, entity))) for name, rows in LISTS.items()]
    return tuple((name, count) for name, count in parts if count)


@fact
def mention_periods(facts: Facts, entity: EntityId) -> tuple[tuple[str, int, int], ...]:
    """Return how often an entity is mentioned by year, and the place of the first in its list; by
    month where all are within `MOST_MONTHS` months and none is dated more roughly.
    """
    years = mention_years(facts, entity)
    if not years or int(years[-1][0]) - int(years[0][0]) > MOST_MONTHS // 12:
        return years
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    for place, row in enumerate(facts.archive.mentions.get(entity, ())):
        found = card(facts, row.article)
        if found is None or not found.day:
            continue
        if len(as_known(found.published)) < len("2023-05"):
            return years
        counts[found.day[:7]] += 1
        first.setdefault(found.day[:7], place)
    if months_within(min(counts), max(counts)) > MOST_MONTHS:
        return years
    return tuple((month, counts[month], first[month]) for month in sorted(counts))


def months_within(first: str, last: str) -> int:
    """Return how many months there are from `2023-05` to another, both included."""
    start, end = (int(month[:4]) * 12 + int(month[5:]) for month in (first, last))
    return end - start + 1


@fact
def ties(facts: Facts, entity: EntityId) -> tuple[tuple[int, int, int], ...]:
    """Return which of those an entity is named with stand in its paragraphs together, too: their
    places in `together`, and in how many paragraphs; the strongest first.
    """
    places = {row.entity: place for place, row in enumerate(together(facts, entity))}
    if len(places) < 2:
        return ()
    counts: Counter[tuple[int, int]] = Counter()
    occurrences = facts.archive.mentions.get(entity, ())
    for article, paragraph in {(row.article, row.mention.paragraph): None for row in occurrences}:
        named = named_by_paragraph(facts, article)[paragraph]
        if len(named) > 2:
            counts.update(combinations(sorted(places[e] for e in named if e in places), 2))
    strongest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_TIES]
    return tuple((a, b, count) for (a, b), count in strongest)
