"""The link stage: all articles' contributions become the linked archive."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from msgspec.structs import replace

from backfile.archive import (
    Archive,
    Claim,
    Entity,
    HandPage,
    Kind,
    Remark,
    Thread,
)
from backfile.facts_things import has_page
from backfile.ids import (
    ArticleId,
    ClaimId,
    EntityId,
    PageId,
    ThreadId,
    TopicId,
)
from backfile.link_addresses import (
    address_problems,
    all_redirects,
    all_topics,
    former_ids_of,
    month_of,
)
from backfile.link_articles import link_problems, link_sides
from backfile.link_claims import (
    answers_both_ways,
    assertions_by_claim,
    claims_taken,
    newest_first,
    remarks_by_speaker,
    worded_claims,
)
from backfile.link_mentions import mentions_by_entity
from backfile.link_passages import with_far_passages
from backfile.link_references import (
    Known,
    annotation_ids,
    reference_problems,
    register_problems,
)
from backfile.link_timeline import LAST, all_moments, thread_members, threads_by_article
from backfile.model import Article
from backfile.problems import Problem
from backfile.read_records import Registers
from backfile.shapes_annotations import Happening, Quotation
from backfile.shapes_registers import Relation, SiteFile

Current: TypeAlias = Mapping[str, Mapping[str, str]]
"""For each kind, former and merged ids and what they are now."""
T = TypeVar("T")
K = TypeVar("K")


def link_archive(
    registers: Registers, read: Iterable[Article], *, preview: bool
) -> tuple[Archive, tuple[Problem, ...]]:
    """Return the linked archive, and what is wrong between its parts.

    Under `preview` drafts are part of the site.
    """
    ordered = sorted(read, key=lambda a: (a.card.day or LAST, a.id))
    current = {**registers.current, "article": former_ids_of(ordered)}
    articles = {a.id: a for a in ordered if preview or a.card.status != "draft"}
    entities = shown_entities(registers, preview=preview)
    named = {i for i, e in entities.items() if has_page(e.entry.status, preview=preview)}
    articles = {i: with_mentions_of(named, a) for i, a in articles.items()}
    articles, far_problems = with_far_passages(articles, current["article"])
    shown = [a for a in articles.values() if is_shown(a, preview=preview)]
    remarks = [r for a in shown for r in remarks_of(a, preview=preview)]
    site = registers.site
    if site is None:
        message = "an archive without site.yaml cannot be linked"
        raise ValueError(message)
    paths = {a.id: a.sidecar_path for a in shown}
    claims = {**registered_claims(registers, preview=preview), **worded_claims(remarks, paths)}
    archive = linked(
        registers, site, current, articles, shown, remarks, entities, claims, preview=preview
    )
    every = {a.id: a for a in ordered}
    problems = (
        *far_problems,
        *address_problems(every),
        *link_problems(every, current["article"]),
        *between(registers, archive, every),
    )
    return archive, problems


def with_mentions_of(entities: Container[EntityId], article: Article) -> Article:
    """Return an article without the mentions of entities that readers do not see."""
    if all(mention.entity in entities for mention in article.mentions):
        return article
    kept = tuple(mention for mention in article.mentions if mention.entity in entities)
    return replace(article, mentions=kept)


def is_shown(article: Article, *, preview: bool) -> bool:
    """Tell whether lists show an article."""
    return not article.placeholder and has_page(article.card.status, preview=preview)


def remarks_of(article: Article, *, preview: bool) -> list[Remark]:
    """Return the annotations of an article that readers see."""
    return [
        Remark(article.id, a) for a in article.annotations if preview or a.shape.status != "draft"
    ]


def registered_claims(registers: Registers, *, preview: bool) -> dict[ClaimId, Claim]:
    """Return the claims of the register that have a page or a tombstone, by id."""
    return {
        ident: Claim(id=ident, entry=newest_first(found.entry), path=found.path)
        for ident, found in sorted(registers.claims.items())
        if found.entry.merged_into is None and (preview or found.entry.status != "draft")
    }


def linked(
    registers: Registers,
    site: SiteFile,
    current: Current,
    articles: Mapping[ArticleId, Article],
    shown: Sequence[Article],
    remarks: Sequence[Remark],
    entities: Mapping[EntityId, Entity],
    claims: Mapping[ClaimId, Claim],
    *,
    preview: bool,
) -> Archive:
    """Return the archive with all its reverse indexes."""
    threads = shown_threads(registers, preview=preview)
    topics = all_topics(registers, shown)
    told = {i: t for i, t in threads.items() if has_page(t.front.status, preview=preview)}
    members = thread_members(told, shown, current)
    threads_of = threads_by_article(members)
    public = [r for r in remarks if r.annotation.shape.status != "retracted"]
    return Archive(
        site=site,
        articles=articles,
        order=tuple(a.id for a in shown),
        entities=entities,
        claims=claims,
        threads=threads,
        topics=topics,
        pages=hand_pages(registers),
        corrections=registers.corrections,
        current=current,
        **of_articles(shown, current),
        **of_remarks(public, current["entity"]),
        relations_to=relations_back(entities, current["entity"]),
        links=link_sides(articles, current["article"], {a.id for a in shown}),
        members=members,
        threads_of=threads_of,
        assertions=assertions_by_claim(remarks, current["claim"]),
        answers=answers_both_ways(claims, current["claim"]),
        moments=all_moments(shown, public, entities, told, threads_of, current),
        redirects=tuple(
            sorted(all_redirects(current, articles, entities, claims, threads, topics))
        ),
        preview=preview,
    )


def shown_entities(registers: Registers, *, preview: bool) -> dict[EntityId, Entity]:
    """Return the entities that have a page or a tombstone, by id."""
    return {
        ident: Entity(id=ident, entry=found.entry, path=found.path)
        for ident, found in sorted(registers.entities.items())
        if found.entry.merged_into is None
        and found.article_status != "withdrawn"
        and (preview or "draft" not in (found.entry.status, found.article_status))
    }


def shown_threads(registers: Registers, *, preview: bool) -> dict[ThreadId, Thread]:
    """Return the threads that have a page or a tombstone, by id."""
    return {
        ident: Thread(id=ident, front=found.front, body=found.body, path=found.path)
        for ident, found in sorted(registers.threads.items())
        if preview or found.front.status != "draft"
    }


def hand_pages(registers: Registers) -> dict[PageId, HandPage]:
    """Return the hand-written pages, by id."""
    return {
        ident: HandPage(id=ident, front=found.front, body=found.body, path=found.path)
        for ident, found in sorted(registers.pages.items())
    }


def of_articles(shown: Sequence[Article], current: Current) -> dict[str, Any]:
    """Return the reverse indexes of what articles say of themselves."""
    entity, topic = current["entity"], current["topic"]
    return {
        "mentions": mentions_by_entity(shown),
        "also": grouped(
            (EntityId(entity.get(e, e)), a.id) for a in shown for e in a.sidecar.mentions.also
        ),
        "by_topic": grouped((TopicId(topic.get(t, t)), a.id) for a in shown for t in a.card.topics),
        "by_publisher": grouped(
            (EntityId(entity.get(p, p)), a.id)
            for a in shown
            if a.card.publisher_is_entity and (p := a.card.publisher) is not None
        ),
        "by_month": grouped((month_of(a), a.id) for a in shown if a.card.day),
    }


def of_remarks(public: Sequence[Remark], current: Mapping[str, str]) -> dict[str, Any]:
    """Return the reverse indexes of annotations by speaker, subject and event."""
    return {
        "quotations": tuple(r for r in public if isinstance(r.annotation.shape, Quotation)),
        "said_by": remarks_by_speaker(public, current),
        "about": grouped(
            (EntityId(current.get(e, e)), r) for r in public for e in r.annotation.shape.about
        ),
        "events": grouped(
            (EntityId(current.get(event, event)), r)
            for r in public
            if isinstance(r.annotation.shape, Happening | Quotation)
            and (event := r.annotation.shape.event) is not None
        ),
    }


def grouped(pairs: Iterable[tuple[K, T]]) -> dict[K, tuple[T, ...]]:
    """Return, for every key, its values in order; one that comes twice running counts once."""
    found: dict[K, list[T]] = defaultdict(list)
    for key, value in pairs:
        if not found[key] or found[key][-1] is not value:
            found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


def relations_back(
    entities: Mapping[EntityId, Entity], current: Mapping[str, str]
) -> dict[EntityId, tuple[tuple[EntityId, Relation], ...]]:
    """Return the relations that lead to each entity, with the entity that wrote them."""
    found: dict[EntityId, list[tuple[EntityId, Relation]]] = defaultdict(list)
    for entity in entities.values():
        for relation in entity.entry.relations:
            found[EntityId(current.get(relation.to, relation.to))].append((entity.id, relation))
    return {entity: tuple(rows) for entity, rows in found.items()}


def between(
    registers: Registers, archive: Archive, every: Mapping[ArticleId, Article]
) -> Iterable[Problem]:
    """Yield what is wrong with references: of sidecars, registers, threads and pages."""
    known = known_of(registers, archive, every)
    for article in every.values():
        yield from problems_of_article(article, registers, known)
    yield from register_problems(registers, known)


def known_of(registers: Registers, archive: Archive, every: Mapping[ArticleId, Article]) -> Known:
    """Return what references may lead to."""
    things: dict[Kind, Mapping[Any, object]] = {
        "article": every,
        "entity": registers.entities,
        "claim": dict[Any, object]({**registers.claims, **archive.claims}),
        "thread": registers.threads,
        "topic": archive.topics if not registers.topics else registers.topics,
        "page": registers.pages,
    }
    names, editors = names_of(registers), archive.site.editors
    return Known(things, archive.current, every, editors, names, registers.topics_listed)


def problems_of_article(article: Article, registers: Registers, known: Known) -> Iterable[Problem]:
    """Yield what is wrong with the references of one article."""
    yield from reference_problems(article.sidecar, article.file, known)
    yield from annotation_ids(article)
    yield from claims_taken(article, registers.claims)


def names_of(registers: Registers) -> dict[str, str]:
    """Return every registered name and the entity it belongs to."""
    return {
        name: ident
        for ident, found in sorted(registers.entities.items(), reverse=True)
        for name in (found.entry.name, *found.entry.names.values())
    }
