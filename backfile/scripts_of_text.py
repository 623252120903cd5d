"""Scripts in which words stand side by side, and where a name may therefore begin and end.

docs/format.md, How names become mentions, rule 2.
"""

from __future__ import annotations

import re
import unicodedata

_UNSPACED = re.compile(
    "["
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"  # Burmese
    "\u1780-\u17ff\u19e0-\u19ff"  # Khmer
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3038-\u303b"  # Chinese
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
    "\u3100-\u312f\u31a0-\u31bf"
    "\u3031-\u3035\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f\U0001aff0-\U0001b16f"  # Japanese
    "]"
)
_HANGUL = re.compile(
    "[\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb\uffa0-\uffdc]"
)
_POINT = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)


def is_unspaced(sign: str) -> bool:
    """Tell whether `sign` is Chinese, Japanese, Thai, Lao, Khmer or Burmese."""
    return sign > "\u0dff" and _UNSPACED.match(sign) is not None


def is_hangul(sign: str) -> bool:
    """Tell whether `sign` is a Hangul letter."""
    return sign > "\u10ff" and _HANGUL.match(sign) is not None


def is_mark(sign: str) -> bool:
    """Tell whether `sign` belongs to the letter before it, such as an accent or a vowel sign."""
    return sign > "\u02ff" and unicodedata.category(sign)[0] == "M"


def begins_word(text: str, start: int) -> bool:
    """Tell whether a name may begin at `start`: no letter or digit touches it."""
    if start == 0:
        return True
    before = text[start - 1]
    if before in " .,-'\"":
        return True
    if is_mark(before):
        before = _letter_before(text, start)
    return not before.isalnum() or is_unspaced(before) or is_unspaced(text[start])


def ends_word(text: str, end: int) -> bool:
    """Tell whether a name may end at `end`: no letter, digit or accent touches it."""
    if end == len(text):
        return True
    after = text[end]
    if after in " .,-'\"":
        return True
    if (whole := with_points(text, end)) > end:
        if whole == len(text):
            return True
        after = text[whole]
    if not after.isalnum() and not is_mark(after):
        return True
    last = text[end - 1]
    if is_mark(last):
        last = _letter_before(text, end)
    return is_unspaced(after) or is_unspaced(last) or (is_hangul(after) and is_hangul(last))


def with_points(text: str, end: int) -> int:
    """Return where the last letter before `end` ends with what is optional to write with it.

    That is Arabic and Hebrew points and variation selectors.
    """
    while end < len(text) and text[end] > "\u0590" and _POINT.match(text[end]):
        end += 1
    return end


def _letter_before(text: str, end: int) -> str:
    """Return the sign before `end` that carries the marks there."""
    place = end - 1
    while place > 0 and is_mark(text[place]):
        place -= 1
    return text[place]
