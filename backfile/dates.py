"""Dates as people write them: exact days, rougher dates, intervals (docs/format.md, Dates).

The written form is kept; what the program needs of it is the earliest and the latest day it can
mean. There is no conversion between time zones: the day is the one that is written.
"""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache
from typing import Literal, TypeAlias

import msgspec

Precision: TypeAlias = Literal["decade", "year", "month", "day", "time"]

FORMS = (
    "2023, 202X, 2023-05, 2023-05-24, 2023-05-24T14:00:00+08:00, 2023-05~, 2023-05-21/2023-05-24"
)
"""Examples of the forms, for messages."""

POINT = re.compile(
    r"(?P<year>\d{3}[\dX])"
    r"(?:-(?P<month>\d\d|XX)"
    r"(?:-(?P<day>\d\d)"
    r"(?P<time>T(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
    r"(?P<zone>Z|[+-](?P<ahead>\d\d):(?P<past>\d\d)))?)?)?"
    r"(?P<mark>[~?])?",
    re.ASCII,
)


class When(msgspec.Struct, frozen=True):
    """What a written date means, e.g. `2023-05~`: about the days from 2023-05-01 to 2023-05-31."""

    text: str
    """As written."""
    earliest: str
    """The first day, `YYYY-MM-DD`; empty when the start of an interval is open."""
    latest: str
    """The last day, `YYYY-MM-DD`; empty when the end of an interval is open."""
    precision: Precision
    """Of an interval: the precision of its start, or of its end when the start is open."""
    approximate: bool = False
    uncertain: bool = False
    start: When | None = None
    """The first date of an interval; None when it is open, and for single dates."""
    end: When | None = None
    """The second date of an interval; None when it is open, and for single dates."""

    @property
    def is_interval(self) -> bool:
        """Whether two dates are written, or one and an open end."""
        return self.start is not None or self.end is not None

    @property
    def day(self) -> str:
        """The earliest day that is written: lists and addresses go by it."""
        return self.earliest or (self.end.earliest if self.end else "")


@lru_cache(maxsize=8192)
def parse_date(text: str) -> When | None:
    """Return what a date means; None when it is in none of the forms, or no day of the calendar."""
    first, slash, last = text.partition("/")
    return interval(text, first, last) if slash else point_in_time(text)


def day_of(text: str | None) -> str:
    """Return the earliest day as `YYYY-MM-DD`; empty for no date and for a date that is none."""
    when = parse_date(text) if text else None
    return when.day if when else ""


def as_known(text: str | None) -> str:
    """Return the beginning of a date as exactly as it is known: a day, or `2023-05` for a month."""
    when = parse_date(text) if text else None
    if when is None:
        return ""
    first = when.start or when
    return first.text if first.precision in ("decade", "year", "month") else when.day


def interval(text: str, first: str, last: str) -> When | None:
    """Return what `first/last` means; one of the two may be `..`."""
    start = None if first == ".." else point_in_time(first)
    end = None if last == ".." else point_in_time(last)
    if (start is None and first != "..") or (end is None and last != ".."):
        return None
    known = start or end
    if known is None or (start and end and start.earliest > end.latest):
        return None
    return When(
        text=text,
        earliest=start.earliest if start else "",
        latest=end.latest if end else "",
        precision=known.precision,
        approximate=any(one.approximate for one in (start, end) if one),
        uncertain=any(one.uncertain for one in (start, end) if one),
        start=start,
        end=end,
    )


def point_in_time(text: str) -> When | None:
    """Return what a single date means."""
    found = POINT.fullmatch(text)
    if found is None:
        return None
    days = days_meant(found)
    if days is None or (found["time"] and not is_time_of_day(found)):
        return None
    earliest, latest, precision = days
    return When(
        text=text,
        earliest=earliest,
        latest=latest,
        precision=precision,
        approximate=found["mark"] == "~",
        uncertain=found["mark"] == "?",
    )


def days_meant(found: re.Match[str]) -> tuple[str, str, Precision] | None:
    """Return first day, last day and precision of a matched date; None if the calendar has none."""
    year, month, day = found["year"], found["month"], found["day"]
    if year in ("0000", "000X"):
        return None
    if year.endswith("X"):
        return None if month else (f"{year[:3]}0-01-01", f"{year[:3]}9-12-31", "decade")
    if month is None or month == "XX":
        return None if day else (f"{year}-01-01", f"{year}-12-31", "year")
    if not 1 <= int(month) <= 12:
        return None
    days = monthrange(int(year), int(month))[1]
    if day is None:
        return (f"{year}-{month}-01", f"{year}-{month}-{days:02}", "month")
    if not 1 <= int(day) <= days:
        return None
    exact = f"{year}-{month}-{day}"
    return (exact, exact, "time" if found["time"] else "day")


def is_time_of_day(found: re.Match[str]) -> bool:
    """Tell whether the clock can show the time, and a time zone be so far from UTC."""
    if int(found["hour"]) > 23 or int(found["minute"]) > 59 or int(found["second"]) > 59:
        return False
    return found["zone"] == "Z" or (int(found["ahead"]) <= 14 and int(found["past"]) <= 59)


MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero",  # codespell:ignore januar
            "feb february februar février febrero",  # codespell:ignore februar
            "mar march märz mars marzo",
            "apr april avril abril",
            "may mai mayo",
            "jun june juni juin junio",  # codespell:ignore juni
            "jul july juli juillet julio",  # codespell:ignore juli
            "aug august août agosto",
            "sep sept september septembre septiembre",
            "oct okt october oktober octobre octubre",  # codespell:ignore oktober
            "nov november novembre noviembre",
            "dec dez december dezember décembre diciembre",  # codespell:ignore dezember
        ),
        start=1,
    )
    for name in names.split()
}
SPAN = re.compile(r"\s+(?:-|–|—|to|until|bis)\s+|(?<=\d{4})\s*[–—-]\s*(?=\d{4})|\s*/\s*(?=\d{4}-)")
ROUGH = re.compile(r"^(?:(?:circa|ca?|about|around|um|vers)\b\.?|~)\s*", re.IGNORECASE)
BEFORE = re.compile(r"^(?:before|until|till|bis|up to)\s+", re.IGNORECASE)
SINCE = re.compile(r"^(?:since|from|after|seit)\s+|\s*(?:-|–|—|/)\s*$", re.IGNORECASE)
PIECES = re.compile(r"\d+|[^\W\d_]+")


def nearest_form(text: str) -> str:
    """Return the form that was probably meant, for a hint; empty when there is no good guess."""
    text = text.strip()
    if parse_date(text):
        return text
    if BEFORE.search(text):
        return with_open_end(BEFORE.sub("", text), "../{}")
    if SINCE.search(text):
        return with_open_end(SINCE.sub("", text), "{}/..")
    parts = SPAN.split(text)
    if len(parts) == 2:
        ends = sorted(nearest_point(part) for part in parts)
        guess = "/".join(ends) if all(ends) else ""
        return guess if parse_date(guess) else ""
    return nearest_point(text)


def with_open_end(text: str, form: str) -> str:
    """Return an open interval in `form` with the nearest form of `text` in it."""
    guess = nearest_point(text)
    return form.format(guess) if guess else ""


def nearest_point(text: str) -> str:
    """Return the nearest form of a single date."""
    mark = "?" if "?" in text else ""
    if ROUGH.search(text):
        text, mark = ROUGH.sub("", text), "~"
    decade = re.search(r"\b([0-9]{3})0['’]?s\b", text)
    if decade:
        return f"{decade[1]}X{mark}"
    year, month, day = calendar_parts(PIECES.findall(text.replace("'", " ")))
    for guess in (f"{year}-{month}-{day}", f"{year}-{month}", year):
        if year and parse_date(guess):
            return guess + mark
    return ""


def calendar_parts(pieces: list[str]) -> tuple[str, str, str]:
    """Return year, month and day found among numbers and words; what is not found is empty."""
    named = [MONTHS[piece.lower()] for piece in pieces if piece.lower() in MONTHS]
    numbers = [piece for piece in pieces if piece.isascii() and piece.isdigit()]
    if numbers and len(numbers[0]) == 8:
        numbers = [numbers[0][:4], numbers[0][4:6], numbers[0][6:], *numbers[1:]]
    place = next((i for i, number in enumerate(numbers) if len(number) == 4), -1)
    if place < 0:
        return ("", "", "")
    year, before, after = numbers[place], numbers[:place], numbers[place + 1 :]
    rest = [f"{int(number):02}" for number in (after or before[::-1]) if len(number) <= 2]
    if named:
        return (year, f"{named[0]:02}", f"{int((before or after or ['0'])[0][:2]):02}")
    if not after and len(rest) == 2 and rest[0] <= "12" and rest[1] <= "12" and rest[0] != rest[1]:
        return (year, "", "")  # 05/06/2023 is the fifth of June or the sixth of May
    if not after and len(rest) >= 2 and rest[0] > "12":
        rest = rest[1::-1]  # 05/24/2023
    month, day = [*rest, "", ""][:2]
    return (year, month, day)
