"""Lines of the author's files: from an index in a text to line, column and source line."""

from __future__ import annotations

import msgspec

from backfile.problems import Problem

LONGEST_SOURCE = 200
"""Code points of a source line that a problem carries."""


def at_index(problem: Problem, text: str, start: int, end: int = 0) -> Problem:
    """Return the problem with line, column, width and source line of `text[start:end]`.

    Lines end at LF; the caret stays in the first line.
    """
    start = max(0, min(start, len(text)))
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", start)
    source = text[line_start : line_end if line_end >= 0 else len(text)].removesuffix("\r")
    stop = min(max(end, start + 1), line_start + len(source))
    width = len(text[start:stop].rstrip()) or 1
    column = start - line_start + 1
    if len(source) > LONGEST_SOURCE:
        source = source[:LONGEST_SOURCE] + "…" if column < LONGEST_SOURCE else ""
        width = min(width, LONGEST_SOURCE - column) if source else 1
    return msgspec.structs.replace(
        problem,
        line=text.count("\n", 0, start) + 1,
        column=column,
        width=max(width, 1),
        source=source,
    )


def decode_utf8(source: bytes | str, path: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the text of a file that must be UTF-8, without a byte order mark."""
    if isinstance(source, str):
        return source.removeprefix("\ufeff"), ()
    try:
        return source.decode("utf-8").removeprefix("\ufeff"), ()
    except UnicodeDecodeError as fault:
        before = source[: fault.start].decode("utf-8").removeprefix("\ufeff")
        message = f"byte 0x{source[fault.start]:02X} at offset {fault.start} is not UTF-8"
        hint = "save the file as UTF-8 in your editor"
        if source[:2] in (b"\xff\xfe", b"\xfe\xff"):
            message, hint = f"{message}: the file is UTF-16", "save it as UTF-8 in your editor"
        shown = source.decode("utf-8", "replace").removeprefix("\ufeff")
        problem = Problem(code="yaml-not-utf8", message=message, path=path, hint=hint)
        return "", (at_index(problem, shown, len(before)),)
