"""Drawings: the charts of `charts`, with the words and links of a page, as templates call them."""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from markupsafe import Markup

from backfile import bands, charts
from backfile.charts import Drawing
from backfile.date_words import date_in_words
from backfile.directions import direction_of
from backfile.locales import locale_of, number_in_words
from backfile.notes import LinkTarget, plain_text
from backfile.views import Count, MomentRow
from backfile.views_pages import TogetherRow
from backfile.words import say

# Every variable part of the markup below is escaped where it is put in.
# ruff: noqa: S704


class Drawings:
    """The charts of all pages whose way to the site's root is `root`."""

    def __init__(self, root: str, lang: str) -> None:
        self._root = root
        self._lang = lang
        self._rtl = direction_of(lang) == "rtl"

    def columns(self, rows: Sequence[Count], ident: str, title: str) -> Markup:
        """Return numbers by year or month as columns; empty for none."""
        if not rows:
            return Markup()
        about = self._say("From {first} to {last}; the most, {most}, in {when}.").format(
            first=self._when(min(row.text for row in rows)),
            last=self._when(max(row.text for row in rows)),
            most=self._number(max(row.count for row in rows)),
            when=self._when(max(rows, key=lambda row: row.count).text),
        )
        drawing = Drawing(ident, title, about, self._rtl)
        return charts.columns(rows, drawing, self._href, self._when, self._number)

    def cells(self, rows: Sequence[Count]) -> Markup:
        """Return what `columns` draws as the rows of a table."""
        parts = (
            f'<tr><th scope="row">{link}</th><td>{n}</td></tr>' for link, n in self._told(rows)
        )
        return Markup("\n".join(parts))

    def lines(self, rows: Sequence[Count]) -> Markup:
        """Return what `columns` draws as the entries of a list."""
        parts = (f'<li>{link} <span class="n">{n}</span></li>' for link, n in self._told(rows))
        return Markup("\n".join(parts))

    def _told(self, rows: Sequence[Count]) -> Iterator[tuple[str, str]]:
        for row in rows:
            address, words = escape(self._href(row.address)), escape(self._when(row.text))
            yield f'<a href="{address}">{words}</a>', self._number(row.count)

    def network(
        self, name: str, rows: Sequence[TogetherRow], ties: Sequence[tuple[int, int, int]]
    ) -> Markup:
        """Return an entity amid those it is named with."""
        drawing = Drawing(
            "net",
            self._say("Named together with {name}").format(name=name),
            self._say(
                "A thicker line stands for more paragraphs; a thin one joins two that stand "
                "together in some of them. The table has the same in words."
            ),
            self._rtl,
        )
        return charts.network(name, rows, ties, drawing, self._href)

    def year_band(self, moments: Sequence[MomentRow], year: str) -> Markup:
        """Return the moments of a year in a band; its months lead to `#m-YEAR-MONTH`."""
        ticks = self._months(year, {row.month for row in moments})
        return self._band(moments, f"{year}-01-01", f"{year}-12-31", ticks)

    def _months(self, year: str, told: set[str]) -> list[tuple[str, str, str]]:
        months = [(f"{year}-{number:02}", self._month(number)) for number in range(1, 13)]
        return [(f"{m}-01", word, f"m-{m}" if m in told else "") for m, word in months]

    def band(self, moments: Sequence[MomentRow]) -> Markup:
        """Return moments in a band over the years from the first to the last."""
        days = [row.day for row in moments if row.day]
        if not days or min(days) == max(days):
            return Markup()
        first, last = int(min(days)[:4]), int(max(days)[:4])
        every = max(1, (last - first + 1) // 6)
        ticks = [(f"{year:04}-01-01", str(year), "") for year in range(first, last + 1, every)]
        if first == last:
            ticks = self._months(f"{first:04}", set())
        return self._band(moments, f"{first:04}-01-01", f"{last:04}-12-31", ticks)

    def _band(
        self,
        moments: Sequence[MomentRow],
        first: str,
        last: str,
        ticks: Sequence[tuple[str, str, str]],
    ) -> Markup:
        about = self._say(
            "Each dot is a day, each bar a longer time; what is dated roughly is drawn paler. "
            "The list below has the same in words."
        )
        drawing = Drawing("band", self._say("When it happened"), about, self._rtl)
        return bands.band(moments, first, last, ticks, drawing, self._moment)

    def _moment(self, row: MomentRow) -> str:
        text = row.text
        if row.what:
            targets = {written: LinkTarget(*there) for written, there in row.what.targets.items()}
            text = plain_text(row.what.source, targets)
        return f"{self._when(row.when)}: {text}"

    def _href(self, address: str) -> str:
        return address if "://" in address else self._root + address

    def _when(self, text: str) -> str:
        return date_in_words(text, self._lang)

    def _number(self, value: int) -> str:
        return number_in_words(value, self._lang)

    def _month(self, number: int) -> str:
        from babel.dates import format_date

        return str(format_date(date(2001, number, 1), "LLL", locale=locale_of(self._lang)))

    def _say(self, text: str) -> str:
        return say(self._lang, text)
