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
Trace: TypeAlias = dict[Key, None]
"""Keys in the order in which they were first asked for."""
P = ParamSpec("P")
T = TypeVar("T")


class Facts:
    """The linked archive, seen through facts."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        """For functions marked `@fact` only."""
        self._known: dict[Key, Any] = {}
        self._made_of: dict[Key, tuple[Key, ...]] = {}
        self._trace: Trace | None = None
        """Of what is being made now."""

    @contextmanager
    def tracing(self) -> Iterator[Trace]:
        """Collect the keys of the facts asked for within the block, in order."""
        trace: Trace = {}
        outer, self._trace = self._trace, trace
        try:
            yield trace
        finally:
            self._trace = outer

    def make(self, key: Key, make: Callable[..., T], args: tuple[Any, ...]) -> T:
        """Return a fact that is not known yet, made by `make`, and remember what it is made of."""
        with self.tracing() as trace:
            value = make(self, *args)
        self._known[key] = value
        self._made_of[key] = tuple(trace)
        return value

    def made_of(self, key: Key) -> tuple[Key, ...]:
        """Return the facts that a known fact asked for while it was made."""
        return self._made_of.get(key, ())


def fact(
    make: Callable[Concatenate[Facts, P], T],
) -> Callable[Concatenate[Facts, P], T]:
    """Mark a function of `Facts` and plain arguments, given in order, as a fact."""
    name = make.__name__

    # Pages ask hundreds of times each: this is written out flat.
    @wraps(make)
    def ask(facts: Facts, *args: Any) -> T:
        key = (name, *args)
        if facts._trace is not None:
            facts._trace[key] = None
        try:
            return facts._known[key]  # type: ignore[no-any-return]
        except KeyError:
            return facts.make(key, make, args)

    return cast("Callable[Concatenate[Facts, P], T]", ask)
