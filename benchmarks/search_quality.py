"""Known-item test of the search: does a phrase, do rare words, lead to where they stand?

    python benchmarks/search_quality.py ARCHIVE [--site PUBLIC] [--count 500]

The archive must have been built. Phrases are five words that stand in one paragraph only, in
quotes; rare words are the three of a sentence in the fewest articles, without quotes. Both are
typed into the search page in Chromium.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Page, sync_playwright

from backfile.build import load_archive
from backfile.searchable_text import paragraph_parts
from tests.browsing import launch, serving

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
ENDING = re.compile(r"(?:'s|’s|ing|ed|es|s|ly|ies|y|e)$")
SENTENCE_END = re.compile(r"(?<=[.!?]) ")
SIGNS = re.compile(r"[\W_]+")
READY = "[data-status]:is([data-state=done],[data-state=none],[data-state=error])"


class Item(NamedTuple):
    """What is searched for and where it stands."""

    query: str
    article: str
    paragraph: str


class Place(NamedTuple):
    """A paragraph of the archive."""

    article: str
    paragraph: str
    words: str


def places_in(folder: Path) -> list[Place]:
    """Return every paragraph that search has, and every headline as one without an address."""
    archive, problems = load_archive(folder)
    if archive is None:
        raise SystemExit(str(problems[0]))
    found = [(ident, archive.articles[ident]) for ident in archive.order]
    texts = [Place(ident, p.id, p.words) for ident, one in found for p in paragraph_parts(one)]
    return [*texts, *(Place(ident, "", one.card.title) for ident, one in found)]


def stem(word: str) -> str:
    """Return a word without its ending, accents and signs, more roughly than Pagefind does it: a
    phrase that passes for unique is.
    """
    plain = SIGNS.sub("", unicodedata.normalize("NFD", word.casefold()))
    return ENDING.sub("", plain)


def phrases(places: Iterable[Place], rng: random.Random) -> Iterator[Item]:
    """Yield five words of each of the paragraphs, in any order, that stand nowhere else."""
    every = list(places)
    seen: Counter[tuple[str, ...]] = Counter()
    for place in every:
        stems = [stemmed for word in place.words.split() if (stemmed := stem(word))]
        seen.update({tuple(stems[at : at + 5]) for at in range(len(stems) - 4)})
    rng.shuffle(every)
    for place in every:
        words = place.words.split()
        at = rng.randrange(max(1, len(words) - 4))
        chosen = words[at : at + 5]
        plain = len(chosen) == 5 and all(WORD.fullmatch(word) for word in chosen)
        if place.paragraph and plain and seen[tuple(map(stem, chosen))] == 1:
            yield Item(f'"{" ".join(chosen)}"', place.article, place.paragraph)


def rare_words(places: Iterable[Place], rng: random.Random) -> Iterator[Item]:
    """Yield the three words of a sentence that occur in the fewest articles.

    A sentence that stands in several articles leads to none of them, and is left out.
    """
    every = list(places)
    articles: defaultdict[str, set[str]] = defaultdict(set)
    sentences: defaultdict[str, set[str]] = defaultdict(set)
    for place in every:
        for word in WORD.findall(place.words):
            articles[stem(word)].add(place.article)
        for sentence in SENTENCE_END.split(place.words):
            sentences[sentence].add(place.article)
    rng.shuffle(every)
    for place in every:
        sentence = rng.choice(SENTENCE_END.split(place.words))
        words = list({stem(w): w for w in WORD.findall(sentence) if len(w) > 3}.values())
        words.sort(key=lambda word: (len(articles[stem(word)]), word))
        if place.paragraph and len(words) > 5 and len(sentences[sentence]) == 1:
            yield Item(" ".join(words[:3]), place.article, place.paragraph)


def found_by(page: Page, query: str) -> list[tuple[str, str]]:
    """Return the articles found, in order, each with the address of its first passage."""
    field = page.locator("[data-search] [name=q]")
    field.fill(query)
    field.press("Enter")
    page.wait_for_selector(READY, state="attached")
    rows = page.locator("[data-result=article]").all()
    return [(row.get_attribute("data-article") or "", first_passage(row)) for row in rows[:3]]


def first_passage(row: object) -> str:
    """Return where the first passage of a result leads."""
    links = row.locator(".passages a")  # type: ignore[attr-defined]
    return str(links.first.get_attribute("href")) if links.count() else ""


def main() -> None:
    """Search for everything and print the shares and what failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--site", type=Path)
    parser.add_argument("--count", type=int, default=500)
    given = parser.parse_args()
    places = places_in(given.archive)
    tests = {
        kind: list(islice(make(places, random.Random(1)), given.count))
        for kind, make in (("phrase", phrases), ("rare words", rare_words))
    }
    with sync_playwright() as playwright, serving(given.site or given.archive / "public") as site:
        page = launch(playwright).new_page()
        page.goto(site.at("search/"))
        page.wait_for_selector(READY, state="attached")
        for kind, items in tests.items():
            report(kind, items, [found_by(page, item.query) for item in items])


def report(kind: str, items: list[Item], answers: list[list[tuple[str, str]]]) -> None:
    """Print how many items were found first, among three, and at the right paragraph."""
    pairs = list(zip(items, answers, strict=True))
    first = [(i, rows) for i, rows in pairs if rows and rows[0][0] == i.article]
    three = [i for i, rows in pairs if i.article in [article for article, _ in rows]]
    landed = [i for i, rows in first if rows[0][1].endswith(f"#{i.paragraph}")]
    print(f"{kind}: {len(items)} searched, {len(first)} first, {len(three)} in the first three,")
    print(f"  {len(landed)} of those that were first lead to the paragraph")
    for item, rows in pairs:
        missed = item.article not in [
            article for article, _ in rows[: 1 if kind == "phrase" else 3]
        ]
        if missed:
            print(f"  missed: {item.query} in {item.article}: {[article for article, _ in rows]}")


if __name__ == "__main__":
    main()
