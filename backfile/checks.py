"""What the checks of data share: where faults go, and the words for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from backfile.kinds import nearest, shown
from backfile.problems import Problem
from backfile.yamlfaults import quoted
from backfile.yamlnodes import Absent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backfile.kinds import Fault
    from backfile.problems import Keys


class Faulty:
    """Stands for a value that cannot be used."""


FAULTY: Final = Faulty()


class Sink:
    """Takes the faults found in one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.dropped: list[Keys] = []
        """List items that were left out."""

    def add(
        self, code: str, message: str, keys: Keys, hint: str = "", *, on_key: bool = False
    ) -> Faulty:
        """Add a problem; return `FAULTY`, for the value at fault."""
        self.problems.append(
            Problem(code=code, message=message, path=self.path, keys=keys, hint=hint, on_key=on_key)
        )
        return FAULTY

    def fault(self, fault: Fault, keys: Keys) -> Faulty:
        """Add what a check of a text found."""
        return self.add(fault.code, fault.message, keys, fault.hint)

    def wrong_type(self, value: Any, keys: Keys, wanted: str) -> Faulty:
        """Add that a value is of another kind than wanted."""
        message = f"{subject(keys)} must be {wanted}, not {kind_of(value)}"
        return self.add("wrong-type", message, keys, remedy(value, wanted))

    def unknown_key(self, key: str, keys: Keys, known: Iterable[str]) -> None:
        """Add that the format does not know a key."""
        names = tuple(known)
        guess = nearest(key, names)
        hint = (f"did you mean `{guess}`? " if guess else "") + f"known here: {', '.join(names)}"
        self.add("unknown-key", f"unknown key `{shown(key)}`", (*keys, key), hint, on_key=True)

    def cut_by_comma(self, data: dict[str, Any], key: str, keys: Keys) -> None:
        """Add that a comma inside `{…}` cut a value, so that `key` stands there alone."""
        names = list(data)
        first = last = names.index(key)
        while first > 0 and is_bare(data[names[first - 1]]):
            first -= 1
        if first < last:
            return
        while last + 1 < len(names) and is_bare(data[names[last + 1]]):
            last += 1
        message = f"`{shown(key)}` is a key without a value here: a comma seems to have cut a text"
        hint = "put the words in quotes"
        before = names[first - 1] if first else ""
        if before and isinstance(data[before], str):
            words = ", ".join([data[before], *names[first : last + 1]])
            hint += f": {before}: {quoted(words)}"
        self.add("value-cut-by-comma", message, (*keys, key), hint, on_key=True)

    def missing_key(self, key: str, keys: Keys, hint: str = "") -> Faulty:
        """Add that a required key is missing."""
        return self.add("missing-key", f"the key `{key}` is missing here", keys, hint)


def is_bare(value: Any) -> bool:
    """Tell whether a value is missing inside `{…}`, colon and all."""
    return isinstance(value, Absent) and value.bare


def subject(keys: Keys) -> str:
    """Return the words for a place: its key, or what kind of item it is."""
    names = [key for key in keys if isinstance(key, str)]
    if not names:
        return "the file"
    return f"`{names[-1]}`" if isinstance(keys[-1], str) else f"an item of `{names[-1]}`"


def kind_of(value: Any) -> str:
    """Return the words for what a value is."""
    if isinstance(value, dict):
        return "a mapping (`key: value`)"
    return "a list" if isinstance(value, list) else "text"


def remedy(value: Any, wanted: str) -> str:
    """Return how a value of the wrong kind is put right."""
    if isinstance(value, str) and wanted.startswith("a list"):
        return f"write [{shown(value)}]"
    if isinstance(value, dict) and "text" in wanted:
        return "words with `: ` or `{` in them go in quotes"
    if isinstance(value, list) and "text" in wanted:
        return "words that begin with `[` or `-` go in quotes"
    return ""


def given(data: dict[str, Any], key: str) -> bool:
    """Tell whether a mapping has a value for a key."""
    return key in data and not isinstance(data[key], Absent)


def as_written(value: Any) -> Any:
    """Return data of a free key as plain data, without what is empty."""
    if isinstance(value, dict):
        items = value.items()
        return {key: as_written(below) for key, below in items if not isinstance(below, Absent)}
    if isinstance(value, list):
        return [as_written(item) for item in value]
    return str(value)
