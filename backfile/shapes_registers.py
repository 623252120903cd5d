"""What people write: the registers of entities, claims and topics, threads, pages and site.yaml."""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, field

from backfile.shapes import (
    ArticleRef,
    By,
    Date,
    EntityRef,
    Id,
    Lang,
    Markdown,
    NameText,
    Parties,
    Sources,
    Url,
    Who,
    Withdrawn,
    Written,
)

ENTITY_TYPES = (
    *("person", "organization", "company", "public-body", "publication", "place", "country"),
    *("product", "vessel", "law", "event", "work", "account", "concept"),
)
ENTITY_RELATIONS = ("part-of", "owns", "member-of", "works-for", "succeeds")
RATINGS = (
    *("true", "mostly-true", "mixed", "mostly-false", "false", "unverified", "not-checkable"),
)

ClaimRef = Annotated[str, Meta(extra={"kind": "claim"})]
Match: TypeAlias = Literal["auto", "article", "manual"]


class Only(Written, frozen=True, kw_only=True):
    """Where a name is looked for; every key given must hold."""

    lang: Lang | None = None
    publisher: Who | None = None
    from_: Date | None = field(name="from", default=None)
    until: Date | None = None
    with_: list[EntityRef] = field(name="with", default_factory=list)
    articles: list[ArticleRef] = field(default_factory=list)


class Alias(Written, frozen=True, kw_only=True):
    """A further name of an entity, and how it is looked for."""

    text: NameText
    lang: Lang | None = None
    case: Literal["exact", "fold"] = "exact"
    match: Match | None = None
    endings: list[str] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    only: Only | None = None


class Role(Written, frozen=True, kw_only=True):
    """An office or post, dated."""

    title: str
    org: Who | None = None
    from_: Date | None = field(name="from", default=None)
    until: Date | None = None


class Relation(Written, frozen=True, kw_only=True):
    """A dated relation from this entity to another."""

    rel: Annotated[str, Meta(extra={"kind": "one-of", "values": ENTITY_RELATIONS})]
    to: EntityRef
    from_: Date | None = field(name="from", default=None)
    until: Date | None = None
    sources: Sources = field(default_factory=list)


class Identifiers(Written, frozen=True, kw_only=True):
    """Identifiers in other registers; they are checked and shown as links."""

    wikidata: Annotated[str, Meta(extra={"kind": "wikidata"})] | None = None
    wikipedia: dict[str, str] = field(default_factory=dict)
    lei: Annotated[str, Meta(extra={"kind": "lei"})] | None = None
    viaf: Annotated[str, Meta(extra={"kind": "digits"})] | None = None
    isni: Annotated[str, Meta(extra={"kind": "isni"})] | None = None
    orcid: Annotated[str, Meta(extra={"kind": "orcid"})] | None = None
    geonames: Annotated[str, Meta(extra={"kind": "digits"})] | None = None
    opensanctions: str | None = None
    iso3166: Annotated[str, Meta(extra={"kind": "iso3166"})] | None = None
    imo: Annotated[str, Meta(extra={"kind": "imo"})] | None = None


class EntityEntry(Written, frozen=True, kw_only=True):
    """One entity of the register (docs/format.md, Entities)."""

    type: Annotated[str, Meta(extra={"kind": "one-of", "values": ENTITY_TYPES})]
    name: NameText
    names: dict[Lang, NameText] = field(default_factory=dict)
    aliases: list[Annotated[str | Alias, Meta(extra={"kind": "alias"})]] = field(
        default_factory=list
    )
    match: Match = "auto"
    not_in: list[NameText] = field(default_factory=list)
    ids: Identifiers | None = None
    description: Markdown | None = None
    roles: list[Role] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    distinct_from: list[EntityRef] = field(default_factory=list)
    private: bool = False
    when: Date | None = None
    where: Who | None = None
    who: Parties = field(default_factory=list)
    point: Annotated[tuple[float, float], Meta(extra={"kind": "point"})] | None = None
    former_ids: list[Id] = field(default_factory=list)
    merged_into: EntityRef | None = None
    status: Literal["published", "draft", "withdrawn"] = "published"
    withdrawn: Withdrawn | None = None


class Answers(Written, frozen=True, kw_only=True):
    """How a claim stands to other claims."""

    supports: list[ClaimRef] = field(default_factory=list)
    disputes: list[ClaimRef] = field(default_factory=list)
    corrects: list[ClaimRef] = field(default_factory=list)
    repeats: list[ClaimRef] = field(default_factory=list)


class Assessment(Written, frozen=True, kw_only=True):
    """The editor's dated judgement of a claim."""

    rating: Annotated[str, Meta(extra={"kind": "one-of", "values": RATINGS})]
    summary: Markdown | None = None
    by: By | None = None
    on: Date | None = None
    sources: Sources = field(default_factory=list)


class ClaimEntry(Written, frozen=True, kw_only=True):
    """One claim of the register (docs/format.md, Claims)."""

    text: str
    about: list[EntityRef] = field(default_factory=list)
    answers: Answers = field(default_factory=Answers)
    assessments: list[Assessment] = field(default_factory=list)
    former_ids: list[Id] = field(default_factory=list)
    merged_into: ClaimRef | None = None
    status: Literal["published", "draft", "withdrawn"] = "published"
    withdrawn: Withdrawn | None = None


class EntityFile(Written, frozen=True, kw_only=True):
    """One file below content/entities/."""

    format: Annotated[str, Meta(extra={"kind": "format"})] | None = None
    entities: dict[Id, EntityEntry] = field(default_factory=dict)


class ClaimFile(Written, frozen=True, kw_only=True):
    """One file below content/claims/."""

    format: Annotated[str, Meta(extra={"kind": "format"})] | None = None
    claims: dict[Id, ClaimEntry] = field(default_factory=dict)


class TopicEntry(Written, frozen=True, kw_only=True):
    """One topic of content/topics.yaml."""

    label: str
    names: dict[Lang, str] = field(default_factory=dict)
    description: Markdown | None = None
    former_ids: list[Id] = field(default_factory=list)


class CorrectionEntry(Written, frozen=True, kw_only=True):
    """One of the archive's own errors (content/corrections.yaml)."""

    on: Date
    text: Markdown
    about: Annotated[list[str], Meta(extra={"kind": "anything"})] = field(default_factory=list)


class ThreadMember(Written, frozen=True, kw_only=True):
    """An article of a thread, with the editor's note."""

    id: ArticleRef
    note: Markdown | None = None


class TimelineEntry(Written, frozen=True, kw_only=True):
    """A dated line of a thread's own timeline."""

    when: Date
    what: Markdown
    article: ArticleRef | None = None


class ThreadFront(Written, frozen=True, kw_only=True):
    """The front matter of a thread."""

    format: Annotated[str, Meta(extra={"kind": "format"})] | None = None
    title: str
    summary: Markdown | None = None
    status: Literal["published", "draft", "withdrawn"] = "published"
    withdrawn: Withdrawn | None = None
    by: By | None = None
    articles: Annotated[list[str | ThreadMember], Meta(extra={"kind": "article"})] = field(
        default_factory=list
    )
    order: Literal["chronological", "listed"] = "chronological"
    timeline: list[TimelineEntry] = field(default_factory=list)
    sources: Sources = field(default_factory=list)
    former_ids: list[Id] = field(default_factory=list)


class PageFront(Written, frozen=True, kw_only=True):
    """The front matter of a hand-written page."""

    format: Annotated[str, Meta(extra={"kind": "format"})] | None = None
    title: str
    nav: str | None = None
    order: int | None = None


class Editor(Written, frozen=True, kw_only=True):
    """Somebody who signs annotations."""

    name: str
    url: Url | None = None


class NavEntry(Written, frozen=True, kw_only=True):
    """One entry of the site's navigation; `to` is an id or a path."""

    text: str
    to: str


class Look(Written, frozen=True, kw_only=True):
    """What a site may set of its looks without a theme."""

    accent: Annotated[str, Meta(extra={"kind": "colour"})] | None = None
    logo: str | None = None


class SiteFile(Written, frozen=True, kw_only=True):
    """site.yaml (docs/format.md, The site)."""

    format: Annotated[str, Meta(extra={"kind": "format"})] | None = None
    title: str
    tagline: str | None = None
    description: str | None = None
    url: Url | None = None
    lang: Lang = "en"
    timezone: Annotated[str, Meta(extra={"kind": "timezone"})] = "UTC"
    licence: str | None = None
    editors: dict[str, Editor] = field(default_factory=dict)
    contact: Annotated[str, Meta(extra={"kind": "contact"})] | None = None
    repository: Url | None = None
    nav: list[NavEntry] = field(default_factory=list)
    theme: str | None = None
    look: Look = field(default_factory=Look)
    mention_links: Literal["all", "first-in-paragraph", "first"] = "all"
    show: Literal["all", "passages", "none"] = "all"
    gaps: Literal["preview", "public"] = "preview"
    feeds: bool = True
    search: bool = True
    annotations_jsonld: bool = False
    per_page: Annotated[int, Meta(ge=1)] = 50
    labels: dict[str, str] = field(default_factory=dict)
