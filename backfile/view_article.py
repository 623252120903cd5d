"""Makes the view of an article: its text with mentions tagged, notes beside it, and what surrounds it."""

from collections import Counter
from itertools import groupby

from backfile.archive import LinkSide, Remark
from backfile.directions import direction_of
from backfile.facts import Facts
from backfile.facts_lists import links_of, members_of, related_to, threads_with
from backfile.facts_things import (
    article_of,
    article_row,
    entity_id,
    label,
    publisher_ref,
    rich,
    setting,
    spoken,
    thread_ref,
    topic_of,
    who,
)
from backfile.ids import (
    ArticleId,
    EntityId,
    ThreadId,
    TopicId,
    article_address,
    root_from,
    topic_address,
)
from backfile.body import AnnotationTag, Block, MentionTag
from backfile.markup import render_blocks
from backfile.model import Annotation, Article
from backfile.notes import plain_text
from backfile.spans import shown_text
from backfile.view_provenance import cite_view, hidden_views, provenance_view
from backfile.view_remarks import remark_view, visible
from backfile.views import Count, Frame, LinkRow, ParagraphView, Ref, RelatedRow, RemarkView, ThreadPlace
from backfile.views_pages import ArticleView, TombstoneView

LONGEST_DESCRIPTION = 200


def article_view(facts: Facts, article: ArticleId) -> ArticleView:
    """Return an article, or a record without text."""
    found = article_of(facts, article)
    sidecar, card = found.sidecar, found.card
    numbered = numbered_remarks(facts, found)
    title_html, paragraphs = body_of(facts, found, numbered)
    dateline = sidecar.dateline
    return ArticleView(
        frame=article_frame(facts, found),
        id=found.id,
        title=card.title,
        title_html=title_html,
        deck=found.deck or "",
        kind=card.kind,
        lang=card.lang,
        dir=direction_of(card.lang),
        when=card.published or card.day,
        day=card.day,
        updated=sidecar.updated or "",
        published_as=sidecar.published_as or "",
        dateline_place=who(facts, dateline.place) if dateline else None,
        dateline_date=(dateline.date or "") if dateline else "",
        byline=tuple(ref for name in sidecar.byline if (ref := who(facts, name))),
        publisher=publisher_ref(facts, card),
        summary=rich(facts, card.summary),
        topics=tuple(topic_ref(facts, TopicId(t)) for t in card.topics),
        paragraphs=paragraphs,
        has_text=bool(found.paragraphs),
        show=found.show,
        about_article=tuple(
            view for annotation, view in numbered if annotation.passage is None
        ),
        headline_notes=tuple(
            view
            for annotation, view in numbered
            if annotation.passage is not None and not paragraph_of_note(found, annotation)
        ),
        hidden=hidden_views(found),
        readings=readings_of(found),
        provenance=provenance_view(facts, found),
        cite=cite_view(facts, found),
        entities=entities_named(facts, found),
        also=tuple(label(facts, EntityId(e)) for e in sidecar.mentions.also),
        links=tuple(link_row(facts, found, side) for side in links_of(facts, found.id)),
        related=tuple(
            RelatedRow(
                article=article_row(facts, row.article),
                reasons=tuple(reason_ref(facts, r.kind, r.id) for r in row.reasons),
            )
            for row in related_to(facts, found.id)
        ),
        threads=tuple(thread_place(facts, found.id, t) for t in threads_with(facts, found.id)),
        left_out=found.left_out,
        draft=card.status == "draft",
        edit_url=edit_url(facts, found),
        meta=(),
    )


def numbered_remarks(
    facts: Facts, found: Article
) -> tuple[tuple[Annotation, RemarkView], ...]:
    """Return the annotations readers see with their views; those with a passage are numbered."""
    rows: list[tuple[Annotation, RemarkView]] = []
    number = 0
    for annotation in found.annotations:
        if not visible(annotation, preview=facts.archive.preview):
            continue
        number += annotation.passage is not None
        place = number if annotation.passage is not None else 0
        rows.append((annotation, remark_view(facts, Remark(found.id, annotation), place)))
    return tuple(rows)


def body_of(
    facts: Facts, found: Article, numbered: tuple[tuple[Annotation, RemarkView], ...]
) -> tuple[str, tuple[ParagraphView, ...]]:
    """Return the headline's markup, empty when the seed does not have it, and the paragraphs."""
    if found.seed is None or not (found.paragraphs or found.title_span):
        return "", ()
    former: dict[str, list[str]] = {}
    for old, new in found.former_paragraphs:
        former.setdefault(new, []).append(old)
    blocks = [
        Block(p.span, id=p.id, former_ids=tuple(former.get(p.id, ()))) for p in found.paragraphs
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
    word = spoken(facts, "Note")
    return [
        AnnotationTag(
            id=annotation.id,
            span=annotation.passage.span,
            number=view.number,
            label=f"{word} {view.number}, {view.label}",
            type=view.type,
            retracted=view.retracted,
            former_ids=tuple(annotation.shape.former_ids),
        )
        for annotation, view in numbered
        if annotation.passage is not None
    ]


def article_frame(facts: Facts, found: Article) -> Frame:
    """Return the head of an article's page."""
    card = found.card
    return Frame(
        title=card.title,
        description=description_of(found),
        address=article_address(card.slug),
        lang=str(setting(facts, "lang")),
        indexed=card.status != "draft",
    )


def description_of(found: Article) -> str:
    """Return what search engines show: the summary, else the beginning of the text."""
    if found.card.summary:
        return plain_text(found.card.summary)
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


def topic_ref(facts: Facts, topic: TopicId) -> Ref:
    """Return a topic's label and address."""
    found = topic_of(facts, topic)
    return Ref(found.entry.label, topic_address(found.id), "topic")


def readings_of(found: Article) -> tuple[tuple[str, str, str], ...]:
    """Return what the seed has, what it means, and why it is misprinted."""
    return tuple(
        (at if isinstance(at := reading.at, str) else at.quote or "", reading.read, reading.why or "")
        for reading in found.sidecar.text.readings
    )


def entities_named(facts: Facts, found: Article) -> tuple[tuple[str, tuple[Count, ...]], ...]:
    """Return the entities an article mentions, by type, the most mentioned first."""
    counts = Counter(mention.entity for mention in found.mentions)
    rows = [
        (ref.kind, Count(ref.text, ref.address, count, ref.kind))
        for entity, count in counts.items()
        if (ref := label(facts, entity)).address
    ]
    rows.sort(key=lambda row: (row[0], -row[1].count, row[1].text))
    return tuple(
        (kind, tuple(count for _, count in group)) for kind, group in groupby(rows, lambda r: r[0])
    )


def link_row(facts: Facts, found: Article, side: LinkSide) -> LinkRow:
    """Return a typed link as this article shows it."""
    other = article_row(facts, side.other) if side.other else None
    return LinkRow(
        rel=side.rel,
        article=other,
        url=side.url or "",
        note=rich(facts, side.note),
        here=side.here.text if side.here else "",
        here_address=f"#{side.here.paragraph}" if side.here and side.here.paragraph else "",
        there=side.there.text if side.there else "",
        there_address=f"{other.address}#{side.there.paragraph}"
        if other and side.there and side.there.paragraph
        else "",
    )


def reason_ref(facts: Facts, kind: str, ident: str) -> Ref:
    """Return the reason why two articles are related."""
    if kind == "thread":
        return thread_ref(facts, ThreadId(ident))
    return label(facts, EntityId(ident))


def thread_place(facts: Facts, article: ArticleId, thread: ThreadId) -> ThreadPlace:
    """Return where an article stands in a thread."""
    members = [m.article for m in members_of(facts, thread)]
    place = members.index(article)

    def ref(position: int) -> Ref | None:
        if not 0 <= position < len(members):
            return None
        row = article_row(facts, members[position])
        return Ref(row.title, row.address, "article", row.lang)

    return ThreadPlace(
        thread=thread_ref(facts, thread),
        position=place + 1,
        length=len(members),
        before=ref(place - 1),
        after=ref(place + 1),
    )


def edit_url(facts: Facts, found: Article) -> str:
    """Return where the sidecar is edited in the site's repository; empty when it names none."""
    repository = setting(facts, "repository")
    path = found.sidecar_path or f"content/articles/{found.id}.yaml"
    return f"{str(repository).rstrip('/')}/edit/main/{path}" if repository else ""


def tombstone_view(facts: Facts, article: ArticleId) -> TombstoneView:
    """Return what stands at the address of a withdrawn article, or of one that cannot be shown."""
    found = article_of(facts, article)
    withdrawn = found.sidecar.withdrawn
    title = spoken(facts, "This article cannot be shown at the moment")
    if withdrawn is not None:
        title = spoken(facts, "This article was withdrawn")
    return TombstoneView(
        frame=Frame(
            title=title,
            description=title,
            address=article_address(found.card.slug),
            lang=str(setting(facts, "lang")),
            indexed=False,
        ),
        title=title,
        what="article",
        id=found.id,
        on=withdrawn.on if withdrawn else "",
        reason=rich(facts, withdrawn.reason) if withdrawn else None,
        placeholder=found.placeholder,
    )
