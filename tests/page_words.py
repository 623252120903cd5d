"""The words on a page that people read or hear, and those of an archive's own files."""

import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

SPOKEN = frozenset(["aria-label", "aria-description", "title", "alt", "placeholder", "label"])
"""Attributes that are read out or shown."""
SILENT = frozenset(["style", "code", "kbd"])
VOID = frozenset(["meta", "link", "input", "img", "br", "hr", "rect", "path", "line", "circle"])
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]*[A-Za-z]|[A-Za-z]")


class PageWords(HTMLParser):
    """Collects the texts of a page: of elements, of spoken attributes, of words for scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._json = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name, value in given.items():
            for_scripts = name.startswith("data-") and re.search(r"[A-Z][a-z]|\w \w", value or "")
            if value and (name in SPOKEN or for_scripts):
                self.texts.append(value)
        self._json = tag == "script" and given.get("type") == "application/json"
        if tag not in VOID:
            elsewhere = bool(given.get("lang")) and tag != "html"
            self._open.append(
                (tag, tag in SILENT or elsewhere or "url" in (given.get("class") or ""))
            )

    def handle_endtag(self, tag: str) -> None:
        self._json = False
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._json:
            self.texts += strings(json.loads(data))
        elif data.strip() and not any(silent for _, silent in self._open):
            self.texts.append(" ".join(data.split()))


def texts_of(page: str) -> list[str]:
    """Return every text of a page that its readers meet in the page's language."""
    words = PageWords()
    words.feed(page)
    return words.texts


def strings(value: object) -> Iterator[str]:
    """Yield every string of a JSON value, keys left out."""
    if isinstance(value, str):
        yield value
    for part in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from strings(part)


def latin_words(text: str) -> set[str]:
    """Return the words of a text in Latin letters; those of addresses and file names left out."""
    return set(LATIN.findall(re.sub(r"\S*[/@\\=]\S*|\S+\.\w{2,6}\b", " ", text)))


def own_words(files: Mapping[str, str | bytes]) -> set[str]:
    """Return every word of an archive's files in Latin letters."""
    texts = (text if isinstance(text, str) else text.decode() for text in files.values())
    return {word for text in texts for word in LATIN.findall(text)}
