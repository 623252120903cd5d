"""Views: what templates are given, as plain values (docs/templates.md lists every field).

Addresses are relative to the site's root; templates put `root` in front. Text is plain text and
is escaped by the templates, except `Rich`, which is Markdown with its wikilinks resolved.
"""

from typing import Literal, NamedTuple

import msgspec

from backfile.ids import UrlPath
from backfile.model import Excerpt, Value


class Target(NamedTuple):
    """Where a wikilink leads."""

    address: str | None
    """Relative to the site's root, with fragment; None when it is shown as text."""
    text: str


class Embed(NamedTuple):
    """A passage that a thread or page sets as a block quotation."""

    text: str
    lang: str
    title: str
    publisher: str
    when: str
    address: str


class Rich(Value, frozen=True, kw_only=True):
    """A Markdown text and what its wikilinks lead to."""

    source: str
    targets: dict[str, Target] = msgspec.field(default_factory=dict)
    """By the reference as written."""
    embeds: dict[str, Embed] = msgspec.field(default_factory=dict)


class Ref(NamedTuple):
    """A name and, where it has a page, its address."""

    text: str
    address: str | None
    kind: str = ""
    """An entity's type; empty for anything else."""
    lang: str = ""
    """Set where the words are in another language than the page."""


class Count(msgspec.Struct, frozen=True):
    """A link with a number, e.g. a year and how many articles it has."""

    text: str
    address: str
    count: int
    kind: str = ""


class CountGroup(Value, frozen=True, kw_only=True):
    """Links with numbers under a heading: a letter, or a type with its most-mentioned entities."""

    name: str
    id: str
    """The fragment that leads to it."""
    address: str = ""
    """Of the whole list, where the group is a part of it."""
    count: int = 0
    """How many the whole list has."""
    rows: tuple[Count, ...]


class Step(NamedTuple):
    """Neighbouring pages of a list."""

    number: int
    pages: int
    before: str | None
    after: str | None


class SiteView(Value, frozen=True, kw_only=True):
    """What every page shows of the site."""

    title: str
    tagline: str
    description: str
    url: str
    """Absolute, ending in a slash; empty when the site names none."""
    lang: str
    dir: Literal["ltr", "rtl"]
    licence: str
    contact: str
    repository: str
    nav: tuple[Ref, ...]
    footer: tuple[Ref, ...]
    """Hand-written pages that the navigation does not name."""
    has_search: bool
    has_feeds: bool
    accent: str
    logo: str
    preview: bool


class Frame(Value, frozen=True, kw_only=True):
    """The head of a page."""

    title: str
    """Without the site's name."""
    description: str
    """Plain words for search engines and previews."""
    address: UrlPath
    lang: str
    indexed: bool = True
    """Whether search engines may list the page."""
    crumbs: tuple[Ref, ...] = ()


class ArticleRow(Value, frozen=True, kw_only=True):
    """An article as lists show it."""

    id: str
    title: str
    address: str
    lang: str
    dir: str
    kind: str
    when: str
    """The date as written, for the `when` filter; empty when undated."""
    day: str
    publisher: Ref | None
    summary: str
    note: Rich | None = None
    """A thread's note on it."""
    status: str = "published"


class MentionRow(Value, frozen=True, kw_only=True):
    """One line of a concordance."""

    article: ArticleRow
    address: str
    """Leads to the very place."""
    number: int
    """The paragraph's number; 0 in the headline."""
    excerpt: Excerpt
    form: str
    """The words used, when they are none of the entity's usual names; else empty."""


class CitationView(Value, frozen=True, kw_only=True):
    """A source of a statement."""

    title: str
    url: str
    """Empty for a source of this archive, which has `address`, and for one without address."""
    address: str
    archived: tuple[tuple[str, str], ...]
    """Address and date of each copy."""
    publisher: Ref | None
    when: str
    accessed: str
    quote: str
    page: str
    note: Rich | None


class RemarkView(Value, frozen=True, kw_only=True):
    """An annotation, as it stands beside its passage and in the lists of other pages."""

    id: str
    former_ids: tuple[str, ...]
    """Old ids that still lead here."""
    type: str
    number: int
    """The note's number in its article; 0 for one about the whole article."""
    label: str
    """E.g. "Note 3, quotation"."""
    title: str
    body: Rich | None
    term: str
    speakers: tuple[Ref, ...]
    to: Ref | None
    mode: str
    stance: str
    said: str
    claim: Ref | None
    claim_text: str
    event: Ref | None
    when: str
    where: Ref | None
    who: tuple[tuple[Ref, str], ...]
    """Who took part and in which role."""
    original_text: str
    original_lang: str
    original_url: str
    lang: str
    was: str
    now: str
    of: Ref | None
    by: Ref | None
    on: str
    updated: str
    about: tuple[Ref, ...]
    confidence: str
    retracted: bool
    reason: Rich | None
    sources: tuple[CitationView, ...]
    passage: str
    """The seed's own words; for a record without text, those the editor quotes."""
    held: bool
    """Whether the passage is in a seed of this archive."""
    article: ArticleRow | None
    """Set in lists on other pages."""
    address: str
    """Leads to the very place."""
    paragraph: int


class ParagraphView(Value, frozen=True, kw_only=True):
    """A paragraph with the notes that stand beside it."""

    id: str
    number: int
    html: str
    """Trusted markup made by `backfile.markup`."""
    notes: tuple[RemarkView, ...]


class HiddenView(Value, frozen=True, kw_only=True):
    """A passage the page does not show."""

    why: str
    note: str
    words: str
    """What it says; empty when privacy, law or rights forbid it."""
    count: int


class LinkRow(Value, frozen=True, kw_only=True):
    """A typed link to another article, or out of the archive."""

    rel: str
    article: ArticleRow | None
    url: str
    note: Rich | None
    here: str
    """The passage of this article; empty for the whole."""
    here_address: str
    there: str
    there_address: str


class RelatedRow(Value, frozen=True, kw_only=True):
    """A related article with the reasons."""

    article: ArticleRow
    reasons: tuple[Ref, ...]


class ThreadPlace(Value, frozen=True, kw_only=True):
    """Where an article stands in a thread."""

    thread: Ref
    position: int
    length: int
    before: Ref | None
    after: Ref | None


class MomentRow(Value, frozen=True, kw_only=True):
    """A line of the timeline."""

    when: str
    day: str
    month: str
    """`2023-05`; empty where the date is not known to the month."""
    kind: str
    text: str
    what: Rich | None
    """Set for a thread's own entries instead of `text`."""
    address: str
    """Leads to the article's place, the event or nothing."""
    article: ArticleRow | None
    event: Ref | None
    threads: tuple[Ref, ...]
