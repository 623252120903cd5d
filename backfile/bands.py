"""Bands: moments of the timeline drawn along a line, as SVG (see `charts`)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from backfile.charts import Drawing, opened, part
from backfile.dates import parse_date
from backfile.views import MomentRow

# Every variable part of the markup below is escaped where it is put in.
# ruff: noqa: S704

MOST_MARKS = 150
"""So many moments can be told from each other in a band."""
FEW_TICKS = 8
"""Of more ticks than these every second one goes without its word where room is short."""
LANE = 11
MOST_LANES = 12
BETWEEN = 0.014
"""What stands between two marks of one lane, as a part of the width."""


class Mark(NamedTuple):
    """A moment in a band: where it begins and ends, as parts of the width."""

    number: int
    """Its line in the list, from 1."""
    start: float
    end: float
    kind: str
    rough: bool
    """Whether the date is not known to the day."""
    text: str


def band(
    moments: Sequence[MomentRow],
    first: str,
    last: str,
    ticks: Sequence[tuple[str, str, str]],
    drawing: Drawing,
    words: Callable[[MomentRow], str],
) -> Markup:
    """Return moments from the day `first` to the day `last` as dots and bars in lanes.

    `ticks` are a day, a word and the fragment it leads to, or nothing. What is not known to the day
    is drawn as long as it may have been. Too many moments to tell apart are not drawn. `words` says
    a moment.
    """
    marks = marks_of(moments, first, last, words)
    if not marks or len(marks) > MOST_MARKS:
        return Markup()
    lanes = lanes_of(marks)
    deepest = max(lanes) + 1
    base = deepest * LANE + 6
    pieces = [opened(drawing, "band", f'width="100%" height="{base + 24}"')]
    for number, (day, word, fragment) in enumerate(ticks):
        x = part(mirrored(where(day, first, last), drawing.rtl))
        side = "end" if drawing.rtl else "start"
        side += " minor" * (number % 2 and len(ticks) > FEW_TICKS)
        shape = (
            f'<line x1="{x}" x2="{x}" y2="{base + 20}"/>'
            f'<text class="{side}" x="{x}" dx="{-4 if drawing.rtl else 4}" y="{base + 17}">'
            f"{escape(word)}</text>"
        )
        pieces.append(f'<a href="#{escape(fragment)}">{shape}</a>' if fragment else shape)
    pieces.append(f'<line class="base" x2="100%" y1="{base}" y2="{base}"/>')
    pieces += [
        mark_shape(mark, base - (lane + 1) * LANE, rtl=drawing.rtl)
        for mark, lane in zip(marks, lanes, strict=True)
    ]
    pieces.append("</svg>")
    return Markup("".join(pieces))


def marks_of(
    moments: Iterable[MomentRow], first: str, last: str, words: Callable[[MomentRow], str]
) -> tuple[Mark, ...]:
    """Return the marks of moments, in their order; what cannot be read as a date has none."""
    found = []
    for number, row in enumerate(moments, 1):
        when = parse_date(row.when)
        if when is None:
            continue
        start = where(when.earliest or when.day, first, last)
        end = where(when.latest or last, first, last)
        rough = when.approximate or when.uncertain or when.precision not in ("day", "time")
        found.append(Mark(number, start, end, row.kind, rough, words(row)))
    return tuple(found)


def where(day: str, first: str, last: str) -> float:
    """Return where a day stands between two days, from 0 to 1."""
    begin, end, here = (date.fromisoformat(text).toordinal() for text in (first, last, day))
    return min(1.0, max(0.0, (here - begin) / max(1, end - begin)))


def mirrored(value: float, rtl: bool) -> float:
    """Return a place as it is drawn from right to left."""
    return 1 - value if rtl else value


def lanes_of(marks: Sequence[Mark]) -> tuple[int, ...]:
    """Return for each mark the lowest lane in which it touches no other; the last lane takes the
    rest.
    """
    free: list[float] = []
    found = []
    for mark in marks:
        lane = next((n for n, end in enumerate(free) if end <= mark.start), len(free))
        lane = min(lane, MOST_LANES - 1)
        if lane == len(free):
            free.append(0.0)
        free[lane] = max(free[lane], mark.end + BETWEEN)
        found.append(lane)
    return tuple(found)


def mark_shape(mark: Mark, top: int, *, rtl: bool) -> str:
    """Return the dot of a day, or the bar of a longer time."""
    rough = " rough" if mark.rough else ""
    opening = f'<g class="{escape(mark.kind)}{rough}" data-n="{mark.number}">'
    title = f"<title>{escape(mark.text)}</title>"
    if mark.end - mark.start < BETWEEN / 2:
        x = part(mirrored(mark.start, rtl))
        return f'{opening}{title}<circle cx="{x}" cy="{top + 5}" r="4"/></g>'
    left = part(min(mirrored(mark.start, rtl), mirrored(mark.end, rtl)))
    width = part(mark.end - mark.start)
    return f'{opening}{title}<rect x="{left}" y="{top + 1}" width="{width}" height="8" rx="4"/></g>'
