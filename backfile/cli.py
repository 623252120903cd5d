"""The command line: `python build.py` and `backfile`."""

import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from backfile import report
from backfile.build import Built, Options, build_site
from backfile.cli_files import add_file_commands
from backfile.commit import clean as clean_output
from backfile.dev.command import add_serve
from backfile.progress import Progress, peak_memory
from backfile.staging import OutputRefused

FORMATS = {"text": report.as_text, "json": report.as_json_lines, "github": report.as_github}
HERE: dict[str, Path] = {}
"""The archive that `build.py` lies in, when that is how we were called."""


def main(arguments: Sequence[str] | None = None, site: Path | None = None) -> int:
    """Run the command line; return 0 when all is well, 1 for problems in the archive, 2 for wrong
    use.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if site is not None:
        HERE["site"] = site
    try:
        result = commands(
            args=words, prog_name="build.py" if site else "backfile", standalone_mode=False
        )
    except click.ClickException as fault:
        fault.show()
        return 2
    except click.Abort:
        return 130
    return int(result or 0)


class DefaultGroup(click.Group):
    """A group whose command is `build` when none is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `build` first when the first word is no command."""
        if not args or (args[0].startswith("-") and args[0] not in ("--help", "-h", "--version")):
            args = ["build", *args]
        return super().parse_args(ctx, args)


def archive_options(command: Any) -> Any:
    """Add the options that every command on an archive has."""
    for option in (
        click.option(
            "--site",
            type=click.Path(file_okay=False, path_type=Path),
            help="The archive's folder (the one with site.yaml).",
        ),
        click.option(
            "--format",
            "form",
            type=click.Choice(sorted(FORMATS)),
            default="text",
            help="How problems are printed.",
        ),
        click.option("--strict", is_flag=True, help="Warnings stop the build, too."),
        click.option("--base-url", help="The site's address, in place of `url` in site.yaml."),
        click.option(
            "--jobs",
            type=click.IntRange(1, 64),
            default=None,
            help="Processes at work; by default one a core.",
        ),
    ):
        command = option(command)
    return command


@click.group(cls=DefaultGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="backfile", prog_name="backfile")
def commands() -> None:
    """Turn an archive of annotated news articles into a website.

    Without a command the archive in this folder is built into public/.
    """


@commands.command()
@archive_options
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The output folder; public/ in the archive by default.",
)
@click.option(
    "--lenient", is_flag=True, help="Leave out what is faulty in single articles and go on."
)
@click.option("--no-search", is_flag=True, help="Leave the search as it is.")
@click.option("--drafts", is_flag=True, help="Show drafts, and the page of gaps.")
@click.option(
    "--release", is_flag=True, help="Add a database, a graph, citations and checksums to /data/."
)
def build(
    site: Path | None,
    form: str,
    strict: bool,
    base_url: str | None,
    jobs: int | None,
    out: Path | None,
    lenient: bool,
    no_search: bool,
    drafts: bool,
    release: bool,
) -> int:
    """Build the site. The old one stays up unless everything went well."""
    if strict and lenient:
        raise click.UsageError("--strict and --lenient contradict each other")
    options = Options(
        site=folder_of(site),
        out=out,
        base_url=base_url,
        strict=strict,
        lenient=lenient,
        jobs=jobs or cores(),
        search=not no_search,
        preview=drafts,
        release=release,
    )
    started = time.perf_counter()
    with Progress(shown=form == "text") as progress:
        built = build_site(options, progress)
    report_problems(built, form)
    if built.result is None:
        click.echo("The site was left as it was.", err=True)
        return 1
    articles = len(built.archive.order) if built.archive else 0
    changed = built.result
    click.echo(
        f"{articles} articles, {len(changed.written)} files written, {changed.unchanged} unchanged,"
        f" {len(changed.removed)} removed in {time.perf_counter() - started:.1f} s,"
        f" at most {peak_memory()} MB",
        err=form != "text",
    )
    return 0 if not any(p.severity == "error" for p in built.problems) else 1


@commands.command()
@archive_options
def check(
    site: Path | None, form: str, strict: bool, base_url: str | None, jobs: int | None
) -> int:
    """Do everything but write the site, and print what is wrong."""
    options = Options(
        site=folder_of(site), base_url=base_url, strict=strict, jobs=jobs or cores(), commit=False
    )
    with Progress(shown=form == "text") as progress:
        built = build_site(options, progress)
    report_problems(built, form, every=True)
    if form == "text":
        click.echo(report.summary(built.problems))
        if built.archive is not None:
            click.echo(held(built.archive))
    stopping = ("error", "warning") if strict else ("error",)
    return 1 if any(p.severity in stopping for p in built.problems) else 0


@commands.command()
@click.option(
    "--site", type=click.Path(file_okay=False, path_type=Path), help="The archive's folder."
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="The output folder.")
def clean(site: Path | None, out: Path | None) -> int:
    """Remove what Backfile wrote: the site, and nothing else."""
    try:
        result = clean_output(out or folder_of(site) / "public")
    except OutputRefused as fault:
        click.echo(f"{fault.message}\n{fault.hint}", err=True)
        return 1
    click.echo(f"{len(result.removed)} files removed")
    return 0


def folder_of(site: Path | None) -> Path:
    """Return the archive's folder: named, or that of build.py, or this one."""
    return site or HERE.get("site") or Path.cwd()


add_file_commands(commands, folder_of)
add_serve(commands, folder_of)


def cores() -> int:
    """Return how many processes may work at a time."""
    return os.cpu_count() or 1


MOST_ADVICE = 3
"""How many problems that are mere information are printed as text for each code."""


def report_problems(built: Built, form: str, *, every: bool = False) -> None:
    """Print problems: JSON and workflow commands go to standard output, text to standard error.

    As text, mere information is printed only when `every` problem is wanted, and then the first
    few for each code.
    """
    problems, more = list(built.problems), Counter[str]()
    if form == "text":
        problems = []
        for problem in built.problems:
            advice = problem.severity == "info"
            more[problem.code] += advice
            if not advice or (every and more[problem.code] <= MOST_ADVICE):
                problems.append(problem)
    if problems:
        click.echo(FORMATS[form](problems).rstrip("\n"), err=form == "text")
    for code, count in sorted(more.items()):
        if every and count > MOST_ADVICE:
            rest = count - MOST_ADVICE
            click.echo(f"info[{code}]: {rest} more; --format json lists them", err=True)


def held(archive: Any) -> str:
    """Return what an archive holds, in one line."""
    annotations = sum(len(archive.articles[a].annotations) for a in archive.order)
    links = sum(side.written for rows in archive.links.values() for side in rows)
    mentions = sum(len(rows) for rows in archive.mentions.values())
    return (
        f"{len(archive.order)} articles, {len(archive.entities)} entities, "
        f"{len(archive.claims)} claims, {len(archive.threads)} threads, {annotations} annotations, "
        f"{links} links, {mentions} mentions"
    )
