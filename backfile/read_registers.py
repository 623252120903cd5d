"""Registers: site.yaml, entities, claims, topics, threads, pages, corrections, defaults.

They are read before any article, because articles refer to them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from backfile.checks import FAULTY
from backfile.convert import checked, convert_to
from backfile.ids import ClaimId, EntityId, PageId, ThreadId, TopicId
from backfile.kinds import check_format
from backfile.problems import Keys, Problem, sort_key
from backfile.read_files import read_bytes, read_markdown, read_yaml
from backfile.read_identity import duplicate_identifiers, resolve_former
from backfile.read_records import (
    ClaimRecord,
    DefaultsRecord,
    EntityRecord,
    PageRecord,
    Registers,
    ThreadRecord,
    TopicRecord,
)
from backfile.shapes import Id
from backfile.shapes_registers import (
    ClaimFile,
    CorrectionEntry,
    EntityEntry,
    EntityFile,
    PageFront,
    SiteFile,
    ThreadFront,
    TopicEntry,
)
from backfile.shapes_sidecar import Defaults
from backfile.yamldata import load_yaml
from backfile.yamlnodes import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from backfile.read_survey import ArchiveFile, ArticleFiles, Survey

T = TypeVar("T")


OWN_ENTITIES = re.compile(rb"entities[\"']?[ \t]*:")


def sidecars_with_entities(root: Path, files: Iterable[ArticleFiles]) -> tuple[ArticleFiles, ...]:
    """Return the articles whose sidecar seems to define entities of its own."""
    return tuple(
        article
        for article in files
        if article.sidecar is not None
        and OWN_ENTITIES.search(read_bytes(root, article.sidecar)[0] or b"")
    )


def read_registers(
    root: Path, survey: Survey, with_entities: Iterable[ArticleFiles] | None = None
) -> Registers:
    """Return all registers of an archive, and all that is wrong with them.

    `with_entities` are the articles whose sidecars define entities, if that is known already;
    otherwise every sidecar is looked into.
    """
    reader = RegisterReader(root)
    if with_entities is None:
        with_entities = sidecars_with_entities(root, survey.articles.values())
    reader.read_entities(survey.entities, with_entities)
    reader.read_claims(survey.claims)
    threads = reader.threads(survey.threads)
    topics = reader.topics(survey.topics)
    current = {
        "entity": resolve_former("entity", reader.entities, reader.problems),
        "claim": resolve_former("claim", reader.claims, reader.problems),
        "thread": resolve_former("thread", threads, reader.problems),
        "topic": resolve_former("topic", topics, reader.problems),
    }
    reader.problems.extend(duplicate_identifiers(reader.entities.values()))
    return Registers(
        site=reader.one(survey.site, SiteFile),
        entities=dict(sorted(reader.entities.items())),
        claims=dict(sorted(reader.claims.items())),
        threads=threads,
        topics=topics,
        topics_listed=survey.topics is not None,
        pages=reader.pages(survey.pages),
        corrections=tuple(reader.one(survey.corrections, list[CorrectionEntry]) or ()),
        defaults=reader.defaults(survey.defaults),
        current=current,
        problems=tuple(sorted(reader.problems, key=sort_key)),
    )


class RegisterReader:
    """Reads the registers of one archive and gathers what is wrong."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.entities: dict[EntityId, EntityRecord] = {}
        self.claims: dict[ClaimId, ClaimRecord] = {}

    def one(self, file: ArchiveFile | None, shape: type[T]) -> T | None:
        """Return a YAML file as `shape`; None when it is missing or cannot be used."""
        if file is None:
            return None
        found = read_yaml(self.root, file)
        self.problems.extend(found.problems)
        if found.data is ABSENT and not found.readable:
            return None
        value, problems = convert_to(found.data, shape, file.path)
        self.problems.extend(problems)
        return value

    def read_entities(
        self, files: Iterable[ArchiveFile], with_entities: Iterable[ArticleFiles]
    ) -> None:
        """Take the entities of the register and of the sidecars."""
        for file in files:
            register = self.one(file, EntityFile)
            for name, entry in (register.entities if register else {}).items():
                keys: Keys = ("entities", name)
                self.add_entity(
                    EntityRecord(id=EntityId(name), entry=entry, path=file.path, keys=keys)
                )
        for article in with_entities:
            if article.sidecar is not None:
                self.read_own_entities(article, article.sidecar)

    def read_own_entities(self, article: ArticleFiles, sidecar: ArchiveFile) -> None:
        """Take the entities a sidecar defines; what is wrong in it is told with the article."""
        data = read_yaml(self.root, sidecar).data
        own = data.get("entities") if isinstance(data, dict) else None
        if not isinstance(own, dict):
            return
        status = data.get("status", "published")
        entries, _ = convert_to(own, dict[Id, EntityEntry], sidecar.path, ("entities",))
        for name, entry in (entries or {}).items():
            self.add_entity(
                EntityRecord(
                    id=EntityId(name),
                    entry=entry,
                    path=sidecar.path,
                    keys=("entities", name),
                    article=article.id,
                    article_status=status if isinstance(status, str) else "published",
                )
            )

    def add_entity(self, record: EntityRecord) -> None:
        """Take an entity unless its id is given already."""
        first = self.entities.setdefault(record.id, record)
        if first is not record:
            self.problems.append(given_twice("entity", record.id, first.path, record))

    def read_claims(self, files: Iterable[ArchiveFile]) -> None:
        """Take the claims of the register."""
        for file in files:
            register = self.one(file, ClaimFile)
            for name, entry in (register.claims if register else {}).items():
                record = ClaimRecord(
                    id=ClaimId(name), entry=entry, path=file.path, keys=("claims", name)
                )
                first = self.claims.setdefault(record.id, record)
                if first is not record:
                    self.problems.append(given_twice("claim", name, first.path, record))

    def threads(self, files: dict[str, ArchiveFile]) -> dict[ThreadId, ThreadRecord]:
        """Return the storylines whose front matter can be used."""
        found = {}
        for name, file in files.items():
            front, body, line = self.markdown(file, ThreadFront)
            if front is not None:
                found[ThreadId(name)] = ThreadRecord(
                    id=ThreadId(name), front=front, body=body, body_line=line, path=file.path
                )
        return found

    def pages(self, files: dict[str, ArchiveFile]) -> dict[PageId, PageRecord]:
        """Return the hand-written pages whose front matter can be used."""
        found = {}
        for name, file in files.items():
            front, body, line = self.markdown(file, PageFront)
            if front is not None:
                found[PageId(name)] = PageRecord(
                    id=PageId(name), front=front, body=body, body_line=line, path=file.path
                )
        return found

    def markdown(self, file: ArchiveFile, shape: type[T]) -> tuple[T | None, str, int]:
        """Return front matter as `shape`, body and the body's first line of a Markdown file."""
        found = read_markdown(self.root, file)
        self.problems.extend(found.problems)
        if found.front is ABSENT and not found.readable:
            return None, "", 1
        front, problems = convert_to(found.front, shape, file.path)
        self.problems.extend(problems)
        return front, found.body, found.body_line

    def topics(self, file: ArchiveFile | None) -> dict[TopicId, TopicRecord]:
        """Return the topics of content/topics.yaml, sorted."""
        if file is None:
            return {}
        found = read_yaml(self.root, file)
        data, problems = only_topics(found.data, file.path)
        entries, faults = convert_to(data, dict[Id, TopicEntry], file.path)
        self.problems.extend((*found.problems, *problems, *faults))
        return {
            TopicId(name): TopicRecord(id=TopicId(name), entry=entry, path=file.path, keys=(name,))
            for name, entry in sorted((entries or {}).items())
        }

    def defaults(self, file: ArchiveFile | None) -> tuple[DefaultsRecord, ...]:
        """Return the entries of content/defaults.yaml in their order."""
        if file is None:
            return ()
        source, problems = read_bytes(self.root, file)
        self.problems.extend(problems)
        found = load_yaml(source or b"", file.path)
        self.problems.extend(found.problems)
        if found.data is ABSENT:
            return ()
        items, faults, _ = checked(found.data, list[Defaults], file.path)
        self.problems.extend(faults)
        return tuple(
            DefaultsRecord(pattern=item.pop("seeds"), data=item, keys=(place,))
            for place, item in enumerate([] if items is FAULTY else items)
        )


def only_topics(data: Any, path: str) -> tuple[Any, tuple[Problem, ...]]:
    """Return the topics among the keys of content/topics.yaml, without `format` and free keys."""
    if not isinstance(data, dict):
        return data, ()
    version = data.get("format")
    fault = check_format(version) if isinstance(version, str) else None
    topics = {
        key: value
        for key, value in data.items()
        if not (isinstance(value, str) and (key == "format" or key.startswith("x-")))
    }
    if fault is None:
        return topics, ()
    place: Keys = ("format",)
    wrong = Problem(code=fault.code, message=fault.message, path=path, keys=place, hint=fault.hint)
    return topics, (wrong,)


def given_twice(kind: str, name: str, first: str, record: EntityRecord | ClaimRecord) -> Problem:
    """Return the problem of an id that is given in two places."""
    message = f"the {kind} `{name}` is already given in {first}"
    hint = "rename one of the two, or keep one of them"
    return Problem(
        code="duplicate-id",
        message=message,
        path=record.path,
        keys=record.keys,
        on_key=True,
        hint=hint,
    )
