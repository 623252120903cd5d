"""The text of an article as its page shows it: tagged, with the notes beside their paragraphs."""

from backfile.anchor_text import views_of
from backfile.archive import Remark
from backfile.body import AnnotationTag, Block, MentionTag
from backfile.facts import Facts
from backfile.facts_things import (
    label,
    setting,
    spoken,
)
from backfile.ids import (
    article_address,
    root_from,
)
from backfile.markup import render_blocks
from backfile.model import Annotation, Article
from backfile.quotes import anchor_quote
from backfile.spans import shown_text
from backfile.view_lists import plainly
from backfile.view_remarks import remark_view, visible
from backfile.views import (
    ParagraphView,
    RemarkView,
)

LONGEST_DESCRIPTION = 200


def numbered_remarks(facts: Facts, found: Article) -> tuple[tuple[Annotation, RemarkView], ...]:
    """Return the annotations readers see with their views; those with a passage are numbered."""
    rows: list[tuple[Annotation, RemarkView]] = []
    number = 0
    for annotation in found.annotations:
        if not visible(annotation, preview=facts.archive.preview):
            continue
        in_text = stands_in_text(found, annotation)
        number += in_text
        place = number if in_text else 0
        rows.append((annotation, remark_view(facts, Remark(found.id, annotation), place)))
    return tuple(rows)


def stands_in_text(found: Article, annotation: Annotation) -> bool:
    """Tell whether an annotation has a place in the text as shown."""
    return annotation.passage is not None and found.show != "none"


def body_of(
    facts: Facts, found: Article, numbered: tuple[tuple[Annotation, RemarkView], ...]
) -> tuple[str, tuple[ParagraphView, ...]]:
    """Return the headline's markup, empty when the seed does not have it, and the paragraphs."""
    if found.seed is None or not (found.paragraphs or found.title_span):
        return "", ()
    former: dict[str, list[str]] = {}
    for old, new in found.former_paragraphs:
        former.setdefault(new, []).append(old)
    # Where some are left out, counting what stands on the page does not tell a paragraph's number.
    counted = 'data-n="{}"' if found.show != "all" else ""
    blocks = [
        Block(p.span, p.id, "p", counted.format(p.number), tuple(former.get(p.id, ())))
        for p in found.paragraphs
    ]
    if found.title_span is not None:
        blocks.insert(0, Block(found.title_span, tag="span"))
    html = render_blocks(
        found.seed.text,
        blocks,
        hidden=[h.span for h in found.hidden],
        mentions=mention_tags(facts, found),
        annotations=annotation_tags(facts, numbered),
        links=str(setting(facts, "mention_links")),  # type: ignore[arg-type]
    )
    title, body = (html[0], html[1:]) if found.title_span is not None else ("", html)
    notes: dict[str, list[RemarkView]] = {}
    for annotation, view in numbered:
        place = paragraph_of_note(found, annotation)
        if place:
            notes.setdefault(place, []).append(view)
    return title, tuple(
        ParagraphView(id=p.id, number=p.number, html=markup, notes=tuple(notes.get(p.id, ())))
        for p, markup in zip(found.paragraphs, body, strict=True)
        if markup or p.id in notes
    )


def paragraph_of_note(found: Article, annotation: Annotation) -> str:
    """Return the id of the paragraph a note stands beside: the last its passage reaches."""
    if annotation.passage is None:
        return ""
    end = annotation.passage.span.end
    reached = [p.id for p in found.paragraphs if p.span.start < end]
    return reached[-1] if reached else ""


def mention_tags(facts: Facts, found: Article) -> list[MentionTag]:
    """Return the mentions as the markup wants them, with links from this article's page."""
    root = root_from(article_address(found.card.slug))
    tags = []
    for mention in found.mentions:
        ref = label(facts, mention.entity)
        href = f"{root}{ref.address}" if ref.address else None
        tags.append(MentionTag(mention.entity, mention.span, href, ref.kind))
    return tags


def annotation_tags(
    facts: Facts, numbered: tuple[tuple[Annotation, RemarkView], ...]
) -> list[AnnotationTag]:
    """Return the annotations that have a passage as the markup wants them."""
    words = spoken(facts, "Note {number}, {type}")
    return [
        AnnotationTag(
            id=annotation.id,
            span=annotation.passage.span,
            number=view.number,
            label=words.format(number=view.number, type=view.label),
            type=view.type,
            retracted=view.retracted,
            former_ids=tuple(annotation.shape.former_ids),
        )
        for annotation, view in numbered
        if annotation.passage is not None
    ]


def description_of(facts: Facts, found: Article) -> str:
    """Return what search engines show: the summary, else the beginning of the text."""
    if found.card.summary:
        return plainly(facts, found.card.summary)
    if found.deck or found.seed is None:
        return found.deck or found.card.title
    hidden = [h.span for h in found.hidden]
    words = ""
    for paragraph in found.paragraphs:
        words = f"{words} {shown_text(found.seed.text, paragraph.span, hidden)}".strip()
        if len(words) > LONGEST_DESCRIPTION:
            break
    words = " ".join(words.split())
    if len(words) <= LONGEST_DESCRIPTION:
        return words or found.card.title
    return words[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0] + " …"


def readings_of(found: Article) -> tuple[tuple[str, str, str], ...]:
    """Return what the seed has, what it means, and why it is misprinted, where it is shown."""
    views = views_of(found) if found.sidecar.text.readings else None
    if views is None or found.seed is None:
        return ()
    hidden = [h.span for h in found.hidden]
    rows = []
    for reading in found.sidecar.text.readings:
        for span in anchor_quote(views, reading.at).spans:
            if words := shown_text(found.seed.text, span, hidden):
                rows.append((words, reading.read, reading.why or ""))
    return tuple(rows)
