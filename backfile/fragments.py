"""Fragments: the small pieces of markup that pages are made of, as templates call them.

They are functions and not macros because a page is made of hundreds of them. `macros/core.html`
gives them the names that templates know (docs/templates.md).
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from markupsafe import Markup

from backfile.concordance import concordance
from backfile.date_words import date_in_words
from backfile.directions import direction_of
from backfile.drawings import Drawings
from backfile.escaping import shown as escape
from backfile.locales import language_in_words, list_in_words, number_in_words
from backfile.notes import LinkTarget, plain_text, render_inline, render_note, render_text
from backfile.views import ArticleRow, Count, Embed, MentionRow, Ref, Rich
from backfile.words import say, term

ADDRESS = re.compile(r"https?://[^\s<，。،]*[^\s<.,，。،]")
# Every variable part of the markup below is escaped where it is put in.
# ruff: noqa: S704


class Fragments:
    """The fragments of all pages whose way to the site's root is `root`."""

    def __init__(self, root: str, lang: str, label: Callable[[str], str]) -> None:
        self._root = root
        self._lang = lang
        self._label = label
        self.drawings = Drawings(root, lang)
        self._flags = {
            "draft": f' <span class="flag">{phrase(lang, "Draft")}</span>',
            "withdrawn": f' <span class="flag">{phrase(lang, "Withdrawn")}</span>',
        }
        # The same names, dates and words stand on very many pages.
        self.ref = lru_cache(16384)(self._ref)
        self.time = lru_cache(16384)(self._time)
        self.pilcrow = lru_cache(256)(self._pilcrow)
        self._passage = lru_cache(256)(self._to)
        self._plain_note = lru_cache(4096)(self._note)
        self.headline = once_a_row(self._headline)
        self.byline = once_a_row(self._byline)

    def href(self, address: str) -> str:
        """Return the way to an address of the site, or to one elsewhere; not escaped."""
        outside = "://" in address or address.startswith("mailto:")
        return address if outside else self._root + address

    def tongue(self, lang: str) -> Markup:
        """Return the attributes of words in `lang`; empty when that is the page's language."""
        if not lang or lang == self._lang:
            return Markup()
        return Markup(f' lang="{escape(lang)}" dir="{direction_of(lang)}"')

    def _ref(self, ref: Ref) -> Markup:
        """Return a name, with a link where it has a page."""
        tongue = self.tongue(ref.lang)
        if not ref.address:
            return Markup(f"<bdi{tongue}>{escape(ref.text)}</bdi>")
        outside = "://" in ref.address
        address = ref.address if outside else self._root + ref.address
        rel = ' rel="external"' if outside else ""
        return Markup(f'<a href="{escape(address)}"{rel}{tongue}>{escape(ref.text)}</a>')

    def refs(self, refs: Iterable[Ref]) -> Markup:
        """Return names in a row, as the language writes a list."""
        return list_in_words(map(self.ref, refs), self._lang)

    def _time(self, when: str) -> Markup:
        """Return a date in words, marked up as one where HTML can say it."""
        words = escape(date_in_words(when, self._lang))
        if any(sign in when for sign in "/~?X"):
            return Markup(f'<span class="date">{words}</span>')
        return Markup(f'<time datetime="{escape(when)}">{words}</time>')

    def span(self, since: str, until: str) -> Markup:
        """Return a stretch of time, open at either end; empty when both are."""
        if not since and not until:
            return Markup()
        if not since or not until:
            words = sentence(self._lang, "since {date}" if since else "until {date}")
            return Markup("<span>{}</span>").format(words.format(date=self.time(since or until)))
        # Between years the dash stands close, as in 1999–2004; between longer dates it has air.
        long = any(" " in date_in_words(when, self._lang) for when in (since, until))
        dash = " – " if long else "–"
        return Markup(f"<span>{self.time(since)}{dash}{self.time(until)}</span>")

    def _pilcrow(self, number: int) -> Markup:
        """Return the paragraph a passage stands in, as people see it; 0 is the headline."""
        if not number:
            return phrase(self._lang, "headline")
        return phrase(self._lang, "¶%(n)s", n=number_in_words(number, self._lang))

    def _headline(self, row: ArticleRow) -> Markup:
        """Return a title that leads to its article, in the article's own language."""
        tongue = "" if row.lang == self._lang else f' lang="{escape(row.lang)}" dir="{row.dir}"'
        address = escape(self._root + row.address)
        return Markup(f'<a class="title" href="{address}"{tongue}>{escape(row.title)}</a>')

    def _byline(self, row: ArticleRow) -> Markup:
        """Return publisher, date, kind and state of an article on one line."""
        publisher = row.publisher
        by = f'<span class="publisher">{self.ref(publisher)}</span>' if publisher else ""
        when = f" {self.time(row.when)}" if row.when else ""
        kind = "" if row.kind == "news" else f' <span class="kind">{self._kind(row.kind)}</span>'
        return Markup(f"{by}{when}{kind}{self._flags.get(row.status, '')}")

    def _kind(self, kind: str) -> str:
        return escape(self._label(kind))

    def count(self, row: Count) -> Markup:
        """Return a link with a number."""
        address, number = escape(self._root + row.address), number_in_words(row.count, self._lang)
        return Markup(
            f'<a href="{address}">{escape(row.text)}</a> <span class="n">{escape(number)}</span>'
        )

    def mention(self, row: MentionRow) -> Markup:
        """Return a line of a concordance: the place, the sentence, and an unusual name."""
        address, place = escape(self._root + row.address), self.pilcrow(row.number)
        form = f' <span class="aside">{self._as(row.form)}</span>' if row.form else ""
        return Markup(
            f'<a class="pilcrow" href="{address}" aria-label="{self._passage(place)}">{place}</a> '
            f"{self._sentence(row)}{form}"
        )

    def passage(self, row: MentionRow) -> Markup:
        """Return the sentence of a mention, and where it stands."""
        address, tongue = escape(self._root + row.address), self.tongue(row.article.lang)
        title = escape(row.article.title)
        return Markup(
            f'{self._sentence(row)} <a class="aside" href="{address}"{tongue}>{title}, '
            f"{self.pilcrow(row.number)}</a>"
        )

    def passages(self, rows: Iterable[MentionRow]) -> Markup:
        """Return the sentences of mentions as the entries of a list."""
        return Markup("\n".join([f"<li>{self.passage(row)}</li>" for row in rows]))

    def concordance(self, rows: Iterable[MentionRow]) -> Markup:
        """Return mentions by year and article."""
        undated = phrase(self._lang, "Undated")
        return concordance(rows, (self.headline, self.byline), self.mention, undated)

    def _sentence(self, row: MentionRow) -> str:
        before, words, after = map(escape, row.excerpt)
        return f"<q{self.tongue(row.article.lang)}>{before}<b>{words}</b>{after}</q>"

    def _to(self, place: Markup) -> Markup:
        return phrase(self._lang, "To the passage, %(place)s", place=place)

    def _as(self, words: str) -> Markup:
        return phrase(self._lang, "as “%(words)s”", words=words)

    def note(self, text: Rich | str | None) -> Markup:
        """Return a note's Markdown as block HTML."""
        if not text:
            return Markup()
        if isinstance(text, str) or not text.targets:
            return self._plain_note(text if isinstance(text, str) else text.source)
        return Markup(render_note(text.source, targets(text), self._root))

    def _note(self, source: str) -> Markup:
        return Markup(render_note(source, root=self._root))

    def text(self, text: Rich | None) -> Markup:
        """Return the Markdown of a thread or a page, with its embedded passages, as block HTML."""
        if not text:
            return Markup()
        embeds = {written: self._embed(embed) for written, embed in text.embeds.items()}
        back = phrase(self._lang, "Back to the text")
        return Markup(render_text(text.source, targets(text), embeds, self._root, str(back)))

    def line(self, text: Rich | str | None) -> Markup:
        """Return one line of Markdown without any block."""
        if not text:
            return Markup()
        if isinstance(text, str):
            text = Rich(source=text)
        return Markup(render_inline(text.source, targets(text), self._root))

    def _embed(self, embed: Embed) -> str:
        """Return a passage of an article as a block quotation with its source."""
        paragraphs = "".join(
            f"<p>{escape(part)}</p>" for part in embed.text.split("\n") if part.strip()
        )
        when = date_in_words(embed.when, self._lang) if embed.when else ""
        source = ", ".join(part for part in (embed.publisher, when) if part)
        return (
            f'<figure class="embed"><blockquote lang="{escape(embed.lang)}" '
            f'dir="{direction_of(embed.lang)}">{paragraphs}</blockquote>'
            f'<figcaption><a href="{escape(self._root + embed.address)}">{escape(embed.title)}</a>'
            f"{escape(', ' + source) if source else ''}</figcaption></figure>"
        )


def once_a_row(make: Callable[[ArticleRow], Markup]) -> Callable[[ArticleRow], Markup]:
    """Return `make` with a memory: the same row stands in the lists of many pages."""
    known: dict[str, tuple[ArticleRow, Markup]] = {}

    def made(row: ArticleRow) -> Markup:
        found = known.get(row.id)
        if found is not None and found[0] is row:
            return found[1]
        text = make(row)
        known[row.id] = (row, text)
        return text

    return made


def word_filters(lang: str, labels: dict[str, str]) -> dict[str, Callable[..., str]]:
    """Return the filters that give words, for a site in `lang`; `labels` are its own terms."""

    def when(text: str) -> str:
        return date_in_words(text, lang)

    @lru_cache(1024)
    def label(word: str, *, plural: bool = False) -> str:
        return term(lang, word, labels, plural=plural)

    def number(value: int) -> str:
        return number_in_words(value, lang)

    def language(tag: str) -> str:
        return language_in_words(tag, lang)

    plain_words = lru_cache(4096)(plain_text)

    def plain(source: str | Rich) -> str:
        if isinstance(source, Rich) and source.targets:
            return plain_text(source.source, targets(source))
        return plain_words(source.source if isinstance(source, Rich) else source)

    return {
        "when": when,
        "label": label,
        "number": number,
        "language": language,
        "apart": apart,
        "plain": plain,
        "dir_of": direction_of,
    }


def apart(text: str) -> Markup:
    """Return plain words in which addresses keep their own direction."""
    return Markup(ADDRESS.sub(r"<bdi>\g<0></bdi>", str(escape(text))))


def phrase(lang: str, text: str, **values: str) -> Markup:
    """Return a sentence of the interface as markup, with values filled in and escaped."""
    return sentence(lang, text) % values


def sentence(lang: str, text: str) -> Markup:
    """Return a sentence of the interface as markup, its places for values open."""
    return Markup(say(lang, text))


def targets(text: Rich) -> dict[str, LinkTarget]:
    """Return what the wikilinks of a text lead to, as the Markdown reader wants it."""
    return {written: LinkTarget(*target) for written, target in text.targets.items()}
