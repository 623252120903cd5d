"""Facts about related articles. Each asks only for what lies near one article, one entity or one
event, so that an edit moves nothing far away.
"""

from collections import Counter

from backfile.archive import Reason, Related
from backfile.facts import Facts, fact
from backfile.facts_lists import all_articles, links_of, members_of
from backfile.ids import ArticleId, EntityId, ThreadId
from backfile.link_related import (
    EVENT_WEIGHT,
    RARE,
    THREAD_WEIGHT,
    Shared,
    closest,
    neighbours,
    rounded,
    shared_entity,
    weight,
)
from backfile.shapes_annotations import Happening


@fact
def related_to(facts: Facts, article: ArticleId) -> tuple[Related, ...]:
    """Return up to five related articles with the reasons; those that a typed link joins are left
    out.
    """
    linked = {side.other for side in links_of(facts, article)} | {article}
    return closest(shared_with(facts, article), linked)


def shared_with(facts: Facts, article: ArticleId) -> list[Shared]:
    """Return each reason that makes articles related to this one, with the points of each."""
    found: list[Shared] = []
    total = about_how_many(facts)
    for entity, count in named_in(facts, article):
        others = naming(facts, entity)
        value = weight(len(others), total)
        if value:
            found.append(shared_entity(entity, count, others, value))
    for event in events_told(facts, article):
        points = dict.fromkeys(telling_of(facts, event), EVENT_WEIGHT)
        found.append((Reason("event", event), points))
    for thread in facts.archive.threads_of.get(article, ()):
        points = dict.fromkeys(next_in_thread(facts, thread, article), THREAD_WEIGHT)
        found.append((Reason("thread", thread), points))
    return found


@fact
def about_how_many(facts: Facts) -> int:
    """Return how many articles there are, rounded up to a power of two."""
    return rounded(len(all_articles(facts)))


@fact
def named_in(facts: Facts, article: ArticleId) -> tuple[tuple[EntityId, int], ...]:
    """Return the entities that an article names, with how often, by id."""
    found = facts.archive.articles[article]
    return tuple(sorted(Counter(mention.entity for mention in found.mentions).items()))


@fact
def naming(facts: Facts, entity: EntityId) -> tuple[tuple[ArticleId, int], ...]:
    """Return the articles that name an entity, with how often; none for a frequent entity."""
    rows = facts.archive.mentions.get(entity, ())
    counts = Counter(row.article for row in rows)
    return tuple(counts.items()) if len(counts) <= RARE else ()


@fact
def events_told(facts: Facts, article: ArticleId) -> tuple[EntityId, ...]:
    """Return the registered events that an article's annotations tell of, by id."""
    current = facts.archive.current["entity"]
    preview = facts.archive.preview
    hidden = ("retracted",) if preview else ("retracted", "draft")
    found = {
        EntityId(current.get(annotation.shape.event, annotation.shape.event))
        for annotation in facts.archive.articles[article].annotations
        if isinstance(annotation.shape, Happening)
        and annotation.shape.event
        and annotation.shape.status not in hidden
    }
    return tuple(sorted(found))


@fact
def telling_of(facts: Facts, event: EntityId) -> tuple[ArticleId, ...]:
    """Return the articles that tell of an event, each once."""
    rows = facts.archive.events.get(event, ())
    told = (row.article for row in rows if isinstance(row.annotation.shape, Happening))
    return tuple(dict.fromkeys(told))


@fact
def next_in_thread(facts: Facts, thread: ThreadId, article: ArticleId) -> tuple[ArticleId, ...]:
    """Return the articles around one in a thread."""
    return neighbours([member.article for member in members_of(facts, thread)], article)
