"""The anchor stage: one article as read, and the names to look for, make the article as anchored.

Every quote and mention becomes a true span of the decoded seed. Nothing is read from disk here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from backfile.anchor_annotations import anchor_annotations, anchor_links, in_sight
from backfile.anchor_context import AnchorContext
from backfile.anchor_mentions import anchor_mentions
from backfile.anchor_text import hides_everything, lay_out, shown_passages
from backfile.dates import day_of
from backfile.ids import looks_like_id
from backfile.model import Article, Card
from backfile.name_hits import ArticleFacts
from backfile.problems import has_errors
from backfile.shapes import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.anchor_text import Layout
    from backfile.name_doubts import NameDoubt
    from backfile.names import NameTable
    from backfile.problems import Problem
    from backfile.read_article import ReadArticle
    from backfile.shapes_sidecar import Sidecar

DATE_OF_ID = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?![0-9])")
NOT_TO_BE_TRUSTED = frozenset(["text", "show", "status", "withdrawn", "format", ""])
"""Keys of a sidecar without which nothing of the seed may be shown; empty for the whole."""
NOT_TO_BE_LAID_OUT = frozenset(["text", ""])
"""Keys without which a quote's place cannot be told."""


class Anchored(NamedTuple):
    """One article past anchoring."""

    article: Article
    problems: tuple[Problem, ...]
    """What is wrong in its files; `doubts` are not among them."""
    doubts: tuple[NameDoubt, ...]
    """Doubtful names; `problems_of_doubts` makes one warning a name of those of all articles."""


def anchor_article(read: ReadArticle, names: NameTable, context: AnchorContext) -> Anchored:
    """Return an article with every quote and mention as a true span of its decoded seed."""
    sidecar = read.sidecar
    if sidecar.status == "withdrawn" or read.faulty & NOT_TO_BE_LAID_OUT:
        return Anchored(_without_text(read, context), (), ())
    if read.seed is None:
        known = (sidecar.show or context.show) == "none" and not read.faulty & NOT_TO_BE_TRUSTED
        return _record(read, context) if known else Anchored(_without_text(read, context), (), ())
    layout, problems = lay_out(read.seed, sidecar.title, sidecar.text, read.sidecar_path)
    if has_errors(tuple(problems)):
        return Anchored(_without_text(read, context), tuple(problems), ())
    found = _anchored(read, layout, problems, names, context)
    if read.faulty & NOT_TO_BE_TRUSTED:
        return Anchored(_without_text(read, context), found.problems, found.doubts)
    return found


def _anchored(
    read: ReadArticle,
    layout: Layout,
    problems: Sequence[Problem],
    names: NameTable,
    context: AnchorContext,
) -> Anchored:
    """Anchor what the sidecar says of a text that is laid out."""
    sidecar, path = read.sidecar, read.sidecar_path
    remarks = anchor_annotations(sidecar, layout, path)
    links = anchor_links(sidecar, layout, path)
    show = sidecar.show or context.show
    card = card_of(read, layout.headline.title, context)
    paragraphs, hidden = layout.paragraphs, layout.hidden
    if show == "passages":
        public = [a for a in remarks.kept if context.preview or a.shape.status != "draft"]
        anchored = [remark.passage.span for remark in public if remark.passage]
        paragraphs, hidden = shown_passages(layout, anchored)
    elif show == "none":
        paragraphs, hidden = (), hides_everything(layout)
    shown = layout._replace(paragraphs=paragraphs)
    found = anchor_mentions(read, shown, names, context, facts_of(read, card, context))
    mentions = found.mentions if show != "none" else ()
    dark = [stretch.span for stretch in hidden]
    article = Article(
        id=read.id,
        sidecar_path=path,
        seed=read.seed,
        sidecar=sidecar,
        show=show,
        card=card,
        deck=sidecar.deck,
        title_span=layout.headline.span if show != "none" else None,
        paragraphs=paragraphs,
        former_paragraphs=layout.former,
        hidden=hidden,
        mentions=tuple(m for m in mentions if in_sight(m.span, dark)),
        annotations=remarks.kept,
        links=links.kept,
        left_out=(*remarks.left_out, *links.left_out, *found.left_out),
    )
    said = (*problems, *remarks.problems, *links.problems, *found.problems)
    return Anchored(article, said, found.doubts if show != "none" else ())


def _record(read: ReadArticle, context: AnchorContext) -> Anchored:
    """Return an article of which the archive holds no text."""
    remarks = anchor_annotations(read.sidecar, None, read.sidecar_path)
    links = anchor_links(read.sidecar, None, read.sidecar_path)
    article = Article(
        id=read.id,
        sidecar_path=read.sidecar_path,
        seed=None,
        sidecar=read.sidecar,
        show="none",
        card=card_of(read, read.sidecar.title or str(read.id), context),
        deck=read.sidecar.deck,
        title_span=None,
        annotations=remarks.kept,
        links=links.kept,
        left_out=(*remarks.left_out, *links.left_out),
    )
    return Anchored(article, (*remarks.problems, *links.problems), ())


def _without_text(read: ReadArticle, context: AnchorContext) -> Article:
    """Return an article of which nothing may be shown: withdrawn, or not to be trusted."""
    return Article(
        id=read.id,
        sidecar_path=read.sidecar_path,
        seed=None,
        sidecar=read.sidecar,
        show="none",
        card=card_of(read, read.sidecar.title or str(read.id), context),
        deck=None,
        title_span=None,
        placeholder=read.sidecar.status != "withdrawn",
    )


def card_of(read: ReadArticle, title: str, context: AnchorContext) -> Card:
    """Return what lists show of an article."""
    sidecar = read.sidecar
    published = sidecar.published or _date_of_id(read.id)
    publisher, is_entity = _publisher(sidecar, context)
    return Card(
        id=read.id,
        slug=sidecar.slug or read.id,
        title=title or str(read.id),
        lang=sidecar.lang or context.lang,
        kind=sidecar.kind,
        published=published,
        day=day_of(published) if published else "",
        publisher=publisher,
        publisher_is_entity=is_entity,
        summary=sidecar.summary,
        topics=tuple(sidecar.topics),
        status=sidecar.status,
    )


def _date_of_id(ident: str) -> str | None:
    """Return the date an id begins with: a day or a month."""
    found = DATE_OF_ID.match(ident)
    return found[0] if found and day_of(found[0]) else None


def _publisher(sidecar: Sidecar, context: AnchorContext) -> tuple[str | None, bool]:
    """Return the publisher and whether it is an entity."""
    publisher = sidecar.source.publisher if sidecar.source else None
    if isinstance(publisher, Words):
        return publisher.text, False
    if publisher is not None and looks_like_id(publisher):
        return context.entity(publisher), True
    return publisher, False


def facts_of(read: ReadArticle, card: Card, context: AnchorContext) -> ArticleFacts:
    """Return what the `only` of a name can ask of an article."""
    return ArticleFacts(
        ids=frozenset([read.id, *read.sidecar.former_ids]),
        lang=card.lang,
        day=card.day,
        publisher=card.publisher,
        publisher_is_entity=card.publisher_is_entity,
        current=context.entity,
    )


__all__ = ["AnchorContext", "Anchored", "anchor_article"]
