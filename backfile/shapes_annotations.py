"""What people write: annotations, one struct for each type."""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, field

from backfile.shapes import (
    Anchor,
    By,
    Date,
    EntityRef,
    Id,
    Lang,
    Markdown,
    Parties,
    Sources,
    Url,
    Who,
    Words,
    Written,
)


class Remark(Written, frozen=True, kw_only=True, tag_field="type"):
    """What every kind of annotation has."""

    id: Id | None = None
    at: Anchor | None = None
    title: str | None = None
    body: Markdown | None = None
    by: By | None = None
    on: Date | None = None
    updated: Date | None = None
    about: list[EntityRef] = field(default_factory=list)
    sources: Sources = field(default_factory=list)
    confidence: Literal["high", "medium", "low"] | None = None
    status: Literal["published", "draft", "retracted"] = "published"
    reason: Markdown | None = None
    former_ids: list[Id] = field(default_factory=list)


class Note(Remark, frozen=True, kw_only=True, tag="note"):
    """An editor's note."""

    body: Markdown


class Context(Remark, frozen=True, kw_only=True, tag="context"):
    """Background a reader needs."""

    body: Markdown


class Question(Remark, frozen=True, kw_only=True, tag="question"):
    """Something that is open."""

    body: Markdown


class Definition(Remark, frozen=True, kw_only=True, tag="definition"):
    """What a term means."""

    term: str
    body: Markdown


class Original(Written, frozen=True, kw_only=True):
    """A quotation in the language it was spoken in."""

    lang: Lang | None = None
    text: str | None = None
    url: Url | None = None


Speakers: TypeAlias = Annotated[
    str | Words | list[str | Words], Meta(extra={"kind": "entity-or-words"})
]


class Quotation(Remark, frozen=True, kw_only=True, tag="quotation"):
    """Somebody's words."""

    speaker: Speakers
    to: Who | None = None
    mode: Literal["direct", "indirect", "partial", "translated"] | None = None
    said: Date | None = None
    event: EntityRef | None = None
    original: Original | None = None


class Assertion(Remark, frozen=True, kw_only=True, tag="claim"):
    """A passage that makes, disputes, repeats or retracts a claim."""

    claim: Annotated[str, Meta(extra={"kind": "claim-or-wording"})]
    speaker: Speakers | None = None
    said: Date | None = None
    stance: Literal["asserts", "disputes", "repeats", "retracts"] = "asserts"


class Correction(Remark, frozen=True, kw_only=True, tag="correction"):
    """What is wrong in the source or in one of our annotations."""

    body: Markdown
    was: str | None = None
    now: str | None = None
    of: str | None = None


class Happening(Remark, frozen=True, kw_only=True, tag="event"):
    """An event the passage tells of: a registered one, or one described here."""

    event: EntityRef | None = None
    name: str | None = None
    when: Date | None = None
    where: Who | None = None
    who: Parties = field(default_factory=list)


class Translation(Remark, frozen=True, kw_only=True, tag="translation"):
    """The passage in another language."""

    body: Markdown
    lang: Lang


AnnotationShape: TypeAlias = (
    Note
    | Context
    | Question
    | Definition
    | Quotation
    | Assertion
    | Correction
    | Happening
    | Translation
)
"""Any annotation; `type` tells which."""
