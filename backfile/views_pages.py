"""Views of whole pages, one struct for each template."""

from backfile.model import Value
from backfile.views import (
    ArticleRow,
    CitationView,
    Count,
    Frame,
    HiddenView,
    LinkRow,
    MentionRow,
    ParagraphView,
    Ref,
    RelatedRow,
    RemarkView,
    Rich,
    Step,
    ThreadPlace,
)


class PageView(Value, frozen=True, kw_only=True):
    """What every page's view has."""

    frame: Frame


class ProvenanceView(Value, frozen=True, kw_only=True):
    """Where an article's text comes from."""

    publisher: Ref | None
    url: str
    archived: tuple[tuple[str, str], ...]
    retrieved: str
    method: str
    via: str
    printed: tuple[tuple[str, str], ...]
    """Page, column, section, issue … of a printed source."""
    facsimile: str
    holder: Ref | None
    terms: str
    licence: str
    basis: str
    sha256: str
    """Of the seed's bytes; empty where words are hidden for privacy or law."""
    text_address: str
    """Of `text.txt`; empty where it is not published."""
    annotations_address: str = ""
    """Of `annotations.jsonld`; empty where the site does not publish it."""


class CiteView(Value, frozen=True, kw_only=True):
    """Ready citations of an article."""

    plain: str
    bibtex: str
    ris: str
    csl: str


class ArticleView(PageView, frozen=True, kw_only=True):
    """An article, or a record without text (`paragraphs` is empty then)."""

    id: str
    title: str
    title_html: str
    """Trusted markup of the headline when it is in the seed; else empty."""
    deck: str
    kind: str
    lang: str
    dir: str
    when: str
    day: str
    updated: str
    published_as: str
    dateline_place: Ref | None
    dateline_date: str
    byline: tuple[Ref, ...]
    publisher: Ref | None
    summary: Rich | None
    topics: tuple[Ref, ...]
    paragraphs: tuple[ParagraphView, ...]
    has_text: bool
    show: str
    about_article: tuple[RemarkView, ...]
    """Annotations of the whole article, and those of a record without text."""
    headline_notes: tuple[RemarkView, ...]
    sources: tuple[CitationView, ...]
    """Every source of its notes once, in the order of the notes."""
    hidden: tuple[HiddenView, ...]
    readings: tuple[tuple[str, str, str], ...]
    """What the seed has, what it means, and why it is misprinted."""
    provenance: ProvenanceView
    cite: CiteView
    entities: tuple[tuple[str, tuple[Count, ...]], ...]
    """Entities mentioned, by type; each leads to its page."""
    also: tuple[Ref, ...]
    links: tuple[LinkRow, ...]
    related: tuple[RelatedRow, ...]
    threads: tuple[ThreadPlace, ...]
    left_out: tuple[str, ...]
    draft: bool
    edit_url: str
    """Of the sidecar in the site's repository; empty when the site names none."""
    meta: tuple[tuple[str, str], ...]
    """Names and contents of `<meta>` elements for reference managers."""


class TombstoneView(PageView, frozen=True, kw_only=True):
    """What stands at the address of something that was withdrawn, or cannot be shown."""

    title: str
    """Empty when not even the title may be shown."""
    what: str
    """`article`, `entity`, `claim` or `thread`."""
    id: str
    on: str
    reason: Rich | None
    placeholder: bool
    """Whether a fault of the sidecar, and no decision, keeps the text back."""


class RoleRow(Value, frozen=True, kw_only=True):
    """An office or post."""

    title: str
    org: Ref | None
    since: str
    until: str


class RelationRow(Value, frozen=True, kw_only=True):
    """A relation to another entity; `back` when the other one wrote it."""

    rel: str
    back: bool
    other: Ref
    since: str
    until: str
    sources: tuple[CitationView, ...]


class TogetherRow(Value, frozen=True, kw_only=True):
    """An entity named in the same paragraphs, with passages."""

    entity: Ref
    count: int
    passages: tuple[MentionRow, ...]


class EntityView(PageView, frozen=True, kw_only=True):
    """One page of an entity: its mentions and, from `also_in` on, its other lists go on from page
    to page; what else has a default here stands on the first page only.
    """

    id: str
    type: str
    name: str
    first: bool
    """Whether this is the first page."""
    mentions: tuple[MentionRow, ...]
    step: Step
    names: tuple[tuple[str, str], ...] = ()
    """Language and name."""
    aliases: tuple[str, ...] = ()
    description: Rich | None = None
    roles: tuple[RoleRow, ...] = ()
    relations: tuple[RelationRow, ...] = ()
    identifiers: tuple[Ref, ...] = ()
    """What the identifier is called with its value, and its address elsewhere."""
    distinct_from: tuple[Ref, ...] = ()
    when: str = ""
    where: Ref | None = None
    who: tuple[tuple[Ref, str], ...] = ()
    point: tuple[float, float] | None = None
    mention_count: int = 0
    article_count: int = 0
    first_seen: str = ""
    last_seen: str = ""
    years: tuple[Count, ...] = ()
    """Mentions by year, or by month where they span hardly more than one."""
    together: tuple[TogetherRow, ...] = ()
    ties: tuple[tuple[int, int, int], ...] = ()
    """Which of `together` stand together with each other, too: two places and a number."""
    parts: tuple[tuple[str, int], ...] = ()
    """What the pages have, by kind, with the number of all."""
    also_in: tuple[ArticleRow, ...] = ()
    published: tuple[ArticleRow, ...] = ()
    """What it published, the newest first."""
    said: tuple[RemarkView, ...] = ()
    claims: tuple[Ref, ...] = ()
    about: tuple[RemarkView, ...] = ()
    events: tuple[RemarkView, ...] = ()


class AssessmentView(Value, frozen=True, kw_only=True):
    """The editor's dated judgement of a claim."""

    rating: str
    summary: Rich | None
    by: Ref | None
    on: str
    sources: tuple[CitationView, ...]


class ClaimView(PageView, frozen=True, kw_only=True):
    """A claim with a page of its ledger; answers and assessments stand on the first page only."""

    id: str
    text: str
    about: tuple[Ref, ...]
    ledger: tuple[RemarkView, ...]
    """Who asserted, disputed, repeated or retracted it, by date."""
    step: Step
    answers: tuple[tuple[str, Ref], ...]
    """How it stands to other claims."""
    assessments: tuple[AssessmentView, ...]
    """The newest first."""
