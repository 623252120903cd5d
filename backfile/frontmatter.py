"""Markdown files with front matter: where the one ends and the other begins."""

from __future__ import annotations

import re
from typing import NamedTuple

FENCE = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)


class Front(NamedTuple):
    """A Markdown file, cut into its front matter and its text."""

    matter: str
    """YAML, with the opening fence, so that its lines count from the start of the file."""
    body: str
    body_line: int
    """The line of the file in which the body begins, counted from 1."""


def front_matter(text: str) -> Front | None:
    """Return the parts of a Markdown file; None when it has no front matter between `---` lines."""
    opening = FENCE.match(text)
    closing = FENCE.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return None
    body_start = min(closing.end() + 1, len(text))
    line = text.count("\n", 0, body_start) + 1
    folded = text[body_start:].replace("\r\n", "\n").replace("\r", "\n")
    return Front(text[: closing.start()], folded, line)
