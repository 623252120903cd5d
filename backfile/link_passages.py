"""The passages of links: `to_at` is looked for in the other article; what is not shown there, or
here, is not quoted.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from backfile.anchor_annotations import anchored_span, passage_at
from backfile.anchor_text import lay_out
from backfile.ids import ArticleId
from backfile.link_articles import target_of
from backfile.model import Article, Link, Passage
from backfile.problems import Problem
from backfile.spans import shown_text


def with_far_passages(
    articles: Mapping[ArticleId, Article], current: Mapping[str, str]
) -> tuple[dict[ArticleId, Article], tuple[Problem, ...]]:
    """Return the articles with both passages of each link as readers may see them, and what is
    wrong.
    """
    problems: list[Problem] = []
    filled = dict(articles)
    for article in articles.values():
        if article.show == "all" and not any(link.shape.to_at for link in article.links):
            continue
        links = []
        for link in article.links:
            found, faults = far_passage(article, link, articles, current)
            problems += faults
            links.append(replace(found, passage=as_shown(found.passage, article)))
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
    span, problems = anchored_span(layout, link.shape.to_at, article.file, keys)
    there = as_shown(passage_at(layout, span), other) if span else None
    return replace(link, there=there), tuple(problems)


def as_shown(passage: Passage | None, article: Article) -> Passage | None:
    """Return a passage without the words that `show` hides; None when nothing is left of it."""
    if passage is None or article.seed is None or article.show == "all":
        return passage
    hidden = [stretch.span for stretch in article.hidden]
    words = shown_text(article.seed.text, passage.span, hidden).strip()
    if not words:
        return None
    if any(paragraph.id == passage.paragraph for paragraph in article.paragraphs):
        return replace(passage, text=words)
    return replace(passage, text=words, paragraph="", number=0)
