"""Facts: the only way a page sees the archive, and the memory of what it asked for.

A fact is a function marked `@fact`. It takes the `Facts` and plain arguments; its name and
arguments are its key. Facts that are made of other facts ask for them in the same way; where one
reads the archive itself, what it reads there is noted as a cell. So the trace of a page (the keys
it asked for) is complete without anybody declaring it. An absence is a fact like any other:
`None` is remembered too.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from backfile.archive import Archive
from backfile.cells import Key, SeenArchive, Trace

P = ParamSpec("P")
T = TypeVar("T")

MAKERS: dict[str, Callable[..., Any]] = {}
"""Every fact's function by its name."""

__all__ = ["MAKERS", "Facts", "Key", "Trace", "fact"]


class Facts:
    """The linked archive, seen through facts."""

    def __init__(self, archive: Archive) -> None:
        self.linked = archive
        """The archive, for those who make no fact of it."""
        self._seen = SeenArchive(archive)
        self.archive: Archive = cast("Archive", self._seen)
        """For functions marked `@fact`: what they read of it is noted."""
        self._known: dict[Key, Any] = {}
        self._made_of: dict[Key, tuple[Key, ...]] = {}

    @contextmanager
    def tracing(self) -> Iterator[Trace]:
        """Collect the keys of the facts and cells asked for within the block, in order."""
        trace: Trace = {}
        outer, self._seen.trace = self._seen.trace, trace
        try:
            yield trace
        finally:
            self._seen.trace = outer

    def make(self, key: Key, make: Callable[..., T], args: tuple[Any, ...]) -> T:
        """Return a fact that is not known yet, made by `make`, and remember what it is made of."""
        seen = self._seen
        trace: Trace = {}
        outer, seen.trace = seen.trace, trace
        try:
            value = make(self, *args)
        finally:
            seen.trace = outer
        self._known[key] = value
        self._made_of[key] = tuple(trace)
        return value

    def ask(self, key: Key) -> object:
        """Return the fact of a key.

        Raises whatever its function raises; `KeyError` when there is no such function any more.
        """
        if key in self._known:
            return self._known[key]
        return self.make(key, MAKERS[str(key[0])], key[1:])

    def take_note(self, key: Key) -> None:
        """Note a fact as asked for whose value is had from elsewhere."""
        if self._seen.trace is not None:
            self._seen.trace[key] = None

    def forget(self, keys: Iterable[Key]) -> None:
        """Let go of facts that nobody will ask for again."""
        for key in keys:
            self._known.pop(key, None)

    def made_of(self, key: Key) -> tuple[Key, ...]:
        """Return what a known fact asked for while it was made."""
        return self._made_of.get(key, ())

    def known(self, key: Key) -> object:
        """Return the value of a fact that was asked for before."""
        return self._known[key]


def fact(
    make: Callable[Concatenate[Facts, P], T],
) -> Callable[Concatenate[Facts, P], T]:
    """Mark a function of `Facts` and plain arguments, given in order, as a fact."""
    name = make.__name__
    if name in MAKERS and MAKERS[name].__module__ != make.__module__:
        message = f"two facts are called {name}"
        raise ValueError(message)
    MAKERS[name] = make

    # Pages ask hundreds of times each: this is written out flat.
    @wraps(make)
    def ask(facts: Facts, *args: Any) -> T:
        key = (name, *args)
        trace = facts._seen.trace
        if trace is not None:
            trace[key] = None
        try:
            return facts._known[key]  # type: ignore[no-any-return]
        except KeyError:
            return facts.make(key, make, args)

    return cast("Callable[Concatenate[Facts, P], T]", ask)
