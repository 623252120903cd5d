"""`[[…]]` and `![[…]]` in Markdown: what they say and what they lead to (docs/format.md,
Annotations).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from backfile.archive import Kind

WIKILINK = re.compile(r"(!?)\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]*))?\]\]")
CODE = re.compile(r"(`+)(?:(?!\1).)+\1|^(?: {4}|\t).*$", re.MULTILINE)
KINDS: tuple[Kind, ...] = ("article", "entity", "thread", "claim", "page")
"""The kinds of things a wikilink can lead to, in the order they are looked up."""


class Reference(NamedTuple):
    """A wikilink as written."""

    written: str
    """What stands before the bar, e.g. `thread:the-review` or `flood#p-5t2fuu`."""
    kind: Kind | None
    """Given by a prefix such as `thread:`."""
    id: str
    fragment: str
    """An annotation's id or a paragraph's; empty when the whole thing is meant."""
    text: str | None
    embed: bool


class Found(NamedTuple):
    """What a wikilink leads to."""

    kind: Kind
    id: str


Missing: TypeAlias = Literal["unknown", "ambiguous"]


def wikilinks_in(markdown: str) -> Iterator[Reference]:
    """Yield the wikilinks of a Markdown text, those in code left out."""
    for match in WIKILINK.finditer(CODE.sub("", markdown)):
        yield reference_of(match)


def reference_of(match: re.Match[str]) -> Reference:
    """Return what one match of `WIKILINK` says."""
    written = match[2].strip()
    target, _, fragment = written.partition("#")
    prefix, colon, rest = target.partition(":")
    kind = next((k for k in KINDS if k == prefix), None) if colon else None
    ident = rest.strip() if kind else target.strip()
    text = match[3].strip() if match[3] else None
    return Reference(written, kind, ident, fragment.strip(), text, match[1] == "!")


def find_target(
    reference: Reference,
    known: Mapping[Kind, Mapping[Any, object]],
    current: Mapping[str, Mapping[str, str]],
) -> Found | Missing:
    """Return what a wikilink leads to; ids of former days count."""
    kinds = (reference.kind,) if reference.kind else KINDS
    found = []
    for kind in kinds:
        ident = current.get(kind, {}).get(reference.id, reference.id)
        if ident in known.get(kind, {}):
            found.append(Found(kind, ident))
    if len(found) > 1:
        return "ambiguous"
    return found[0] if found else "unknown"
