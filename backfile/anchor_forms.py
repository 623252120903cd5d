"""The forms of an anchor, and what is said of one that is at fault (docs/format.md, Anchors)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backfile.normal import strip_outer
from backfile.problems import Keys, Problem
from backfile.shapes import Anchor, At, Hide

if TYPE_CHECKING:
    from collections.abc import Sequence

_NO_ANCHOR = "quote words of the article, or leave `at` out to mean the whole article"
_FORMS = (
    "an anchor is a quote; `quote` with `in`, `before`, `after` or `nth`; "
    "`from` with `until`; or `para`"
)
_ALLOWED = {
    "quote": frozenset(["quote", "in", "before", "after", "nth"]),
    "from": frozenset(["from", "until"]),
    "para": frozenset(["para"]),
}


class Fault(NamedTuple):
    """What is to be said of an anchor, before its file and keys are known."""

    code: str
    message: str
    hint: str = ""
    key: str = ""
    """The key of the anchor that is at fault; empty for the anchor as a whole."""


def as_mapping(at: Anchor) -> At:
    """Return an anchor in its long form; a `hide` may keep its quote or anchor in `at`."""
    if isinstance(at, str):
        return At(quote=at)
    if isinstance(at, Hide) and at.at is not None:
        return at.at if isinstance(at.at, At) else _with_quote(at, at.at)
    return at


def _with_quote(hide: Hide, quote: str) -> At:
    return At(quote=quote, in_=hide.in_, before=hide.before, after=hide.after, nth=hide.nth)


def fault_of_form(at: At) -> Fault | None:
    """Tell what keeps the keys of an anchor from being one of the forms."""
    words = {
        "quote": at.quote,
        "in": at.in_,
        "before": at.before,
        "after": at.after,
        "from": at.from_,
        "until": at.until,
        "para": at.para,
    }
    given = [key for key, value in words.items() if value is not None]
    for key in given:
        value = words[key] or ""
        if not value or (key not in {"before", "after"} and not strip_outer(value)):
            return Fault("anchor-empty", "the anchor is empty", _NO_ANCHOR, key)
    if at.nth is not None:
        given.append("nth")
    if not given:
        return Fault("anchor-empty", "the anchor is empty", _NO_ANCHOR)
    heads = [key for key in _ALLOWED if key in given]
    complete = len(heads) == 1 and _ALLOWED[heads[0]].issuperset(given)
    if not complete or ("from" in given and "until" not in given):
        keys = ", ".join(f"`{key}`" for key in given)
        return Fault("anchor-incomplete", f"{keys} alone or together make no anchor", _FORMS)
    if at.nth is not None and at.nth < 1:
        return Fault("anchor-incomplete", "`nth` counts from 1", key="nth")
    return None


def anchor_problems(
    faults: Sequence[Fault], path: str, keys: Keys, at: Anchor | None
) -> list[Problem]:
    """Give the faults of the anchor that stands at `keys` of a sidecar their place in the file."""
    return [
        Problem(
            code=fault.code,
            message=fault.message,
            path=path,
            keys=(*keys, *_inner_key(fault.key, at)),
            hint=fault.hint,
        )
        for fault in faults
    ]


def _inner_key(key: str, at: Anchor | None) -> Keys:
    """Return the way from an anchor to the key at fault, as it was written."""
    if isinstance(at, Hide) and at.at is not None:
        return ("at", *_inner_key(key, at.at)) if key in {"", "quote"} else (key,)
    return (key,) if key and isinstance(at, At) else ()


def shortened(words: str, most: int = 60) -> str:
    """Return words for a message: on one line, and cut in the middle when they are many."""
    line = " ".join(words.split())
    if len(line) <= most:
        return line
    return f"{line[: most - 20].rstrip()} … {line[-18:].lstrip()}"
