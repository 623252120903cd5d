"""Dates in the words of a language, fuzzy ones shown as such."""

from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from backfile.dates import When, parse_date
from backfile.words import say


@lru_cache(maxsize=64)
def locale_of(lang: str) -> Locale:
    """Return Babel's locale for a language tag; English where Babel knows none."""
    try:
        return Locale.parse(lang.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        short = lang.partition("-")[0]
        return Locale.parse("en") if short in (lang, "en") else locale_of(short)


@lru_cache(maxsize=16384)
def date_in_words(text: str, lang: str) -> str:
    """Return a date as written in the archive in the words of a language, e.g. "24 May 2023"."""
    when = parse_date(text)
    if when is None:
        return text
    if not when.is_interval:
        return one_date(when, lang)
    first = one_date(when.start, lang) if when.start else ""
    last = one_date(when.end, lang) if when.end else ""
    if not first:
        return say(lang, "until {date}").format(date=last)
    if not last:
        return say(lang, "since {date}").format(date=first)
    return f"{first} – {last}"


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
    year, month, day = (int(part) for part in when.earliest.split("-"))
    if when.precision == "decade":
        return say(lang, "{year}s").format(year=year)
    if when.precision == "year":
        return f"{year}"
    locale = locale_of(lang)
    if when.precision == "month":
        return str(format_skeleton("yMMMM", date(year, month, 1), locale=locale))
    return day_words(date(year, month, day), locale)


def day_words(day: date, locale: Locale) -> str:
    """Return a day in words; English puts the day first, as archives of many countries do."""
    if locale.language == "en":
        return f"{day.day} {format_date(day, 'MMMM y', locale=locale)}"
    return str(format_date(day, "long", locale=locale))


@lru_cache(maxsize=4096)
def number_in_words(number: int, lang: str) -> str:
    """Return a number as a language writes it."""
    return str(format_decimal(number, locale=locale_of(lang)))
