"""Facts about entities: concordances, counts, company, and what they said."""

from collections import Counter

from backfile.archive import CoMention, Occurrence, Remark
from backfile.dates import as_known
from backfile.facts import Facts, fact
from backfile.facts_lists import (
    day_of_article,
    part,
    public_claims,
)
from backfile.facts_things import card, has_page, per_page
from backfile.ids import ArticleId, ClaimId, EntityId
from backfile.link_mentions import together_with
from backfile.shapes_registers import Relation


@fact
def mention_count(facts: Facts, entity: EntityId) -> int:
    """Return how often an entity is mentioned."""
    return len(facts.archive.mentions.get(entity, ()))


@fact
def articles_naming(facts: Facts, entity: EntityId) -> int:
    """Return in how many articles an entity is mentioned."""
    return len({row.article for row in facts.archive.mentions.get(entity, ())})


@fact
def mentions_page(facts: Facts, entity: EntityId, number: int) -> tuple[Occurrence, ...]:
    """Return one page of an entity's mentions, by date."""
    return part(facts.archive.mentions.get(entity, ()), number, per_page(facts))


@fact
def mention_years(facts: Facts, entity: EntityId) -> tuple[tuple[str, int, int], ...]:
    """Return, by year, how often an entity is mentioned, and the place of the first in its list."""
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    for place, row in enumerate(facts.archive.mentions.get(entity, ())):
        year = day_of_article(facts, row.article)[:4]
        counts[year] += 1
        first.setdefault(year, place)
    return tuple((year, counts[year], first[year]) for year in sorted(counts) if year)


@fact
def days_seen(facts: Facts, entity: EntityId) -> tuple[str, str]:
    """Return the days of the first and the last dated article that names an entity."""
    rows = facts.archive.mentions.get(entity, ())
    cards = [found for row in rows if (found := card(facts, row.article)) and found.day]
    if not cards:
        return "", ""
    first, last = (as_known(found.published) or found.day for found in (cards[0], cards[-1]))
    return first, last


@fact
def relations_to(facts: Facts, entity: EntityId) -> tuple[tuple[EntityId, Relation], ...]:
    """Return the relations that other entities wrote to this one."""
    return facts.archive.relations_to.get(entity, ())


@fact
def together(facts: Facts, entity: EntityId) -> tuple[CoMention, ...]:
    """Return which entities stand in the same paragraphs as this one."""
    return together_with(
        entity,
        facts.archive.mentions.get(entity, ()),
        lambda article: named_by_paragraph(facts, article),
        public_entities(facts),
    )


@fact
def named_by_paragraph(facts: Facts, article: ArticleId) -> dict[str, tuple[EntityId, ...]]:
    """Return which entities each paragraph of an article names, each once, in their order."""
    named: dict[str, dict[EntityId, None]] = {}
    for mention in facts.archive.articles[article].mentions:
        named.setdefault(mention.paragraph, {})[mention.entity] = None
    return {paragraph: tuple(found) for paragraph, found in named.items()}


@fact
def public_entities(facts: Facts) -> dict[EntityId, None]:
    """Return the entities that have a page, as keys, in order."""
    return {e: None for e in facts.archive.entities if is_public(facts, e)}


@fact
def is_public(facts: Facts, entity: EntityId) -> bool:
    """Tell whether an entity has a page that lists may lead to."""
    found = facts.archive.entities.get(entity)
    if found is None or found.entry.private:
        return False
    return has_page(found.entry.status, preview=facts.archive.preview)


@fact
def said_by(facts: Facts, entity: EntityId) -> tuple[Remark, ...]:
    """Return an entity's quotations and claims."""
    return facts.archive.said_by.get(entity, ())


@fact
def remarks_about(facts: Facts, entity: EntityId) -> tuple[Remark, ...]:
    """Return the annotations that name an entity in `about`."""
    return facts.archive.about.get(entity, ())


@fact
def remarks_on_event(facts: Facts, entity: EntityId) -> tuple[Remark, ...]:
    """Return the annotations that tell of an event."""
    return facts.archive.events.get(entity, ())


@fact
def claims_about(facts: Facts, entity: EntityId) -> tuple[ClaimId, ...]:
    """Return the claims that are about an entity."""
    return claims_by_subject(facts).get(entity, ())


@fact
def claims_by_subject(facts: Facts) -> dict[EntityId, tuple[ClaimId, ...]]:
    """Return the claims that have a page by the entities they are about."""
    found: dict[EntityId, dict[ClaimId, None]] = {}
    for claim in facts.archive.claims.values():
        if has_page(claim.entry.status, preview=facts.archive.preview):
            for entity in claim.entry.about:
                found.setdefault(EntityId(entity), {})[claim.id] = None
    return {entity: tuple(claims) for entity, claims in found.items()}


@fact
def subject_of(facts: Facts, entity: EntityId) -> tuple[ArticleId, ...]:
    """Return the articles that name an entity as a subject without a mention."""
    return facts.archive.also.get(entity, ())


@fact
def published_by(facts: Facts, entity: EntityId) -> tuple[ArticleId, ...]:
    """Return the articles an entity published, the oldest first."""
    return facts.archive.by_publisher.get(entity, ())


@fact
def entities_of_type(facts: Facts, kind: str) -> tuple[tuple[EntityId, str, int], ...]:
    """Return the public entities of a type by name, with their number of mentions."""
    rows = [
        (entity.id, entity.entry.name, mention_count(facts, entity.id))
        for entity in facts.archive.entities.values()
        if entity.entry.type == kind and is_public(facts, entity.id)
    ]
    return tuple(sorted(rows, key=lambda row: (row[1].casefold(), row[0])))


@fact
def types_in_use(facts: Facts) -> tuple[tuple[str, int], ...]:
    """Return the entity types that have public entities, with their number."""
    counts = Counter(
        entity.entry.type
        for entity in facts.archive.entities.values()
        if is_public(facts, entity.id)
    )
    return tuple(sorted(counts.items()))


@fact
def numbers_of_archive(facts: Facts) -> tuple[tuple[str, int], ...]:
    """Return how much the archive holds, for its first page."""
    archive = facts.archive
    return (
        ("articles", len(archive.order)),
        ("entities", sum(count for _, count in types_in_use(facts))),
        ("mentions", sum(len(rows) for rows in archive.mentions.values())),
        ("annotations", sum(len(archive.articles[a].annotations) for a in archive.order)),
        ("claims", len(public_claims(facts))),
        ("links", sum(side.written for rows in archive.links.values() for side in rows)),
    )


@fact
def longest_list(facts: Facts, entity: EntityId) -> int:
    """Return how many entries the longest list on an entity's pages has."""
    lists = (
        *(subject_of(facts, entity), published_by(facts, entity), said_by(facts, entity)),
        *(claims_about(facts, entity), remarks_about(facts, entity)),
        remarks_on_event(facts, entity),
    )
    return max(mention_count(facts, entity), *map(len, lists))
