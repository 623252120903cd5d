"""Reads built pages as the markup contract promises them (docs/templates.md, The markup contract)."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple

from backfile.markup import shown

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)


class Run(NamedTuple):
    """A run of seed text: where it says it begins, and its text content."""

    start: int
    text: str
    part: str
    """`title` or `body`."""


class Element:
    """An open element while a page is read."""

    def __init__(self, tag: str, attributes: dict[str, str | None]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.text = ""


class ArticlePage(HTMLParser):
    """An article's page: its runs, its mentions by piece, its annotations by piece, its ids."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.articles: list[str] = []
        self.runs: list[Run] = []
        self.mentions: list[tuple[str, str | None, int, str]] = []
        """Entity, id, start and text of each piece."""
        self.annotations: list[tuple[str, int, str]] = []
        """Annotation, start and text of each piece."""
        self.ids: list[str] = []
        self._open: list[Element] = []
        self._part = ""
        self._at: int | None = None
        self.feed(html)
        self.close()
        assert [e.tag for e in self._open] == [], "elements are left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an opening tag."""
        attributes = dict(attrs)
        if attributes.get("id"):
            self.ids.append(str(attributes["id"]))
        if "data-article" in attributes and tag == "article":
            self.articles.append(str(attributes["data-article"]))
        if tag in VOID:
            return
        element = Element(tag, attributes)
        element.start = self._at  # type: ignore[attr-defined]
        if "data-title" in attributes:
            self._part = "title"
        if "data-body" in attributes:
            self._part = "body"
        if "data-start" in attributes:
            assert self._part, "a run stands outside headline and body"
            assert self._at is None, "a run stands inside another"
            self._at = int(str(attributes["data-start"]))
            element.start = self._at  # type: ignore[attr-defined]
        self._open.append(element)

    def handle_data(self, data: str) -> None:
        """Take text."""
        for element in self._open:
            element.text += data
        if self._at is not None:
            self._at += len(data)

    def handle_endtag(self, tag: str) -> None:
        """Take a closing tag."""
        element = self._open.pop()
        assert element.tag == tag, f"</{tag}> closes <{element.tag}>"
        attributes, start = element.attributes, element.start  # type: ignore[attr-defined]
        if "data-start" in attributes:
            self.runs.append(Run(int(str(attributes["data-start"])), element.text, self._part))
            self._at = None
        if "data-entity" in attributes:
            piece = (str(attributes["data-entity"]), attributes.get("id"), start, element.text)
            self.mentions.append(piece)
        if "data-annotation" in attributes and start is not None:
            for ident in str(attributes["data-annotation"]).split():
                self.annotations.append((ident, start, element.text))
        if "data-body" in attributes or "data-title" in attributes:
            self._part = ""


def faults_of_page(html: str, seed: str, hidden: list[tuple[int, int]]) -> Iterator[str]:
    """Yield where an article's page breaks the contract with its decoded seed."""
    page = ArticlePage(html)
    text = shown(seed)
    covered = bytearray(len(text))
    for start, end in hidden:
        covered[start:end] = b"\1" * (end - start)
    for run in sorted(page.runs):
        if text[run.start : run.start + len(run.text)] != run.text:
            yield f"the run at {run.start} says {run.text[:40]!r}"
        if any(covered[run.start : run.start + len(run.text)]):
            yield f"the run at {run.start} shows hidden text or text twice"
        covered[run.start : run.start + len(run.text)] = b"\1" * len(run.text)
    missing = "".join(c for c, seen in zip(text, covered, strict=True) if not seen)
    if missing.strip(" \t\n\u00a0\u3000"):
        yield f"the page lacks {missing.strip()[:60]!r}"
    if len(page.ids) != len(set(page.ids)):
        yield f"ids come twice: {sorted({i for i in page.ids if page.ids.count(i) > 1})[:5]}"
    if len(page.articles) != 1:
        yield f"{len(page.articles)} elements have data-article"
