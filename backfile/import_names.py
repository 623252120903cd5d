"""Ids made of file names and titles, and the date a name begins with (docs/importing.md, Ids)."""

import hashlib
import os
import re
import unicodedata
from collections.abc import Container
from typing import NamedTuple

from backfile.dates import parse_date
from backfile.ids import ArticleId, id_fault

LONGEST = 100
"""Code points of an id made here, so that a number still fits behind it."""
NAME_DATE = re.compile(r"(1[5-9]\d\d|20\d\d)([-_. ]?)(\d\d)\2(\d\d)(?=$|[-_., ])")
_LATIN = {
    **{"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l"},
    **{"ı": "i", "ħ": "h", "ŋ": "ng", "ŧ": "t", "ə": "e", "&": " and "},
}
_CYRILLIC = {
    **dict(zip("абвгдезийклмнопрстуфыэѕқғүұһө", "abvgdeziyklmnoprstufyedqguuho", strict=True)),
    **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": ""},
    **{"ю": "yu", "я": "ya", "ё": "yo", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "u"},
    **{"ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj", "џ": "dz", "ң": "ng", "ә": "a"},
}
_GREEK = {
    **dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True)),
    **{"θ": "th", "χ": "ch", "ψ": "ps"},
}
_LETTERS = {**_LATIN, **_CYRILLIC, **_GREEK}
_SOUNDS = re.compile(
    r"(?:HIRAGANA|KATAKANA) LETTER (?:SMALL )?([A-Z]{1,3})|HANGUL SYLLABLE ([A-Z]+)"
)


class Named(NamedTuple):
    """What a file name says."""

    id: ArticleId
    """Valid, and not yet compared with those that are taken."""
    date: str
    """The day the name begins with, `YYYY-MM-DD`; empty when it begins with none."""


def name_of(stem: str) -> Named:
    """Return the id and the date for a file name without its ending.

    A valid id stays as it is; a date at its start is written as `YYYY-MM-DD`.
    """
    found = NAME_DATE.match(stem)
    day = "-".join((found[1], found[3], found[4])) if found else ""
    if found is None or parse_date(day) is None:
        return Named(valid_id(stem), "")
    rest = stem[found.end() :]
    if not id_fault(stem) and stem.startswith(day):
        return Named(ArticleId(stem), day)
    return Named(valid_id(f"{day}-{readable(rest)}" if readable(rest) else f"{day}{rest}"), day)


def valid_id(words: str) -> ArticleId:
    """Return words as an id: folded to a-z, 0-9, - and _, with a digest where letters got lost."""
    if not id_fault(words):
        return ArticleId(words)
    kept = readable(words)
    if not kept or is_lossy(words):
        digest = hashlib.sha256(os.fsencode(unicodedata.normalize("NFC", words))).hexdigest()[:8]
        kept = f"{shortened(kept, LONGEST - 9)}-{digest}" if kept else f"text-{digest}"
    kept = shortened(kept, LONGEST)
    return ArticleId(f"{kept}-text" if id_fault(kept) else kept)


def readable(words: str) -> str:
    """Return the part of words that can stand in an id, hyphens for all between; may be empty."""
    folded = "".join(map(romanised, unicodedata.normalize("NFKC", words).lower()))
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", folded) if sign.isascii())
    return re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9_]+", "-", plain)).strip("-_")


def romanised(sign: str) -> str:
    """Return a letter in Latin letters where there is a plain way; else the letter itself."""
    known = _LETTERS.get(sign)
    if known is not None:
        return known
    if sign.isascii():
        return sign
    if any(mark.isascii() for mark in unicodedata.normalize("NFKD", sign)):
        return sign
    found = _SOUNDS.fullmatch(unicodedata.name(sign, ""))
    if found:
        return (found[1] or found[2]).lower()
    bare = unicodedata.normalize("NFKD", sign)[0]
    return _LETTERS.get(bare, sign) if bare != sign else sign


def is_lossy(words: str) -> bool:
    """Tell whether letters or digits of the words have no place in an id."""
    for sign in unicodedata.normalize("NFKC", words).lower():
        if unicodedata.category(sign)[0] in "LN" and not is_plain(romanised(sign)):
            return sign not in _LETTERS
    return any("\ud800" <= sign <= "\udfff" for sign in words)


def is_plain(text: str) -> bool:
    """Tell whether Latin letters are left of a letter when its accents are dropped."""
    return any(sign.isascii() for sign in unicodedata.normalize("NFKD", text))


def shortened(ident: str, longest: int) -> str:
    """Return the start of an id, cut at a hyphen where there is one near the end."""
    if len(ident) <= longest:
        return ident
    cut = ident[:longest]
    place = cut.rfind("-")
    return (cut[:place] if place > longest // 2 else cut).rstrip("-_")


def free_id(wanted: ArticleId, taken: Container[str]) -> ArticleId:
    """Return an id that is not taken: the wanted one, or that with the next number behind it."""
    number, ident = 1, wanted
    while ident in taken:
        number += 1
        ident = ArticleId(f"{wanted}-{number}")
    return ident
