"""Where a problem stands: keys of a YAML file become line, column and source line.

Positions are looked for only when there is something to report: the file is read once more.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import msgspec

from backfile.frontmatter import front_matter
from backfile.sourcelines import at_index
from backfile.yamldata import composed
from backfile.yamlnodes import is_empty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from backfile.problems import Keys, Problem


def locate_problems(
    problems: Iterable[Problem], read_bytes: Callable[[str], bytes]
) -> tuple[Problem, ...]:
    """Return the problems with line, column, width and source line filled in, in the same order.

    `read_bytes` gets a path as problems carry it; when it raises `OSError` the places stay unknown.
    """
    listed = list(problems)
    waiting = [place for place, problem in enumerate(listed) if problem.path and not problem.line]
    waiting.sort(key=lambda place: listed[place].path)
    for path, places in groupby(waiting, key=lambda place: listed[place].path):
        text = text_of(path, read_bytes)
        root = None if text is None else composed(yaml_part(text, path))
        for place in places:
            listed[place] = located(listed[place], text or "", root)
    return tuple(listed)


def text_of(path: str, read_bytes: Callable[[str], bytes]) -> str | None:
    """Return a file's text without byte order mark; None when it cannot be read."""
    try:
        return read_bytes(path).decode("utf-8", "replace").removeprefix("\ufeff")
    except OSError:
        return None


def yaml_part(text: str, path: str) -> str:
    """Return what of a file is YAML: of a Markdown file its front matter, of a seed nothing."""
    if path.endswith(".md"):
        front = front_matter(text)
        return front.matter if front else ""
    return text if path.endswith((".yaml", ".yml")) else ""


def located(problem: Problem, text: str, root: Any | None) -> Problem:
    """Return the problem with the place of its keys, or of the nearest place that is written."""
    if problem.keys is None or root is None:
        return msgspec.structs.replace(problem, line=1, column=1)
    start, end = span_of(root, problem.keys, on_key=problem.on_key)
    if problem.words:
        found = text.find(problem.words, start, end)
        if found >= 0:
            start, end = found, found + len(problem.words)
    return at_index(problem, text, first_words(text, start, end), end)


def span_of(root: Any, keys: Keys, *, on_key: bool) -> tuple[int, int]:
    """Return where the value at `keys` stands, or its key; for what is missing, what lacks it."""
    node, key_node = root, None
    for key in keys:
        below, key_below = step(node, key)
        if below is None:
            return key_span(key_node) if key_node is not None else value_span(node)
        node, key_node = below, key_below
    if (on_key or is_empty(node)) and key_node is not None:
        return key_span(key_node)
    return value_span(node)


def step(node: Any, key: str | int) -> tuple[Any | None, Any | None]:
    """Return the node below `node` at `key`, and the node of the key if there is one."""
    if node.id == "mapping":
        for key_node, below in node.value:
            if key_node.id == "scalar" and key_node.value == key:
                return below, key_node
    elif node.id == "sequence" and isinstance(key, int):
        held = [item for item in node.value if not is_empty(item)]
        if key < len(held):
            return held[key], None
    return None, None


def key_span(node: Any) -> tuple[int, int]:
    """Return where a key stands."""
    return node.start_mark.index, node.end_mark.index


def value_span(node: Any) -> tuple[int, int]:
    """Return where a value stands."""
    return node.start_mark.index, node.end_mark.index


def first_words(text: str, start: int, end: int) -> int:
    """Return where the words begin: those after `|` or `>` stand in the lines below."""
    if text[start : start + 1] not in ("|", ">"):
        return start
    line_end = text.find("\n", start, end)
    below = text[line_end + 1 : end] if line_end >= 0 else ""
    return line_end + 1 + len(below) - len(below.lstrip()) if below.strip() else start
