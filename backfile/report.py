"""Problems printed: for people, as JSON lines, and as annotations on GitHub."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from backfile.problems import Problem, Severity, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable


def as_text(problems: Iterable[Problem]) -> str:
    """Return problems as people read them, with source line, caret and hint, sorted by place.

    Each ends in a line end; nothing for no problems.
    """
    return "".join(text_of(problem) for problem in in_order(problems))


def as_json_lines(problems: Iterable[Problem]) -> str:
    """Return one JSON object a line: code, severity, path, line, column, message, hint."""
    return "".join(
        msgspec.json.encode(
            {
                "code": problem.code,
                "severity": problem.severity.value,
                "path": problem.path,
                "line": problem.line or 1,
                "column": problem.column or 1,
                "message": problem.message,
                "hint": problem.hint,
            }
        ).decode()
        + "\n"
        for problem in in_order(problems)
    )


def as_github(problems: Iterable[Problem]) -> str:
    """Return workflow commands, which GitHub shows beside the lines of a pull request."""
    return "".join(command_of(problem) for problem in in_order(problems))


def summary(problems: Iterable[Problem]) -> str:
    """Return how many problems there are of each severity: `2 errors, 1 warning`."""
    counts = Counter(problem.severity for problem in in_order(problems))
    parts = [
        f"{counts[severity]} {severity.value}{'s' if counts[severity] > 1 else ''}"
        for severity in Severity
        if counts[severity]
    ]
    return ", ".join(parts) or "no problems"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems sorted by file and line, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=sort_key))


def text_of(problem: Problem) -> str:
    """Return one problem as people read it."""
    place = f"{problem.path}:{problem.line or 1}:{problem.column or 1}: " if problem.path else ""
    head = f"{place}{problem.severity.value}[{problem.code}]: {problem.message}"
    lines = [printable(head), *excerpt(problem)]
    first, *more = problem.hint.split("\n")
    if first:
        lines.append(f"   hint: {printable(first)}")
        lines.extend(f"         {printable(line)}" for line in more)
    return "\n".join(lines) + "\n"


def excerpt(problem: Problem) -> tuple[str, ...]:
    """Return the source line and the line with the caret below it; nothing if it is not known."""
    if not problem.source.strip() or problem.column < 1:
        return ()
    number = f"   {problem.line} |"
    start = problem.column - 1
    before = problem.source[:start]
    words = problem.source[start : start + problem.width]
    blank = "".join("\t" if sign == "\t" else " " * columns_of(sign) for sign in before)
    carets = "^" * max(1, sum(columns_of(sign) for sign in words))
    source = f"{number} {printable(problem.source)}"
    return (source, f"{' ' * (len(number) - 1)}| {blank}{carets}")


def columns_of(sign: str) -> int:
    """Return how many columns of a terminal a sign takes."""
    if unicodedata.category(sign) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1


def printable(text: str) -> str:
    """Return text a terminal can show: signs that would steer it become U+FFFD, one for one."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(sign if is_harmless(sign) else "\ufffd" for sign in text)


def is_harmless(sign: str) -> bool:
    """Tell whether a sign only shows itself."""
    return sign in "\t\u00a0\u3000\u200c\u200d" or unicodedata.category(sign)[0] != "C"


def command_of(problem: Problem) -> str:
    """Return one problem as a workflow command."""
    name = "notice" if problem.severity is Severity.INFO else problem.severity.value
    fields = {"title": problem.code}
    if problem.path:
        line, column = problem.line or 1, problem.column or 1
        fields = {
            "file": problem.path,
            "line": str(line),
            "col": str(column),
            "endColumn": str(column + problem.width),
            "title": problem.code,
        }
    listed = ",".join(f"{key}={in_field(value)}" for key, value in fields.items())
    words = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
    return f"::{name} {listed}::{in_message(words)}\n"


def in_message(text: str) -> str:
    """Return text escaped for the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def in_field(text: str) -> str:
    """Return text escaped for a field of a workflow command."""
    return in_message(text).replace(":", "%3A").replace(",", "%2C")
