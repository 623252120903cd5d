"""Names in the order of their letters, and the letter a list puts a name under."""

from functools import lru_cache
from unicodedata import category, name, normalize

DIGITS = "0–9"
IDEOGRAPHS = "字"
"""All names that begin with a Chinese character: their order is none that readers know."""
OTHERS = "…"
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
"""The consonants a Korean syllable begins with, from U+1100 on."""


@lru_cache(16384)
def name_key(text: str) -> tuple[int, str, str]:
    """Return what sorts names: digits first, then letters without accents, then other signs."""
    words = folded(text)
    letter = letter_of(text)
    rank = {DIGITS: 0, IDEOGRAPHS: 2, OTHERS: 3}.get(letter, 1)
    return rank, words, text


@lru_cache(16384)
def letter_of(text: str) -> str:
    """Return the letter a name stands under, e.g. `E` for "élan"."""
    first = folded(text)[:1]
    if not first.isalnum():
        return OTHERS
    if first.isdigit():
        return DIGITS
    if "\u1100" <= first <= "\u1112":
        return INITIALS[ord(first) - 0x1100]
    return IDEOGRAPHS if name(first, "").startswith("CJK ") else first.upper()


@lru_cache(16384)
def folded(text: str) -> str:
    """Return a name without case, accents, and signs before its first letter or digit."""
    letters = [sign for sign in normalize("NFKD", text.casefold()) if category(sign) != "Mn"]
    start = next((place for place, sign in enumerate(letters) if sign.isalnum()), 0)
    return "".join(letters[start:])


def letter_id(letter: str) -> str:
    """Return the fragment of a letter's place in a list, e.g. `l-a`."""
    if letter == DIGITS:
        return "l-0"
    return f"l-{letter.lower()}" if letter.isascii() else f"l-{ord(letter[0]):x}"
