"""The command line: `python build.py` and `backfile`.

The engine is imported when there is work for it: starting it takes longer than seeing that nothing
has changed.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backfile import report
from backfile.cli_files import add_file_commands
from backfile.cli_reports import (
    FORMATS,
    differs_from_clean,
    held,
    profiled,
    report_problems,
    say_outcome,
    summarise,
)
from backfile.dev.command import add_serve
from backfile.options import Options
from backfile.progress import Progress
from backfile.unchanged import still_standing

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        click.option(
            "--summary",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Add a report in Markdown to this file, as GitHub shows it for a run.",
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
@click.option(
    "--no-search", is_flag=True, help="Make no search index; one that is out of date is removed."
)
@click.option("--drafts", is_flag=True, help="Show drafts, and the page of gaps.")
@click.option(
    "--release", is_flag=True, help="Add a database, a graph, citations and checksums to /data/."
)
@click.option("--why", metavar="ADDRESS", help="Say why the page at this address is made again.")
@click.option(
    "--check-clean", is_flag=True, help="Build again from nothing, and compare; slow, for doubts."
)
@click.option("--profile", is_flag=True, help="Print where the time goes, in one process.")
@click.option("--fresh", is_flag=True, help="Use nothing that earlier builds have left.")
def build(
    site: Path | None,
    form: str,
    strict: bool,
    base_url: str | None,
    jobs: int | None,
    summary: Path | None,
    out: Path | None,
    lenient: bool,
    no_search: bool,
    drafts: bool,
    release: bool,
    why: str | None,
    check_clean: bool,
    profile: bool,
    fresh: bool,
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
        remember=not fresh,
        why=why,
    )
    started = time.perf_counter()
    known = None if summary or why or check_clean or profile else still_standing(options)
    if known is not None:
        report_problems(known.problems, form)
        say_outcome(known, (0, known.files, 0), started, form)
        return int(any(problem.severity == "error" for problem in known.problems))
    from backfile.build import build_site

    if profile:
        click.echo(profiled(options))
        return 0
    with Progress(shown=form == "text") as progress:
        built = build_site(options, progress)
    report_problems(built.problems, form)
    if summary is not None:
        summarise(summary, built, options)
    if built.result is None:
        click.echo("The site was left as it was.", err=True)
        return 1
    for line in built.reasons:
        click.echo(line)
    done = built.result
    counts = (len(done.written), done.unchanged, len(done.removed))
    say_outcome(built.outcome, counts, started, form)
    if check_clean:
        return differs_from_clean(options)
    return int(any(problem.severity == "error" for problem in built.problems))


@commands.command()
@archive_options
def check(
    site: Path | None,
    form: str,
    strict: bool,
    base_url: str | None,
    jobs: int | None,
    summary: Path | None,
) -> int:
    """Do everything but write the site, and print what is wrong."""
    options = Options(
        site=folder_of(site), base_url=base_url, strict=strict, jobs=jobs or cores(), commit=False
    )
    from backfile.build import build_site

    with Progress(shown=form == "text") as progress:
        built = build_site(options, progress)
    report_problems(built.problems, form, every=True)
    if summary is not None:
        summarise(summary, built, options)
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
    from backfile.commit import clean as clean_output
    from backfile.staging import OutputRefused

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
