"""Dates in the words of a language, fuzzy ones shown as such."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from backfile.dates import When, parse_date
from backfile.locales import locale_of
from backfile.words import say

if TYPE_CHECKING:
    from babel import Locale

SKELETONS = {"year": "y", "month": "yMMM", "day": "yMMMd", "time": "yMMMd"}
"""CLDR's names for what of a date is written."""


@lru_cache(maxsize=16384)
def date_in_words(text: str, lang: str) -> str:
    """Return a date as written in the archive in the words of a language, e.g. "24 May 2023"."""
    when = parse_date(text)
    if when is None:
        return text
    if not when.is_interval:
        return one_date(when, lang)
    if when.start and when.end:
        return interval_words(when.start, when.end, lang)
    if when.start:
        return say(lang, "since {date}").format(date=one_date(when.start, lang))
    return say(lang, "until {date}").format(date=one_date(when.end, lang) if when.end else "")


def one_date(when: When, lang: str) -> str:
    """Return a single date in words."""
    words = exact_words(when, lang)
    if when.approximate:
        return say(lang, "about {date}").format(date=words)
    if when.uncertain:
        return say(lang, "{date} (uncertain)").format(date=words)
    return words


def exact_words(when: When, lang: str) -> str:
    """Return a date without its marks of doubt."""
    from babel.dates import format_date, format_skeleton

    if when.precision == "decade":
        return say(lang, "{year}s").format(year=int(when.earliest[:4]))
    locale, day = locale_of(lang), day_meant(when)
    if when.precision == "year":
        return str(format_skeleton("y", day, locale=locale))
    if when.precision == "month":
        return str(format_skeleton("yMMMM", day, locale=locale))
    return str(format_date(day, "long", locale=locale))


def day_meant(when: When) -> date:
    """Return the first day that a single date can mean."""
    year, month, day = (int(part) for part in when.earliest.split("-"))
    return date(year, month, day)


def interval_words(start: When, end: When, lang: str) -> str:
    """Return two dates; what they share is said once where both are exact, "21–24 May 2023"."""
    fuzzy = any(one.approximate or one.uncertain for one in (start, end))
    skeleton = SKELETONS.get(start.precision)
    if not fuzzy and skeleton and skeleton == SKELETONS.get(end.precision):
        first, last = day_meant(start), day_meant(end)
        if first == last:
            return exact_words(start, lang)
        if words := shared_words(first, last, skeleton, locale_of(lang)):
            return words
    return f"{one_date(start, lang)} – {one_date(end, lang)}"


def shared_words(first: date, last: date, skeleton: str, locale: Locale) -> str:
    """Return an interval as CLDR writes it, months in full; empty where it has no pattern."""
    from babel.dates import format_date

    differ = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    patterns = locale.interval_formats.get(skeleton, {}).get(differ, ())
    if len(patterns) != 2:
        return ""
    # The dash has thin spaces in some languages; plain ones are found by whoever searches the page.
    full = [re.sub("(M|L){3}", r"\1\1\1\1", pattern).replace("\u2009", " ") for pattern in patterns]
    return "".join(map(partial(format_date, locale=locale), (first, last), full))
