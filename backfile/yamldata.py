"""YAML as data: a scalar is the text as written, what is empty is absent, a trap is a problem.

This is the only module that knows the YAML library. It composes nodes with the C parser, never
builds objects of the file's choosing, and keeps no positions as long as nothing is wrong
(docs/format.md, YAML).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from yaml import YAMLError
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    StreamEndEvent,
)

from backfile.problems import Problem
from backfile.sourcelines import decode_utf8
from backfile.yamlfaults import syntax_fault
from backfile.yamlnodes import ABSENT, DEEPEST, LINE_SIGNS, TOO_DEEP, Reader, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 2 * 1024 * 1024
"""Bytes of a file that a person can have written."""
SPLIT = "split it into several files"
MANY_BRACKETS = 1000
SIGNS = re.compile(r"(?:^|[\s\[{,:])(?:&[\w-]|!\s)")
"""What may be an anchor or a bare tag; tags with a name are seen on their nodes."""
DEEP = re.compile(r"[-?:][ \t]+(?:[-?:][ \t]+){60}|\n {500}")


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
        too_large = Problem(
            code="yaml-too-large", message=message, path=path, hint=SPLIT, line=1, column=1
        )
        return Yaml(ABSENT, (too_large,))
    text, problems = decode_utf8(source, path)
    if problems:
        return Yaml(ABSENT, problems)
    reader = Reader(text, path)
    try:
        if is_suspect(text):
            look_ahead(text, reader)
        root = Composer(text).get_single_node()
        data = ABSENT if root is None else reader.value(root, 0)
        if root is not None and LINE_SIGNS.search(text):
            reader.note_line_signs(root)
    except UnreadableError:
        return Yaml(ABSENT, tuple(reader.problems))
    except YAMLError as fault:
        return Yaml(ABSENT, problems_of(fault, text, reader))
    return Yaml(data, tuple(reader.problems))


def is_suspect(text: str) -> bool:
    """Tell whether a text may have anchors, bare tags or deep nesting."""
    return (("&" in text or "!" in text) and SIGNS.search(text) is not None) or may_be_deep(text)


def may_be_deep(text: str) -> bool:
    """Tell whether a text may be nested too deeply for the composer, which calls itself."""
    return DEEP.search(text) is not None or text.count("[") + text.count("{") > MANY_BRACKETS


def look_ahead(text: str, reader: Reader) -> None:
    """Note anchors and bare tags, refuse aliases, a second document and deep nesting."""
    next_event: Callable[[], Any] = CParser(text).get_event
    depth = documents = 0
    while (event := next_event()).__class__ is not StreamEndEvent:
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                reader.refuse("yaml-too-deep", event, TOO_DEEP, "close the brackets")
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
        elif isinstance(event, AliasEvent):
            message = f"`*{event.anchor}` is a YAML alias, which is not allowed here"
            reader.refuse("yaml-anchor", event, message, f'words go in quotes: "*{event.anchor}"')
        elif isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                message = "a second YAML document begins here"
                reader.refuse("yaml-syntax", event, message, "remove the line `---`")
        if getattr(event, "anchor", None) is not None:
            reader.note_sign("yaml-anchor", event, f"&{event.anchor}", "anchor")
        elif getattr(event, "tag", None) == "!":
            reader.note_sign("yaml-tag", event, "!", "tag")


def problems_of(fault: YAMLError, text: str, reader: Reader) -> tuple[Problem, ...]:
    """Return all problems of a text that the library cannot read."""
    reader.problems.clear()
    try:
        look_ahead(text, reader)
    except (YAMLError, UnreadableError):
        if reader.problems:
            return tuple(reader.problems)
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    opened = getattr(fault, "context_mark", None)
    found = syntax_fault(
        text,
        reader.path,
        wrong=str(getattr(fault, "problem", None) or ""),
        context=str(getattr(fault, "context", None) or ""),
        index=mark.index if mark is not None else -1,
        opened=opened.index if opened is not None else -1,
    )
    return (*reader.problems, found)


class Composer(CParser):
    """The library's composer without its rules for what a scalar means."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        """Return no meaning."""
        return ""

    def descend_resolver(self, parent: object, index: object) -> None:
        """Do nothing on the way down."""

    def ascend_resolver(self) -> None:
        """Do nothing on the way up."""


def composed(text: str) -> Any | None:
    """Return the root node of a text, for places; None when it is empty or cannot be read."""
    try:
        if may_be_deep(text):
            look_ahead(text, Reader(text, ""))
        return Composer(text).get_single_node()
    except (YAMLError, UnreadableError):
        return None
