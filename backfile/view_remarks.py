"""Makes the views of annotations and of their sources."""

from collections.abc import Sequence

from backfile.archive import Remark
from backfile.facts import Facts
from backfile.facts_annotations import is_draft_annotation, place_now
from backfile.facts_things import (
    article_id,
    article_row,
    card,
    claim_ref,
    entity_id,
    label,
    rich,
    signed_by,
    term_of,
    who,
)
from backfile.ids import ArticleId, EntityId, article_address
from backfile.link_claims import claim_of
from backfile.model import Annotation
from backfile.shapes import Archived, Citation, Party, Sources, Who
from backfile.shapes_annotations import (
    AnnotationShape,
    Assertion,
    Correction,
    Definition,
    Happening,
    Quotation,
    Translation,
)
from backfile.views import CitationView, Ref, RemarkView


def remark_view(
    facts: Facts, remark: Remark, number: int = 0, *, elsewhere: bool = False
) -> RemarkView:
    """Return an annotation as it stands in its article, or `elsewhere` on another page."""
    article, annotation = remark
    shape = annotation.shape
    there = card(facts, article)
    address = f"{article_address(there.slug)}#a-{annotation.id}" if there else ""
    claim = claim_of(article, annotation)
    stated = claim_ref(facts, claim) if claim else Ref("", None)
    passage = annotation.passage
    return RemarkView(
        id=annotation.id,
        former_ids=tuple(shape.former_ids),
        type=kind_of(shape),
        number=number,
        label=term_of(facts, kind_of(shape)),
        title=shape.title or "",
        body=rich(facts, shape.body),
        term=shape.term if isinstance(shape, Definition) else "",
        speakers=speaker_refs(facts, shape),
        to=who(facts, shape.to) if isinstance(shape, Quotation) else None,
        mode=(shape.mode or "") if isinstance(shape, Quotation) else "",
        stance=shape.stance if isinstance(shape, Assertion) else "",
        said=(shape.said or "") if isinstance(shape, Quotation | Assertion) else "",
        claim=stated if stated.address else None,
        claim_text=stated.text,
        event=event_ref(facts, shape),
        when=(shape.when or "") if isinstance(shape, Happening) else "",
        where=who(facts, shape.where) if isinstance(shape, Happening) else None,
        who=parties(facts, shape.who) if isinstance(shape, Happening) else (),
        **original_words(shape),
        lang=shape.lang if isinstance(shape, Translation) else "",
        was=(shape.was or "") if isinstance(shape, Correction) else "",
        now=(shape.now or "") if isinstance(shape, Correction) else "",
        of=corrected(facts, article, shape),
        by=signed_by(facts, shape.by),
        on=shape.on or "",
        updated=shape.updated or "",
        about=tuple(label(facts, EntityId(e)) for e in shape.about),
        confidence=shape.confidence or "",
        retracted=shape.status == "retracted",
        reason=rich(facts, shape.reason),
        sources=source_views(facts, shape.sources),
        passage=passage.text if passage else annotation.quoted or "",
        held=passage is not None,
        article=article_row(facts, article) if elsewhere else None,
        address=address,
        paragraph=passage.number if passage else 0,
    )


def kind_of(shape: AnnotationShape) -> str:
    """Return the type an annotation was written with."""
    return str(shape.__struct_config__.tag)


def speaker_refs(facts: Facts, shape: AnnotationShape) -> tuple[Ref, ...]:
    """Return who speaks in a quotation or claim."""
    if not isinstance(shape, Quotation | Assertion) or shape.speaker is None:
        return ()
    speakers: Sequence[Who] = shape.speaker if isinstance(shape.speaker, list) else [shape.speaker]
    return tuple(ref for speaker in speakers if (ref := who(facts, speaker)))


def event_ref(facts: Facts, shape: AnnotationShape) -> Ref | None:
    """Return the event an annotation tells of: a registered one, or words."""
    if isinstance(shape, Happening | Quotation) and shape.event is not None:
        return label(facts, entity_id(facts, EntityId(shape.event)))
    if isinstance(shape, Happening) and shape.name is not None:
        return Ref(shape.name, None)
    return None


def parties(facts: Facts, written: Sequence[str | Party]) -> tuple[tuple[Ref, str], ...]:
    """Return who took part in an event, with the role."""
    found = []
    for party in written:
        value = party if isinstance(party, str) else (party.entity or party.text or "")
        ref = who(facts, value)
        if ref is not None:
            found.append((ref, "" if isinstance(party, str) else party.role or ""))
    return tuple(found)


def original_words(shape: AnnotationShape) -> dict[str, str]:
    """Return a quotation's words in the language they were spoken in."""
    original = shape.original if isinstance(shape, Quotation) else None
    return {
        "original_text": (original.text or "") if original else "",
        "original_lang": (original.lang or "") if original else "",
        "original_url": (original.url or "") if original else "",
    }


def corrected(facts: Facts, article: ArticleId, shape: AnnotationShape) -> Ref | None:
    """Return what a correction corrects, when it is an annotation of the same article."""
    if not isinstance(shape, Correction) or shape.of in (None, "source"):
        return None
    there, of = card(facts, article), shape.of or ""
    if there is None or is_draft_annotation(facts, article, of):
        return Ref(of, None)
    return Ref(of, f"{article_address(there.slug)}#{place_now(facts, article, of)}")


def source_views(facts: Facts, sources: Sources) -> tuple[CitationView, ...]:
    """Return the sources of a statement."""
    written = [sources] if isinstance(sources, str) else sources
    return tuple(source_view(facts, source) for source in written)


def source_view(facts: Facts, source: str | Citation) -> CitationView:
    """Return one source; plain text is an address or an article's id."""
    if isinstance(source, str):
        is_url = source.startswith(("http://", "https://"))
        source = Citation(url=source) if is_url else Citation(article=source)
    title, address = source.title or "", ""
    if source.article is not None:
        found = card(facts, article_id(facts, source.article))
        row = article_row(facts, found.id) if found else None
        title, address = title or (row.title if row else source.article), row.address if row else ""
    return CitationView(
        title=title,
        url=source.url or "",
        address=address,
        archived=copies(source.archived),
        publisher=who(facts, source.publisher),
        when=source.date or "",
        accessed=source.accessed or "",
        quote=source.quote or "",
        page=source.page or "",
        note=rich(facts, source.note),
    )


def copies(archived: str | list[Archived] | None) -> tuple[tuple[str, str], ...]:
    """Return the address and date of each archived copy."""
    if archived is None:
        return ()
    if isinstance(archived, str):
        return ((archived, ""),)
    return tuple((copy.url, copy.at or "") for copy in archived)


def visible(annotation: Annotation, *, preview: bool) -> bool:
    """Tell whether readers see an annotation; drafts only in the preview."""
    return annotation.shape.status != "draft" or preview
