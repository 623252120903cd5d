"""Facts about lists of names: entities by type, topics, and the letters they begin with."""

from collections.abc import Iterable
from itertools import groupby

from backfile.facts import Facts, fact
from backfile.facts_entities import entities_of_type, types_in_use
from backfile.facts_lists import pages_for, part, topics_in_use
from backfile.facts_things import label, per_page, term_of, topic_of
from backfile.ids import EntityId, UrlPath, numbered, topic_address, type_address
from backfile.letters import letter_id, letter_of, name_key
from backfile.views import Count, CountGroup, Ref

ON_A_PAGE = 4
"""A line with a name and a number is short: a page has so many times `per_page` of them."""
LETTERED = 40
"""Longer lists of names have letters to jump to."""


@fact
def prominent(facts: Facts, most: int) -> tuple[CountGroup, ...]:
    """Return the entity types, each with at most `most` of its most-mentioned entities."""
    return tuple(
        CountGroup(
            name=term_of(facts, kind, plural=True),
            id=f"t-{kind}",
            address=type_address(kind),
            count=count,
            rows=most_mentioned(facts, kind, most),
        )
        for kind, count in types_in_use(facts)
    )


@fact
def most_mentioned(facts: Facts, kind: str, most: int) -> tuple[Count, ...]:
    """Return the entities of a type that are mentioned most, with their number of mentions."""
    named = (row for row in entities_of_type(facts, kind) if row[2])
    rows = sorted(named, key=lambda row: (-row[2], row[1], row[0]))
    return tuple(entity_count(facts, kind, *row) for row in rows[:most])


def entity_count(facts: Facts, kind: str, entity: EntityId, name: str, count: int) -> Count:
    """Return a link to an entity with its number of mentions."""
    return Count(name, label(facts, entity).address or "", count, kind)


@fact
def entities_by_name(facts: Facts, kind: str) -> tuple[Count, ...]:
    """Return the entities of a type in the order of their letters."""
    rows = sorted(entities_of_type(facts, kind), key=lambda row: (name_key(row[1]), row[0]))
    return tuple(entity_count(facts, kind, *row) for row in rows)


@fact
def entities_page(facts: Facts, kind: str, number: int) -> tuple[tuple[Count, ...], int]:
    """Return page `number` of the entities of a type, and how many pages there are."""
    return lines_page(facts, entities_by_name(facts, kind), number)


@fact
def entity_letters(facts: Facts, kind: str) -> tuple[Ref, ...]:
    """Return the letters of the entities of a type; none for a short list."""
    return letters_of(facts, entities_by_name(facts, kind), type_address(kind))


@fact
def topics_by_name(facts: Facts) -> tuple[Count, ...]:
    """Return the topics in the order of their letters, with their number of articles."""
    rows = [
        Count(topic_of(facts, topic).entry.label, topic_address(topic), count)
        for topic, count in topics_in_use(facts)
    ]
    return tuple(sorted(rows, key=lambda row: (name_key(row.text), row.address)))


@fact
def topics_page(facts: Facts, number: int) -> tuple[tuple[Count, ...], int]:
    """Return page `number` of the topics, and how many pages there are."""
    return lines_page(facts, topics_by_name(facts), number)


@fact
def topic_letters(facts: Facts) -> tuple[Ref, ...]:
    """Return the letters of the topics; none for a short list."""
    return letters_of(facts, topics_by_name(facts), UrlPath("topics/"))


def lines_page(facts: Facts, rows: tuple[Count, ...], number: int) -> tuple[tuple[Count, ...], int]:
    """Return page `number` of short lines, and how many pages there are."""
    size = per_page(facts) * ON_A_PAGE
    return part(rows, number, size), pages_for(len(rows), size)


def letters_of(facts: Facts, rows: tuple[Count, ...], address: UrlPath) -> tuple[Ref, ...]:
    """Return the letters of a long list, each leading to the page and place where it begins."""
    if len(rows) <= LETTERED:
        return ()
    size = per_page(facts) * ON_A_PAGE
    first: dict[str, int] = {}
    for place, row in enumerate(rows):
        first.setdefault(letter_of(row.text), place)
    return tuple(
        Ref(letter, f"{numbered(address, place // size + 1)}#{letter_id(letter)}")
        for letter, place in first.items()
    )


def by_letter(rows: Iterable[Count]) -> tuple[CountGroup, ...]:
    """Return rows that are in the order of their letters in groups."""
    return tuple(
        CountGroup(name=letter, id=letter_id(letter), rows=tuple(group))
        for letter, group in groupby(rows, key=lambda row: letter_of(row.text))
    )
