"""What people write: the mappings that sidecars and registers share, as msgspec structs.

These structs are the one source of truth for reading, for the JSON Schemas editors use and for
docs/format.md. They hold text as written; what a text means (an id, a date, an address) is told by
its `kind`, which `backfile.convert` checks and `backfile.schema` turns into patterns. Annotations,
the sidecar as a whole and the registers have modules of their own.
"""

from typing import Annotated, Any, Literal, TypeAlias

from msgspec import Meta, Struct, field

ARTICLE_KINDS = (
    *("news", "statement", "transcript", "analysis", "opinion", "report", "law", "letter"),
    *("obituary", "advert", "brief", "other"),
)
HIDE_REASONS = ("site-furniture", "duplicate", "advert", "privacy", "legal", "rights", "other")
LINK_RELATIONS = (
    *("follows", "responds-to", "confirms", "contradicts", "updates", "corrects"),
    *("background-of", "same-event", "translation-of", "version-of", "cites", "related"),
)

Text: TypeAlias = str
Id = Annotated[str, Meta(extra={"kind": "id"})]
ArticleRef = Annotated[str, Meta(extra={"kind": "article"})]
EntityRef = Annotated[str, Meta(extra={"kind": "entity"})]
ThreadRef = Annotated[str, Meta(extra={"kind": "thread"})]
TopicRef = Annotated[str, Meta(extra={"kind": "topic"})]
Date = Annotated[str, Meta(extra={"kind": "date"}, description="2023-05-24, 2023-05, 2023~ …")]
Url = Annotated[str, Meta(extra={"kind": "url"}, description="An http or https address")]
Lang = Annotated[str, Meta(extra={"kind": "lang"}, description="A language tag such as en or zh")]
Markdown = Annotated[str, Meta(extra={"kind": "markdown"}, description="Text in Markdown")]
NameText = Annotated[str, Meta(extra={"kind": "words"})]
"""Words that must not be empty, because the program looks for them."""
Quote = Annotated[str, Meta(extra={"kind": "quote"})]
"""Words of the seed; white space around a passage may tell it from another."""
Literally = Annotated[str, Meta(extra={"kind": "literal"})]
"""Text of which the white space around it counts, too."""


class Written(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Whatever people write as a mapping; keys that begin with `x-` are free and kept together."""

    extra: dict[str, Any] = field(name="x-", default_factory=dict)


class Words(Written, frozen=True, kw_only=True):
    """Words that look like an id but are none: `{text: reuters}`."""

    text: str


Who: TypeAlias = Annotated[str | Words, Meta(extra={"kind": "entity-or-words"})]
"""An entity's id, or words (docs/format.md, Id or words)."""

By: TypeAlias = Annotated[str | Words, Meta(extra={"kind": "entity-or-words", "editors": True})]
"""Who signs: a key of `editors` in site.yaml, an entity's id, or words."""


class Party(Written, frozen=True, kw_only=True):
    """Somebody who took part in an event: `{entity: micron, role: plaintiff}`."""

    entity: Annotated[str, Meta(extra={"kind": "entity-or-words"})] | None = None
    text: str | None = None
    role: str | None = None


Parties: TypeAlias = list[Annotated[str | Party, Meta(extra={"kind": "entity-or-words"})]]


class At(Written, frozen=True, kw_only=True):
    """Where in the seed (docs/format.md, Anchors); one of the forms quote, from/until, para."""

    quote: Quote | None = None
    in_: Quote | None = field(name="in", default=None)
    before: Literally | None = None
    after: Literally | None = None
    nth: Annotated[int, Meta(ge=1)] | None = None
    from_: Quote | None = field(name="from", default=None)
    until: Quote | None = None
    para: Quote | None = None


Anchor: TypeAlias = Annotated[str | At, Meta(extra={"kind": "anchor"})]


class Archived(Written, frozen=True, kw_only=True):
    """One archived copy."""

    url: Url
    at: Date | None = None


class Citation(Written, frozen=True, kw_only=True):
    """One source of a statement: an address, an article of this archive, or a title."""

    url: Url | None = None
    article: ArticleRef | None = None
    title: str | None = None
    archived: Annotated[str | list[Archived] | None, Meta(extra={"kind": "url"})] = None
    publisher: Who | None = None
    date: Date | None = None
    accessed: Date | None = None
    quote: str | None = None
    page: str | None = None
    note: Markdown | None = None


Sources: TypeAlias = Annotated[str | list[str | Citation], Meta(extra={"kind": "source"})]
"""A list of citations; each may be just an article's id or an address."""


class Rights(Written, frozen=True, kw_only=True):
    """Who holds the rights in the seed, and on which ground it is shown."""

    holder: Who | None = None
    terms: str | None = None
    licence: str | None = None
    basis: str | None = None


class Provenance(Written, frozen=True, kw_only=True):
    """Where an article comes from: the sidecar's `source`."""

    publisher: Who | None = None
    url: Url | None = None
    archived: Annotated[str | list[Archived] | None, Meta(extra={"kind": "url"})] = None
    retrieved: Date | None = None
    method: str | None = None
    sha256: Annotated[str, Meta(extra={"kind": "sha256"})] | None = None
    via: Url | None = None
    page: str | None = None
    column: str | None = None
    section: str | None = None
    issue: str | None = None
    volume: str | None = None
    edition: str | None = None
    shelfmark: str | None = None
    facsimile: Url | None = None
    rights: Rights | None = None


class Hide(At, frozen=True, kw_only=True):
    """A passage that is not shown, and why."""

    at: Anchor | None = None
    every: bool = False
    why: Annotated[str, Meta(extra={"kind": "one-of", "values": HIDE_REASONS})] = "other"
    note: str | None = None


class Reading(Written, frozen=True, kw_only=True):
    """What a misprint or OCR error means; search and names see it."""

    at: Anchor
    read: str
    why: Literal["ocr", "misprint", "illegible"] | None = None


class TextRules(Written, frozen=True, kw_only=True):
    """How the seed's text is decoded, cut and shown: the sidecar's `text`."""

    encoding: Annotated[str, Meta(extra={"kind": "encoding"})] | None = None
    paragraphs: Literal["blank-line", "line", "wrapped"] | None = None
    first_line: Literal["title", "body"] = "title"
    hide: list[Hide] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    former_paragraphs: dict[str, str] = field(default_factory=dict)


class Withdrawn(Written, frozen=True, kw_only=True):
    """When and why something was taken down."""

    on: Date
    reason: Markdown


class Dateline(Written, frozen=True, kw_only=True):
    """The place and date printed at the head of a report."""

    place: Who | None = None
    date: Date | None = None


class Fix(Written, frozen=True, kw_only=True):
    """A mention written by hand, or with `is: none` a name that is no mention here."""

    at: Anchor
    is_: Annotated[str, Meta(extra={"kind": "entity-or-none"})] = field(name="is")
    why: str | None = None
    confidence: Literal["high", "medium", "low"] | None = None


class Reviewed(Written, frozen=True, kw_only=True):
    """Who checked an article's mentions, and when."""

    by: By | None = None
    on: Date | None = None


class MentionRules(Written, frozen=True, kw_only=True):
    """What the sidecar says about mentions (docs/format.md, Mentions)."""

    auto: bool = True
    mean: dict[NameText, Annotated[str, Meta(extra={"kind": "entity-or-none"})]] = field(
        default_factory=dict
    )
    fix: list[Fix] = field(default_factory=list)
    skip: list[EntityRef] = field(default_factory=list)
    also: list[EntityRef] = field(default_factory=list)
    reviewed: Reviewed | None = None


class ArticleLink(Written, frozen=True, kw_only=True):
    """A typed link to another article of this archive, or to an address."""

    rel: Annotated[str, Meta(extra={"kind": "one-of", "values": LINK_RELATIONS})]
    to: Annotated[str, Meta(extra={"kind": "article-or-url"})]
    at: Anchor | None = None
    to_at: Anchor | None = None
    note: Markdown | None = None
