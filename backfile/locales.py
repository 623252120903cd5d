"""What Babel knows of a language: how it writes numbers and lists, what it calls other languages.

Babel is imported when something is asked for: a build that makes no page does not need it.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from typing import TYPE_CHECKING

from markupsafe import Markup

from backfile.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from babel import Locale

ENGLISH = "en_GB"
"""English without a country puts the day first, as archives of many countries do."""


@lru_cache(maxsize=64)
def locale_of(lang: str) -> Locale:
    """Return Babel's locale for a language tag; that of a shorter tag, at last English, where it
    knows none.
    """
    from babel import Locale, UnknownLocaleError

    name = ENGLISH if lang.lower() == "en" else lang.replace("-", "_")
    try:
        return Locale.parse(name)
    except (ValueError, UnknownLocaleError):
        shorter = lang.rpartition("-")[0]
        return locale_of(shorter or "en")


@lru_cache(maxsize=4096)
def number_in_words(number: int, lang: str) -> str:
    """Return a number as a language writes it, in the digits 0 to 9."""
    from babel.numbers import format_decimal

    return str(format_decimal(number, locale=locale_of(lang)))


@lru_cache(maxsize=1024)
def language_in_words(tag: str, lang: str) -> str:
    """Return what a language is called in `lang`; the tag itself where Babel has no name."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(tag.replace("-", "_")).get_display_name(locale_of(lang))
    except (ValueError, UnknownLocaleError):
        return tag
    return str(name or tag)


def list_in_words(parts: Iterable[str], lang: str) -> Markup:
    """Return names in a row as a language writes them, e.g. "A, B and C"; what is not yet markup
    is escaped.
    """
    rows = [Markup.escape(part) for part in parts]
    if len(rows) < 2:
        return Markup().join(rows)
    start, middle, end, pair = list_patterns(lang)
    if len(rows) == 2:
        return pair.format(*rows)
    whole = reduce(middle.format, rows[2:-1], start.format(*rows[:2]))
    return end.format(whole, rows[-1])


@lru_cache(maxsize=64)
def list_patterns(lang: str) -> tuple[Markup, Markup, Markup, Markup]:
    """Return how a language joins the first two of several names, one more, the last, and two."""
    comma = "{0}" + say(lang, ", ") + "{1}"
    known = locale_of(lang).list_patterns.get("standard", {})
    start, middle, end = (Markup.escape(known.get(k, comma)) for k in ("start", "middle", "end"))
    return start, middle, end, Markup.escape(known.get("2", end))
