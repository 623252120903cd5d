"""Facts: the only way a page sees the archive, and the memory of what it asked for.

A fact is a function marked `@fact`. It takes the `Facts` and plain arguments; its name and
arguments are its key. Facts that are made of other facts ask for them in the same way. So the
trace of a page (the keys it asked for) is complete without anybody declaring it. An absence is a
fact like any other: `None` is remembered too.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar, cast

from backfile.archive import Archive

Key: TypeAlias = tuple[str | int, ...]
P = ParamSpec("P")
T = TypeVar("T")


class Facts:
    """The linked archive, seen through facts."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        """For functions marked `@fact` only."""
        self._known: dict[Key, Any] = {}
        self._made_of: dict[Key, tuple[Key, ...]] = {}
        self._traces: list[dict[Key, None]] = []

    def ask(self, key: Key, make: Callable[[], T]) -> T:
        """Return the fact with this key, made at its first asking; note that it was asked for."""
        if self._traces:
            self._traces[-1][key] = None
        if key in self._known:
            return self._known[key]  # type: ignore[no-any-return]
        with self.tracing() as trace:
            value = make()
        self._known[key] = value
        self._made_of[key] = tuple(trace)
        return value

    @contextmanager
    def tracing(self) -> Iterator[dict[Key, None]]:
        """Collect the keys of the facts asked for within the block, in order."""
        trace: dict[Key, None] = {}
        self._traces.append(trace)
        try:
            yield trace
        finally:
            self._traces.pop()

    def made_of(self, key: Key) -> tuple[Key, ...]:
        """Return the facts that a known fact asked for while it was made."""
        return self._made_of.get(key, ())


def fact(
    make: Callable[Concatenate[Facts, P], T],
) -> Callable[Concatenate[Facts, P], T]:
    """Mark a function of `Facts` and plain arguments as a fact."""
    name = make.__name__

    @wraps(make)
    def ask(facts: Facts, *args: P.args, **kwargs: P.kwargs) -> T:
        key: Key = (name, *args)  # type: ignore[arg-type]
        return facts.ask(key, lambda: make(facts, *args, **kwargs))

    return cast("Callable[Concatenate[Facts, P], T]", ask)
