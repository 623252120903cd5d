"""Makes the view of an article: its text with mentions tagged, notes beside it, and what surrounds
it.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from backfile.archive import LinkSide
from backfile.directions import direction_of
from backfile.facts import Facts
from backfile.facts_lists import links_of, members_of, threads_with
from backfile.facts_related import related_to
from backfile.facts_things import (
    article_of,
    article_row,
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
    topic_address,
)
from backfile.model import Article, Passage
from backfile.view_article_text import (
    body_of,
    description_of,
    numbered_remarks,
    paragraph_of_note,
    readings_of,
    stands_in_text,
)
from backfile.view_provenance import cite_view, hidden_views, meta_of, provenance_view
from backfile.views import (
    CitationView,
    Count,
    Frame,
    LinkRow,
    Ref,
    RelatedRow,
    RemarkView,
    ThreadPlace,
)
from backfile.views_pages import ArticleView, TombstoneView


def article_view(facts: Facts, article: ArticleId) -> ArticleView:
    """Return an article, or a record without text."""
    found = article_of(facts, article)
    sidecar, card = found.sidecar, found.card
    numbered = numbered_remarks(facts, found)
    title_html, paragraphs = body_of(facts, found, numbered)
    about = tuple(view for note, view in numbered if not stands_in_text(found, note))
    headline = tuple(
        view
        for note, view in numbered
        if stands_in_text(found, note) and not paragraph_of_note(found, note)
    )
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
        about_article=about,
        headline_notes=headline,
        sources=sources_of([*headline, *(r for p in paragraphs for r in p.notes), *about]),
        hidden=hidden_views(found),
        readings=readings_of(found),
        provenance=provenance_view(facts, found),
        cite=cite_view(facts, found),
        entities=entities_named(facts, found),
        also=tuple(ref for e in sidecar.mentions.also if (ref := label(facts, EntityId(e))).kind),
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
        meta=meta_of(facts, found),
    )


def sources_of(notes: Iterable[RemarkView]) -> tuple[CitationView, ...]:
    """Return every source of these notes once, in their order."""
    found: list[CitationView] = []
    for source in (source for note in notes for source in note.sources):
        if source not in found:
            found.append(source)
    return tuple(found)


def article_frame(facts: Facts, found: Article) -> Frame:
    """Return the head of an article's page."""
    card = found.card
    return Frame(
        title=card.title,
        description=description_of(facts, found),
        address=article_address(card.slug),
        lang=str(setting(facts, "lang")),
        indexed=card.status != "draft",
    )


def topic_ref(facts: Facts, topic: TopicId) -> Ref:
    """Return a topic's label and address."""
    found = topic_of(facts, topic)
    return Ref(found.entry.label, topic_address(found.id), "topic")


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
        here_address=place_of(article_address(found.card.slug), side.here),
        there=side.there.text if side.there else "",
        there_address=place_of(other.address, side.there) if other else "",
    )


def place_of(address: str, passage: Passage | None) -> str:
    """Return where a passage of the article at `address` stands; empty without a passage."""
    if passage is None:
        return ""
    return f"{address}#{passage.paragraph}" if passage.paragraph else address


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
