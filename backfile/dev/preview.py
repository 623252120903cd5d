"""The preview: follows the files and always knows the newest state of the site.

One thread takes edits in. Whoever asks for a page while one is being taken in waits for it, so no
answer is older than the files.
"""

import gc
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from backfile.build import located, quiet, read_from
from backfile.dev.live import LiveArchive, Reading
from backfile.dev.pace import wait_yet
from backfile.dev.state import EngineFault, State
from backfile.dev.theme import Theme
from backfile.facts import Facts
from backfile.gather import Progress
from backfile.ids import ArticleId
from backfile.problems import Problem

FEW_FILES = 400
"""Up to so many files all are looked at before an answer; of more, those the page is made of."""

IDLE = 0.3
"""Seconds without an edit before new templates are tried."""


class View(NamedTuple):
    """What there is to show at this moment."""

    state: State | None
    """None while the archive has never been readable."""
    problems: tuple[Problem, ...]
    fault: str
    """What went wrong inside the program at the last reading; empty when nothing did."""
    generation: int


class Preview:
    """The newest state of an archive's site."""

    def __init__(
        self, root: Path, scratch: Path, *, jobs: int = 1, progress: Progress = quiet
    ) -> None:
        self.root = root
        self._new_live = partial(LiveArchive, root, jobs=jobs, progress=progress)
        self.live = self._new_live()
        self.theme = Theme(root, scratch)
        self._heard: list[Callable[[int], None]] = []
        self._changed = threading.Condition()
        self._pending: set[str] | None = set()
        """Paths with events; None when anything may have changed."""
        self._theme_pending = False
        self._first = self._last = 0.0
        self._busy = True
        self._stopping = False
        self._rendering = threading.RLock()
        self._reading: Reading | None = None
        self._state: State | None = None
        self._view = View(None, (), "", 0)
        self._tried: object = None
        """The newest templates that every kind of page has been made with."""
        self._thread = threading.Thread(target=self._follow, name="preview", daemon=True)

    def start(self) -> None:
        """Read the archive in a thread of its own, and follow its files from then on."""
        self._thread.start()

    def wait_for_first(self, seconds: float) -> bool:
        """Wait until the archive has been read for the first time; tell whether it has."""
        with self._changed:
            return self._changed.wait_for(lambda: self._view.generation > 0, seconds)

    def stop(self) -> None:
        """End the thread; whoever waits gets the state there is."""
        with self._changed:
            self._stopping, self._busy = True, False
            self._changed.notify_all()
        self._thread.join(timeout=5)

    def on_change(self, hear: Callable[[int], None]) -> None:
        """Call `hear` with the generation of every new state, from the thread that made it."""
        self._heard.append(hear)

    @property
    def newest(self) -> State | None:
        """The state there is, without waiting for edits; None before the first."""
        return self._view.state

    def say_again(self) -> None:
        """Tell everyone that something beside the files is new: search, or a page's fault."""
        for hear in self._heard:
            hear(self._view.generation)

    def note(self, paths: Iterable[str] | None = (), *, theme: bool = False) -> None:
        """Take note of files (relative to the archive) that may have changed; None for any.

        `theme` tells that templates or assets may have changed.
        """
        with self._changed:
            now = time.monotonic()
            if not self._has_pending():
                self._first = now
            self._last = now
            self._theme_pending = self._theme_pending or theme
            if paths is None or self._pending is None:
                self._pending = None
            else:
                self._pending.update(paths)
            self._changed.notify_all()

    def is_idle(self) -> bool:
        """Tell whether no edit waits to be taken in."""
        return not self._busy and not self._has_pending()

    def _has_pending(self) -> bool:
        return self._pending is None or bool(self._pending) or self._theme_pending

    def now(self, path: str | None = None) -> View:
        """Return what there is to show, once all edits are taken in.

        `path` is the file of the site that will be asked for: the sources it is made of are looked
        at, so that an edit counts even before the system has told of it.
        """
        if self.is_idle():
            changed, theme = self._looks_changed(path), self.theme.looks_changed()
            if changed is None or changed or theme:
                self.note(changed, theme=theme)
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self.is_idle())
            return self._view

    def _looks_changed(self, path: str | None) -> tuple[str, ...] | None:
        """Return the files that look changed and of which no event has come yet; None for any."""
        files = self.live.files
        if files.folders_look_changed():
            return None
        if len(files) <= FEW_FILES:
            return files.looks_changed(files.paths())
        page = self._state.page(path) if self._state and path is not None else None
        args = page.args if page else ()
        own = (
            p for arg in args if isinstance(arg, str) for p in self.live.paths_of(ArticleId(arg))
        )
        return files.looks_changed((*self.live.register_paths(), *own))

    def _follow(self) -> None:
        """Take edits in, one after another, until stopped."""
        self._take(None, theme=True)
        gc.collect()
        gc.freeze()
        while self._wait_for_edits():
            with self._changed:
                paths, self._pending = self._pending, set()
                theme, self._theme_pending = self._theme_pending, False
            self._take(paths, theme=theme)

    def _wait_for_edits(self) -> bool:
        """Wait until there is something to take in; False when there never will be."""
        with self._changed:
            self._busy = False
            self._changed.notify_all()
            quiet = not self._changed.wait_for(self._must_act, IDLE)
        if quiet:
            self._try_templates()
        with self._changed:
            self._changed.wait_for(self._must_act)
            while not self._stopping:
                wait = wait_yet(self._first, self._last, time.monotonic())
                if wait <= 0:
                    break
                self._changed.wait(wait)
            self._busy = not self._stopping
            return not self._stopping

    def _must_act(self) -> bool:
        return self._stopping or self._has_pending()

    def _try_templates(self) -> None:
        """Make a page of every kind with new templates: a fault is told before it is met."""
        state = self._state
        if state is None or self._tried is state.templates:
            return
        for path in state.one_of_each_kind():
            if self._must_act():
                return
            with suppress(EngineFault):
                state.make(path)
        self._tried = state.templates
        if state.faults:
            self.say_again()

    def _take(self, paths: set[str] | None, *, theme: bool) -> None:
        """Read what changed, make a new state of it if it is different, and tell everyone."""
        before = self._view
        gc.disable()
        try:
            self._view = self._viewed(paths, theme=theme or paths is None)
        except Exception as fault:
            traceback.print_exc(file=sys.stderr)
            said = f"{type(fault).__name__}: {fault}"
            self._view = before._replace(fault=said, generation=before.generation + 1)
            # Half of an edit may have been taken in: the next one reads everything.
            self.live, self._reading = self._new_live(), None
        finally:
            gc.enable()
        if self._view is not before:
            self._tell()

    def _tell(self) -> None:
        with self._changed:
            self._busy = self._has_pending()
            self._changed.notify_all()
        self.say_again()

    def _viewed(self, paths: set[str] | None, *, theme: bool) -> View:
        """Return what there is to show after a change; the same object when nothing is new."""
        reading = self._reading
        if reading is None or paths is None or paths:
            reading = self.live.refresh(paths)
        generation = self._view.generation + 1
        same = reading is self._reading and not self._view.fault
        self._reading = reading
        if reading.archive is None:
            return self._view if same else View(self._state, reading.problems, "", generation)
        with self._rendering:
            before = self._state
            kept = before is not None and before.facts.linked is reading.archive
            facts = before.facts if before is not None and kept else Facts(reading.archive)
            if not self.theme.follow(facts, edited=theme) and same:
                return self._view
            like = (
                before
                if before and before.facts.linked in (reading.archive, reading.like)
                else None
            )
            state = State(
                facts, self.theme, read_from(self.root), generation, self._rendering, like
            )
            self._state = state
        problems = reading.problems
        if state.problems:
            problems = located(self.root, (*problems, *state.problems))
        return View(state, problems, "", generation)
