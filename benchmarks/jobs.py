"""The jobs that are timed, and in what order the generators take turns."""

import shutil
import statistics
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, TypeAlias

from benchmarks.edits import Subject, editing
from benchmarks.generators import Command, Generator
from benchmarks.programs import Failed, Figures, timed
from benchmarks.watching import watch

Say: TypeAlias = Callable[[str], None]
FIRST_SERVED, FIRST_SEARCHED = 1000, 2000
"""Numbers of edits: no two jobs save the same words."""
EDITS_A_START = 2
"""How many edits are timed each time a server is started."""


class Result(NamedTuple):
    """What a job took one generator: every run, or why there is none."""

    runs: Sequence[Figures]
    failure: str = ""

    @property
    def median(self) -> Figures | None:
        """The median of each figure; the highest of the memory figures."""
        if not self.runs or self.failure:
            return None
        cpu = [run.cpu for run in self.runs if run.cpu is not None]
        return Figures(
            statistics.median(run.wall for run in self.runs),
            statistics.median(cpu) if cpu else None,
            max(run.peak for run in self.runs),
        )


class Bench(NamedTuple):
    """What all jobs at one number of articles need."""

    generators: Mapping[str, Generator]
    subject: Subject
    work: Path
    runs: int
    limit: float
    """Seconds that a single run may take."""
    say: Say

    def run(self, command: Command, generator: Generator) -> Figures:
        """Run a generator's command to its end."""
        return timed(command, generator.folder, self.work, self.limit)


Turn: TypeAlias = Callable[[Bench, Generator, int], Sequence[Figures]]
"""Does a job once with one generator; the number is that of the round."""


def cold(bench: Bench, generator: Generator, number: int) -> Sequence[Figures]:
    """Build from nothing."""
    generator.forget()
    return [bench.run(generator.cold, generator)]


def unchanged(bench: Bench, generator: Generator, number: int) -> Sequence[Figures]:
    """Build again with nothing changed."""
    if number == 0:
        bench.run(generator.again, generator)
    return [bench.run(generator.again, generator)]


def edit(bench: Bench, generator: Generator, number: int) -> Sequence[Figures]:
    """Build again after an article's headline and text were changed."""
    if number == 0:
        bench.run(generator.again, generator)
    with editing(generator, bench.subject) as edited:
        edited.save(number)
        figures = bench.run(generator.again, generator)
        missing = edited.missing_in(generator.output, number)
        if missing:
            raise Failed(f"the edit is missing from {' and '.join(missing)}")
    return [figures]


def served(bench: Bench, generator: Generator, number: int) -> Sequence[Figures]:
    """Save edits while the generator serves."""
    first = FIRST_SERVED + number * (EDITS_A_START + 1)
    numbers = range(first, first + EDITS_A_START + 1)
    return watch(generator, bench.subject, numbers, bench.work, bench.limit)


def search(bench: Bench, generator: Generator, number: int) -> Sequence[Figures]:
    """Make the search of a site whose pages are made."""
    if not generator.search:
        if number == 0:
            bench.run(generator.again, generator)
        shutil.rmtree(generator.output / "pagefind", ignore_errors=True)
        return [bench.run(pagefind(generator), generator)]
    generator.forget()
    bench.run(generator.cold, generator)
    return [bench.run(generator.search, generator)]


def search_after_edit(bench: Bench, generator: Generator, number: int) -> Sequence[Figures]:
    """Make the search again after an edit, its pages included where that cannot be parted."""
    if not generator.search:
        return search(bench, generator, number)
    if number == 0:
        bench.run(generator.search, generator)
    with editing(generator, bench.subject) as edited:
        edited.save(FIRST_SEARCHED + number)
        return [bench.run(generator.search, generator)]


JOBS: Mapping[str, Turn] = {
    "cold": cold,
    "unchanged": unchanged,
    "edit": edit,
    "watch": served,
    "search": search,
    "search-edit": search_after_edit,
}
SEARCH_JOBS = ("search", "search-edit")
PAGEFIND = "Pagefind"
"""Whom the search jobs compare with: Pagefind in one piece, over another generator's pages."""


def pagefind(generator: Generator) -> Command:
    """Return how Pagefind indexes all articles of a site in one piece."""
    program = import_module("pagefind_bin").get_executable()
    return (program, "--site", generator.output, "--glob", "articles/*/index.html")


def rivals(bench: Bench, job: str) -> Mapping[str, Generator]:
    """Return who does a job, by the name in the table."""
    if job not in SEARCH_JOBS:
        return bench.generators
    ours = {name: one for name, one in bench.generators.items() if one.search}
    others = [one for one in bench.generators.values() if not one.search]
    return {**ours, PAGEFIND: others[0]} if others else ours


def measure(bench: Bench, job: str) -> dict[str, Result]:
    """Do a job in turns, A B C A B C, and return the results by name."""
    found = {name: Result([]) for name in rivals(bench, job)}
    for number in range(bench.runs):
        for name, generator in rivals(bench, job).items():
            if found[name].failure:
                continue
            try:
                runs = [*found[name].runs, *JOBS[job](bench, generator, number)]
                found[name] = Result(runs)
            except Failed as fault:
                found[name] = Result(found[name].runs, str(fault))
            bench.say(f"{job}, {name}, run {number + 1}: {last_of(found[name])}")
    return found


def last_of(result: Result) -> str:
    """Return the last run in words."""
    if result.failure:
        return result.failure
    return f"{result.runs[-1].wall:.2f} s, {result.runs[-1].peak:.0f} MB"
