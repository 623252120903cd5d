"""Writes what was measured into docs/performance.md, between two marks."""

import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.goals import Goal, goals_of, reached
from benchmarks.jobs import PAGEFIND, SEARCH_JOBS, Result
from benchmarks.outputs import Weight
from benchmarks.programs import Figures

BEGIN = "<!-- The tables from here on are written by `make bench`. -->"
END = "<!-- Here the tables end. -->"
OURS = "Backfile"
TITLES: Mapping[str, str] = {
    "cold": "cold build, no search",
    "unchanged": "nothing changed",
    "edit": "one article edited, one-shot",
    "watch": "serving: save → new page",
    "search": "search index",
    "search-edit": "search index after one edit",
}


class Size(NamedTuple):
    """Everything that was measured at one number of articles."""

    articles: int
    results: Mapping[str, Mapping[str, Result]]
    """By job, then by name."""
    weights: Mapping[str, Weight]
    """Of the built sites, by name."""
    compared: str
    """What the comparison of the outputs said."""


class Setting(NamedTuple):
    """What the measurements were made with."""

    versions: Mapping[str, str]
    runs: int
    load: tuple[float, float]
    """The machine's load before and after."""
    left_out: Mapping[str, str]
    """Generators that could not be installed, with the reason."""


def page_with(page: str, tables: str) -> str:
    """Return the page with other tables between the marks."""
    before, _, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError("the marks for the tables are missing")
    return f"{before}{BEGIN}\n\n{tables.strip()}\n\n{END}{after}"


def tables_of(sizes: Sequence[Size], setting: Setting) -> str:
    """Return all tables, with what they were measured on."""
    parts = [machine(setting)]
    for size in sizes:
        parts += [f"### {size.articles:,} articles", job_table(size), search_table(size)]
        parts += [weight_table(size), size.compared, *missed(size)]
    parts.append(growth_table(sizes))
    return "\n\n".join(part for part in parts if part) + "\n"


def machine(setting: Setting) -> str:
    """Return what the figures were measured with, and how."""
    versions = " · ".join(f"{name} {version}" for name, version in setting.versions.items())
    cores = cores_here()
    before, after = setting.load
    lines = (
        f"* {versions} · Python {platform.python_version()}",
        f"* {processor()}, {cores} cores, {memory_gb():.0f} GB of memory, {platform.system()}",
        f"* load of the machine {before:.1f} before and {after:.1f} after",
        f"* {setting.runs} runs in turns",
        *(
            ["* **the machine was busy with other work: no figure counts**"]
            if is_busy(before)
            else []
        ),
        *(f"* {name} is left out: it {why}" for name, why in setting.left_out.items()),
    )
    return "\n".join(lines)


def cores_here() -> int:
    """Return how many cores there are for us."""
    here = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return here or 1


def is_busy(load: float) -> bool:
    """Tell whether others use so much of the machine that figures say little."""
    return load > cores_here() / 2


def processor() -> str:
    """Return the name of the processor."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.machine()
    names = [row.partition(":")[2].strip() for row in told.split("\n") if "model name" in row]
    return names[0] if names else platform.machine()


def memory_gb() -> float:
    """Return how much memory the machine has, in gigabytes."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; empty without rows."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return (
        "\n".join([f"| {' | '.join(head)} |", "| --- " * len(head) + "|", *lines]) if lines else ""
    )


def job_table(size: Size) -> str:
    """Return the table of all jobs but search."""
    jobs = [job for job in size.results if job not in SEARCH_JOBS]
    return comparison(size, jobs, list(size.weights))


def search_table(size: Size) -> str:
    """Return the table of the search jobs."""
    return comparison(size, [j for j in SEARCH_JOBS if j in size.results], [OURS, PAGEFIND])


def comparison(size: Size, jobs: Sequence[str], names: Sequence[str]) -> str:
    """Return a table with a row for each job and a column for each name."""
    head = ["job", *names, f"{OURS} ÷ best other", "goal"]
    rows = []
    for job in jobs:
        found = size.results[job]
        cells = (cell(found.get(name)) for name in names)
        rows.append([TITLES[job], *cells, ratio(found), goal_cell(size, job)])
    return table(head, rows)


def cell(result: Result | None) -> str:
    """Return what a job took, in words."""
    if result is None:
        return "–"
    median = result.median
    if median is None:
        return f"failed: {result.failure}".replace("|", "/")
    cpu = "" if median.cpu is None else f" · CPU {seconds(median.cpu)}"
    return f"**{seconds(median.wall)}**{cpu} · {median.peak:,.0f} MB"


def seconds(value: float) -> str:
    """Return seconds with as many digits as say something."""
    return (
        f"{value:.1f} s" if value >= 10 else f"{value:.2f} s" if value >= 0.1 else f"{value:.3f} s"
    )


def medians(results: Mapping[str, Result]) -> dict[str, Figures]:
    """Return the medians of those who did a job."""
    return {name: r.median for name, r in results.items() if r.median is not None}


def ratio(results: Mapping[str, Result]) -> str:
    """Return our time by that of the fastest other."""
    found = medians(results)
    others = [figures.wall for name, figures in found.items() if name != OURS]
    return f"{found[OURS].wall / min(others):.2g}" if OURS in found and others else "–"


def goal_cell(size: Size, job: str) -> str:
    """Return the goals of a job, those not reached marked."""
    found = medians(size.results[job])
    marks = {True: "✓", False: "**missed**", None: "not measured"}
    goals = goals_of(job, size.articles)
    return " · ".join(f"{goal.words()} {marks[reached(goal, found)]}" for goal in goals) or "–"


def missed(size: Size) -> Iterator[str]:
    """Yield one sentence that names the rows below their goals, if there are any."""
    rows: list[str] = []
    for job in size.results:
        found = medians(size.results[job])
        below = [g for g in goals_of(job, size.articles) if reached(g, found) is False]
        rows += [f"{TITLES[job]} ({distance(goal, found)})" for goal in below]
    if rows:
        yield f"Below the goal: {' · '.join(rows)}."


def distance(goal: Goal, found: Mapping[str, Figures]) -> str:
    """Return what was reached and what was wanted."""
    ours = found[OURS]
    if goal.what == "of Hugo":
        return f"{ours.wall / found['Hugo'].wall:.2f} instead of {goal.words()}"
    got = seconds(ours.wall) if goal.what == "seconds" else f"{ours.peak:,.0f} MB"
    return f"{got} instead of {goal.words()}"


def weight_table(size: Size) -> str:
    """Return how many files each site has, and how large they are."""
    rows = [
        [name, f"{weight.files:,}", f"{weight.megabytes:,.1f} MB"]
        for name, weight in size.weights.items()
    ]
    return table(["output", "files", "size"], rows)


def growth_table(sizes: Sequence[Size]) -> str:
    """Return the time of a cold build by article, if there is more than one size."""
    rows = []
    for name in sizes[0].weights if len(sizes) > 1 else ():
        cells = []
        for size in sizes:
            found = medians(size.results.get("cold", {})).get(name)
            cells.append(
                f"{found.wall / size.articles * 1000:.2f} ms · {found.peak:,.0f} MB"
                if found
                else "–"
            )
        rows.append([name, *cells])
    body = table(["cold build, by article", *(f"{size.articles:,}" for size in sizes)], rows)
    return f"### Growth\n\n{body}" if body else ""
