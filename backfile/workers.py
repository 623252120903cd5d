"""Work shared out to processes: chunks in, results out, in order."""

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_all_start_methods, get_context
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_task: list[Callable[[Any], Any]] = []
"""What a worker process does with each chunk; it is inherited and never sent."""


def can_fork() -> bool:
    """Tell whether a process can be split, so that workers have all that this one knows."""
    return "fork" in get_all_start_methods()


def in_chunks(
    work: Callable[[Sequence[T]], R], rows: Sequence[T], *, size: int, jobs: int
) -> Iterator[R]:
    """Yield what `work` makes of each chunk of `rows`, in order.

    With several jobs, where the system can fork, chunks are worked on in processes of their own;
    `work` then sees everything as it was at the call, and its results are sent back.
    """
    chunks = [rows[start : start + size] for start in range(0, len(rows), size)]
    if jobs < 2 or len(chunks) < 2 or not can_fork():
        yield from map(work, chunks)
        return
    gc.freeze()  # so that a worker's collector does not touch, and so copy, what it inherits
    _task.append(work)
    try:
        with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("fork")) as pool:
            yield from pool.map(_do, chunks)
    finally:
        _task.pop()
        gc.unfreeze()


def _do(chunk: Sequence[Any]) -> Any:
    return _task[-1](chunk)
