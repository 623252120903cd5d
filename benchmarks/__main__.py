"""Measures Backfile beside other generators and writes docs/performance.md.

python -m benchmarks --sizes 1000 10000 --runs 3
"""

import argparse
import os
import shutil
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from benchmarks.corpus import write_archive
from benchmarks.edits import Subject
from benchmarks.generators import ENGINE, Generator, backfile, write_peer
from benchmarks.jobs import JOBS, Bench, Result, measure
from benchmarks.outputs import Output, differences, read_output, weight_of
from benchmarks.peer_sources import names_in, source_of, sources_in
from benchmarks.peer_tools import INSTALLERS, Tool
from benchmarks.performance_page import Setting, Size, is_busy, page_with, tables_of
from benchmarks.programs import Failed

WORK = ENGINE / ".backfile" / "bench"
PAGE = ENGINE / "docs" / "performance.md"


def options_of(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000], metavar="ARTICLES")
    parser.add_argument("--runs", type=int, default=3, help="runs of every row [default: 3]")
    parser.add_argument("--rows", nargs="+", choices=JOBS, default=list(JOBS))
    parser.add_argument("--peers", nargs="*", choices=INSTALLERS, default=list(INSTALLERS))
    parser.add_argument("--limit", type=float, default=900, help="seconds that one run may take")
    parser.add_argument("--to", type=Path, default=PAGE, help="the page with marks for the tables")
    parser.add_argument("--work", type=Path, default=WORK, help="where everything is put")
    return parser.parse_args(arguments)


def installed(peers: Sequence[str], folder: Path) -> tuple[dict[str, Tool], dict[str, str]]:
    """Return the peers that could be installed, and why others could not."""
    tools, failures = {}, {}
    for peer in INSTALLERS:
        if peer in peers:
            print(f"installing {peer}", flush=True)
            try:
                tools[peer] = INSTALLERS[peer](folder / peer)
            except Failed as fault:
                failures[peer.capitalize()] = str(fault)
                print(f"  {peer} is left out: it {fault}", flush=True)
    return tools, failures


def written(count: int, tools: Mapping[str, Tool], folder: Path) -> dict[str, Generator]:
    """Write the archive for all generators and return them by name, Backfile first."""
    print(f"writing {count:,} articles for {len(tools) + 1} generators", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    archive = folder / "backfile"
    write_archive(archive, count)
    found = [backfile(archive)]
    found += [write_peer(n, tool, folder / n, sources_in(archive)) for n, tool in tools.items()]
    return {generator.name: generator for generator in found}


def subject_in(archive: Path) -> Subject:
    """Return the article that is edited: the one in the middle."""
    names, seeds = names_in(archive), sorted((archive / "seeds").rglob("*.txt"))
    seed = seeds[len(seeds) // 2]
    source = source_of(seed.stem, seed.read_text(encoding="utf-8"), names)
    return Subject(source.id, source.title, names[source.entities[0]])


def compare(outputs: Mapping[str, Output]) -> tuple[str, bool]:
    """Return in words whether the outputs say the same, and whether they do."""
    found = differences(outputs)
    if found:
        return f"The outputs are NOT the same: {'; '.join(found)}.", False
    one = next(iter(outputs.values()))
    links = sum(len(entities) for entities in one.links.values())
    return (
        f"All outputs were read and say the same: {len(one.titles):,} articles word for word, "
        f"{links:,} links to entities in their text, the mentions of {len(one.mentions):,} "
        f"entities, the lists of {len(one.years)} years, home and feed."
    ), True


def bench_size(bench: Bench, count: int, rows: Sequence[str]) -> tuple[Size, bool]:
    """Do all rows at one size; tell whether the outputs say the same."""
    results: dict[str, Mapping[str, Result]] = {}
    built = measure(bench if "cold" in rows else bench._replace(runs=1), "cold")
    results["cold"] = built
    whole = {n: g for n, g in bench.generators.items() if not built[n].failure}
    print("comparing the outputs", flush=True)
    words, same = compare({name: read_output(g.output) for name, g in whole.items()})
    print(words, flush=True)
    weights = {name: weight_of(g.output) for name, g in whole.items()}
    left = bench._replace(generators=whole)
    results |= {job: measure(left, job) for job in rows if job != "cold"}
    shown = {job: results[job] for job in JOBS if job in rows}
    return Size(count, shown, weights, words), same


def interrupted(number: int, frame: FrameType | None) -> None:
    """Take a request to end like an interrupt from the keyboard, which ends what runs."""
    raise KeyboardInterrupt


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and write the page; 1 if outputs differ, 130 if interrupted."""
    options = options_of(arguments)
    signal.signal(signal.SIGTERM, interrupted)
    work = options.work.resolve()
    try:
        return measure_all(options, work)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130


def measure_all(options: argparse.Namespace, work: Path) -> int:
    """Measure what the command line asks for and write the page."""
    work.mkdir(parents=True, exist_ok=True)
    before = os.getloadavg()[0]
    if is_busy(before):
        print(f"the machine is busy (load {before:.1f}): the figures will say little", flush=True)
    tools, failures = installed(options.peers, work / "tools")
    sizes, all_same, versions = [], True, {}
    for count in options.sizes:
        generators = written(count, tools, work / str(count))
        versions = {generator.name: generator.version for generator in generators.values()}
        subject = subject_in(work / str(count) / "backfile")
        bench = Bench(generators, subject, work, options.runs, options.limit, said)
        size, same = bench_size(bench, count, options.rows)
        sizes.append(size)
        all_same = all_same and same
        setting = Setting(versions, options.runs, (before, os.getloadavg()[0]), failures)
        page = options.to.read_text(encoding="utf-8")
        tables = page_with(page, tables_of(sizes, setting))
        options.to.write_text(tables, encoding="utf-8", newline="\n")
        print(f"{count:,} articles: written to {options.to.name}", flush=True)
    return 0 if all_same else 1


def said(words: str) -> None:
    """Print a line at once, also into a pipe."""
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main())
