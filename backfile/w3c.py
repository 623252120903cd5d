"""Annotations as W3C Web Annotations: what each is about, where it stands, and what was written.

docs/data.md, `annotations.jsonld`, has the mapping.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from backfile.dump_values import flat, without_anchor
from backfile.facts import Facts
from backfile.facts_things import article_of, claim_of_id, claim_ref, label, setting, signed_by
from backfile.ids import ArticleId, EntityId, UrlPath, article_address, root_from
from backfile.link_claims import claim_of
from backfile.model import Annotation, Article
from backfile.plan_machines import site_url
from backfile.shapes_annotations import AnnotationShape, Translation
from backfile.view_remarks import event_ref, kind_of, speaker_refs, visible
from backfile.w3c_targets import anchor_is_shown, target_of

CONTEXT: tuple[object, ...] = (
    "http://www.w3.org/ns/anno.jsonld",
    {
        "@version": 1.1,
        "backfile": "urn:backfile:",
        "item": {"@id": "backfile:item", "@type": "@json"},
        "remark": "backfile:remark",
    },
)
"""`item` holds what the editor wrote; as a JSON literal its keys are no terms of annotations."""

MOTIVATIONS = {
    "note": ("commenting",),
    "context": ("commenting", "describing"),
    "definition": ("describing",),
    "question": ("questioning",),
    "claim": ("classifying",),
    "quotation": ("identifying",),
    "correction": ("editing",),
    "event": ("identifying", "linking"),
    "translation": ("describing",),
}
"""The standard motivations of each type of annotation."""

Json = dict[str, Any]
JSON = msgspec.json.Encoder()


def annotations_jsonld(
    facts: Facts, articles: Sequence[ArticleId], here: UrlPath, title: str
) -> Iterator[bytes]:
    """Yield the file at `here`, piece by piece: one collection of the articles' annotations.

    Addresses are absolute when the site has one, else relative to the file.
    """
    base = site_url(facts) if setting(facts, "url") else root_from(here)
    preview = facts.archive.preview
    head = {
        "@context": CONTEXT,
        "id": f"{base}{here}",
        "type": "AnnotationCollection",
        "label": title,
        "total": sum(
            visible(a, preview=preview)
            for ident in articles
            for a in article_of(facts, ident).annotations
        ),
    }
    page = {
        "id": f"{base}{here}#page-1",
        "type": "AnnotationPage",
        "partOf": f"{base}{here}",
        "startIndex": 0,
    }
    yield JSON.encode(head)[:-1] + b',"first":' + JSON.encode(page)[:-1] + b',"items":['
    parting = b"\n"
    for ident in articles:
        article = article_of(facts, ident)
        for annotation in article.annotations:
            if visible(annotation, preview=preview):
                yield parting + JSON.encode(web_annotation(facts, article, annotation, base))
                parting = b",\n"
    yield b"\n]}}\n"


def annotations_of_article(facts: Facts, ident: ArticleId) -> bytes:
    """Return the file of one article's annotations."""
    card = article_of(facts, ident).card
    here = UrlPath(f"{article_address(card.slug)}annotations.jsonld")
    return b"".join(annotations_jsonld(facts, (ident,), here, card.title))


def web_annotation(facts: Facts, article: Article, annotation: Annotation, base: str) -> Json:
    """Return one annotation; `base` stands before every address of the site."""
    shape = annotation.shape
    page = f"{base}{article_address(article.card.slug)}"
    bodies = [*words_of_body(facts, shape), *things_of_body(facts, article, annotation, base)]
    return {
        "id": f"{page}#a-{annotation.id}",
        "type": "Annotation",
        "motivation": motivations(facts, article, annotation),
        **creator(facts, shape, base),
        **({"body": bodies} if bodies else {}),
        "target": target_of(article, annotation, page),
        "item": item_of(article, annotation),
    }


def motivations(facts: Facts, article: Article, annotation: Annotation) -> list[str]:
    """Return the standard motivations of an annotation, then its type as a term of our own."""
    kind = kind_of(annotation.shape)
    claim = claim_of(article.id, annotation)
    found = claim_of_id(facts, claim) if claim else None
    rated = found is not None and found.entry.status != "withdrawn" and found.entry.assessments
    return [*MOTIVATIONS[kind], *(["assessing"] if rated else []), f"backfile:{kind}"]


def creator(facts: Facts, shape: AnnotationShape, base: str) -> Json:
    """Return who signed an annotation."""
    by = signed_by(facts, shape.by)
    if by is None:
        return {}
    if not by.address:
        return {"creator": {"name": by.text}}
    address = by.address if by.kind == "editor" else f"{base}{by.address}"
    return {"creator": {"id": address, "name": by.text}}


def words_of_body(facts: Facts, shape: AnnotationShape) -> Iterator[Json]:
    """Yield what the editor wrote in Markdown."""
    if shape.body is not None:
        lang = shape.lang if isinstance(shape, Translation) else str(setting(facts, "lang"))
        yield {
            "type": "TextualBody",
            "value": shape.body,
            "format": "text/markdown",
            "language": lang,
        }


def things_of_body(
    facts: Facts, article: Article, annotation: Annotation, base: str
) -> Iterator[Json]:
    """Yield the things of this archive an annotation names: speakers, claim, event, subjects."""
    shape = annotation.shape
    claim = claim_of(article.id, annotation)
    event = event_ref(facts, shape)
    named = [
        *(("identifying", ref) for ref in speaker_refs(facts, shape)),
        *([("classifying", claim_ref(facts, claim))] if claim else []),
        *([("linking", event)] if event else []),
        *(("tagging", label(facts, EntityId(entity))) for entity in shape.about),
    ]
    for purpose, ref in named:
        if ref.address:
            yield {
                "type": "SpecificResource",
                "purpose": purpose,
                "source": f"{base}{ref.address}",
            }


def item_of(article: Article, annotation: Annotation) -> object:
    """Return what the editor wrote, with the keys of the format; hidden words are not in it."""
    written = flat(annotation.shape)
    return written if anchor_is_shown(article, annotation) else without_anchor(written)
