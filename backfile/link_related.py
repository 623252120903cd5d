"""Related articles, with the reason: shared rare entities, the same event, the same thread."""

from collections import Counter, defaultdict
from math import log2

from backfile.archive import Archive, Reason, Related
from backfile.ids import ArticleId, EntityId, ThreadId
from backfile.shapes_annotations import Happening

MOST_RELATED = 5
MOST_REASONS = 3
RARE = 64
"""An entity named in more articles than this makes nobody related."""
THREAD_WEIGHT = 2.0
EVENT_WEIGHT = 6.0


def rounded(count: int) -> int:
    """Return `count` rounded up to a power of two, so that one edit does not move every weight."""
    return 1 << max(0, count - 1).bit_length()


class Kinship:
    """Finds related articles; built once over the whole archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        shown = set(archive.order)
        self._named: dict[ArticleId, dict[EntityId, int]] = {}
        self._articles: dict[EntityId, list[ArticleId]] = defaultdict(list)
        for entity, rows in archive.mentions.items():
            counts = Counter(row.article for row in rows if row.article in shown)
            self._articles[entity] = sorted(counts)
            for article, count in counts.items():
                self._named.setdefault(article, {})[entity] = count
        self._events = {a: events_in(archive, a) for a in archive.order}
        self._with_event: dict[EntityId, list[ArticleId]] = defaultdict(list)
        for article, events in self._events.items():
            for event in events:
                self._with_event[event].append(article)
        self._total = rounded(len(shown))

    def weight(self, entity: EntityId) -> float:
        """Return how telling it is that two articles name `entity`; 0 for frequent ones."""
        named_in = len(self._articles.get(entity, ()))
        if named_in > RARE or named_in < 2:
            return 0.0
        return max(0.0, log2(self._total / rounded(named_in)) + 1.0)

    def related_to(self, article: ArticleId) -> tuple[Related, ...]:
        """Return up to five articles, the closest first, each with its reasons.

        Articles that a typed link joins already are left out.
        """
        scores: dict[ArticleId, float] = defaultdict(float)
        reasons: dict[ArticleId, list[tuple[float, Reason]]] = defaultdict(list)

        def add(other: ArticleId, points: float, reason: Reason) -> None:
            scores[other] += points
            reasons[other].append((-points, reason))

        for entity, count in self._named.get(article, {}).items():
            weight = self.weight(entity)
            for other in self._articles[entity] if weight else ():
                points = weight * min(count, self._named[other][entity], 3)
                add(other, points, Reason("entity", entity))
        for event in self._events.get(article, ()):
            for other in self._with_event[event]:
                add(other, EVENT_WEIGHT, Reason("event", event))
        for thread in self._archive.threads_of.get(article, ()):
            for member in neighbours(self._archive, thread, article):
                add(member, THREAD_WEIGHT, Reason("thread", thread))
        linked = {side.other for side in self._archive.links.get(article, ())} | {article}
        ranked = sorted((o for o in scores if o not in linked), key=lambda o: (-scores[o], o))
        return tuple(
            Related(other, tuple(r for _, r in sorted(reasons[other])[:MOST_REASONS]))
            for other in ranked[:MOST_RELATED]
        )


def events_in(archive: Archive, article: ArticleId) -> frozenset[EntityId]:
    """Return the registered events that an article's annotations tell of."""
    current = archive.current["entity"]
    return frozenset(
        EntityId(current.get(annotation.shape.event, annotation.shape.event))
        for annotation in archive.articles[article].annotations
        if isinstance(annotation.shape, Happening)
        and annotation.shape.event
        and (archive.preview or annotation.shape.status != "draft")
    )


def neighbours(archive: Archive, thread: ThreadId, article: ArticleId) -> list[ArticleId]:
    """Return the articles next to `article` in a thread, three on either side."""
    members = [m.article for m in archive.members[thread]]
    place = members.index(article)
    return members[max(0, place - 3) : place] + members[place + 1 : place + 4]
