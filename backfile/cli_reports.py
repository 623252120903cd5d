"""What the command line prints of a run: problems, the line at its end, the report for GitHub."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from backfile import report
from backfile.progress import peak_memory

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from backfile.build import Built
    from backfile.options import Options
    from backfile.problems import Problem
    from backfile.unchanged import Outcome

FORMATS = {"text": report.as_text, "json": report.as_json_lines, "github": report.as_github}
MOST_ADVICE = 3
"""How many problems that are mere information are printed as text for each code."""


def report_problems(found: Collection[Problem], form: str, *, every: bool = False) -> None:
    """Print problems: JSON and workflow commands go to standard output, text to standard error.

    As text, mere information is printed only when `every` problem is wanted, and then the first
    few for each code.
    """
    problems, more = list(found), Counter[str]()
    if form == "text":
        problems = []
        for problem in found:
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


def summarise(file: Path, built: Built, options: Options) -> None:
    """Add the report on a run to a file; raises `UsageError` when that cannot be written."""
    from backfile.summary import add_to, address_line, size_lines, summary_of

    title, lines = "The archive was checked", list[str]()
    if options.commit:
        title = "The site was left as it was" if built.stopped else "The site was built"
    if built.archive is not None:
        lines = [held(built.archive) + ".", *address_line(options.site, options.base_url)]
    if built.result is not None:
        lines += size_lines(options.site, options.out or options.site / "public")
    try:
        add_to(file, summary_of(title, built.problems, lines))
    except OSError as fault:
        raise click.UsageError(f"{file} cannot be written: {fault.strerror}") from None


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


def say_outcome(outcome: Outcome, files: tuple[int, int, int], started: float, form: str) -> None:
    """Print the line that ends a build; `files` are those written, unchanged and removed."""
    written, unchanged, removed = files
    click.echo(
        f"{outcome.articles} articles, {written} files written, {unchanged} unchanged,"
        f" {removed} removed in {time.perf_counter() - started:.1f} s,"
        f" at most {peak_memory()} MB",
        err=form != "text",
    )


def differs_from_clean(options: Options) -> int:
    """Build once more without anything remembered, and print the files that are not the same."""
    from backfile.clean_build import differences

    found = differences(options)
    for path in found:
        click.echo(f"not as in a clean build: {path}", err=True)
    click.echo(f"{len(found)} files differ from a clean build")
    return int(bool(found))


def profiled(options: Options) -> str:
    """Return where the time of a build in one process goes, as a table."""
    from backfile.profiling import profile_of_build

    return profile_of_build(options)
