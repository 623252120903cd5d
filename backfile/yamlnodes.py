"""From the nodes of a YAML document to data; what traps people is noted with its place.

A node has `id` (`scalar`, `mapping`, `sequence`), `value`, `tag`, `start_mark`, `end_mark`; a
scalar has `style`, which is empty for plain words, a collection `flow_style`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from backfile.problems import Problem
from backfile.shortnames import LONGEST, is_legal_form, is_short_name
from backfile.sourcelines import at_index
from backfile.yamlfaults import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 100
TOO_DEEP = f"lists and mappings are nested more than {DEEPEST} deep"
EMPTY_WORDS = frozenset({"", "~", "null", "Null", "NULL"})
COMMENT_CUT = re.compile(r" #[^\s#]")
LINE_SIGNS = re.compile("[\u0085\u2028\u2029]")
"""Signs that end a line in YAML, and that no editor shows."""


class Absent(NamedTuple):
    """Stands for an empty value, so that whoever knows the key can say what it means."""

    flow: bool
    """Whether it stands inside `{…}`."""
    bare: bool
    """Whether not even a colon follows the key, as in `{at: Smith, Jones, is: x}`."""


ABSENT: Final = Absent(flow=False, bare=False)
ABSENT_FLOW: Final = Absent(flow=True, bare=False)
ABSENT_BARE: Final = Absent(flow=True, bare=True)


class FlowWord(str):
    """A plain word in `[…]` so short, or so like a legal form, that a comma may have cut it."""

    __slots__ = ()


class UnreadableError(Exception):
    """The file is YAML, but not of a kind that can be read on; the problem is noted."""


class Reader:
    """Makes data of one document, and notes what is wrong."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.problems: list[Problem] = []
        self.watch_comments = COMMENT_CUT.search(text) is not None

    def value(self, node: Any, depth: int) -> Any:
        """Return the data of a composed node; raises `UnreadableError`."""
        if node.tag:
            self.note_sign("yaml-tag", node, node.tag, "tag")
        kind = node.id
        if kind == "scalar":
            return self.scalar(node)
        if depth >= DEEPEST:
            self.refuse("yaml-too-deep", node, TOO_DEEP, "close the brackets")
        return self.mapping(node, depth) if kind == "mapping" else self.items(node, depth)

    def mapping(self, node: Any, depth: int) -> dict[str, Any]:
        """Return the data of a mapping; of a key that stands twice, the first value."""
        data: dict[str, Any] = {}
        flow = node.flow_style
        for key_node, node_below in node.value:
            if key_node.id != "scalar":
                message = "a key must be words, not a list or mapping"
                hint = 'words with signs go in quotes: "…"'
                self.refuse("yaml-syntax", key_node, message, hint)
            key = key_node.value
            if key in data:
                self.note_duplicate(node, key_node)
                continue
            if node_below.id == "scalar" and not node_below.tag:
                value = self.scalar(node_below)
                if flow and value is ABSENT:
                    value = self.absence(key_node, node_below)
            else:
                value = self.value(node_below, depth + 1)
            data[key] = value
        return data

    def items(self, node: Any, depth: int) -> list[Any]:
        """Return the data of a list, without its empty items."""
        data = []
        for item in node.value:
            value = self.value(item, depth + 1)
            if value is ABSENT:
                continue
            if (
                node.flow_style
                and value.__class__ is str
                and not item.style
                and len(value) <= LONGEST
                and (is_short_name(value) or is_legal_form(value))
            ):
                value = FlowWord(value)
            data.append(value)
        return data

    def scalar(self, node: Any) -> Any:
        """Return the text of a scalar as written, or `ABSENT`."""
        value = node.value
        if not node.style:
            if self.watch_comments:
                self.note_comment_cut(node)
            if value in EMPTY_WORDS:
                return ABSENT
        return value

    def absence(self, key_node: Any, node: Any) -> Absent:
        """Return what stands for an empty value inside `{…}`."""
        between = self.text[key_node.end_mark.index : node.start_mark.index]
        return ABSENT_FLOW if node.value or ":" in between else ABSENT_BARE

    def note_duplicate(self, node: Any, key_node: Any) -> None:
        """Report a key that stands twice in a mapping."""
        first = next(other for other, _ in node.value if other.value == key_node.value)
        line = self.text.count("\n", 0, first.start_mark.index) + 1
        message = f"`{key_node.value}` stands twice here, first in line {line}"
        self.note("yaml-duplicate-key", key_node, message, "keep one of the two")

    def note_sign(self, code: str, place: Any, sign: str, what: str) -> None:
        """Report an anchor or tag at the start of a value."""
        start = place.start_mark.index
        line = self.text[start:].partition("\n")[0].partition(" #")[0].strip()
        message = f"`{sign}` is a YAML {what}, which is not allowed here"
        hint = "words that begin with this sign go in quotes"
        plain = line.startswith(("!", "&")) and not line.endswith((":", "}", "]"))
        self.note(code, place, message, f"{hint}: {quoted(line)}" if plain else hint)

    def note_comment_cut(self, node: Any) -> None:
        """Warn about a plain value that a `#` seems to have cut, as in `at: the fund #3`."""
        end = node.end_mark.index
        after = self.text[end + 2 : end + 3]
        if not self.text.startswith(" #", end) or not after.strip() or after == "#":
            return
        rest = self.text[end:].partition("\n")[0].rstrip()
        message = f"`{rest.strip()}` is read as a comment and is not part of the value"
        hint = f"put the words in quotes: {quoted((node.value + rest).strip())}"
        problem = Problem(code="yaml-comment-cut", message=message, path=self.path, hint=hint)
        self.problems.append(at_index(problem, self.text, end + 1, end + len(rest)))

    def note_line_signs(self, root: Any) -> None:
        """Report line signs outside quoted and block texts, where they end a value unseen."""
        safe = [range(*span) for span in spans_of_quoted(root)]
        for found in LINE_SIGNS.finditer(self.text):
            if not any(found.start() in span for span in safe):
                message = f"the invisible sign U+{ord(found[0]):04X} ends the line here"
                hint = "remove it, or put a space in its place"
                problem = Problem(code="yaml-syntax", message=message, path=self.path, hint=hint)
                self.problems.append(at_index(problem, self.text, found.start()))

    def note(self, code: str, place: Any, message: str, hint: str) -> None:
        """Add a problem at a node or event."""
        problem = Problem(code=code, message=message, path=self.path, hint=hint)
        start, end = place.start_mark.index, place.end_mark.index
        self.problems.append(at_index(problem, self.text, start, end))

    def refuse(self, code: str, place: Any, message: str, hint: str) -> NoReturn:
        """Stop reading at a node or event."""
        self.note(code, place, message, hint)
        raise UnreadableError


def spans_of_quoted(node: Any) -> Iterator[tuple[int, int]]:
    """Yield where the texts in quotes, and after `|` or `>`, stand."""
    if node.id == "scalar":
        if node.style:
            yield node.start_mark.index, node.end_mark.index
    elif node.id == "sequence":
        for item in node.value:
            yield from spans_of_quoted(item)
    else:
        for key, value in node.value:
            yield from spans_of_quoted(key)
            yield from spans_of_quoted(value)


def is_empty(node: Any) -> bool:
    """Tell whether a composed node is an empty value."""
    return node.id == "scalar" and not node.style and node.value in EMPTY_WORDS
