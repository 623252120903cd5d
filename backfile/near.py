"""The passage of a seed that is nearest to a quote: the hint of a message, never an anchor."""

from __future__ import annotations

from typing import NamedTuple

LONGEST_TEXT = 200_000
"""Longer seeds get no hint: the search takes about a second for a million signs."""
SHORTEST_QUOTE = 6
EDITS_PER_SIGN = 0.15
MARGIN = 2
"""How many edits worse the second best passage must be, at least, for the best to be clear."""


class Nearest(NamedTuple):
    """The best passage: where it ends, and how many edits away it is."""

    edits: int
    end: int


def near_passage(text: str, quote: str) -> tuple[int, int] | None:
    """Return the stretch of `text` that is clearly nearest to `quote`, in whole words.

    Both are to be case-folded. None when nothing is near, or when two passages are alike.
    """
    allowed = max(1, int(len(quote) * EDITS_PER_SIGN))
    if len(quote) < SHORTEST_QUOTE or len(text) > LONGEST_TEXT:
        return None
    best = _nearest(text, quote)
    if best.edits > allowed:
        return None
    window = max(best.end - len(quote) - allowed, 0)
    backwards = _nearest(text[window : best.end][::-1], quote[::-1])
    start = best.end - backwards.end
    masked = f"{text[:start]}\0{text[best.end :]}"
    if _nearest(masked, quote).edits <= best.edits + MARGIN:
        return None
    return _whole_words(text, start, best.end)


def _nearest(text: str, quote: str) -> Nearest:
    """Return the first of the best ends of `quote` in `text` (Myers's bit-parallel search)."""
    size = len(quote)
    masks: dict[str, int] = {}
    for place, sign in enumerate(quote):
        masks[sign] = masks.get(sign, 0) | 1 << place
    full, last = (1 << size) - 1, 1 << (size - 1)
    plus, minus, edits = full, 0, size
    best = Nearest(size, 0)
    for place, sign in enumerate(text):
        equal = masks.get(sign, 0)
        carry = equal | minus
        diagonal = (((equal & plus) + plus) ^ plus) | equal
        up = minus | ~(diagonal | plus) & full
        down = plus & diagonal
        edits += 1 if up & last else -1 if down & last else 0
        up, down = (up << 1) & full, (down << 1) & full
        plus = down | ~(carry | up) & full
        minus = up & carry
        if edits < best.edits:
            best = Nearest(edits, place + 1)
    return best


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch to the words it begins and ends in."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end
