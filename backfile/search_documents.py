"""The search documents of an article and of a claim: text, notes, quotations, assessments.

Only what readers may see is asked for, so that nothing hidden can be found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from backfile.facts_entities import is_public
from backfile.facts_lists import ledger, threads_with
from backfile.facts_things import (
    article_of,
    card,
    claim_of_id,
    entity_id,
    entity_of,
    has_page,
    is_preview,
    label,
    publisher_ref,
    rich,
    setting,
    topic_of,
)
from backfile.ids import EntityId, TopicId, article_address, claim_address, looks_like_id
from backfile.searchable_text import paragraph_parts
from backfile.searchdocs import Part, SearchDoc, plain_words
from backfile.shapes_annotations import Assertion, Definition, Quotation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backfile.facts import Facts
    from backfile.ids import ArticleId, ClaimId
    from backfile.model import Annotation, Article, Card
    from backfile.searchdocs import Within
    from backfile.shapes import Who
    from backfile.shapes_annotations import AnnotationShape
    from backfile.views import Ref

Filters: TypeAlias = list[tuple[str, str]]


def article_docs(facts: Facts, article: ArticleId, *within: Within) -> Iterator[SearchDoc]:
    """Return an article's text, its notes and its quotations, each kind as one document.

    With `within` only documents of these kinds are made.
    """
    found = article_of(facts, article)
    preview = is_preview(facts)
    if not has_page(found.card.status, preview=preview) or found.placeholder:
        return
    if not within or "text" in within:
        yield text_doc(facts, found)
    shown = [row for row in found.annotations if has_page(row.shape.status, preview=preview)]
    quoted = [row for row in shown if isinstance(row.shape, Quotation)]
    noted = [row for row in shown if not isinstance(row.shape, Quotation)]
    remarks: tuple[tuple[Within, list[Annotation]], ...] = (
        ("notes", noted),
        ("quotations", quoted),
    )
    for kind, rows in remarks:
        if within and kind not in within:
            continue
        doc = annotations_doc(facts, found, kind, rows)
        if doc.parts:
            yield doc


def text_doc(facts: Facts, found: Article) -> SearchDoc:
    """Return the text of an article, or the summary of a record without text."""
    named = shown_entities(
        facts, [m.entity for m in found.mentions] + [*map(EntityId, found.sidecar.mentions.also)]
    )
    parts = [Part("", 0, found.deck)] if found.deck else []
    parts += paragraph_parts(found)
    if not found.paragraphs and found.card.summary:
        parts.append(Part("", 0, words_of(facts, found.card.summary)))
    return SearchDoc(
        path=f"{address_path(found.card.slug)}.html",
        within="text",
        lang=found.card.lang,
        title=found.card.title,
        day=found.card.day,
        parts=tuple(parts),
        filters=(*article_filters(facts, found), *(("entity", e) for e in named)),
        names=tuple(name for e in named for name in names_of(facts, e)),
    )


def address_path(slug: str) -> str:
    """Return an article's address as the beginning of its search documents' file names."""
    return article_address(slug).removesuffix("/")


def annotations_doc(
    facts: Facts, found: Article, within: Within, rows: Sequence[Annotation]
) -> SearchDoc:
    """Return an article's annotations of one kind, each as a part with its own address."""
    parts = [Part(f"a-{row.id}", 0, annotation_words(facts, row)) for row in rows]
    named = shown_entities(facts, [e for row in rows for e in annotation_entities(found, row)])
    return SearchDoc(
        path=f"{address_path(found.card.slug)}~{within}.html",
        within=within,
        lang=found.card.lang if within == "quotations" else str(setting(facts, "lang")),
        title="",
        day=found.card.day,
        parts=tuple(part for part in parts if part.words),
        filters=(
            *article_filters(facts, found),
            *(("entity", e) for e in named),
            ("of", found.card.title),
        ),
    )


def annotation_words(facts: Facts, annotation: Annotation) -> str:
    """Return what an annotation says: title or term and body; who speaks and what is quoted."""
    shape = annotation.shape
    body = words_of(facts, shape.body)
    if not isinstance(shape, Quotation):
        head = shape.title or (shape.term if isinstance(shape, Definition) else "")
        return ": ".join(filter(None, [head, body])) if body else ""
    passage = annotation.passage.text if annotation.passage else annotation.quoted or ""
    original = (shape.original.text or "") if shape.original else ""
    words = " ".join(filter(None, [passage, original, body]))
    return ": ".join(filter(None, [", ".join(speakers(facts, shape)), words])) if words else ""


def annotation_entities(found: Article, annotation: Annotation) -> list[EntityId]:
    """Return the entities an annotation is about, hears, or has in its passage."""
    named = [EntityId(e) for e in annotation.shape.about]
    named += [EntityId(who) for who in written_speakers(annotation.shape) if looks_like_id(who)]
    if annotation.passage:
        start, end = annotation.passage.span
        named += [m.entity for m in found.mentions if start <= m.span.start and m.span.end <= end]
    return named


def written_speakers(shape: AnnotationShape) -> list[str]:
    """Return the speakers as written, ids and words."""
    if not isinstance(shape, Quotation | Assertion) or shape.speaker is None:
        return []
    rows: list[Who] = shape.speaker if isinstance(shape.speaker, list) else [shape.speaker]
    return [row if isinstance(row, str) else row.text for row in rows]


def speakers(facts: Facts, shape: AnnotationShape) -> list[str]:
    """Return the names of those who speak."""
    return [
        label(facts, EntityId(who)).text if looks_like_id(who) else who
        for who in written_speakers(shape)
    ]


def claim_doc(facts: Facts, claim: ClaimId) -> SearchDoc:
    """Return a claim with its assessments."""
    found = claim_of_id(facts, claim)
    if found is None:
        message = f"no claim {claim}"
        raise LookupError(message)
    days = [there.day for row in ledger(facts, claim) if (there := card(facts, row.article))]
    named = shown_entities(facts, map(EntityId, found.entry.about))
    return SearchDoc(
        path=f"{claim_address(found.id).removesuffix('/')}.html",
        within="claims",
        lang=str(setting(facts, "lang")),
        title=found.entry.text,
        day=min(filter(None, days), default=""),
        parts=tuple(
            Part("", 0, words_of(facts, row.summary))
            for row in found.entry.assessments
            if row.summary
        ),
        filters=tuple(("entity", e) for e in named),
        names=tuple(name for e in named for name in names_of(facts, e)),
    )


def article_filters(facts: Facts, found: Article) -> Filters:
    """Return the facets that an article and its annotations share."""
    rows = [("kind", found.card.kind), ("lang", found.card.lang)]
    if found.card.published:
        rows.append(("day", written_day(found.card)))
    if publisher := publisher_ref(facts, found.card):
        rows.append(("publisher", publisher_value(facts, found.card, publisher)))
        rows.append(("by", publisher.text))
    if found.card.slug != found.id:
        rows.append(("id", found.id))
    rows += [("topic", topic_of(facts, TopicId(topic)).id) for topic in found.card.topics]
    rows += [("thread", thread) for thread in threads_with(facts, found.id)]
    return rows


def written_day(found: Card) -> str:
    """Return the earliest day as far as it is known: `2023`, `2023-05` or `2023-05-24`."""
    written = (found.published or "")[: len("2023-05-24")]
    known = [part for part in (written[:4], written[:7], written) if found.day.startswith(part)]
    return max(known, key=len, default=found.day)


def publisher_value(facts: Facts, found: Card, publisher: Ref) -> str:
    """Return the publisher's id where it has a page, else its name."""
    if publisher.address is None:
        return publisher.text
    return entity_id(facts, EntityId(found.publisher or ""))


def shown_entities(facts: Facts, entities: Iterable[EntityId]) -> tuple[EntityId, ...]:
    """Return those of the entities that have a page, each once, by id."""
    current = {entity_id(facts, entity) for entity in entities}
    return tuple(sorted(entity for entity in current if is_public(facts, entity)))


def names_of(facts: Facts, entity: EntityId) -> tuple[str, ...]:
    """Return all names of an entity, the usual one first."""
    found = entity_of(facts, entity)
    if found is None:
        return ()
    entry = found.entry
    aliases = [alias if isinstance(alias, str) else alias.text for alias in entry.aliases]
    return tuple(dict.fromkeys([entry.name, *entry.names.values(), *aliases]))


def words_of(facts: Facts, source: str | None) -> str:
    """Return Markdown as plain words."""
    text = rich(facts, source)
    if text is None:
        return ""
    return plain_words(text.source, {key: target.text for key, target in text.targets.items()})
