"""Related articles, with the reason: shared rare entities, the same event, the same thread."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from heapq import nsmallest
from math import log2
from typing import TypeAlias

from backfile.archive import Reason, Related
from backfile.ids import ArticleId, EntityId

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


def weight(named_in: int, articles: int) -> float:
    """Return how telling it is that two articles name an entity that `named_in` of them name; 0
    for frequent ones.
    """
    if named_in > RARE or named_in < 2:
        return 0.0
    return max(0.0, log2(rounded(articles) / rounded(named_in)) + 1.0)


def shared_entity(
    entity: EntityId, count: int, naming: Sequence[tuple[ArticleId, int]], value: float
) -> Shared:
    """Return the points that an entity gives: an article names it `count` times, the others as
    `naming` says.
    """
    most = min(count, 3)
    return Reason("entity", entity), {o: value * (n if n < most else most) for o, n in naming}


def closest(shared: Sequence[Shared], left_out: Container[ArticleId | None]) -> tuple[Related, ...]:
    """Return up to five articles, the closest first, each with its reasons."""
    scores: dict[ArticleId, float] = defaultdict(float)
    for _, points in shared:
        for other, value in points.items():
            scores[other] += value
    others = [(-score, other) for other, score in scores.items() if other not in left_out]
    chosen = [other for _, other in nsmallest(MOST_RELATED, others)]
    return tuple(Related(other, reasons_for(other, shared)) for other in chosen)


def reasons_for(article: ArticleId, shared: Iterable[Shared]) -> tuple[Reason, ...]:
    """Return the strongest reasons for an article."""
    found = sorted((-points[article], reason) for reason, points in shared if article in points)
    return tuple(reason for _, reason in found[:MOST_REASONS])


def neighbours(members: Sequence[ArticleId], article: ArticleId) -> tuple[ArticleId, ...]:
    """Return the articles next to `article` in a thread, three on either side."""
    place = members.index(article)
    return (*members[max(0, place - 3) : place], *members[place + 1 : place + 4])
