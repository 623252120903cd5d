"""Register entries with the places they were read from."""

from __future__ import annotations

from typing import Any

import msgspec

from backfile.ids import ArticleId, ClaimId, EntityId, PageId, ThreadId, TopicId
from backfile.problems import Keys, Problem
from backfile.shapes_registers import (
    ClaimEntry,
    CorrectionEntry,
    EntityEntry,
    PageFront,
    SiteFile,
    ThreadFront,
    TopicEntry,
)


class EntityRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An entity, and where it is registered."""

    id: EntityId
    entry: EntityEntry
    path: str
    keys: Keys
    article: ArticleId | None = None
    """The article whose sidecar defines it; None for entities of the register."""
    article_status: str = "published"
    """The status of that article."""


class ClaimRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A claim, and where it is registered."""

    id: ClaimId
    entry: ClaimEntry
    path: str
    keys: Keys


class ThreadRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A storyline, as its file has it."""

    id: ThreadId
    front: ThreadFront
    body: str
    """Markdown."""
    body_line: int
    """The line of the file in which the body begins, counted from 1."""
    path: str


class PageRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A hand-written page, as its file has it."""

    id: PageId
    front: PageFront
    body: str
    """Markdown."""
    body_line: int
    """The line of the file in which the body begins, counted from 1."""
    path: str


class TopicRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A topic of content/topics.yaml."""

    id: TopicId
    entry: TopicEntry
    path: str
    keys: Keys


class DefaultsRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of content/defaults.yaml: data that fits a sidecar, without its pattern."""

    pattern: str
    data: dict[str, Any]
    keys: Keys


class Registers(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that articles refer to; mappings are sorted by id."""

    site: SiteFile | None
    """None when site.yaml is missing or says nothing that can be used."""
    entities: dict[EntityId, EntityRecord] = {}
    claims: dict[ClaimId, ClaimRecord] = {}
    threads: dict[ThreadId, ThreadRecord] = {}
    topics: dict[TopicId, TopicRecord] = {}
    topics_listed: bool = False
    """Whether content/topics.yaml is there, so that an unknown topic is worth a warning."""
    pages: dict[PageId, PageRecord] = {}
    corrections: tuple[CorrectionEntry, ...] = ()
    defaults: tuple[DefaultsRecord, ...] = ()
    current: dict[str, dict[str, str]] = {}
    """By kind (`entity`, `claim`, `thread`, `topic`): what each former or merged id is now."""
    problems: tuple[Problem, ...] = ()
