"""What people write: an article's sidecar as a whole, and the defaults that many sidecars share."""

from typing import Annotated, Literal

from msgspec import Meta, field

from backfile.shapes import (
    ARTICLE_KINDS,
    ArticleLink,
    Date,
    Dateline,
    Id,
    Lang,
    Markdown,
    MentionRules,
    Provenance,
    TextRules,
    ThreadRef,
    TopicRef,
    Who,
    Withdrawn,
    Written,
)
from backfile.shapes_annotations import AnnotationShape
from backfile.shapes_registers import EntityEntry


class Sidecar(Written, frozen=True, kw_only=True):
    """Everything people say about one article (docs/format.md, The sidecar)."""

    format: Annotated[str, Meta(extra={"kind": "format"})] | None = None
    title: str | None = None
    deck: str | None = None
    kind: Annotated[str, Meta(extra={"kind": "one-of", "values": ARTICLE_KINDS})] = "news"
    lang: Lang | None = None
    published: Date | None = None
    updated: Date | None = None
    published_as: str | None = None
    dateline: Dateline | None = None
    byline: list[Who] = field(default_factory=list)
    summary: Markdown | None = None
    topics: list[TopicRef] = field(default_factory=list)
    slug: Id | None = None
    status: Literal["published", "draft", "withdrawn"] = "published"
    withdrawn: Withdrawn | None = None
    former_ids: list[Id] = field(default_factory=list)
    notes_internal: str | None = None
    source: Provenance | None = None
    show: Literal["all", "passages", "none"] | None = None
    text: TextRules = field(default_factory=TextRules)
    mentions: MentionRules = field(default_factory=MentionRules)
    annotations: list[AnnotationShape] = field(default_factory=list)
    links: list[ArticleLink] = field(default_factory=list)
    threads: list[ThreadRef] = field(default_factory=list)
    entities: dict[Id, EntityEntry] = field(default_factory=dict)


class Defaults(Sidecar, frozen=True, kw_only=True):
    """One entry of content/defaults.yaml: a sidecar's keys for the seeds that a pattern names."""

    seeds: str
