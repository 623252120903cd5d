"""Gathering an archive: the registers are read, then every article is read and anchored."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from backfile.anchor_article import AnchorContext, Anchored, anchor_article
from backfile.ids import EntityId
from backfile.model import Article
from backfile.name_doubts import problems_of_doubts
from backfile.names import NameTable
from backfile.problems import Problem
from backfile.read_article import ReadArticle, read_article, written_keys
from backfile.read_records import EntityRecord, Registers
from backfile.read_registers import read_registers
from backfile.read_survey import ArticleFiles, survey
from backfile.workers import in_chunks

CHUNK = 100
"""How many articles a worker takes at a time."""

Progress = Callable[[str, int, int], None]
"""Called with a stage, how much of it is done, and how much there is."""


class Gathered(NamedTuple):
    """All of an archive before linking."""

    registers: Registers | None
    """None when there is no usable site.yaml."""
    articles: tuple[Article, ...]
    """By id; those that cannot be read at all are missing."""
    problems: tuple[Problem, ...]


class Work(NamedTuple):
    """What reading and anchoring one article needs beside its files."""

    root: Path
    registers: Registers
    names: NameTable
    context: AnchorContext


def gather(root: Path, *, preview: bool, jobs: int, progress: Progress) -> Gathered:
    """Read the registers of the archive at `root`, then read and anchor its articles."""
    files = survey(root)
    registers = read_registers(root, files)
    problems = (*files.problems, *registers.problems)
    if registers.site is None:
        return Gathered(None, (), problems)
    work = Work(
        root,
        registers,
        name_table(registers, preview=preview),
        context_of(registers, preview=preview),
    )
    anchored = anchor_all(work, tuple(files.articles.values()), jobs, progress)
    doubts = problems_of_doubts([doubt for found in anchored for doubt in found.doubts])
    return Gathered(
        registers,
        tuple(found.article for found in anchored),
        (*problems, *(p for found in anchored for p in found.problems), *doubts),
    )


def name_table(registers: Registers, *, preview: bool) -> NameTable:
    """Return the names to look for."""
    entries = {ident: record.entry for ident, record in tagged_entities(registers, preview).items()}
    return NameTable(entries, preview=preview)


def tagged_entities(registers: Registers, preview: bool) -> dict[EntityId, EntityRecord]:
    """Return the registered entities, without those of withdrawn articles and of drafts."""
    allowed = ("published", "draft") if preview else ("published",)
    return {i: r for i, r in registers.entities.items() if r.article_status in allowed}


def context_of(registers: Registers, *, preview: bool) -> AnchorContext:
    """Return what anchoring needs to know of the site and the registers."""
    site = registers.site
    return AnchorContext(
        lang=site.lang if site else "en",
        show=site.show if site else "all",
        current_entity={old: EntityId(new) for old, new in registers.current["entity"].items()},
        entities=frozenset(registers.entities),
        preview=preview,
    )


def anchor_all(
    work: Work, files: Sequence[ArticleFiles], jobs: int, progress: Progress
) -> list[Anchored]:
    """Return every article as anchored, in the order of `files`."""
    found: list[Anchored] = []

    def anchor(chunk: Sequence[ArticleFiles]) -> list[Anchored]:
        return [anchor_one(work, one) for one in chunk]

    for rows in in_chunks(anchor, files, size=CHUNK, jobs=jobs):
        found += rows
        progress("articles", len(found), len(files))
    return found


def anchor_one(work: Work, files: ArticleFiles) -> Anchored:
    """Read and anchor one article."""
    read = read_article(work.root, files, work.registers)
    anchored = anchor_article(read, work.names, work.context)
    said = (in_the_file(read, problem) for problem in anchored.problems)
    article = anchored.article
    left_out = tuple(dict.fromkeys([*read.left_out, *article.left_out]))
    return anchored._replace(
        article=replace(article, left_out=left_out, dropped=read.dropped, inherited=read.inherited),
        problems=(*read.problems, *said),
    )


def in_the_files(problems: Iterable[Problem], articles: Iterable[Article]) -> tuple[Problem, ...]:
    """Return problems of linked articles with their places as the authors' files have them."""
    moved = {a.file: a for a in articles if a.dropped or a.inherited}
    found = []
    for problem in problems:
        article, keys = moved.get(problem.path), problem.keys
        if article is None or not keys:
            found.append(problem)
        elif keys[0] in article.inherited:
            path, place = article.inherited[str(keys[0])]
            found.append(replace(problem, path=path, keys=(*place, *keys[1:])))
        else:
            found.append(replace(problem, keys=written_keys(keys, article.dropped)))
    return tuple(found)


def in_the_file(read: ReadArticle, problem: Problem) -> Problem:
    """Return a problem with its place as the author's file has it."""
    if problem.keys is None or problem.path != read.sidecar_path:
        return problem
    path, keys = read.written_at(problem.keys)
    return replace(problem, path=path, keys=keys)
