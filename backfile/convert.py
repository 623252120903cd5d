"""From YAML data to the structs of the shapes: every fault is found, named, and cut out.

One walk along the shape's types checks form and meaning of each value and leaves out what is
faulty, so that `--lenient` can go on with the rest; then msgspec makes the struct.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec
from msgspec import inspect

from backfile.checks import FAULTY, Sink
from backfile.references import Reference, references
from backfile.shapechecks import check_of
from backfile.yamlnodes import Absent

if TYPE_CHECKING:
    from backfile.problems import Keys, Problem
    from backfile.valuechecks import Check

__all__ = ["Checked", "Reference", "checked", "convert_to", "references"]

T = TypeVar("T")


class Checked(NamedTuple):
    """Data that fits a shape, and what was wrong with it."""

    data: Any
    """`FAULTY` when nothing of the shape is left.

    Keys that begin with `x-` are gathered under the one key `x-`, as the structs hold them.
    """
    problems: tuple[Problem, ...]
    """With keys; `backfile.locate` finds lines and columns."""
    dropped: tuple[Keys, ...]
    """Where list items were left out."""


def convert_to(
    data: Any, shape: type[T], path: str, keys: Keys = ()
) -> tuple[T | None, tuple[Problem, ...]]:
    """Return the data as `shape`, without its faulty parts, and all that is wrong with it.

    None when so much is faulty that nothing of the shape is left. `keys` lead to `data` in its
    file.
    """
    clean, problems, _ = checked(data, shape, path, keys)
    return (None if clean is FAULTY else msgspec.convert(clean, shape)), problems


def checked(data: Any, shape: Any, path: str, keys: Keys = ()) -> Checked:
    """Return data as read from YAML in the form of `shape`, and all that is wrong with it."""
    sink = Sink(path)
    if isinstance(data, Absent):
        data = [] if getattr(shape, "__origin__", None) is list else {}
    clean = checker(shape)(data, keys, sink)
    return Checked(clean, tuple(sink.problems), tuple(sink.dropped))


@lru_cache(maxsize=256)
def checker(shape: Any) -> Check:
    """Return the check for a shape, made once."""
    return check_of(inspect.type_info(shape))
