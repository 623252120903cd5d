"""`--lenient`: what is faulty in one article is left out, so that one slip does not hold back a
removal.
"""

from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from backfile.model import Article
from backfile.problems import Keys, Problem, Severity

TRUSTED = ("content/articles/", "seeds/")
"""Faults in these files concern one article only; all others stop the build."""


def stops_lenient_build(problem: Problem) -> bool:
    """Tell whether an error stops even a lenient build: it is in site.yaml, a register or a
    template.
    """
    return problem.severity is Severity.ERROR and not problem.path.startswith(TRUSTED)


def without_faulty(articles: Iterable[Article], problems: Iterable[Problem]) -> tuple[Article, ...]:
    """Return the articles without the parts that errors of linking name."""
    faults: dict[str, list[Keys]] = defaultdict(list)
    for problem in problems:
        if problem.severity is Severity.ERROR and problem.keys:
            faults[problem.path].append(problem.keys)
    return tuple(
        cut(article, faults[article.file]) if article.file in faults else article
        for article in articles
    )


def cut(article: Article, faults: Iterable[Keys]) -> Article:
    """Return an article without the annotations, links and other parts at these places."""
    sidecar, left_out = article.sidecar, list(article.left_out)
    for keys in faults:
        head = keys[0]
        index = keys[1] if len(keys) > 1 else None
        if head == "annotations":
            left_out += [f"annotation {a.id}" for a in article.annotations if a.index == index]
            kept = tuple(a for a in article.annotations if a.index != index)
            article = replace(article, annotations=kept)
        elif head == "links":
            left_out += [
                f"link {li.shape.rel} {li.shape.to}" for li in article.links if li.index == index
            ]
            article = replace(article, links=tuple(li for li in article.links if li.index != index))
        elif head == "mentions" and index == "also":
            left_out.append("mentions: also")
            sidecar = replace(sidecar, mentions=replace(sidecar.mentions, also=[]))
        elif head == "mentions":
            left_out.append(f"mentions: {index}")
        elif head == "slug":
            left_out.append("slug")
            article = replace(article, card=replace(article.card, slug=article.id))
        elif head == "former_ids":
            left_out.append("former_ids")
            sidecar = replace(sidecar, former_ids=[])
        elif head == "source":
            left_out.append("source")
            sidecar = replace(sidecar, source=None)
            card = replace(article.card, publisher=None, publisher_is_entity=False)
            article = replace(article, card=card)
        elif head in ("byline", "summary", "dateline", "threads"):
            left_out.append(str(head))
            empty: object = [] if head in ("byline", "threads") else None
            sidecar = replace(sidecar, **{str(head): empty})
    return replace(article, sidecar=sidecar, left_out=tuple(dict.fromkeys(left_out)))
