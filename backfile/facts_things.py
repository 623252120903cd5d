"""Facts about single things: an article, an entity, a claim, a setting of the site."""

from typing import TypeVar

from msgspec.structs import replace

from backfile.archive import Claim, Entity, HandPage, Thread, Topic
from backfile.directions import direction_of
from backfile.facts import Facts, fact
from backfile.facts_annotations import is_draft_annotation, place_now
from backfile.ids import (
    ArticleId,
    ClaimId,
    EntityId,
    PageId,
    ThreadId,
    TopicId,
    article_address,
    claim_address,
    entity_address,
    looks_like_id,
    page_address,
    thread_address,
)
from backfile.model import Article, Card
from backfile.shapes import Who, Words
from backfile.shapes_registers import SiteFile
from backfile.views import ArticleRow, Ref, Rich, Target
from backfile.wikilinks import Found, find_target, wikilinks_in
from backfile.words import say, term

T = TypeVar("T")


@fact
def setting(facts: Facts, name: str) -> object:
    """Return one setting of site.yaml."""
    return getattr(facts.archive.site, name)


@fact
def is_preview(facts: Facts) -> bool:
    """Tell whether drafts are part of the site: the editor's preview."""
    return facts.archive.preview


def per_page(facts: Facts) -> int:
    """Return how many entries a page of a list has."""
    return int(str(setting(facts, "per_page")))


def site_file(facts: Facts) -> SiteFile:
    """Return site.yaml as read; only the frame that all pages share may ask for all of it."""
    return facts.archive.site


def spoken(facts: Facts, text: str) -> str:
    """Return a sentence of the interface in the site's language."""
    return say(str(setting(facts, "lang")), text)


def term_of(facts: Facts, word: str, *, plural: bool = False) -> str:
    """Return a term of the format in the site's language, or in the site's own words."""
    labels = setting(facts, "labels")
    return term(str(setting(facts, "lang")), word, dict(labels), plural=plural)  # type: ignore[call-overload]


@fact
def card(facts: Facts, article: ArticleId) -> Card | None:
    """Return what lists show of an article; None when the archive has no such article."""
    found = facts.archive.articles.get(article)
    return found.card if found else None


@fact
def article_of(facts: Facts, article: ArticleId) -> Article:
    """Return a whole article."""
    return facts.archive.articles[article]


@fact
def entity_of(facts: Facts, entity: EntityId) -> Entity | None:
    """Return an entity's register entry; None when it is not registered."""
    return facts.archive.entities.get(entity)


@fact
def entity_ids(facts: Facts) -> tuple[EntityId, ...]:
    """Return the ids of all registered entities, in their order."""
    return tuple(sorted(facts.archive.entities))


@fact
def label(facts: Facts, entity: EntityId) -> Ref:
    """Return an entity's name and address; ids of former days count.

    A private entity has no address, an unknown or withdrawn one only its id.
    """
    ident = EntityId(facts.archive.current["entity"].get(entity, entity))
    found = facts.archive.entities.get(ident)
    if found is None or found.entry.status == "withdrawn":
        return Ref(entity, None)
    entry = found.entry
    shown = not entry.private and has_page(entry.status, preview=facts.archive.preview)
    return Ref(entry.name, entity_address(ident) if shown else None, entry.type)


def has_page(status: str, *, preview: bool) -> bool:
    """Tell whether something of this status is linked to; drafts only in the preview."""
    return status == "published" or (status == "draft" and preview)


@fact
def entity_id(facts: Facts, entity: EntityId) -> EntityId:
    """Return the id an entity has now."""
    return EntityId(facts.archive.current["entity"].get(entity, entity))


@fact
def article_id(facts: Facts, article: str) -> ArticleId:
    """Return the id an article has now."""
    return ArticleId(facts.archive.current["article"].get(article, article))


@fact
def claim_of_id(facts: Facts, claim: ClaimId) -> Claim | None:
    """Return a claim; ids of former days count."""
    current = facts.archive.current["claim"].get(claim, claim)
    return facts.archive.claims.get(ClaimId(current))


@fact
def thread_of(facts: Facts, thread: ThreadId) -> Thread | None:
    """Return a thread; ids of former days count."""
    current = facts.archive.current["thread"].get(thread, thread)
    return facts.archive.threads.get(ThreadId(current))


@fact
def topic_of(facts: Facts, topic: TopicId) -> Topic:
    """Return a topic; ids of former days count."""
    current = facts.archive.current["topic"].get(topic, topic)
    return facts.archive.topics[TopicId(current)]


@fact
def page_of_id(facts: Facts, page: PageId) -> HandPage:
    """Return a hand-written page."""
    return facts.archive.pages[page]


def claim_ref(facts: Facts, claim: ClaimId) -> Ref:
    """Return a claim's wording and address."""
    found = claim_of_id(facts, claim)
    if found is None or found.entry.status == "withdrawn":
        return Ref(claim, None)
    return Ref(found.entry.text, claim_address(found.id), "claim")


def thread_ref(facts: Facts, thread: ThreadId) -> Ref:
    """Return a thread's title and address."""
    found = thread_of(facts, thread)
    if found is None or found.front.status == "withdrawn":
        return Ref(thread, None)
    return Ref(found.front.title, thread_address(found.id), "thread")


def who(facts: Facts, value: Who | None) -> Ref | None:
    """Return a person or body given as an id or in words (docs/format.md, Id or words)."""
    if value is None:
        return None
    if isinstance(value, Words):
        return Ref(value.text, None)
    if not looks_like_id(value):
        return Ref(value, None)
    return label(facts, EntityId(value))


def signed_by(facts: Facts, value: Who | None) -> Ref | None:
    """Return who signs: a key of `editors` in site.yaml, or as `who`."""
    known = editor(facts, value) if isinstance(value, str) else None
    return known or who(facts, value)


@fact
def editor(facts: Facts, key: str) -> Ref | None:
    """Return an editor of site.yaml; None when there is none of this key."""
    found = facts.archive.site.editors.get(key)
    return Ref(found.name, found.url, "editor") if found else None


def publisher_ref(facts: Facts, found: Card) -> Ref | None:
    """Return the publisher of an article."""
    if found.publisher is None:
        return None
    if not found.publisher_is_entity:
        return Ref(found.publisher, None)
    return label(facts, EntityId(found.publisher))


@fact
def words_if_gone(facts: Facts, article: ArticleId) -> str:
    """Return what stands for the title of a withdrawn article, or of one that cannot be shown."""
    found = facts.archive.articles[article]
    if found.card.status == "withdrawn":
        return spoken(facts, "This article was withdrawn")
    if found.placeholder:
        return spoken(facts, "This article cannot be shown at the moment")
    return ""


def article_row(facts: Facts, article: ArticleId, note: Rich | None = None) -> ArticleRow:
    """Return an article as lists show it, with a thread's note on it."""
    row = row_of(facts, article)
    return replace(row, note=note) if note else row


@fact
def row_of(facts: Facts, article: ArticleId) -> ArticleRow:
    """Return an article as lists show it."""
    found = card(facts, article)
    if found is None:
        message = f"no article {article}"
        raise LookupError(message)
    gone = words_if_gone(facts, article)
    if gone:
        found = replace(found, title=gone, published=None, day="", publisher=None, summary=None)
    return ArticleRow(
        id=found.id,
        title=found.title,
        address=article_address(found.slug),
        lang=found.lang,
        dir=direction_of(found.lang),
        kind=found.kind,
        when=found.published or found.day,
        day=found.day,
        publisher=publisher_ref(facts, found),
        summary=found.summary or "",
        status=found.status,
    )


def rich(facts: Facts, source: str | None) -> Rich | None:
    """Return Markdown with its wikilinks resolved; None stays None."""
    if source is None:
        return None
    if "[[" not in source:
        return Rich(source=source)
    targets = {
        link.written: wikilink_target(facts, link.written, "")
        for link in wikilinks_in(source)
        if not link.embed
    }
    return Rich(source=source, targets=targets)


@fact
def wikilink_target(facts: Facts, written: str, text: str) -> Target:
    """Return where a wikilink leads; one that leads nowhere, or to a draft, is shown as text."""
    archive = facts.archive
    reference = next(wikilinks_in(f"[[{written}]]"))
    known = {
        "article": archive.articles,
        "entity": archive.entities,
        "thread": archive.threads,
        "claim": archive.claims,
        "page": archive.pages,
    }
    found = find_target(reference, known, archive.current)  # type: ignore[arg-type]
    if not isinstance(found, Found):
        return Target(None, text or reference.id)
    return target_text(facts, found, reference.fragment, text)


def target_text(facts: Facts, found: Found, fragment: str, text: str) -> Target:
    """Return the address and words for something a wikilink leads to."""
    if found.kind == "article":
        there = card(facts, ArticleId(found.id))
        if there is None or (there.status == "draft" and not facts.archive.preview):
            return Target(None, text or (there.title if there else found.id))
        address = str(article_address(there.slug))
        gone = words_if_gone(facts, there.id)
        if fragment and not gone:
            if is_draft_annotation(facts, there.id, fragment):
                return Target(None, text or there.title)
            address += f"#{place_now(facts, there.id, fragment)}"
        return Target(address, text or gone or there.title)
    if found.kind == "page":
        page = page_of_id(facts, PageId(found.id))
        return Target(page_address(page.id), text or page.front.title)
    ref = {
        "entity": lambda: label(facts, EntityId(found.id)),
        "claim": lambda: claim_ref(facts, ClaimId(found.id)),
        "thread": lambda: thread_ref(facts, ThreadId(found.id)),
    }[found.kind]()
    return Target(ref.address, text or ref.text)
