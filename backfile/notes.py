"""Markdown to safe HTML: notes, one-line fields, threads and hand-written pages.

What people write is hostile input: Markdown is read first, then a sanitiser with a small list of
elements has the last word (docs/format.md, Annotations). Wikilinks come resolved; an address in
them, or one that an author begins with a slash, is relative to the site's root.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import blake2b
from html import escape, unescape
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from backfile.markup import shown
from backfile.wikilinks import WIKILINK, reference_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import nh3
    from markdown import Markdown

INLINE = frozenset(
    "a b br cite code del em i ins kbd q s small strong sub sup".split()  # noqa: SIM905
)
BLOCKS = INLINE | {"blockquote", "hr", "li", "ol", "p", "pre", "ul"}
TEXT_BLOCKS = BLOCKS | {"div", "table", "tbody", "td", "th", "thead", "tr"}
TEXT_BLOCKS |= {"h2", "h3", "h4", "h5", "h6"}
REL = "noopener noreferrer nofollow ugc"

SIGNS = re.compile(r"[\\`*_\[<&|\t]")
LINE_SIGNS = re.compile(r"[#=+>-]|\d+\.")
"""With `SIGNS` what may mean something in Markdown: text without any of it is just paragraphs."""
ADDRESS = re.compile(r"https?://[^/?#@]+([/?#].*)?|mailto:.+|[/#].*", re.IGNORECASE)
"""What a link may lead to: with another beginning it would lead elsewhere from every page."""
HIDING = re.compile(r"^//|\\|[\x00-\x1f\x7f-\x9f]")
"""What no address may have: another host behind two slashes, and signs that hide one."""
UNSAFE = re.compile(r'[ "<>^`{|}]|%(?![0-9A-Fa-f]{2})')
LOCAL_LINK = re.compile(rf'<a href="([/#][^"]*)" rel="{REL}">')
FOOTNOTE = re.compile(
    r' data-footnote="(?:([0-9a-f]{32}) (class|id|href) ([a-z0-9-]+))?[^"]*"'
    rf'(?: rel="{REL}")?'
)
NO_LINK = re.compile(rf'<a rel="{REL}">(.*?)</a>|<a [^>]*></a>', re.DOTALL)
"""A link whose address was refused, and one without words."""
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
ALIGNED = re.compile(r'<(t[dh]) align="(left|center|right)">')
EMBED_LINE = re.compile(rf"^ {{0,3}}(?=!){WIKILINK.pattern}[ \t]*$", re.MULTILINE)
FOOTNOTES = re.compile(r'<sup id="fnref.*?</sup>|<div class="footnotes">.*', re.DOTALL)
TAG = re.compile(r"<[^<>]*>")


class LinkTarget(NamedTuple):
    """What a wikilink leads to."""

    address: str | None
    """Relative to the site's root; None for what has no page to link to, such as a draft."""
    text: str
    """The words of the link when the author gives none."""


NO_TARGETS: Mapping[str, LinkTarget] = MappingProxyType({})
NO_EMBEDS: Mapping[str, str] = MappingProxyType({})

# A reader of Markdown keeps the state of the text it reads: one text at a time.
_reading = Lock()


def render_note(source: str, targets: Mapping[str, LinkTarget] = NO_TARGETS, root: str = "") -> str:
    """Return a note's Markdown as HTML.

    `targets` has each wikilink by what stands before its bar (`Reference.written`); `root` is the
    way from the page to the site's root, e.g. `../../`.
    """
    source = _readable(source)
    if _is_plain(source):
        return _paragraphs(source)
    with _reading:
        html = _converted(_note_markdown(), source, targets)
    return _rooted(_note_cleaner().clean(html), root)


def render_inline(
    source: str, targets: Mapping[str, LinkTarget] = NO_TARGETS, root: str = ""
) -> str:
    """Return the Markdown of a one-line field as HTML without any block."""
    source = " ".join(_readable(source).split())
    if not SIGNS.search(source):
        return escape(source, quote=False)
    with _reading:
        html = _converted(_inline_markdown(), source, targets)
    return _rooted(_inline_cleaner().clean(html), root).strip()


def render_text(
    source: str,
    targets: Mapping[str, LinkTarget] = NO_TARGETS,
    embeds: Mapping[str, str] = NO_EMBEDS,
    root: str = "",
    back: str = "Back to the text",
) -> str:
    """Return the Markdown of a thread or a page as HTML; its headings begin at `h2`.

    `embeds` has the ready HTML for each `![[…]]` on a line of its own, by `Reference.written`, and
    is trusted. `back` is what the way back from a footnote is called.
    """
    source = _readable(source)
    # No text can contain its own digest.
    secret = blake2b(source.encode(), digest_size=16).hexdigest()
    source, embedded = _with_places(source, embeds, secret)
    bar = f"{secret}bar"
    source = WIKILINK.sub(lambda link: link[0].replace("|", bar), source)
    with _reading:
        md = _text_markdown()
        md.inlinePatterns["wikilink"].bar = bar  # type: ignore[attr-defined]
        md.treeprocessors["marks"].secret = secret  # type: ignore[attr-defined]
        html = _converted(md, source, targets).replace(bar, "|")
    html = _rooted(_text_cleaner().clean(html), root)
    html = ALIGNED.sub(r'<\1 class="align-\2">', html)
    html = _with_footnotes(html, secret, back) if "data-footnote" in html else html
    for number, written in enumerate(embedded):
        place = f"{secret}n{number}n"
        words = targets[written].text if written in targets else written
        html = html.replace(f"<p>{place}</p>", embeds[written])
        html = html.replace(place, escape(words, quote=False))
    return html


def plain_text(source: str, targets: Mapping[str, LinkTarget] = NO_TARGETS) -> str:
    """Return the words of any Markdown in one line, for descriptions, feeds and attributes.

    Not escaped. Wikilinks become their words; embedded passages and footnotes are left out.
    """
    source = _readable(source)
    if not _is_plain(source):
        html = render_text(EMBED_LINE.sub("", source), targets)
        source = unescape(TAG.sub("", FOOTNOTES.sub("", html)))
    return " ".join(source.split())


def _readable(source: str) -> str:
    """Return the source as Markdown reads it; comments are for the editors only."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    return shown(COMMENT.sub("", source) if "<!--" in source else source)


def _is_plain(source: str) -> bool:
    return not SIGNS.search(source) and not any(
        line != line.strip() or LINE_SIGNS.match(line) for line in source.split("\n")
    )


def _paragraphs(source: str) -> str:
    """Return text without any sign of Markdown as Markdown would."""
    parts = [part for part in re.split(r"\n{2,}", source.strip("\n")) if part]
    return "\n".join([f"<p>{escape(part, quote=False)}</p>" for part in parts])


def _converted(md: Markdown, source: str, targets: Mapping[str, LinkTarget]) -> str:
    md.reset()
    md.inlinePatterns["wikilink"].targets = targets  # type: ignore[attr-defined]
    return md.convert(source)


def _rooted(html: str, root: str) -> str:
    """Lead links that begin with a slash to the site's root, and drop what is no link.

    Only links out of the site keep their `rel`.
    """
    html = NO_LINK.sub(r"\1", html.replace("&nbsp;", "\N{NO-BREAK SPACE}"))
    return LOCAL_LINK.sub(lambda link: f'<a href="{_from_root(link[1], root)}">', html)


def _from_root(address: str, root: str) -> str:
    return (root + address[1:] or "./") if address.startswith("/") else address


def _with_places(source: str, embeds: Mapping[str, str], secret: str) -> tuple[str, list[str]]:
    """Put a paragraph that stands for it where a passage is embedded; return which ones."""
    embedded: list[str] = []

    def place(match: re.Match[str]) -> str:
        written = reference_of(match).written
        if written not in embeds:
            return match[0]
        embedded.append(written)
        return f"\n\n{secret}n{len(embedded) - 1}n\n\n"

    return EMBED_LINE.sub(place, source), embedded


def _with_footnotes(html: str, secret: str, back: str) -> str:
    """Give footnotes their ids; whatever came without the secret loses its mark."""

    def named(mark: re.Match[str]) -> str:
        if mark[1] != secret:
            return ""
        if mark[2] != "href":
            return f' {mark[2]}="{mark[3]}"'
        if mark[3].startswith("fnref"):
            return f' href="#{mark[3]}" role="doc-backlink" aria-label="{escape(back)}"'
        return f' href="#{mark[3]}" role="doc-noteref"'

    return FOOTNOTE.sub(named, html)


def _allowed(_tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value as it may stay; None when it may not."""
    if name != "href":
        return value
    address = value.strip()
    if HIDING.search(address) or not ADDRESS.fullmatch(address):
        return None
    return UNSAFE.sub(lambda sign: f"%{ord(sign[0]):02X}", address)


def _cleaner(tags: frozenset[str], **attributes: set[str]) -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(tags),
        attributes={"*": set(), "a": {"href"}, **attributes},
        url_schemes={"http", "https", "mailto"},
        link_rel=REL,
        attribute_filter=_allowed,
    )


@cache
def _note_cleaner() -> nh3.Cleaner:
    return _cleaner(BLOCKS)


@cache
def _inline_cleaner() -> nh3.Cleaner:
    return _cleaner(INLINE)


@cache
def _text_cleaner() -> nh3.Cleaner:
    marked = {"data-footnote"}
    return _cleaner(
        TEXT_BLOCKS,
        a={"href"} | marked,
        sup=marked,
        li=marked,
        div=marked,
        td={"align"},
        th={"align"},
    )


@cache
def _note_markdown() -> Markdown:
    from backfile.notes_markdown import note_markdown

    return note_markdown()


@cache
def _inline_markdown() -> Markdown:
    from backfile.notes_markdown import inline_markdown

    return inline_markdown()


@cache
def _text_markdown() -> Markdown:
    from backfile.notes_markdown import text_markdown

    return text_markdown()
