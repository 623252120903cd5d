"""Reads rendered seed text back: which positions of the seed stand in which element."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "wbr"}


@dataclass
class Element:
    """One element, with the places in the seed of the words in it."""

    tag: str
    attributes: dict[str, str | None]
    inside: tuple["Element", ...]
    places: list[int] = field(default_factory=list)
    text: str = ""
    after: int = -1
    """The last place before the element begins."""

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)


class TaggedText(HTMLParser):
    """Parses blocks strictly: wrong nesting and a link in a link are failures."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.last = -1
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        assert tag != "a" or all(element.tag != "a" for element in self.open)
        element = Element(tag, dict(attrs), tuple(self.open), after=self.last)
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        runs = [element for element in self.open if element.get("data-start")]
        assert len(runs) == 1, "text stands in one run"
        first = int(runs[0].get("data-start") or "") + len(runs[0].text)
        places = range(first, first + len(data))
        for element in self.open:
            element.places += places
            element.text += data
        self.last = places[-1]

    def having(self, name: str) -> list[Element]:
        return [element for element in self.elements if name in element.attributes]

    @property
    def ids(self) -> list[str]:
        return [element.get("id") or "" for element in self.having("id")]
