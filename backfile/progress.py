"""How far a build is: a bar on a terminal, one line a stage elsewhere, nothing where output is read
by a program.
"""

import sys
import time
from types import TracebackType
from typing import Any, Self

STAGES = {
    "articles": "reading and anchoring articles",
    "pages": "making pages",
    "search": "indexing for search",
    "release": "making the larger files of /data/",
}


class Progress:
    """Shows the stages of a build; enter it, and call it with stage, done and total."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._bar: Any = None
        self._tasks: dict[str, Any] = {}
        self._last = time.perf_counter()
        self._ended: set[str] = set()
        self.seconds: dict[str, float] = {}
        """How long each stage took that has ended."""

    def __enter__(self) -> Self:
        if self._shown and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            self._bar = Bar(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that `done` of `total` things of a stage are made."""
        if self._bar is not None:
            if stage not in self._tasks:
                self._tasks[stage] = self._bar.add_task(STAGES[stage], total=total)
            self._bar.update(self._tasks[stage], completed=done, total=total)
        if done >= total and stage not in self._ended:
            self._ended.add(stage)
            now = time.perf_counter()
            self.seconds[stage], self._last = now - self._last, now
            if self._shown and self._bar is None:
                line = f"{STAGES[stage]}: {total} in {self.seconds[stage]:.1f} s\n"
                sys.stderr.write(line)


def peak_memory() -> int:
    """Return the most memory this process or one of its workers has held, in MB; 0 if unknown."""
    try:
        import resource
    except ImportError:  # Windows has no such count
        return 0
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return int(max(own, workers) // unit)
