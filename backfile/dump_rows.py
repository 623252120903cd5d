"""The rows of the dumps: what each file of /data/ says of an article, an entity, a claim …"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from backfile.archive import Remark
from backfile.dump_values import flat, without_anchor
from backfile.facts import Facts
from backfile.facts_entities import is_public, mention_count
from backfile.facts_lists import (
    all_articles,
    answers_of,
    ledger,
    links_of,
    members_of,
    public_claims,
    public_threads,
    threads_with,
    timeline_lines,
)
from backfile.facts_things import (
    article_of,
    claim_of_id,
    entity_ids,
    entity_of,
    is_preview,
    thread_of,
)
from backfile.ids import (
    ArticleId,
    ClaimId,
    EntityId,
    ThreadId,
    article_address,
    claim_address,
    entity_address,
    thread_address,
)
from backfile.link_claims import speakers_of
from backfile.model import Annotation, Article, Passage, Span
from backfile.shapes_annotations import Assertion
from backfile.spans import shown_text
from backfile.view_provenance import told_hash
from backfile.view_remarks import copies, kind_of, visible

Row = dict[str, object]


def article_line(facts: Facts, ident: ArticleId) -> Row:
    """Return an article as articles.jsonl has it."""
    article = article_of(facts, ident)
    sidecar, card = article.sidecar, article.card
    source = sidecar.source
    return {
        "id": ident,
        "address": article_address(card.slug),
        "title": card.title,
        "deck": article.deck,
        "kind": card.kind,
        "lang": card.lang,
        "published": card.published,
        "day": card.day or None,
        "publisher": card.publisher,
        "url": source.url if source else None,
        "archived": [url for url, _ in copies(source.archived if source else None)],
        "byline": sidecar.byline,
        "summary": card.summary,
        "topics": card.topics,
        "threads": threads_with(facts, ident),
        "entities": sorted({m.entity for m in article.mentions if is_public(facts, m.entity)}),
        "show": article.show,
        "sha256": told_hash(article) or None,
        "paragraphs": [
            {"id": p.id, "start": p.span.start, "end": p.span.end, "text": words}
            for p in article.paragraphs
            if (words := words_of(article, p.span))
        ],
        "status": card.status,
        **sidecar.extra,
    }


def words_of(article: Article, span: Span) -> str:
    """Return the words of a stretch that readers see."""
    if article.seed is None:
        return ""
    return shown_text(article.seed.text, span, [h.span for h in article.hidden])


def entity_line(facts: Facts, ident: EntityId) -> Row:
    """Return an entity as entities.jsonl has it."""
    found = entity_of(facts, ident)
    if found is None:
        return {}
    entry = found.entry
    return {
        "id": ident,
        "address": entity_address(ident),
        "type": entry.type,
        "name": entry.name,
        "names": entry.names,
        "aliases": [a if isinstance(a, str) else a.text for a in entry.aliases],
        "description": entry.description,
        "ids": flat(entry.ids),
        "roles": [flat(role) for role in entry.roles],
        "relations": [flat(relation) for relation in entry.relations],
        "distinct_from": entry.distinct_from,
        "when": entry.when,
        "point": entry.point,
        "mentions": mention_count(facts, ident),
        "former_ids": entry.former_ids,
        **entry.extra,
    }


def annotation_lines(facts: Facts, ident: ArticleId) -> tuple[Row, ...]:
    """Return the annotations of an article as annotations.jsonl has them."""
    article = article_of(facts, ident)
    return tuple(
        annotation_line(article, a)
        for a in article.annotations
        if visible(a, preview=is_preview(facts))
    )


def annotation_line(article: Article, annotation: Annotation) -> Row:
    """Return one annotation as annotations.jsonl has it."""
    passage = annotation.passage
    return {
        "article": article.id,
        "id": annotation.id,
        "address": f"{article_address(article.card.slug)}#a-{annotation.id}",
        "type": kind_of(annotation.shape),
        "start": passage.span.start if passage else None,
        "end": passage.span.end if passage else None,
        "text": passage.text if passage else annotation.quoted,
        "paragraph": (passage.paragraph or None) if passage else None,
        "annotation": without_anchor(flat(annotation.shape)),
    }


def claim_line(facts: Facts, ident: ClaimId) -> Row:
    """Return a claim as claims.jsonl has it."""
    found = claim_of_id(facts, ident)
    if found is None:
        return {}
    return {
        "id": ident,
        "address": claim_address(ident),
        "text": found.entry.text,
        "about": found.entry.about,
        "answers": [{"rel": rel, "claim": other} for rel, other in answers_of(facts, ident)],
        "assessments": [flat(a) for a in found.entry.assessments],
        "ledger": [ledger_line(remark) for remark in ledger(facts, ident)],
        **found.entry.extra,
    }


def ledger_line(remark: Remark) -> Row:
    """Return a passage of a claim's ledger."""
    shape = remark.annotation.shape
    stated = shape if isinstance(shape, Assertion) else None
    return {
        "article": remark.article,
        "annotation": remark.annotation.id,
        "stance": stated.stance if stated else None,
        "speakers": speakers_of(remark.annotation),
        "said": stated.said if stated else None,
    }


def thread_line(facts: Facts, ident: ThreadId) -> Row:
    """Return a thread as threads.jsonl has it."""
    found = thread_of(facts, ident)
    if found is None:
        return {}
    return {
        "id": ident,
        "address": thread_address(ident),
        "title": found.front.title,
        "summary": found.front.summary,
        "articles": [member.article for member in members_of(facts, ident)],
        "text": found.body,
        **found.front.extra,
    }


def mention_lines(facts: Facts, ident: ArticleId) -> tuple[Row, ...]:
    """Return the mentions of an article as mentions.csv has them."""
    article = article_of(facts, ident)
    return tuple(
        {
            "article": ident,
            "entity": mention.entity,
            "start": mention.span.start,
            "end": mention.span.end,
            "text": words_of(article, mention.span),
            "paragraph": mention.paragraph,
            "how": mention.how,
        }
        for mention in article.mentions
    )


def link_lines(facts: Facts, ident: ArticleId) -> tuple[Row, ...]:
    """Return the links that an article's sidecar has, as links.csv has them."""
    return tuple(
        {
            "from": ident,
            "rel": side.rel,
            "to": side.other or side.url,
            **ends("from", side.here),
            **ends("to", side.there),
            "note": side.note,
        }
        for side in links_of(facts, ident)
        if side.written
    )


def ends(name: str, passage: Passage | None) -> Row:
    """Return where a passage begins and ends, as two columns."""
    span = passage.span if passage else (None, None)
    return {f"{name}_start": span[0], f"{name}_end": span[1]}


def timeline_rows(facts: Facts, _: str) -> tuple[Row, ...]:
    """Return the whole timeline as timeline.csv has it."""
    return tuple(
        {
            "when": moment.when,
            "day": moment.day,
            "kind": moment.kind,
            "text": moment.text,
            "article": moment.article,
            "annotation": moment.anchor.removeprefix("a-"),
            "entity": moment.entity,
            "threads": " ".join(moment.threads),
        }
        for moment in timeline_lines(facts)
    )


class Dump(NamedTuple):
    """How a dump is made: part by part, so that a part that holds still need not be made again."""

    parts: Callable[[Facts], Sequence[str]]
    """The ids of what the parts are about, in order."""
    rows: Callable[[Facts, Any], Iterable[Row]]
    """The rows of one part."""


def sorted_articles(facts: Facts) -> Sequence[str]:
    """Return the ids of all articles that lists show."""
    return sorted(all_articles(facts))


def sorted_entities(facts: Facts) -> Sequence[str]:
    """Return the ids of all entities that have a page, in the order of the register."""
    return [ident for ident in entity_ids(facts) if is_public(facts, ident)]


DUMPS: dict[str, Dump] = {
    "articles.jsonl": Dump(sorted_articles, lambda facts, ident: (article_line(facts, ident),)),
    "entities.jsonl": Dump(sorted_entities, lambda facts, ident: (entity_line(facts, ident),)),
    "annotations.jsonl": Dump(sorted_articles, annotation_lines),
    "claims.jsonl": Dump(
        lambda facts: sorted(public_claims(facts)), lambda facts, ident: (claim_line(facts, ident),)
    ),
    "threads.jsonl": Dump(
        lambda facts: sorted(public_threads(facts)),
        lambda facts, ident: (thread_line(facts, ident),),
    ),
    "mentions.csv": Dump(sorted_articles, mention_lines),
    "links.csv": Dump(sorted_articles, link_lines),
    "timeline.csv": Dump(lambda _: ("",), timeline_rows),
}


def rows_of(facts: Facts, name: str) -> Iterable[Row]:
    """Return all rows of a dump."""
    found = DUMPS[name]
    return (row for ident in found.parts(facts) for row in found.rows(facts, ident))
