"""In which encoding a text was saved: told by its bytes where they can tell, else weighed.

A guess is never silent: it says how sure it is and what else would fit (docs/importing.md,
Encodings).
"""

import codecs
import re
import unicodedata
from typing import Literal, NamedTuple, TypeAlias

from backfile.language_profiles import NEUTRAL, PROFILES, Profile

Sureness: TypeAlias = Literal["certain", "likely", "doubtful"]

SAMPLE = 8192
"""Bytes that are weighed; the whole text must still fit."""
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; the longer ones first, because one begins like another."""
ESCAPES = ((b"\x1b$B", "iso2022_jp"), (b"\x1b$@", "iso2022_jp"), (b"\x1b$)C", "iso2022_kr"))
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffe\uffff]")
WORD = re.compile(r"[a-z]+")
LEAST, LEAD = 0.1, 0.12
"""The weight below which nothing fits, and how far ahead a likely encoding is."""


class Encoding(NamedTuple):
    """In which encoding a text seems to be."""

    name: str
    """As a sidecar has it."""
    sureness: Sureness
    others: tuple[str, ...] = ()
    """Encodings in which the bytes mean another text that is nearly as likely."""


def encoding_of(data: bytes, lang: str = "") -> Encoding | None:
    """Return the encoding of a text; None when the bytes are no text in any known one.

    `lang` is the language it is said to be in, if that is known.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return Encoding(name, "certain") if is_text(data, name) else None
    for escape, name in ESCAPES:
        if escape in data and is_text(data, name):
            return Encoding(name, "likely")
    if b"\0" in data:
        return without_mark(data)
    if is_text(data, "utf-8", strict=False):
        return None if is_binary(data) else Encoding("utf-8", "certain")
    return weighed(data, lang)


def is_binary(data: bytes) -> bool:
    """Tell whether so many bytes are control characters that this is no text."""
    return sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in data[:SAMPLE]) * 20 > len(
        data[:SAMPLE]
    )


def is_text(data: bytes, name: str, *, strict: bool = True) -> bool:
    """Tell whether bytes are text in an encoding; a `strict` look refuses control characters."""
    try:
        text = data.decode(name)
    except (UnicodeError, LookupError):
        return False
    return not strict or CONTROLS.search(text) is None


def without_mark(data: bytes) -> Encoding | None:
    """Return the encoding of UTF-16 or UTF-32 without a byte order mark."""
    names = ("utf-32-le", "utf-32-be") if b"\0\0\0" in data else ("utf-16-le", "utf-16-be")
    found = [name for name in names if is_text(data, name) and has_words(data, name)]
    return Encoding(found[0], "likely") if len(found) == 1 else None


def has_words(data: bytes, name: str) -> bool:
    """Tell whether text in a wide encoding has ASCII spaces or line ends, as every text has."""
    text = data.decode(name)
    return any(sign in text for sign in " \n\u3000。") and not re.search("[\x00\u0a00\u2000]", text)


def weighed(data: bytes, lang: str) -> Encoding | None:
    """Return the encoding in which the bytes look most like some language."""
    weights: dict[str, float] = {}
    texts: dict[str, str | None] = {}
    for one in PROFILES:
        bonus = 0.25 if lang and one.lang.partition("-")[0] == lang.partition("-")[0] else 0.0
        for place, name in enumerate(one.encodings):
            text = texts.setdefault(name, sample_of(data, name))
            if text is not None:
                value = weight(text, one) + bonus - 0.04 * place
                weights[name] = max(value, weights.get(name, -1.0))
    ranked = sorted(weights, key=lambda name: -weights[name])
    fitting = [name for name in ranked if weights[name] >= LEAST and is_text(data, name)]
    if not fitting:
        return None
    best = fitting[0]
    near = [n for n in fitting[1:] if weights[n] > weights[best] - LEAD and texts[n] != texts[best]]
    return Encoding(best, "doubtful" if near else "likely", tuple(near[:3]))


def sample_of(data: bytes, name: str) -> str | None:
    """Return the first part of a text in an encoding; None when its bytes do not fit."""
    try:
        return codecs.getincrementaldecoder(name)().decode(data[:SAMPLE], len(data) <= SAMPLE)
    except (UnicodeError, LookupError):
        return None


def weight(text: str, profile: Profile) -> float:
    """Return how much a text looks like a language, from about -1 to 1.5."""
    high = beyond_ascii(text)
    if not high or (profile.words and len(high) * 5 > len(text) * 2):
        return -1.0
    if not any(text[place].islower() for place in high):
        text = text.lower()  # a headline in capitals
        high = beyond_ascii(text)
    total = sum(weight_of_sign(text, place, profile) for place in high) / len(high)
    if not profile.words:
        return total
    words = WORD.findall(text.lower())
    known = sum(word in profile.words for word in words) / len(words) if words else 0.0
    return total * 0.7 + min(known * 2, 0.6)


def beyond_ascii(text: str) -> list[int]:
    """Return the places of all signs that are not ASCII."""
    return [place for place, sign in enumerate(text) if sign > "\x7f"]


def weight_of_sign(text: str, place: int, profile: Profile) -> float:
    """Return what one sign beyond ASCII says for a language."""
    sign = text[place]
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if sign in profile.letters:
        around = before + after
        if not profile.words and around.isascii() and around.isalpha():
            return -1.0  # a foreign letter inside a word in Latin letters
        if sign.isupper() and before.isalpha():
            return -0.5 if before.islower() else profile.letters.get(sign.lower(), 0.0) / 4
        return profile.letters[sign]
    if sign in NEUTRAL:
        return 0.3
    category = unicodedata.category(sign)
    if CONTROLS.match(sign) or category in ("Sm", "Sk", "So", "Cn"):
        return -1.0
    wide = "\u4e00" <= sign <= "\u9fff" and not profile.words
    return -0.2 if wide and profile.lang[:2] in ("zh", "ja") else -0.6
