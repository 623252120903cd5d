"""The concordance of an entity's page, written out: its lines are most of the site's markup."""

from collections.abc import Callable, Iterable
from html import escape

from markupsafe import Markup

from backfile.views import ArticleRow, MentionRow

# Every variable part of the markup below is escaped where it is put in.
# ruff: noqa: S704


def concordance(
    rows: Iterable[MentionRow],
    heads: tuple[Callable[[ArticleRow], str], Callable[[ArticleRow], str]],
    line: Callable[[MentionRow], str],
    undated: str,
) -> Markup:
    """Return mentions grouped by year and by article, in their order (docs/templates.md, The
    markup contract); `heads` write an article's title and its byline, `line` a mention.
    """
    headline, byline = heads
    pieces: list[str] = []
    year, article = "-", ""
    for row in rows:
        found = row.article
        if found.id != article or found.day[:4] != year:
            if article:
                pieces.append("</ol></div>\n")
            if found.day[:4] != year:
                year = found.day[:4]
                ident = f' id="y-{year}"' if year else ""
                pieces.append(f'<h3 class="year"{ident}>{year or undated}</h3>\n')
            article = found.id
            pieces.append(
                f'<div class="in-article"><p>{headline(found)} '
                f'<span class="meta">{byline(found)}</span></p>\n<ol class="kwic">\n'
            )
        pieces.append(f'<li data-mention data-article="{escape(article)}">{line(row)}</li>\n')
    if article:
        pieces.append("</ol></div>")
    return Markup("".join(pieces))
