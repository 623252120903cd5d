"""The normalised view: a text as names, quotes and search compare it.

The rules are those of docs/format.md, How names become mentions, rule 1.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from backfile.model import Span
from backfile.normal_view import Joint, View, chained

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WHITE_SPACE = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
DROPPED = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff" + "".join(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
"""Soft hyphen, zero-width signs and direction marks."""
HYPHENS = frozenset("-\u2010\u2011")
"""Signs that join two words; a dash never does."""

FOLDED = {
    **dict.fromkeys("‘’‚‛′ʼ´`＇｀", "'"),
    **dict.fromkeys("“”„‟″«»＂", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys(WHITE_SPACE.replace(" ", ""), " "),
    "ſ": "s",
}
"""Signs that become one other sign."""
WIDENED = {
    "…": "...",
    **{"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi"},
    **{"\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"},
}
"""Signs that become several."""
_SELECTORS = "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))

_ASCII_FOLDED = "\t\n\x0b\x0c\r`"
_SPECIAL = frozenset([*FOLDED, *WIDENED, *DROPPED, *_SELECTORS])
_JOINTS = re.compile(
    f"[ {DROPPED}]{{2,}}|[{DROPPED}]|[{''.join(WIDENED)}]"
    "|[^\ufe00-\ufe0f\U000e0100-\U000e01ef][\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
)
_SPACES = re.compile("  +")
_ASCII_LETTERS = re.compile("[ !-_a-~]+")
_DROPPED_AND_SPACE = re.compile(f"[ {DROPPED}]+")
_WRAPPED_HYPHEN = re.compile("[-\u2010\u2011\u00ad][ \t\xa0\u3000]*\n[ \t\xa0\u3000]*")

Replacement: TypeAlias = tuple[Span, str]
"""A stretch of the seed and what stands for it in the view."""


def normalised(text: str, *, wrapped: bool = False, replaced: Iterable[Replacement] = ()) -> View:
    """Return the normalised view of a decoded seed.

    With `wrapped`, a hyphen at a line end between letters goes with the break. `replaced` are
    readings and the like: spans that do not overlap, each with the words that stand in the view
    instead of it.
    """
    cuts = [(Span(*span), words) for span, words in replaced]
    if wrapped:
        cuts += _wrapped_hyphens(text, cuts)
    cuts.sort()
    if not unicodedata.is_normalized("NFC", text):
        cuts = _merged(cuts, _composed(text))
    if not cuts:
        return _plain(text)
    draft, edges = _replaced(text, cuts)
    view = _plain(draft)
    return View(view.text, chained(view.joints, edges))


def fold_needle(text: str) -> str:
    """Return a quote or name as the normalised view spells it, without outer white space."""
    return fold_words(text).strip(" ")


def fold_words(text: str) -> str:
    """Return words as the normalised view spells them; outer white space stays, as one space."""
    return _plain(unicodedata.normalize("NFC", text)).text


def strip_outer(text: str) -> str:
    """Return a quote without the white space around it; nothing else is changed."""
    return text.strip(WHITE_SPACE)


def _plain(text: str) -> View:
    """Return the view of a text that is in NFC."""
    odd = False
    if text.isascii():
        special: Iterable[str] = _ASCII_FOLDED
    else:
        special = _SPECIAL.intersection(_ASCII_LETTERS.sub("", text))
        odd = any(sign not in FOLDED for sign in special)
    view = text
    for sign in special:
        if sign in FOLDED:
            view = view.replace(sign, FOLDED[sign])
    if odd:
        return _joined(view, _JOINTS)
    return _joined(view, _SPACES) if "  " in view else View(view)


def _joined(text: str, pattern: re.Pattern[str]) -> View:
    """Replace the stretches that do not map one to one."""
    joints: list[Joint] = []
    pieces: list[str] = []
    last = length = 0
    for found in pattern.finditer(text):
        start, end = found.span()
        words = _joint_words(found[0])
        pieces += (text[last:start], words)
        length += start - last
        joints.append(Joint(length, length + len(words), start, end))
        length += len(words)
        last = end
    pieces.append(text[last:])
    return View("".join(pieces), joints)


def _joint_words(words: str) -> str:
    """Return what stands in the view for signs that do not map one to one."""
    if wide := WIDENED.get(words):
        return wide
    if _DROPPED_AND_SPACE.fullmatch(words):
        return " " if " " in words else ""
    # A sign and its variation selector stay as they are, but are never cut apart.
    return WIDENED.get(words[0], words[0]) + words[1:]


def _wrapped_hyphens(text: str, cuts: Sequence[Replacement]) -> list[Replacement]:
    """Find the hyphens at line ends between letters that no replacement touches."""
    found = []
    for match in _WRAPPED_HYPHEN.finditer(text):
        start, end = match.span()
        if end < len(text) and text[end].isalpha() and _ends_in_letter(text, start):
            span = Span(start, end)
            if not any(cut.start < end and start < cut.end for cut, _ in cuts):
                found.append((span, ""))
    return found


def _ends_in_letter(text: str, end: int) -> bool:
    """Tell whether a letter stands before `end`, with or without marks of its own."""
    place = end - 1
    while place > 0 and unicodedata.category(text[place])[0] == "M":
        place -= 1
    return place >= 0 and text[place].isalpha()


def _composed(text: str) -> list[Replacement]:
    """Find the clusters that NFC writes in another way."""
    joining, single = _signs_that_compose()
    found: list[Replacement] = []
    start = -1
    for place, sign in enumerate(f"{text} "):
        if sign in joining:
            start = max(place - 1, 0) if start < 0 else start
            continue
        if start >= 0:
            found.append((Span(start, place), unicodedata.normalize("NFC", text[start:place])))
            start = -1
        if sign in single:
            start = place
    return [(span, words) for span, words in found if words != text[span.start : span.end]]


@cache
def _signs_that_compose() -> tuple[frozenset[str], frozenset[str]]:
    """Return the signs that may join the one before, and those that NFC writes as another."""
    joining = {*map(chr, range(0x1161, 0x1176)), *map(chr, range(0x11A8, 0x11C3))}
    single = set()
    for sign in map(chr, (*range(0x300, 0xD800), *range(0xF900, 0x32000))):
        if unicodedata.combining(sign):
            joining.add(sign)
        parts = unicodedata.decomposition(sign)
        if not parts or parts[0] == "<":
            continue
        codes = parts.split()
        joining.update(chr(int(code, 16)) for code in codes[1:])
        if not unicodedata.is_normalized("NFC", sign) and sign not in joining:
            single.add(sign)
    return frozenset(joining), frozenset(single)


def _merged(cuts: Sequence[Replacement], clusters: Iterable[Replacement]) -> list[Replacement]:
    """Join two lists of replacements in order; a cluster that a cut touches gives way."""
    taken = [span for span, _ in cuts]
    starts = [span.start for span in taken]
    free = []
    for span, words in clusters:
        k = bisect_right(starts, span.end - 1)
        if k == 0 or taken[k - 1].end <= span.start:
            free.append((span, words))
    return sorted([*cuts, *free])


def _replaced(text: str, cuts: Sequence[Replacement]) -> tuple[str, list[Joint]]:
    """Put the replacements in; the joints say what stands for what."""
    pieces: list[str] = []
    joints: list[Joint] = []
    last = length = 0
    for span, words in cuts:
        words = unicodedata.normalize("NFC", words)
        pieces += (text[last : span.start], words)
        length += span.start - last
        joints.append(Joint(length, length + len(words), *span))
        length += len(words)
        last = span.end
    return "".join((*pieces, text[last:])), joints
