"""The linked archive: everything the site tells, with its reverse indexes. Pages see it only
through `backfile.facts`.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from backfile.ids import ArticleId, ClaimId, EntityId, PageId, ThreadId, TopicId, UrlPath
from backfile.model import Annotation, Article, Mention, Passage, Value
from backfile.shapes_registers import (
    ClaimEntry,
    CorrectionEntry,
    EntityEntry,
    PageFront,
    Relation,
    SiteFile,
    ThreadFront,
    TopicEntry,
)

Kind: TypeAlias = Literal["article", "entity", "claim", "thread", "topic", "page"]
"""The kinds of things that have an id and can be referred to."""


class Entity(Value, frozen=True, kw_only=True):
    """A registered person, organisation, place …"""

    id: EntityId
    entry: EntityEntry
    path: str
    """The file it is registered in."""


class Claim(Value, frozen=True, kw_only=True):
    """A claim of the register, or one that an annotation words itself."""

    id: ClaimId
    entry: ClaimEntry
    path: str


class Thread(Value, frozen=True, kw_only=True):
    """A storyline: front matter and Markdown text."""

    id: ThreadId
    front: ThreadFront
    body: str
    path: str


class Topic(Value, frozen=True, kw_only=True):
    """A topic, registered or just used."""

    id: TopicId
    entry: TopicEntry


class HandPage(Value, frozen=True, kw_only=True):
    """A hand-written page."""

    id: PageId
    front: PageFront
    body: str
    path: str


class Occurrence(NamedTuple):
    """A mention with the article it stands in."""

    article: ArticleId
    mention: Mention


class Remark(NamedTuple):
    """An annotation with the article it stands in."""

    article: ArticleId
    annotation: Annotation


class LinkSide(NamedTuple):
    """A link as one of its two articles shows it."""

    rel: str
    """The relation as seen from here; the generated inverse on the other side."""
    other: ArticleId | None
    """None when the link leads out of the archive."""
    url: str | None
    note: str | None
    here: Passage | None
    there: Passage | None
    written: bool
    """Whether this side is the one the editor wrote."""


class Member(NamedTuple):
    """An article of a thread with the editor's note."""

    article: ArticleId
    note: str | None


class Moment(NamedTuple):
    """One line of the timeline."""

    when: str
    """As written; `backfile.dates` reads it."""
    day: str
    """The earliest day, for sorting."""
    kind: Literal["article", "event", "thread"]
    text: str
    """A title or name; Markdown where `kind` is `thread`."""
    article: ArticleId | None
    anchor: str
    """The fragment of the place in the article, or empty."""
    entity: EntityId | None
    threads: tuple[ThreadId, ...]


class CoMention(NamedTuple):
    """Another entity in the same paragraphs, with passages that prove it."""

    entity: EntityId
    paragraphs: int
    """In how many paragraphs both are named."""
    passages: tuple[Occurrence, ...]


class Reason(NamedTuple):
    """Why two articles are related."""

    kind: Literal["entity", "event", "thread", "topic"]
    id: str


class Related(NamedTuple):
    """A related article with the reasons."""

    article: ArticleId
    reasons: tuple[Reason, ...]


class Redirect(NamedTuple):
    """An old address and where it leads now."""

    old: UrlPath
    new: UrlPath
    title: str


class Archive(Value, frozen=True, kw_only=True):
    """All of it. Lists are in the order they are shown in; drafts and withdrawn things are in no
    list.
    """

    site: SiteFile
    articles: Mapping[ArticleId, Article]
    """Every article that has a page, tombstones and placeholders included."""
    order: tuple[ArticleId, ...]
    """The articles that lists show, oldest first, undated ones last."""
    entities: Mapping[EntityId, Entity]
    claims: Mapping[ClaimId, Claim]
    threads: Mapping[ThreadId, Thread]
    topics: Mapping[TopicId, Topic]
    pages: Mapping[PageId, HandPage]
    corrections: tuple[CorrectionEntry, ...]
    current: Mapping[str, Mapping[str, str]]
    """For each kind, former and merged ids and what they are now."""
    mentions: Mapping[EntityId, tuple[Occurrence, ...]]
    also: Mapping[EntityId, tuple[ArticleId, ...]]
    """Articles that name an entity as a subject without a mention."""
    relations_to: Mapping[EntityId, tuple[tuple[EntityId, Relation], ...]]
    """Relations that other entities wrote to this one."""
    links: Mapping[ArticleId, tuple[LinkSide, ...]]
    members: Mapping[ThreadId, tuple[Member, ...]]
    threads_of: Mapping[ArticleId, tuple[ThreadId, ...]]
    assertions: Mapping[ClaimId, tuple[Remark, ...]]
    answers: Mapping[ClaimId, tuple[tuple[str, ClaimId], ...]]
    """Claim to claim, both ways: `disputes` and `disputed-by` …"""
    quotations: tuple[Remark, ...]
    said_by: Mapping[EntityId, tuple[Remark, ...]]
    """Quotations and claims by speaker."""
    about: Mapping[EntityId, tuple[Remark, ...]]
    """Annotations that name an entity in `about`."""
    events: Mapping[EntityId, tuple[Remark, ...]]
    moments: tuple[Moment, ...]
    by_topic: Mapping[TopicId, tuple[ArticleId, ...]]
    by_publisher: Mapping[EntityId, tuple[ArticleId, ...]]
    by_month: Mapping[str, tuple[ArticleId, ...]]
    """`YYYY-MM`, or `YYYY` for articles dated by the year only."""
    redirects: tuple[Redirect, ...]
    preview: bool
    """Whether drafts and the gaps page are part of the site."""
