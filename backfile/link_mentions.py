"""Who is mentioned where: concordances, and which entities stand together."""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping

from backfile.archive import CoMention, Occurrence
from backfile.ids import ArticleId, EntityId
from backfile.model import Article

MOST_TOGETHER = 20
MOST_PASSAGES = 3


def mentions_by_entity(
    articles: Iterable[Article],
) -> dict[EntityId, tuple[Occurrence, ...]]:
    """Return every entity's mentions, in the order of `articles` and of the text."""
    found: dict[EntityId, list[Occurrence]] = defaultdict(list)
    for article in articles:
        for mention in article.mentions:
            found[mention.entity].append(Occurrence(article.id, mention))
    return {entity: tuple(rows) for entity, rows in sorted(found.items())}


def together_with(
    entity: EntityId,
    occurrences: Iterable[Occurrence],
    named_by_paragraph: Callable[[ArticleId], Mapping[str, Iterable[EntityId]]],
    allowed: Container[EntityId],
) -> tuple[CoMention, ...]:
    """Return the entities most often in one paragraph with `entity`, with up to three passages."""
    counts: Counter[EntityId] = Counter()
    passages: dict[EntityId, list[Occurrence]] = defaultdict(list)
    seen: set[tuple[ArticleId, str]] = set()
    for occurrence in occurrences:
        place = (occurrence.article, occurrence.mention.paragraph)
        if place in seen:
            continue
        seen.add(place)
        for other in named_by_paragraph(place[0])[place[1]]:
            if other not in allowed:
                continue
            counts[other] += 1
            if counts[other] <= MOST_PASSAGES:
                passages[other].append(occurrence)
    counts.pop(entity, None)
    ranked = sorted(counts, key=lambda other: (-counts[other], other))[:MOST_TOGETHER]
    return tuple(CoMention(other, counts[other], tuple(passages[other])) for other in ranked)
