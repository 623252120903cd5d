"""How Markdown is read. Imported when the first text needs it, for that takes a while.

HTML is text here, save for a few inline elements without attributes: whatever people write, the
page stays valid and no word of theirs is lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, AtomicString

from backfile.wikilinks import WIKILINK, reference_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markdown.extensions import Extension

HEADING = re.compile(r"(?:^|\n)(?P<level>#{1,6})(?P<header>[ ](?:\\.|[^\\\n])*?)[ ]*#*[ ]*(?:\n|$)")
"""A heading needs a space after its signs: `#1 in sales` and `#MeToo` are words."""
INLINE_HTML = (
    r"(?i:<br ?/?>|<(?P<name>b|cite|del|em|i|ins|kbd|q|s|small|strong|sub|sup)>"
    r"(?P<words>[^<>]*(?:<(?!/?(?P=name)>)[^<>]*>[^<>]*)*)</(?P=name)>)"
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
FOOTNOTE_END = re.compile(r"#?(?P<kind>fn(?:ref\d*)?):(?P<label>.*)", re.DOTALL)
BLOCK_RULES = (
    "indent",
    "code",
    "hashheader",
    "setextheader",
    "hr",
    "olist",
    "ulist",
    "quote",
    "reference",
)
BACK = "\u21a9"
"""The sign of a footnote's way back; what it is called is said when the page is made."""


class Wikilinks(InlineProcessor):
    """Makes links of `[[…]]`."""

    targets: Mapping[str, tuple[str | None, str]]
    """For each wikilink its address below the site's root, if any, and its words."""
    bar = "|"
    """What stands between target and words; in a table a bar would end the cell."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        """Return a link from the site's root, or the words alone when no page is there."""
        written = WIKILINK.fullmatch(m[0].replace(self.bar, "|")) or m
        reference = reference_of(written)
        address, words = self.targets.get(reference.written, (None, reference.written))
        link = Element("span" if address is None else "a")
        # What the author wrote is Markdown; a title is not.
        title = AtomicString(words.replace("&", f"{AMP_SUBSTITUTE}amp;"))
        link.text = reference.text or title
        if address is not None:
            link.set("href", f"/{address}")
        return link, m.start(0), m.end(0)


class InlineHtml(InlineProcessor):
    """Lets `<br>` and pairs such as `<sub>…</sub>` through."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        """Return the element; Markdown in it is read, too."""
        element = Element((m["name"] or "br").lower())
        element.text = m["words"]
        return element, m.start(0), m.end(0)


class Pictures(Treeprocessor):
    """Leaves of a picture the words that stand for it."""

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        for picture in root.iter("img"):
            picture.tag, picture.text = "span", picture.get("alt")


class Marks(Treeprocessor):
    """Gives headings their levels below that of the page, and footnotes their ids.

    The sanitiser lets no id through, for authors could write any. Those of footnotes are numbers
    and travel in an attribute of their own, behind a secret that the text cannot contain.
    """

    secret: str

    def __init__(self, md: Markdown, footnotes: FootnoteExtension) -> None:
        super().__init__(md)
        self.footnotes = footnotes

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        # Those that are referred to come first, in order of place, then the others.
        labels = dict.fromkeys([*self.footnotes.footnote_order, *self.footnotes.footnotes])
        numbers = {label: number for number, label in enumerate(labels, start=1)}
        above: list[str] = []
        for element in root.iter():
            if element.tag in HEADINGS:
                element.tag = below(element.tag, above)
            elif element.get("class") == "footnote":
                element.set("data-footnote", f"{self.secret} class footnotes")
            else:
                self.number(element, numbers)

    def number(self, element: Element, numbers: Mapping[str, int]) -> None:
        """Name one end of a footnote by its number in place of the author's label."""
        end = FOOTNOTE_END.fullmatch(element.get("id") or element.get("href") or "")
        if end is None or end["label"] not in numbers:
            return
        if element.get("class") == "footnote-backref":
            if end["label"] not in self.footnotes.footnote_order:
                element.tag, element.text = "span", ""
                return
            element.text = BACK
        name = "id" if element.get("id") else "href"
        mark = f"{end['kind']}-{numbers[end['label']]}"
        element.set("data-footnote", f"{self.secret} {name} {mark}")
        element.attrib.pop(name)


def below(tag: str, above: list[str]) -> str:
    """Return the level of a heading: `h2` for the highest of a text, and no level is skipped.

    `above` has the headings it may stand below, as written, and is brought up to date.
    """
    while above and above[-1] >= tag:
        above.pop()
    above.append(tag)
    return HEADINGS[min(len(above), len(HEADINGS) - 1)]


def note_markdown() -> Markdown:
    """Return a reader of notes: no headings, tables or footnotes."""
    return reader(without=("hashheader", "setextheader"))


def inline_markdown() -> Markdown:
    """Return a reader of one-line fields: every text is one paragraph."""
    return reader(without=BLOCK_RULES)


def text_markdown() -> Markdown:
    """Return a reader of threads and pages."""
    footnotes = FootnoteExtension(USE_DEFINITION_ORDER=False)
    md = reader(TableExtension(use_align_attribute=True), footnotes)
    md.parser.blockprocessors["hashheader"].RE = HEADING  # type: ignore[attr-defined]
    # After the footnotes' own processors (15 and above), before the tree is written out.
    md.treeprocessors.register(Marks(md, footnotes), "marks", 12)
    return md


def reader(*extensions: Extension, without: tuple[str, ...] = ()) -> Markdown:
    """Return a reader with wikilinks, and without some kinds of blocks."""
    md = Markdown(output_format="html", extensions=extensions)
    for name in without:
        md.parser.blockprocessors.deregister(name)
    md.preprocessors.deregister("html_block")
    md.inlinePatterns.deregister("html")
    # A rule is not tried again on the words it took: the second time is for a pair inside a pair.
    for name, priority in (("inline_html", 90), ("nested_html", 89)):
        md.inlinePatterns.register(InlineHtml(INLINE_HTML, md), name, priority)
    # After code and escaped signs, before all other links.
    md.inlinePatterns.register(Wikilinks(WIKILINK.pattern, md), "wikilink", 178)
    md.treeprocessors.register(Pictures(md), "pictures", 14)
    return md
