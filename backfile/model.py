"""Values past anchoring: what the later stages know of an article.

Every offset counts Unicode code points of the decoded seed (docs/format.md, The decoded seed);
spans are half open.
"""

from typing import Any, Literal, NamedTuple, TypeAlias

import msgspec

from backfile.ids import AnnotationId, ArticleId, EntityId
from backfile.problems import Keys
from backfile.shapes import ArticleLink
from backfile.shapes_annotations import AnnotationShape
from backfile.shapes_sidecar import Sidecar

How: TypeAlias = Literal["auto", "mean", "fix"]
PRIVATE_REASONS = frozenset({"privacy", "legal", "rights"})
"""Reasons to hide whose words must be in no output file whatever."""


class Span(NamedTuple):
    """A stretch of the decoded seed, `[start, end)`."""

    start: int
    end: int


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """What stages hand to each other: frozen, comparable, storable."""


class SeedText(Value, frozen=True, kw_only=True):
    """A seed as decoded."""

    path: str
    """The file relative to the archive, with forward slashes."""
    text: str
    sha256: str
    """Of the file's bytes, in hexadecimal."""
    counts_alike: bool
    """Whether the bytes, read as UTF-8, have the same code points as `text`, so that positions hold
    in `text.txt`.
    """


class Paragraph(Value, frozen=True, kw_only=True):
    """One paragraph of the body, hidden stretches included."""

    id: str
    """Permanent: `p-` and six letters made of its words."""
    number: int
    """What people see, counted from 1."""
    span: Span


class HiddenSpan(Value, frozen=True, kw_only=True):
    """A stretch of the seed that is not shown."""

    span: Span
    why: str
    note: str | None = None

    @property
    def private(self) -> bool:
        """Whether the hidden words may be in no output file."""
        return self.why in PRIVATE_REASONS


class Excerpt(NamedTuple):
    """A sentence with some of its words marked; joined it is the seed's own wording without hidden
    words.
    """

    before: str
    words: str
    after: str


class Mention(Value, frozen=True, kw_only=True):
    """One occurrence of an entity, e.g. "Mayor Ruíz" in the third paragraph."""

    entity: EntityId
    span: Span
    how: How
    paragraph: str
    """The paragraph's id; empty in the headline."""
    number: int
    """The paragraph's number; 0 in the headline."""
    excerpt: Excerpt
    """The sentence around the mention, cut at word boundaries for use in a list."""
    confidence: str | None = None


class Passage(Value, frozen=True, kw_only=True):
    """An anchored stretch of the seed, as other pages quote it."""

    span: Span
    paragraph: str
    """The id of the paragraph it begins in; empty in the headline."""
    number: int
    text: str
    """The seed's own wording without hidden words; paragraphs are parted by a line end."""


class Annotation(Value, frozen=True, kw_only=True):
    """An annotation of one article, with its passage; `shape` is what the editor wrote."""

    id: AnnotationId
    """Part of its permanent address."""
    named: bool
    """Whether the editor gave the id."""
    index: int
    """Its place in the sidecar's list, for messages."""
    shape: AnnotationShape
    passage: Passage | None
    """None when it belongs to the whole article, or the text is not held."""
    quoted: str | None = None
    """The words of `at` when the archive holds no text: quoted by the editor."""


class Link(Value, frozen=True, kw_only=True):
    """A link as written in the sidecar, with its own passage; `there` is filled in when articles
    are linked.
    """

    index: int
    shape: ArticleLink
    passage: Passage | None
    there: Passage | None = None


class Card(Value, frozen=True, kw_only=True):
    """What lists show of an article."""

    id: ArticleId
    slug: str
    title: str
    lang: str
    kind: str
    published: str | None
    """As written; `backfile.dates` reads it."""
    day: str
    """The earliest day as `YYYY-MM-DD` for sorting, empty when undated."""
    publisher: str | None
    """An entity's id or words; see `publisher_is_entity`."""
    publisher_is_entity: bool
    summary: str | None
    topics: tuple[str, ...]
    status: str


class Article(Value, frozen=True, kw_only=True):
    """One article past anchoring."""

    id: ArticleId
    sidecar_path: str
    """Empty when there is no sidecar."""
    seed: SeedText | None
    """None when the archive holds no text, and for withdrawn articles."""
    sidecar: Sidecar
    show: Literal["all", "passages", "none"]
    card: Card
    deck: str | None
    title_span: Span | None
    """The headline in the seed; None when the seed does not have it."""
    paragraphs: tuple[Paragraph, ...] = ()
    former_paragraphs: tuple[tuple[str, str], ...] = ()
    """Old paragraph ids and what they are now."""
    hidden: tuple[HiddenSpan, ...] = ()
    """In order, not overlapping; with `show: passages` the paragraphs left out, too."""
    mentions: tuple[Mention, ...] = ()
    """In order of start, the longer first."""
    annotations: tuple[Annotation, ...] = ()
    """In order of place; those of the whole article first."""
    links: tuple[Link, ...] = ()
    left_out: tuple[str, ...] = ()
    """Under `--lenient`: what was faulty and is left out, in words."""
    placeholder: bool = False
    """Under `--lenient`: the sidecar cannot be trusted, so nothing of the seed is shown."""
    extra: dict[str, Any] = {}
    dropped: tuple[Keys, ...] = ()
    """Items of the sidecar's lists that were left out when it was read, by their places in the
    file.
    """
    inherited: dict[str, tuple[str, Keys]] = {}
    """Keys of the first level that stand in the defaults, not in the sidecar: file and place."""

    @property
    def file(self) -> str:
        """The sidecar's path; the seed's when there is no sidecar."""
        return self.sidecar_path or (self.seed.path if self.seed else "")
