"""The archive in memory: after an edit only what changed is read and anchored again."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from backfile.affected import Affected
from backfile.anchor_article import Anchored, anchor_article
from backfile.anchor_work import Work, work_with
from backfile.archive import Archive
from backfile.article_memory import DECODE
from backfile.build import located, quiet
from backfile.dev.filememory import FileMemory, look_at
from backfile.gather import Progress, anchored_bytes, in_the_files, register_files
from backfile.ids import ArticleId
from backfile.lenient import without_faulty
from backfile.link import link_archive
from backfile.model import Article
from backfile.name_doubts import problems_of_doubts
from backfile.problems import Problem, Severity, has_errors, sort_key
from backfile.read_article import ReadArticle, read_article
from backfile.read_registers import read_registers, sidecars_with_entities
from backfile.read_survey import ArticleFiles, Survey, survey
from backfile.relink import relinked


class Reading(NamedTuple):
    """The archive as it can be shown now."""

    archive: Archive | None
    """None as long as there has been no usable site.yaml."""
    problems: tuple[Problem, ...]
    """What is wrong in the files as they are now, sorted by place."""
    like: Archive | None = None
    """An archive before it whose site has the same plan, if that is known."""


class Kept(NamedTuple):
    """What is remembered of one article."""

    anchored: Anchored
    problems: tuple[Problem, ...]
    """Those of its files, with lines."""
    good: Article | None
    """Its last form without an error; None when there was none."""

    @property
    def shown(self) -> Article:
        """The article as it goes into the archive."""
        return self.good or self.anchored.article


class LiveArchive:
    """An archive that is read once and then follows its files.

    As long as no file has an error, `refresh` gives what `load_archive` gives. An article with an
    error keeps its last good form; errors in registers keep the last good registers; errors
    between the parts keep the last good forms of the articles that name them, or the last good
    archive.
    """

    def __init__(
        self, root: Path, *, preview: bool = True, jobs: int = 1, progress: Progress = quiet
    ) -> None:
        self._root = root
        self._preview = preview
        self._jobs = jobs
        self._progress = progress
        self._files = FileMemory(root)
        self._survey = Survey()
        self._owners: dict[str, ArticleId] = {}
        self._own_entities: set[ArticleId] = set()
        self._broken_owners: set[ArticleId] = set()
        self._told: tuple[Problem, ...] = ()
        self._registers_good = False
        self._work: Work | None = None
        self._kept: dict[ArticleId, Kept] = {}
        self._views: dict[str, str] = {}
        """Normalised texts by the SHA-256 of their seeds, once a change of names has asked."""
        self._linked: dict[ArticleId, Article] = {}
        self._good_archive: Archive | None = None
        self._reading: Reading | None = None
        self._faults: tuple[Problem, ...] = ()
        """What the last linking of all had to say."""
        self._doubtful = False
        """Whether that was an error."""
        self._linked_with: object = None
        """The registers it was done with."""

    @property
    def files(self) -> FileMemory:
        """What is known of the archive's files."""
        return self._files

    def paths_of(self, article: ArticleId) -> tuple[str, ...]:
        """Return the files of an article."""
        files = self._survey.articles.get(article)
        return tuple(f.path for f in (files.seed, files.sidecar) if f) if files else ()

    def register_paths(self) -> tuple[str, ...]:
        """Return the files that are no article's."""
        return tuple(file.path for file in register_files(self._survey))

    def refresh(self, changed: Iterable[str] | None = None) -> Reading:
        """Return the archive after a change of the files named, or of any when None.

        The result is the same object as before when nothing has changed.
        """
        before = self._survey.problems
        moved = self._look(None if changed is None else tuple(changed))
        if self._reading is not None and not moved and before == self._survey.problems:
            return self._reading
        again = self._follow_registers(moved)
        if self._work is None:
            problems = (*self._survey.problems, *self._told)
            self._reading = Reading(None, tuple(sorted(problems, key=sort_key)))
            return self._reading
        registers = self._linked_with
        self._follow_articles(self._work, moved, again)
        owners = {self._owners.get(path) for path in moved}
        alone = registers is self._work.registers and len(owners) == 1
        near = self._relink(self._work, owners.pop()) if alone else None
        self._reading = near or self._link(self._work)
        return self._reading

    def _relink(self, work: Work, ident: ArticleId | None) -> Reading | None:
        """Exchange one article in the archive; None when all has to be linked."""
        before, old = self._good_archive, self._linked.get(ident) if ident else None
        kept = self._kept.get(ident) if ident else None
        if before is None or old is None or kept is None or self._doubtful:
            return None
        new = kept.shown
        archive = relinked(before, work.registers, old, new, preview=self._preview)
        if archive is None:
            return None
        self._linked[old.id], self._good_archive = new, archive
        return Reading(archive, self._all_problems(self._faults), before)

    def _look(self, changed: tuple[str, ...] | None) -> set[str]:
        """Return the paths with other bytes; the folders are walked only when they may differ."""
        if changed is not None and self._reading is not None:
            found = [look_at(self._root, path) for path in changed]
            known = [file for file in found if file is not None and file.path in self._files]
            if len(known) == len(changed):
                return self._files.take(known, changed)
        self._survey = survey(self._root)
        files = [*register_files(self._survey)]
        owners: dict[str, ArticleId] = {}
        for article in self._survey.articles.values():
            for file in (article.seed, article.sidecar):
                if file is not None:
                    owners[file.path] = article.id
                    files.append(file)
        left = {owner for path, owner in self._owners.items() if path not in owners}
        self._owners = owners
        moved = self._files.take_all(files, changed or ())
        for ident in left:
            # An article whose seed or sidecar went is read again from the other file.
            moved.update(self.paths_of(ident))
        return moved

    def _follow_registers(self, moved: Collection[str]) -> frozenset[ArticleId]:
        """Read the registers again if need be; return the articles that this concerns."""
        alone = all(path in self._owners for path in moved)
        if not self._owners_of_entities(moved) and alone and self._reading is not None:
            return frozenset()
        owning = [self._survey.articles[ident] for ident in sorted(self._own_entities)]
        registers = read_registers(self._root, self._survey, owning)
        self._told = located(self._root, registers.problems)
        good = not has_errors(registers.problems) and not self._broken_owners
        if registers.site is None or (self._registers_good and not good):
            return frozenset()
        self._registers_good = good
        before, self._work = self._work, work_with(self._root, registers, preview=self._preview)
        if before is None:
            return frozenset(self._kept)
        affected = Affected(before, self._work, preview=self._preview)
        kept = self._kept.items()
        return frozenset(i for i, one in kept if affected(one.shown, self._views))

    def _owners_of_entities(self, moved: Collection[str]) -> bool:
        """Follow which sidecars define entities; tell whether one of those that changed does."""
        articles = self._survey.articles
        owners = {self._owners[path] for path in moved if path in self._owners}
        touched = {ident: articles[ident] for ident in sorted(owners)}
        now = {a.id for a in sidecars_with_entities(self._root, touched.values())}
        concerned = (self._own_entities & owners) | now
        broken = {i for i in concerned if self._work and is_broken(self._work, touched[i])}
        self._own_entities = (self._own_entities & articles.keys()) - owners | now | broken
        self._broken_owners = (self._broken_owners & articles.keys()) - owners | broken
        return bool(concerned)

    def _follow_articles(
        self, work: Work, moved: Collection[str], again: frozenset[ArticleId]
    ) -> None:
        """Read and anchor the articles that changed, and those the registers concern."""
        articles = self._survey.articles
        for ident in self._kept.keys() - articles.keys():
            del self._kept[ident]
        wanted = {self._owners[path] for path in moved if path in self._owners}
        due = [
            files
            for ident, files in articles.items()
            if ident in again or ident in wanted or ident not in self._kept
        ]
        jobs = self._jobs if len(due) == len(articles) else 1
        rows = anchored_bytes(work, due, jobs, self._progress)
        for files, data in zip(due, rows, strict=True):
            anchored = DECODE(data).anchored()
            self._kept[files.id] = self._remembered(work, files, anchored, again=files.id in again)

    def _remembered(
        self, work: Work, files: ArticleFiles, anchored: Anchored, *, again: bool
    ) -> Kept:
        """Return what to remember of an article; with an error its last good form stays."""
        problems = located(self._root, anchored.problems) if anchored.problems else ()
        if not has_errors(problems):
            return Kept(anchored, problems, anchored.article)
        known = self._kept.get(files.id)
        good = known.good if known else None
        if good is not None and again:
            found = anchor_article(as_read(good), work.names, work.context).article
            good = replace(found, left_out=good.left_out, inherited=good.inherited)
        return Kept(anchored, problems, good)

    def _link(self, work: Work) -> Reading:
        """Link what is kept; on errors what was good before takes the place of what is not."""
        order = self._survey.articles
        articles = {ident: self._kept[ident].shown for ident in order}
        archive, faults = link_archive(work.registers, articles.values(), preview=self._preview)
        problems = self._all_problems(in_the_files(faults, articles.values()))
        self._faults, self._linked_with = in_the_files(faults, articles.values()), work.registers
        self._doubtful = has_errors(faults)
        if self._doubtful:
            return Reading(self._without_faults(work, articles, faults), problems)
        self._linked, self._good_archive = articles, archive
        return Reading(archive, problems)

    def _without_faults(
        self, work: Work, articles: dict[ArticleId, Article], faults: tuple[Problem, ...]
    ) -> Archive:
        """Return an archive that can be shown although references in the files lead nowhere."""
        paths = {p.path for p in faults if p.severity is Severity.ERROR}
        mended = {
            ident: self._linked.get(ident, article) if article.file in paths else article
            for ident, article in articles.items()
        }
        archive, left = link_archive(work.registers, mended.values(), preview=self._preview)
        if not has_errors(left):
            self._linked, self._good_archive = mended, archive
            return archive
        if self._good_archive is not None:
            return self._good_archive
        cut = without_faulty(mended.values(), left)
        return link_archive(work.registers, cut, preview=self._preview)[0]

    def _all_problems(self, faults: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return everything that is wrong now, each once, sorted by place."""
        kept = self._kept.values()
        doubts = problems_of_doubts([d for one in kept for d in one.anchored.doubts])
        found = located(self._root, (*self._survey.problems, *doubts, *faults))
        every = (*found, *self._told, *(p for one in kept for p in one.problems))
        return tuple(sorted(dict.fromkeys(every), key=sort_key))


def is_broken(work: Work, files: ArticleFiles) -> bool:
    """Tell whether the entities that a sidecar defines cannot be told for an error in it."""
    faulty = read_article(work.root, files, work.registers).faulty
    return bool(faulty & {"entities", "status"})


def as_read(good: Article) -> ReadArticle:
    """Return an article as it was read, to be anchored with other names."""
    return ReadArticle(
        id=good.id,
        sidecar=good.sidecar,
        seed=good.seed,
        sidecar_path=good.sidecar_path,
        seed_path=good.seed.path if good.seed else "",
    )
