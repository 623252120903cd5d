"""Search in the preview: it follows the edits in the background, one run at a time."""

import shutil
import sys
import threading
import time
import traceback
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import NamedTuple

from backfile.dev.preview import Preview
from backfile.facts import Facts
from backfile.facts_things import setting
from backfile.index import build_index
from backfile.plan_search import search_docs
from backfile.problems import Problem
from backfile.searchdocs import SearchDoc

QUIET = 1.5
"""Seconds without a new state before search is made again."""
NAP = 0.005
"""Seconds between two looks whether the preview is idle again."""


class Round(NamedTuple):
    """One finished run."""

    generation: int
    """The state it was made of."""
    trees: Mapping[str, Path]
    """The folders of the site it consists of, and where they lie."""
    problems: tuple[Problem, ...]
    number: int


class LiveSearch:
    """The search bundles of the newest state that has them."""

    def __init__(self, preview: Preview, scratch: Path, *, jobs: int = 1) -> None:
        self._preview = preview
        self._scratch = scratch
        self._jobs = jobs
        self._numbers = count(1)
        self._rounds: tuple[Round, ...] = ()
        """The newest, and the one before: pages that are open may still read that."""
        self._due = threading.Condition()
        self._wanted = 0
        self._seen_at = 0.0
        self._stopping = False
        self._thread = threading.Thread(target=self._follow, name="search", daemon=True)

    def start(self) -> None:
        """Begin to follow the preview."""
        self._preview.on_change(self._note)
        self._thread.start()

    def stop(self) -> None:
        """Make no further run."""
        with self._due:
            self._stopping = True
            self._due.notify_all()

    @property
    def newest(self) -> Round | None:
        """The last finished run; None while there is none."""
        return self._rounds[0] if self._rounds else None

    def status(self) -> str:
        """Return `ready`, `behind` while edits are not in yet, `making` at first, or `failed`."""
        newest = self.newest
        if newest is None:
            return "making"
        if newest.problems and not newest.trees:
            return "failed"
        return "ready" if newest.generation >= self._wanted else "behind"

    def file(self, path: str) -> bytes | None:
        """Return a file below `pagefind/`; None when no run has it."""
        for one in self._rounds:
            for tree, folder in one.trees.items():
                name = path.removeprefix(f"{tree}/")
                if name != path and name in names_below(folder):
                    return (folder / name).read_bytes()
        return None

    def wait_for_first(self, seconds: float) -> None:
        """Wait until there is a first run, so that nobody who asks early is told of a fault."""
        with self._due:
            self._due.wait_for(lambda: self._stopping or bool(self._rounds), seconds)

    def _note(self, generation: int) -> None:
        with self._due:
            if generation > self._wanted:
                self._wanted, self._seen_at = generation, time.monotonic()
                self._due.notify_all()

    def _follow(self) -> None:
        """Make search again after each pause in the edits."""
        done = 0
        while self._wait_for_quiet(done):
            done = self._wanted
            try:
                self._run(done)
            except Exception as fault:
                traceback.print_exc(file=sys.stderr)
                failed = Problem(code="search-failed", message=f"{type(fault).__name__}: {fault}")
                self._add(Round(done, {}, (failed,), next(self._numbers)))
            self._preview.say_again()

    def _wait_for_quiet(self, done: int) -> bool:
        """Wait for a state that is newer than `done` and not about to change; False to end."""
        with self._due:
            self._due.wait_for(lambda: self._stopping or self._wanted > done)
            while not self._stopping:
                left = self._seen_at + QUIET - time.monotonic()
                if left <= 0:
                    return True
                self._due.wait(left)
            return False

    def _run(self, generation: int) -> None:
        """Make the bundles of the state there is now, and swap them in when they are whole."""
        state = self._preview.now().state
        if state is None:
            return
        # Facts of its own: those of the pages are asked by one thread at a time.
        facts = Facts(state.facts.archive)
        if not setting(facts, "search"):
            return
        number = next(self._numbers)
        scratch = self._scratch / f"search-{number}"
        scratch.mkdir(parents=True)
        standing = dict(self.newest.trees) if self.newest else {}
        docs = self._patiently(search_docs(facts))
        found = build_index(docs, scratch, jobs=self._jobs, standing=standing)
        kept = {tree: standing[tree] for tree in found.keep}
        self._add(Round(generation, {**kept, **found.trees}, found.problems, number))
        self._clear()

    def _add(self, new: Round) -> None:
        """Swap a finished run in; the one before stays for pages that are open."""
        with self._due:
            self._rounds = (new, *self._rounds[:1])
            self._due.notify_all()

    def _patiently(self, docs: Iterator[SearchDoc]) -> Iterator[SearchDoc]:
        """Yield documents, but only while no edit is being taken in: pages come first."""
        for doc in docs:
            while not self._preview.is_idle() and not self._stopping:
                time.sleep(NAP)
            yield doc

    def _clear(self) -> None:
        """Delete the folders that no round uses."""
        used = {folder for one in self._rounds for folder in one.trees.values()}
        for place in self._scratch.glob("search-*/*"):
            if place not in used:
                shutil.rmtree(place, ignore_errors=True)


def names_below(folder: Path) -> frozenset[str]:
    """Return the files below a folder by their paths."""
    return frozenset(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
