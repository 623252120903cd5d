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
from backfile.commit import CommitResult, Output
from backfile.facts import Facts
from backfile.facts_things import setting
from backfile.gather import Progress, gather, in_the_files
from backfile.index import build_index
from backfile.lenient import stops_lenient_build, without_faulty
from backfile.link import link_archive
from backfile.locate import locate_problems
from backfile.plan import Page, nav_to_nowhere, plan_site
from backfile.plan_search import search_docs
from backfile.problems import Problem, has_errors, sort_key
from backfile.read_records import Registers
from backfile.release import stage_release
from backfile.render import Renderer
from backfile.rendering import rendered
from backfile.staging import OutputRefused
from backfile.templates import TemplateFault, Templates
from backfile.view_site import site_view

CACHE = ".backfile"
"""The folder of the archive for what can be made again; deleting it is always safe."""
ENGINE = Path(__file__).resolve().parent


class Options(NamedTuple):
    """What a build is asked to do."""

    site: Path
    """The archive's folder."""
    out: Path | None = None
    """The output folder; `public` in the archive's folder when None."""
    base_url: str | None = None
    """In place of `url` in site.yaml."""
    strict: bool = False
    lenient: bool = False
    jobs: int = 1
    search: bool = True
    release: bool = False
    """Whether /data/ gets the larger files, too (docs/data.md)."""
    preview: bool = False
    """Whether drafts are part of the site."""
    commit: bool = True
    """False stops before the output folder is touched: `check`."""


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

    @property
    def stopped(self) -> bool:
        """Whether the site was left as it was because of problems."""
        return self.result is None


def quiet(stage: str, done: int, total: int) -> None:
    """Show no progress."""


def load_archive(
    site: Path | str, *, preview: bool = False
) -> tuple[Archive | None, tuple[Problem, ...]]:
    """Return the linked archive of a folder and all problems in it; nothing is written.

    The archive is None when site.yaml or a register cannot be read at all.
    """
    options = Options(Path(site), preview=preview, commit=False)
    archive, problems = load(options, quiet)
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


def built(options: Options, progress: Progress) -> Built:
    """Return what became of a build; see `build_site`."""
    archive, problems = load(options, progress)
    if archive is None or stops(problems, options):
        return Built(located(options.site, problems), archive, 0, None)
    try:
        facts = Facts(archive)
        templates, assets = theme_of(options.site, facts)
        pages = plan_site(facts, release=options.release and options.commit)
        problems = (*problems, *plan_problems(pages, facts))
        if stops(problems, options):
            return Built(located(options.site, problems), archive, len(pages), None)
        renderer = Renderer(facts, templates, read_from(options.site), listed_in_sitemap(pages))
        if not options.commit:
            problems = (*problems, *advice(archive))
            rendered(pages, renderer, progress, jobs=options.jobs)
            return Built(located(options.site, problems), archive, len(pages), None)
        return published(options, facts, pages, renderer, assets, problems, progress)
    except (TemplateFault, OutputRefused) as fault:
        every = (*problems, problem_of(fault))
        return Built(located(options.site, every), archive, 0, None)


def load(options: Options, progress: Progress) -> tuple[Archive | None, tuple[Problem, ...]]:
    """Read, anchor and link; under `lenient` what is faulty is left out and linked again."""
    gathered = gather(options.site, preview=options.preview, jobs=options.jobs, progress=progress)
    if gathered.registers is None:
        return None, gathered.problems
    registers = with_base_url(gathered.registers, options.base_url)
    archive, problems = link_archive(registers, gathered.articles, preview=options.preview)
    if options.lenient and has_errors(problems):
        articles = without_faulty(gathered.articles, problems)
        archive, _ = link_archive(registers, articles, preview=options.preview)
    return archive, (*gathered.problems, *in_the_files(problems, gathered.articles))


def published(
    options: Options,
    facts: Facts,
    pages: tuple[Page, ...],
    renderer: Renderer,
    assets: Assets,
    problems: tuple[Problem, ...],
    progress: Progress,
) -> Built:
    """Stage everything, index it, and commit it; the old site stays when indexing fails."""
    out = options.out or options.site / "public"
    with Output(out) as output:
        for asset in assets.all():
            output.stage.put(asset.path, asset.data)
        made = [page for page in pages if page.kind != "release"]
        rendered(made, renderer, progress, output.stage, jobs=options.jobs)
        trees, keep, faults = indexed(options, facts, output, out, progress)
        problems = (*problems, *faults)
        if stops(problems, options):
            return Built(located(options.site, problems), facts.archive, len(pages), None)
        stage_release(facts, pages, output, progress, jobs=options.jobs)
        planned = [*(page.path for page in pages), *(asset.path for asset in assets.all())]
        result = output.commit(planned, trees, keep)
    return Built(located(options.site, problems), facts.archive, len(planned), result)


def indexed(
    options: Options, facts: Facts, output: Output, out: Path, progress: Progress
) -> tuple[Mapping[str, Path], tuple[str, ...], tuple[Problem, ...]]:
    """Return the new search bundles, those that stand and stay, and what went wrong.

    Without search the bundles that stand stay as they are.
    """
    if not setting(facts, "search"):
        return {}, (), ()
    if not options.search:
        return {}, tuple(sorted(output.trees)), ()
    progress("search", 0, 1)
    found = build_index(
        search_docs(facts),
        output.scratch("search"),
        jobs=max(1, options.jobs),
        standing=output.trees,
        site=out,
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


def theme_of(root: Path, facts: Facts) -> tuple[Templates, Assets]:
    """Return templates and assets: the site's own, those of its theme, then the engine's."""
    own, builtin = homes_of(root, setting(facts, "theme"))
    look = facts.archive.site.look
    assets = Assets([home / "assets" for home in (*own, builtin)], look.accent or "")
    templates = templates_of(
        [home / "templates" for home in own], builtin / "templates", facts, assets
    )
    return templates, assets


def homes_of(root: Path, theme: object) -> tuple[tuple[Path, ...], Path]:
    """Return the folders that have `templates/` and `assets/`: the site's and its theme's, and
    the engine's.
    """
    homes = [root, *([root / str(theme)] if theme else [])]
    packed = ENGINE / "_theme"
    builtin = packed if packed.is_dir() else ENGINE.parent
    return tuple(home for home in homes if home.resolve() != builtin.resolve()), builtin


def templates_of(folders: Sequence[Path], builtin: Path, facts: Facts, assets: Assets) -> Templates:
    """Return the templates of these folders, the first before the last, for the site as it is."""
    labels = dict(setting(facts, "labels"))  # type: ignore[call-overload]
    return Templates(folders, builtin, site_view(facts), labels, assets)


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
