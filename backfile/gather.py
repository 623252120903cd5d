"""Gathering an archive: the registers are read, then every article is read and anchored."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from backfile.affected import Affected
from backfile.anchor_article import anchor_article
from backfile.anchor_work import Work, work_with
from backfile.article_memory import ENCODE, ArticleMemory, Files, Index, Kept, digest_of
from backfile.digests import ArticleDigests
from backfile.digests import digest_of as digest_of_value
from backfile.ids import ArticleId
from backfile.model import Article
from backfile.name_doubts import problems_of_doubts
from backfile.problems import Problem
from backfile.read_article import ReadArticle, article_of_sources, read_sources, written_keys
from backfile.read_records import Registers
from backfile.read_registers import read_registers, sidecars_with_entities
from backfile.read_survey import ArchiveFile, ArticleFiles, Survey, survey
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
    digests: Mapping[int, ArticleDigests]
    """Of the articles, by the identity of these objects."""


def gather(
    root: Path, *, preview: bool, jobs: int, progress: Progress, folder: Path | None = None
) -> Gathered:
    """Read the registers of the archive at `root`, then read and anchor its articles.

    In `folder` is what is known from an earlier run, and what the next one shall know.
    """
    found = survey(root)
    memory = ArticleMemory(folder / ("preview" if preview else "articles") if folder else None)
    files = Files(root, memory.index.files)
    owners = owners_of_entities(root, found, files, memory)
    key = registers_key(found, owners, files)
    registers = memory.index.registers if key == memory.index.registers_key else None
    if registers is None or not key:
        registers = read_registers(root, found, [found.articles[owner] for owner in owners])
    problems = (*found.problems, *registers.problems)
    if registers.site is None:
        return Gathered(None, (), problems, {})
    work = work_with(root, registers, preview=preview)
    kept = recalled(memory, files, found.articles, concerned(memory.index, work, preview=preview))
    due = [one for ident, one in found.articles.items() if ident not in kept]
    for one, data in zip(due, anchored_bytes(work, due, jobs, progress), strict=True):
        kept[one.id] = memory.take(one, data)
        for file, digest in zip((one.sidecar, one.seed), kept[one.id].sources, strict=True):
            files.take(file, digest)
    memory.store(found.articles, files, owners, (registers, key))
    return all_gathered(registers, problems, [kept[ident] for ident in found.articles])


def all_gathered(
    registers: Registers, problems: tuple[Problem, ...], kept: Sequence[Kept]
) -> Gathered:
    """Return an archive's registers, articles and problems together."""
    doubts = problems_of_doubts([doubt for one in kept for doubt in one.doubts])
    return Gathered(
        registers,
        tuple(one.article for one in kept),
        (*problems, *(p for one in kept for p in one.problems), *doubts),
        {id(one.article): one.digests for one in kept},
    )


def owners_of_entities(
    root: Path, found: Survey, files: Files, memory: ArticleMemory
) -> tuple[ArticleId, ...]:
    """Return the articles whose sidecars seem to define entities; only changed ones are read."""
    known = frozenset(memory.index.owners)
    owners = []
    for ident, one in found.articles.items():
        if one.sidecar is None:
            continue
        if files.same(one.sidecar):
            owns = ident in known
        else:
            owns = bool(sidecars_with_entities(root, [one]))
        if owns:
            owners.append(ident)
    return tuple(owners)


def registers_key(found: Survey, owners: Iterable[ArticleId], files: Files) -> bytes:
    """Return the digest of all that the registers are read from; empty when some cannot be read."""
    read = [*register_files(found), *(f for i in owners if (f := found.articles[i].sidecar))]
    rows = [(file.path, files.digest(file)) for file in read]
    return digest_of_value(rows) if all(digest for _, digest in rows) else b""


def register_files(found: Survey) -> tuple[ArchiveFile, ...]:
    """Return the files of a survey that are no article's and no part of the theme."""
    single = (found.site, found.defaults, found.topics, found.corrections)
    many = (*found.entities, *found.claims, *found.threads.values(), *found.pages.values())
    return (*(file for file in single if file is not None), *many)


def concerned(index: Index, work: Work, *, preview: bool) -> Callable[[Article], bool]:
    """Return what tells whether an article must be anchored again because registers changed."""
    if index.registers is work.registers:
        return lambda _: False
    if index.registers is None or index.registers.site is None:
        return lambda _: True
    before = work_with(work.root, index.registers, preview=preview)
    affected = Affected(before, work, preview=preview)
    views: dict[str, str] = {}
    return lambda article: affected(article, views)


def recalled(
    memory: ArticleMemory,
    files: Files,
    articles: Mapping[ArticleId, ArticleFiles],
    is_concerned: Callable[[Article], bool],
) -> dict[ArticleId, Kept]:
    """Return the articles that are known and still as they were."""
    kept = {}
    for ident, one in articles.items():
        if ident not in memory.index.articles:
            continue
        found = memory.recall(one, (files.digest(one.sidecar), files.digest(one.seed)))
        if found is not None and not is_concerned(found.article):
            kept[ident] = found
    return kept


def anchored_bytes(
    work: Work, files: Sequence[ArticleFiles], jobs: int, progress: Progress
) -> Iterator[bytes]:
    """Yield every article as anchored, in the order of `files`, as it is sent and stored."""

    def anchor(chunk: Sequence[ArticleFiles]) -> list[bytes]:
        return [ENCODE(anchor_one(work, one)) for one in chunk]

    done = 0
    for rows in in_chunks(anchor, files, size=CHUNK, jobs=jobs):
        yield from rows
        done += len(rows)
        progress("articles", done, len(files))


def anchor_one(work: Work, files: ArticleFiles) -> Kept:
    """Read and anchor one article."""
    sources = read_sources(work.root, files)
    read = article_of_sources(files, sources, work.registers)
    anchored = anchor_article(read, work.names, work.context)
    said = (in_the_file(read, problem) for problem in anchored.problems)
    left_out = tuple(dict.fromkeys([*read.left_out, *anchored.article.left_out]))
    article = replace(
        anchored.article, left_out=left_out, dropped=read.dropped, inherited=read.inherited
    )
    digests = [b"" if data is None else digest_of(data) for data in sources[:2]]
    return Kept(
        article,
        (*read.problems, *said),
        anchored.doubts,
        ArticleDigests.of(article),
        (digests[0], digests[1]),
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
