"""Typed links between articles: both sides, and what is wrong with them."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from backfile.archive import LinkSide
from backfile.ids import ArticleId
from backfile.model import Article, Link
from backfile.problems import Problem

INVERSE = {
    "follows": "followed-by",
    "responds-to": "answered-by",
    "confirms": "confirmed-by",
    "contradicts": "contradicted-by",
    "updates": "updated-by",
    "corrects": "corrected-by",
    "background-of": "has-background",
    "same-event": "same-event",
    "translation-of": "translated-as",
    "version-of": "has-version",
    "cites": "cited-by",
    "related": "related",
}
"""The relation the other article shows (docs/format.md, Links between articles)."""
FORWARD = {back: rel for rel, back in INVERSE.items() if back != rel}
"""The relation an inverse stands for; people may write either side."""
WITHOUT_CYCLES = ("follows", "updates", "corrects")


class Edge(NamedTuple):
    """A link between two articles of the archive, turned the way it is meant."""

    source: ArticleId
    rel: str
    target: ArticleId
    writer: Article
    link: Link


def inverse_of(rel: str) -> str:
    """Return the relation as the other side shows it; `x-…` relations get `-of`."""
    return INVERSE.get(rel) or FORWARD.get(rel) or f"{rel}-of"


def target_of(link: Link, current: Mapping[str, str]) -> ArticleId | None:
    """Return the article a link leads to; None when it leads out of the archive."""
    to = link.shape.to
    if to.startswith(("http://", "https://")):
        return None
    return ArticleId(current.get(to, to))


def link_sides(
    articles: Mapping[ArticleId, Article], current: Mapping[str, str], shown: Container[ArticleId]
) -> dict[ArticleId, tuple[LinkSide, ...]]:
    """Return, for every article in `shown`, the links it wrote and those that lead to it."""
    sides: dict[ArticleId, list[LinkSide]] = defaultdict(list)
    for article in articles.values():
        for link in article.links if article.id in shown else ():
            other, shape = target_of(link, current), link.shape
            if other is None:
                sides[article.id].append(
                    LinkSide(shape.rel, None, shape.to, shape.note, link.passage, None, True)
                )
            elif other in shown and other != article.id:
                here, there = link.passage, link.there
                sides[article.id].append(
                    LinkSide(shape.rel, other, None, shape.note, here, there, True)
                )
                sides[other].append(
                    LinkSide(
                        inverse_of(shape.rel), article.id, None, shape.note, there, here, False
                    )
                )
    return {article: tuple(rows) for article, rows in sides.items()}


def link_problems(
    articles: Mapping[ArticleId, Article], current: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Return what is wrong with the links, seen over all articles."""
    edges = edges_between(articles, current)
    return (
        *self_links(edges),
        *both_sides(edges),
        *wrong_order(edges, articles),
        *cycles(edges),
    )


def edges_between(
    articles: Mapping[ArticleId, Article], current: Mapping[str, str]
) -> tuple[Edge, ...]:
    """Return every link between two articles of the archive, turned the way it is meant."""
    edges = []
    for article in articles.values():
        for link in article.links:
            target, rel = target_of(link, current), link.shape.rel
            if target is None or target not in articles:
                continue
            if rel in FORWARD:
                edges.append(Edge(target, FORWARD[rel], article.id, article, link))
            else:
                edges.append(Edge(article.id, rel, target, article, link))
    return tuple(edges)


def self_links(edges: Iterable[Edge]) -> list[Problem]:
    """Report articles that are linked to themselves."""
    return [
        Problem(
            code="link-to-self",
            message=f"{edge.source} is linked to itself",
            path=edge.writer.file,
            keys=("links", edge.link.index, "to"),
            hint="name the other article, or take the link out",
        )
        for edge in edges
        if edge.source == edge.target
    ]


def both_sides(edges: Iterable[Edge]) -> list[Problem]:
    """Report links that are written on both sides; one side is enough."""
    written: dict[tuple[str, str, str], Edge] = {}
    problems = []
    for edge in edges:
        symmetric = INVERSE.get(edge.rel) == edge.rel
        ends = sorted((edge.source, edge.target)) if symmetric else (edge.source, edge.target)
        first = written.setdefault((edge.rel, *ends), edge)
        if first.writer.id != edge.writer.id:
            problems.append(
                Problem(
                    code="link-both-sides",
                    message=f"`{edge.rel}` between {edge.source} and {edge.target} is written "
                    "on both sides",
                    path=edge.writer.file,
                    keys=("links", edge.link.index),
                    hint=f"take it out here or in {first.writer.file}; the other side is generated",
                )
            )
    return problems


def wrong_order(edges: Iterable[Edge], articles: Mapping[ArticleId, Article]) -> list[Problem]:
    """Report `follows` links whose dates say the opposite."""
    problems = []
    for edge in edges:
        later, earlier = articles[edge.source].card.day, articles[edge.target].card.day
        if edge.rel == "follows" and later and earlier and later < earlier:
            problems.append(
                Problem(
                    code="link-order",
                    message=f"{edge.source} ({later}) is said to follow {edge.target} ({earlier})",
                    path=edge.writer.file,
                    keys=("links", edge.link.index, "rel"),
                    hint=f"write `follows` in the sidecar of {edge.target}, or mend a date",
                )
            )
    return problems


def cycles(edges: Sequence[Edge]) -> list[Problem]:
    """Report circles of `follows`, `updates` or `corrects`, one for each circle."""
    problems = []
    for rel in WITHOUT_CYCLES:
        graph: dict[ArticleId, list[ArticleId]] = defaultdict(list)
        by_ends = {}
        for edge in edges:
            if edge.rel == rel and edge.source != edge.target:
                graph[edge.source].append(edge.target)
                by_ends[edge.source, edge.target] = edge
        for circle in circles_in(graph):
            closing = by_ends[circle[-1], circle[0]]
            problems.append(
                Problem(
                    code="link-cycle",
                    message=f"`{rel}` goes round in a circle: {' → '.join((*circle, circle[0]))}",
                    path=closing.writer.file,
                    keys=("links", closing.link.index, "to"),
                    hint="one of these links must go",
                )
            )
    return problems


def circles_in(graph: Mapping[ArticleId, list[ArticleId]]) -> list[tuple[ArticleId, ...]]:
    """Return one circle for each knot of `graph`, beginning with its smallest id."""
    done: set[ArticleId] = set()
    found: list[tuple[ArticleId, ...]] = []
    for start in sorted(graph):
        trail: list[ArticleId] = []
        on_trail: set[ArticleId] = set()
        steps = [(start, iter(sorted(graph.get(start, ()))))] if start not in done else []
        if steps:
            trail.append(start)
            on_trail.add(start)
        while steps:
            node, targets = steps[-1]
            target = next(targets, None)
            if target is None:
                steps.pop()
                trail.pop()
                on_trail.discard(node)
                done.add(node)
            elif target in on_trail:
                circle = trail[trail.index(target) :]
                first = circle.index(min(circle))
                found.append((*circle[first:], *circle[:first]))
            elif target not in done:
                steps.append((target, iter(sorted(graph.get(target, ())))))
                trail.append(target)
                on_trail.add(target)
    return sorted(set(found))
