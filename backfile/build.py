"""Building a site: the stages in order, from the files of an archive to the output folder."""

import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from backfile.addresses_taken import taken_twice
from backfile.advice import advice
from backfile.archive import Archive
from backfile.assets import Assets
from backfile.cells import Contents
from backfile.commit import CommitResult, Output
from backfile.facts import Facts
from backfile.gather import Gathered, Progress, gather, in_the_files
from backfile.ids import UrlPath, output_path
from backfile.index import index_entries
from backfile.lenient import stops_lenient_build, without_faulty
from backfile.link import link_archive
from backfile.locate import locate_problems
from backfile.options import Options
from backfile.plan import Page, nav_to_nowhere, plan_site
from backfile.problems import Problem, has_errors, sort_key
from backfile.read_records import Registers
from backfile.release import stage_release
from backfile.render import Renderer
from backfile.rendering import rendered
from backfile.search_memory import INDEX, SearchMemory
from backfile.staging import OutputRefused
from backfile.standing import Standing
from backfile.templates import TemplateFault
from backfile.theme import theme_of
from backfile.unchanged import Listing, Outcome, keep_state, source_files, theme_files


class Built(NamedTuple):
    """What became of a build."""

    problems: tuple[Problem, ...]
    """Sorted by file and line."""
    archive: Archive | None
    """None when the archive could not be read far enough."""
    pages: int
    """How many files the plan has."""
    result: CommitResult | None
    """What was written; None when the site was left as it was."""
    reasons: tuple[str, ...] = ()
    """Why the page that `Options.why` names was made again."""

    @property
    def stopped(self) -> bool:
        """Whether the site was left as it was because of problems."""
        return self.result is None

    @property
    def outcome(self) -> Outcome:
        """What people are told of it."""
        articles = len(self.archive.order) if self.archive else 0
        files = len(self.result.written) + self.result.unchanged if self.result else self.pages
        return Outcome(articles, files, self.problems)


def quiet(stage: str, done: int, total: int) -> None:
    """Show no progress."""


def load_archive(
    site: Path | str, *, preview: bool = False
) -> tuple[Archive | None, tuple[Problem, ...]]:
    """Return the linked archive of a folder and all problems in it; nothing is written.

    The archive is None when site.yaml or a register cannot be read at all.
    """
    options = Options(Path(site), preview=preview, commit=False, remember=False)
    _, archive, problems = load(options, quiet)
    return archive, located(options.site, problems)


def build_site(options: Options, progress: Progress = quiet) -> Built:
    """Read, anchor, link, plan, render, index and commit; the old site stays up if anything fails.

    Problems of the archive and of the output folder are returned, not raised.
    """
    gc.disable()
    try:
        return built(options, progress)
    finally:
        gc.enable()


class Site(NamedTuple):
    """A site that is planned and can be rendered."""

    archive: Archive
    facts: Facts
    pages: tuple[Page, ...]
    renderer: Renderer
    assets: Assets
    contents: Contents


def built(options: Options, progress: Progress) -> Built:
    """Return what became of a build; see `build_site`."""
    sources = source_files(options.site)
    gathered, archive, problems = load(options, progress)
    if archive is None or stops(problems, options):
        return Built(located(options.site, problems), archive, 0, None)
    went_in = (sources, theme_files(options.site, archive.site.theme or ""))
    try:
        site = planned_site(options, gathered, archive)
        problems = (*problems, *plan_problems(site.pages, site.facts))
        if stops(problems, options):
            return Built(located(options.site, problems), archive, len(site.pages), None)
        if not options.commit:
            problems = (*problems, *advice(archive))
            rendered(site.pages, site.renderer, progress, jobs=options.jobs)
            return Built(located(options.site, problems), archive, len(site.pages), None)
        return published(options, site, went_in, problems, progress)
    except (TemplateFault, OutputRefused) as fault:
        every = (*problems, problem_of(fault))
        return Built(located(options.site, every), archive, 0, None)


def planned_site(options: Options, gathered: Gathered, archive: Archive) -> Site:
    """Return the site that an archive makes."""
    facts = Facts(archive)
    templates, assets = theme_of(options.site, facts, options.memory)
    pages = plan_site(facts, release=options.release and options.commit)
    renderer = Renderer(facts, templates, read_from(options.site), listed_in_sitemap(pages))
    contents = Contents(archive, gathered.digests, renderer.cells())
    return Site(archive, facts, pages, renderer, assets, contents)


def load(
    options: Options, progress: Progress
) -> tuple[Gathered, Archive | None, tuple[Problem, ...]]:
    """Read, anchor and link; under `lenient` what is faulty is left out and linked again."""
    gathered = gather(
        options.site,
        preview=options.preview,
        jobs=options.jobs,
        progress=progress,
        folder=options.memory,
    )
    if gathered.registers is None:
        return gathered, None, gathered.problems
    registers = with_base_url(gathered.registers, options.base_url)
    archive, problems = link_archive(registers, gathered.articles, preview=options.preview)
    if options.lenient and has_errors(problems):
        articles = without_faulty(gathered.articles, problems)
        archive, _ = link_archive(registers, articles, preview=options.preview)
    every = (*gathered.problems, *in_the_files(problems, gathered.articles))
    return gathered, archive, every


def published(
    options: Options,
    site: Site,
    went_in: tuple[Listing, Listing],
    problems: tuple[Problem, ...],
    progress: Progress,
) -> Built:
    """Stage everything, index it, and commit it; the old site stays when indexing fails."""
    pages, assets = site.pages, site.assets.all()
    with Output(options.output) as output:
        for asset in assets:
            output.stage.put(asset.path, asset.data)
        made = [page for page in pages if page.kind != "release"]
        standing = Standing(options.memory, options.output, site.facts, site.contents)
        due = [page for page in made if not standing.stands(page)]
        reasons = reasons_for(options.why, made, standing) if options.why is not None else ()
        traces = standing.traces if options.memory else None
        site.renderer.standing = standing.parts
        standing.made = rendered(
            due, site.renderer, progress, output.stage, traces=traces, jobs=options.jobs
        )
        search = SearchMemory(options.memory, options.output, site.facts, standing.traces)
        trees, keep, faults = indexed(options, search, standing, output, progress)
        problems = (*problems, *faults)
        if stops(problems, options):
            return Built(located(options.site, problems), site.archive, len(pages), None)
        stage_release(site.facts, pages, output, progress, jobs=options.jobs)
        planned = [*(page.path for page in pages), *(asset.path for asset in assets)]
        result = output.commit(planned, trees, keep)
        standing.remember([*made, INDEX])
        search.keep(output.trees)
        site.renderer.templates.keep()
        problems = located(options.site, problems)
        found = Built(problems, site.archive, len(planned), result, reasons)
        keep_state(options, went_in, site.archive.site.theme or "", found.outcome)
    return found


def reasons_for(address: str, pages: Sequence[Page], standing: Standing) -> tuple[str, ...]:
    """Return why the page at an address is made again, a line for each reason."""
    wanted = output_path(UrlPath(address.strip("/") + "/" * bool(address.strip("/"))))
    page = next((page for page in pages if page.path in (wanted, address)), None)
    if page is None:
        return (f"{address}: the site has no such page",)
    return tuple(f"{address}: {line}" for line in standing.why(page)) or (
        f"{address}: nothing it was made of has changed",
    )


def indexed(
    options: Options,
    search: SearchMemory,
    standing: Standing,
    output: Output,
    progress: Progress,
) -> tuple[Mapping[str, Path], tuple[str, ...], tuple[Problem, ...]]:
    """Return the new search bundles, those that stand and stay, and what went wrong.

    When search is left out, bundles that are out of date go: they may have what was withdrawn.
    """
    if not search.wanted:
        return {}, (), ()
    intact = search.intact(output.trees)
    if not options.search:
        return {}, tuple(sorted(intact)) if standing.holds(INDEX) else (), ()
    progress("search", 0, 1)
    entries, standing.made.uses[INDEX.path] = search.entries()
    found = index_entries(
        entries,
        search.catalogue.docs_of,
        output.scratch("search"),
        jobs=max(1, options.jobs),
        standing=intact,
        site=options.output,
    )
    progress("search", 1, 1)
    return found.trees, found.keep, found.problems


def with_base_url(registers: Registers, base_url: str | None) -> Registers:
    """Return the registers with another address for the site."""
    if base_url is None or registers.site is None:
        return registers
    return replace(registers, site=replace(registers.site, url=base_url))


def stops(problems: Iterable[Problem], options: Options) -> bool:
    """Tell whether these problems keep the site as it was."""
    every = tuple(problems)
    if options.lenient:
        return any(stops_lenient_build(problem) for problem in every)
    return has_errors(every, strict=options.strict)


def located(root: Path, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems with lines and columns, sorted by file and line, each once."""
    found = locate_problems(tuple(dict.fromkeys(problems)), read_from(root))
    return tuple(sorted(found, key=sort_key))


def read_from(root: Path) -> Callable[[str], bytes]:
    """Return a reader of the archive's files by their paths."""
    return lambda path: (root / path).read_bytes()


def plan_problems(pages: Sequence[Page], facts: Facts) -> tuple[Problem, ...]:
    """Return what only the whole plan shows: addresses taken twice, navigation to nowhere."""
    return (*taken_twice(pages, facts.archive), *nav_to_nowhere(pages, facts))


def listed_in_sitemap(pages: Iterable[Page]) -> tuple[str, ...]:
    """Return the addresses that search engines shall know."""
    left_out = ("tombstone", "registered-tombstone", "redirect", "missing", "search", "gaps")
    return tuple(
        page.path.removesuffix("index.html")
        for page in pages
        if page.path.endswith(".html") and page.kind not in left_out
    )


def problem_of(fault: TemplateFault | OutputRefused) -> Problem:
    """Return the problem that a fault of the theme or of the output folder stands for."""
    if isinstance(fault, TemplateFault):
        return fault.problem
    return Problem(code=fault.code, message=fault.message, hint=fault.hint)
