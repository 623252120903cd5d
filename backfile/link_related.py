"""Related articles, with the reason: shared rare entities, the same event, the same thread."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from heapq import nsmallest
from math import log2
from typing import TypeAlias

from backfile.archive import Archive, Reason, Related
from backfile.ids import ArticleId, EntityId, ThreadId
from backfile.shapes_annotations import Happening

MOST_RELATED = 5
MOST_REASONS = 3
RARE = 64
"""An entity named in more articles than this makes nobody related."""
THREAD_WEIGHT = 2.0
EVENT_WEIGHT = 6.0


Shared: TypeAlias = tuple[Reason, Mapping[ArticleId, float]]
"""A reason, and how many points it gives to each article."""


def rounded(count: int) -> int:
    """Return `count` rounded up to a power of two, so that one edit does not move every weight."""
    return 1 << max(0, count - 1).bit_length()


class Kinship:
    """Finds related articles; built once over the whole archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        shown = set(archive.order)
        self._named: dict[ArticleId, dict[EntityId, int]] = {}
        self._articles: dict[EntityId, Counter[ArticleId]] = {}
        for entity, rows in archive.mentions.items():
            counts = Counter(row.article for row in rows if row.article in shown)
            self._articles[entity] = counts
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
        shared = self._shared(article)
        scores: dict[ArticleId, float] = defaultdict(float)
        for _, points in shared:
            for other, value in points.items():
                scores[other] += value
        linked = {side.other for side in self._archive.links.get(article, ())} | {article}
        others = [(-score, other) for other, score in scores.items() if other not in linked]
        closest = [other for _, other in nsmallest(MOST_RELATED, others)]
        return tuple(Related(other, reasons_for(other, shared)) for other in closest)

    def _shared(self, article: ArticleId) -> list[Shared]:
        """Return each reason that makes articles related to this one, with the points of each."""
        found: list[Shared] = []
        for entity, count in self._named.get(article, {}).items():
            weight = self.weight(entity)
            if weight:
                most = min(count, 3)
                counts = self._articles[entity].items()
                points = {o: weight * (n if n < most else most) for o, n in counts}
                found.append((Reason("entity", entity), points))
        for event in self._events.get(article, ()):
            found.append(
                (Reason("event", event), dict.fromkeys(self._with_event[event], EVENT_WEIGHT))
            )
        for thread in self._archive.threads_of.get(article, ()):
            near = neighbours(self._archive, thread, article)
            found.append((Reason("thread", thread), dict.fromkeys(near, THREAD_WEIGHT)))
        return found


def reasons_for(article: ArticleId, shared: Iterable[Shared]) -> tuple[Reason, ...]:
    """Return the strongest reasons for an article."""
    found = sorted((-points[article], reason) for reason, points in shared if article in points)
    return tuple(reason for _, reason in found[:MOST_REASONS])


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
