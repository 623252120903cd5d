"""Charts: SVG drawn when the site is built, by pure functions.

They have a title and a description, take their colours from the style sheet by classes, and print.
Columns and bands have no view box: sizes are parts of the width, so letters keep their size on any
screen. From right to left, time runs from right to left, too.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from html import escape
from math import ceil, sqrt
from typing import NamedTuple
from unicodedata import bidirectional, east_asian_width

from markupsafe import Markup

from backfile.views import Count
from backfile.views_pages import TogetherRow

# Every variable part of the markup below is escaped where it is put in.
# ruff: noqa: S704

COLUMNS_HEIGHT = 112
MOST_LINKED = 14
"""So many columns are wide enough to be touched on a phone; more are drawn without links."""
MOST_COLUMNS = 400
"""Years without anything are drawn as gaps up to so many columns."""
LABELS = 10
"""So many labels have room below the narrowest chart."""
NODES_WIDTH = 480
ROW = 28
MOST_LETTERS = 19
"""So many letters of a name have room beside the middle of a network."""


class Drawing(NamedTuple):
    """What a chart is called, and how it is to be read."""

    ident: str
    """Begins the ids of its title and description; unique in the page."""
    title: str
    about: str
    rtl: bool = False


def opened(drawing: Drawing, kind: str, size: str) -> str:
    """Return the beginning of a chart."""
    ident = escape(drawing.ident)
    return (
        f'<svg class="chart {kind}" role="group" aria-labelledby="{ident}-t" '
        f'aria-describedby="{ident}-d" direction="ltr" {size}>'
        f'<title id="{ident}-t">{escape(drawing.title)}</title>'
        f'<desc id="{ident}-d">{escape(drawing.about)}</desc>'
    )


def part(value: float) -> str:
    """Return a part of the width as SVG writes it, e.g. `12.5%`."""
    return f"{100 * value:.2f}".rstrip("0").rstrip(".") + "%"


def without_gaps(rows: Sequence[Count]) -> tuple[Count, ...]:
    """Return years, or months, with those in between that have nothing, in order.

    A row's `text` is `2023` or `2023-05`. Where the years are too many, none are added.
    """
    known = {row.text: row for row in rows}
    if not known:
        return ()
    first, last = min(known), max(known)
    names = months_between(first, last) if len(first) > 4 else years_between(first, last)
    if len(names) > MOST_COLUMNS or not known.keys() <= set(names):
        return tuple(known[name] for name in sorted(known))
    return tuple(known.get(name) or Count(name, "", 0) for name in names)


def years_between(first: str, last: str) -> list[str]:
    """Return the years from `first` to `last`, both included."""
    return [f"{year:04}" for year in range(int(first[:4]), int(last[:4]) + 1)]


def months_between(first: str, last: str) -> list[str]:
    """Return the months from `first` to `last`, both included."""
    start, end = (int(text[:4]) * 12 + int(text[5:7]) - 1 for text in (first, last))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start, end + 1)]


def columns(
    rows: Sequence[Count],
    drawing: Drawing,
    href: Callable[[str], str],
    words: Callable[[str], str],
    number: Callable[[int], str],
) -> Markup:
    """Return numbers by year or month as columns; `words` says a period, `number` a number."""
    rows = without_gaps(rows)
    count, most = len(rows), max((row.count for row in rows), default=0)
    if not most:
        return Markup()
    base, few = COLUMNS_HEIGHT - 22, count <= MOST_LINKED
    room = base - (16 if few else 6)
    pieces = [opened(drawing, "columns", f'width="100%" height="{COLUMNS_HEIGHT}"')]
    width = 1 / count
    for place, row in enumerate(rows):
        if not row.count:
            continue
        left = (count - 1 - place if drawing.rtl else place) * width
        height = max(2, round(room * row.count / most))
        shape = (
            f"<title>{escape(words(row.text))}: {number(row.count)}</title>"
            f'<rect x="{part(left + width * 0.1)}" y="{base - height}" '
            f'width="{part(width * 0.8)}" height="{height}"/>'
        )
        if few:
            middle = part(left + width / 2)
            shape += f'<text x="{middle}" y="{base - height - 4}">{number(row.count)}</text>'
        linked = few and row.address
        pieces.append(
            f'<a href="{escape(href(row.address))}">{shape}</a>' if linked else f"<g>{shape}</g>"
        )
    pieces.append(f'<line x2="100%" y1="{base}" y2="{base}"/>')
    pieces += period_labels(rows, words, rtl=drawing.rtl)
    pieces.append("</svg>")
    return Markup("".join(pieces))


def period_labels(
    rows: Sequence[Count], words: Callable[[str], str], *, rtl: bool
) -> Iterable[str]:
    """Yield what stands below columns: some of the years, or the first and the last month."""
    count, below = len(rows), COLUMNS_HEIGHT - 6
    if len(rows[0].text) > 4:
        ends = (("0", "start", 0), ("100%", "end", count - 1))
        for x, anchor, place in ends if count > 1 else ends[:1]:
            row = rows[count - 1 - place] if rtl else rows[place]
            yield f'<text class="{anchor}" x="{x}" y="{below}">{escape(words(row.text))}</text>'
        return
    every = next(n for n in (1, 2, 5, 10, 20, 25, 50, 100, 250, 500) if count / n <= LABELS)
    start = 0 if every > 2 else int(rows[-1].text)
    for place, row in enumerate(rows):
        if (int(row.text) - start) % every == 0:
            middle = ((count - 1 - place if rtl else place) + 0.5) / count
            yield f'<text x="{part(middle)}" y="{below}">{escape(words(row.text))}</text>'


def network(
    name: str,
    rows: Sequence[TogetherRow],
    ties: Iterable[tuple[int, int, int]],
    drawing: Drawing,
    href: Callable[[str], str],
) -> Markup:
    """Return an entity in the middle of those it is named with; `ties` join them to each other.

    A tie has the places of two of `rows`, the smaller first, and a number of paragraphs.
    """
    count, most = len(rows), max((row.count for row in rows), default=1)
    places, height = around(count, drawing.rtl)
    middle = (NODES_WIDTH // 2, height // 2)
    size = f'viewBox="0 0 {NODES_WIDTH} {height}" width="{NODES_WIDTH}" height="{height}"'
    pieces = [opened(drawing, "network", size)]
    lines = "".join(
        f"M{places[a][0]} {places[a][1]}L{places[b][0]} {places[b][1]}" for a, b, _ in ties
    )
    if lines:
        pieces.append(f'<path class="tie" d="{lines}"/>')
    strength = [ceil(4 * row.count / most) for row in rows]
    for degree in sorted(set(strength)):
        spokes = "".join(
            f"M{middle[0]} {middle[1]}L{x} {y}"
            for (x, y, _), own in zip(places, strength, strict=True)
            if own == degree
        )
        pieces.append(f'<path class="w{degree}" d="{spokes}"/>')
    for row, (x, y, side), own in zip(rows, places, strength, strict=True):
        pieces.append(node(row, (x, y, side, own), href))
    label = f'x="{middle[0]}" y="{middle[1] - 15}">{escape(shortened(name))}</text>'
    pieces.append(
        f'<circle class="self" cx="{middle[0]}" cy="{middle[1]}" r="9"/>'
        f'<text class="halo" aria-hidden="true" {label}<text class="self" {label}</svg>'
    )
    return Markup("".join(pieces))


def node(row: TogetherRow, place: tuple[int, int, str, int], href: Callable[[str], str]) -> str:
    """Return one of those around: a dot and a name, which lead to its page."""
    x, y, side, strength = place
    name = row.entity.text
    short = shortened(name)
    away = x - 11 if side == "end" else x + 11
    whole = f"<title>{escape(name)}</title>" if short != name else ""
    shape = (
        f'{whole}<circle cx="{x}" cy="{y}" r="{3 + strength}"/>'
        f'<text class="{side}" x="{away}" y="{y + 4}">{escape(short)}</text>'
    )
    kind = f' data-type="{escape(row.entity.kind)}"'
    if not row.entity.address:
        return f"<g{kind}>{shape}</g>"
    return f'<a{kind} href="{escape(href(row.entity.address))}">{shape}</a>'


@lru_cache(64)
def around(count: int, rtl: bool) -> tuple[tuple[tuple[int, int, str], ...], int]:
    """Return where `count` dots stand on an oval, how their names are set, and the height of all.

    They stand from top to bottom, in turn on the side where lines of text begin and on the other.
    """
    rows = max((count + 1) // 2, 3)
    height = rows * ROW + 8
    found = []
    for place in range(count):
        leading = place % 2 == 0
        here, of = place // 2, (count + leading) // 2
        y = round((here + 0.5 + (rows - of) / 2) * ROW + 4)
        out = 90 * sqrt(max(0.0, 1 - ((y - height / 2) / (height / 2)) ** 2))
        left = leading != rtl
        x = round(NODES_WIDTH / 2 - out) if left else round(NODES_WIDTH / 2 + out)
        found.append((x, y, "end" if left else "start"))
    return tuple(found), height


@lru_cache(4096)
def shortened(name: str) -> str:
    """Return a name cut to the room there is; a Chinese or Japanese letter takes that of two."""
    if len(name) <= MOST_LETTERS // 2:
        return name
    # The sign of the cut stands where the name goes on, also in letters from right to left.
    mark = "\u200f" if bidirectional(name[0]) in ("R", "AL") else ""
    room = MOST_LETTERS
    for place, letter in enumerate(name):
        room -= 2 if east_asian_width(letter) in "WF" else 1
        if room < 0:
            return name[: place - 1].rstrip() + "…" + mark
    return name
