"""The far ends of links: `to_at` is looked for in the other article."""

from collections.abc import Mapping

from msgspec.structs import replace

from backfile.anchor_annotations import anchored_span, passage_at
from backfile.anchor_text import lay_out
from backfile.ids import ArticleId
from backfile.link_articles import target_of
from backfile.model import Article, Link
from backfile.problems import Problem


def with_far_passages(
    articles: Mapping[ArticleId, Article], current: Mapping[str, str]
) -> tuple[dict[ArticleId, Article], tuple[Problem, ...]]:
    """Return the articles with the far passage of each link that gives one, and what is wrong."""
    problems: list[Problem] = []
    filled = dict(articles)
    for article in articles.values():
        if not any(link.shape.to_at is not None for link in article.links):
            continue
        links = []
        for link in article.links:
            found, faults = far_passage(article, link, articles, current)
            problems += faults
            links.append(found)
        filled[article.id] = replace(article, links=tuple(links))
    return filled, tuple(problems)


def far_passage(
    article: Article,
    link: Link,
    articles: Mapping[ArticleId, Article],
    current: Mapping[str, str],
) -> tuple[Link, tuple[Problem, ...]]:
    """Return a link with its passage in the other article."""
    target = target_of(link, current)
    other = articles.get(target) if target else None
    if link.shape.to_at is None or other is None or other.seed is None:
        return link, ()
    layout, _ = lay_out(other.seed, other.sidecar.title, other.sidecar.text, other.sidecar_path)
    keys = ("links", link.index, "to_at")
    span, problems = anchored_span(layout, link.shape.to_at, article.sidecar_path, keys)
    there = passage_at(layout, span) if span else None
    return replace(link, there=there), tuple(problems)
