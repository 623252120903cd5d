"""Problems: what is wrong in the author's files, as data.

A `Problem` names a code from the closed list `CODES`, the author's file and the place in it. A
stage that knows a YAML place only as keys (`("annotations", 0, "at")`) leaves line and column to
`backfile.locate`, so that positions cost nothing as long as nothing is wrong.
"""

from enum import StrEnum
from typing import TypeAlias

import msgspec

from backfile.problem_codes import CODES

Keys: TypeAlias = tuple[str | int, ...]
"""A place in a YAML file: the keys and list positions that lead to a value."""


class Severity(StrEnum):
    """How much a problem stops."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One fault in the author's files, e.g. a quote that is not in its seed."""

    code: str
    """A key of `CODES`."""
    message: str
    """What is wrong, one line, in the author's words."""
    path: str = ""
    """The author's file, relative to the archive, with forward slashes; empty when no file is at
    fault.
    """
    keys: Keys | None = None
    """The place in a YAML file, until it is known as line and column."""
    on_key: bool = False
    """Point at the last of `keys` itself and not at its value."""
    words: str = ""
    """Words inside the value to point at; the whole value when empty."""
    line: int = 0
    """Counted from 1; 0 while unknown or when the whole file is meant."""
    column: int = 0
    """Counted from 1 in Unicode code points."""
    width: int = 1
    """How many code points are at fault, for the caret line."""
    source: str = ""
    """The source line, for people to see."""
    hint: str = ""
    """The way out, one line or several; never applied by the program."""

    @property
    def severity(self) -> Severity:
        """How much this problem stops."""
        return Severity(CODES[self.code].severity)


def sort_key(problem: Problem) -> tuple[str, int, int, str, str]:
    """Order problems by file, line and column, then by code and words."""
    return (problem.path, problem.line, problem.column, problem.code, problem.message)


def has_errors(problems: tuple[Problem, ...], *, strict: bool = False) -> bool:
    """Tell whether these problems stop the build; under `strict` warnings do, too."""
    stopping = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    return any(problem.severity in stopping for problem in problems)
