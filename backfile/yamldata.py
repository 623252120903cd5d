"""YAML as data: a scalar is the text as written, what is empty is absent, a trap is a problem.

This is the only module that knows the YAML library. It composes nodes with the C parser, never
builds objects of the file's choosing, and keeps no positions as long as nothing is wrong
(docs/format.md, YAML).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

from yaml import YAMLError
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    StreamEndEvent,
)
from yaml.nodes import MappingNode, ScalarNode

from backfile.problems import Problem
from backfile.shortnames import LONGEST, is_legal_form, is_short_name
from backfile.sourcelines import at_index
from backfile.yamlfaults import quoted, syntax_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LARGEST = 2 * 1024 * 1024
"""Bytes of a file that a person can have written."""
SPLIT = "split it into several files"
DEEPEST = 100
TOO_DEEP = f"lists and mappings are nested more than {DEEPEST} deep"
EMPTY_WORDS = frozenset({"", "~", "null", "Null", "NULL"})
COMMENT_CUT = re.compile(r" #[^\s#]")
MANY_BRACKETS = 1000
SIGNS = re.compile(r"(?:^|[\s\[{,:])(?:&[\w-]|!\s)")
"""What may be an anchor or a bare tag; tags with a name are seen on their nodes."""
LINE_SIGNS = re.compile("[\u0085\u2028\u2029]")
"""Signs that end a line in YAML, and that no editor shows."""
DEEP = re.compile(r"[-?:][ \t]+(?:[-?:][ \t]+){60}|\n {500}")


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


class Yaml(NamedTuple):
    """A YAML file as read."""

    data: Any
    """dict, list or text; `ABSENT` for an empty file and for one that cannot be read.

    In mappings an `Absent` stands for each empty value; empty list items are left out.
    """
    problems: tuple[Problem, ...]
    """Each with line and column."""

    @property
    def readable(self) -> bool:
        """Whether the file says what its author meant: it has no error."""
        return all(problem.severity != "error" for problem in self.problems)


def load_yaml(source: bytes | str, path: str) -> Yaml:
    """Return the data of a YAML file and what is wrong with it as YAML."""
    if len(source) > LARGEST:
        message = f"the file has {len(source):,} bytes, more than {LARGEST:,}"
        too_large = Problem(code="yaml-too-large", message=message, path=path, hint=SPLIT)
        return Yaml(ABSENT, (too_large,))
    text, problems = decode_utf8(source, path)
    if problems:
        return Yaml(ABSENT, problems)
    reader = Reader(text, path)
    try:
        if is_suspect(text):
            reader.look_ahead()
        root = Composer(text).get_single_node()
        data = ABSENT if root is None else reader.value(root, 0)
        if root is not None and LINE_SIGNS.search(text):
            reader.note_line_signs(root)
    except UnreadableError:
        return Yaml(ABSENT, tuple(reader.problems))
    except YAMLError as fault:
        return Yaml(ABSENT, reader.problems_of(fault))
    return Yaml(data, tuple(reader.problems))


def is_suspect(text: str) -> bool:
    """Tell whether a text may have anchors, bare tags or nesting too deep for the composer."""
    if ("&" in text or "!" in text) and SIGNS.search(text):
        return True
    return DEEP.search(text) is not None or text.count("[") + text.count("{") > MANY_BRACKETS


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


class Composer(CParser):
    """The library's composer without its rules for what a scalar means."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        """Return no meaning."""
        return ""

    def descend_resolver(self, parent: object, index: object) -> None:
        """Do nothing on the way down."""

    def ascend_resolver(self) -> None:
        """Do nothing on the way up."""


class UnreadableError(Exception):
    """The file is YAML, but not of a kind that can be read on; the problem is noted."""


class Reader:
    """Makes data of one document, and notes what is wrong."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.problems: list[Problem] = []
        self.watch_comments = COMMENT_CUT.search(text) is not None

    def look_ahead(self) -> None:
        """Note anchors and bare tags, refuse aliases, more than one document and deep nesting."""
        next_event: Callable[[], Any] = CParser(self.text).get_event
        depth = documents = 0
        while (event := next_event()).__class__ is not StreamEndEvent:
            if isinstance(event, CollectionStartEvent):
                depth += 1
                if depth > DEEPEST:
                    self.refuse("yaml-too-deep", event, TOO_DEEP, "close the brackets")
            elif isinstance(event, CollectionEndEvent):
                depth -= 1
            elif isinstance(event, AliasEvent):
                message = f"`*{event.anchor}` is a YAML alias, which is not allowed here"
                self.refuse("yaml-anchor", event, message, f'words go in quotes: "*{event.anchor}"')
            elif isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    message = "a second YAML document begins here"
                    self.refuse("yaml-syntax", event, message, "remove the line `---`")
                continue
            if getattr(event, "anchor", None) is not None:
                self.note_sign("yaml-anchor", event, f"&{event.anchor}", "anchor")
            elif getattr(event, "tag", None) == "!":
                self.note_sign("yaml-tag", event, "!", "tag")

    def problems_of(self, fault: YAMLError) -> tuple[Problem, ...]:
        """Return all problems of a text that the library cannot read."""
        try:
            self.problems.clear()
            self.look_ahead()
        except (YAMLError, UnreadableError):
            if self.problems:
                return tuple(self.problems)
        mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
        opened = getattr(fault, "context_mark", None)
        found = syntax_fault(
            self.text,
            self.path,
            wrong=str(getattr(fault, "problem", None) or ""),
            context=str(getattr(fault, "context", None) or ""),
            index=mark.index if mark is not None else -1,
            opened=opened.index if opened is not None else -1,
        )
        return (*self.problems, found)

    def value(self, node: Any, depth: int) -> Any:
        """Return the data of a composed node; raises `UnreadableError`."""
        if node.tag:
            self.note_sign("yaml-tag", node, node.tag, "tag")
        kind = node.__class__
        if kind is ScalarNode:
            return self.scalar(node)
        if depth > DEEPEST:
            self.refuse("yaml-too-deep", node, TOO_DEEP, "close the brackets")
        return self.mapping(node, depth) if kind is MappingNode else self.items(node, depth)

    def mapping(self, node: Any, depth: int) -> dict[str, Any]:
        """Return the data of a mapping; of a key that stands twice, the first value."""
        data: dict[str, Any] = {}
        flow = node.flow_style
        for key_node, node_below in node.value:
            if key_node.__class__ is not ScalarNode:
                message = "a key must be words, not a list or mapping"
                hint = 'words with signs go in quotes: "…"'
                self.refuse("yaml-syntax", key_node, message, hint)
            key = key_node.value
            if key in data:
                self.note_duplicate(node, key_node)
                continue
            if node_below.__class__ is ScalarNode and not node_below.tag:
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


def composed(text: str) -> Any | None:
    """Return the library's root node of a text, for places; None when it is empty or no YAML.

    A node has `id` (`scalar`, `mapping`, `sequence`), `value`, `start_mark`, `end_mark`, `style`.
    """
    if is_suspect(text):
        return None
    try:
        return Composer(text).get_single_node()
    except YAMLError:
        return None


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
    return Front(text[: closing.start()], text[body_start:].replace("\r\n", "\n"), line)
