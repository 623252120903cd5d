"""Reads built sites and tells whether they say the same: articles, entity links, lists.

All templates keep to the markup contract (docs/templates.md, The markup contract) as far as this
needs it, so that one reader does for all.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from html import unescape
from pathlib import Path
from typing import NamedTuple

LINK = re.compile(r"<a\b[^>]*>")
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
ENTITY = re.compile(r"/entities/([a-z0-9-]+)/")
ARTICLE = re.compile(r"articles/([a-z0-9-]+)/")
MENTION = re.compile(r'<li data-mention data-article="([a-z0-9-]+)"')
NOTES = re.compile(r'<aside class="notes".*?</aside>', re.DOTALL)
BODY = re.compile(r"<div [^>]*data-body.*?</div>", re.DOTALL)
HEADLINE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
PART = re.compile(r"[1-9][0-9]*")
MOST_SHOWN = 3
NEWEST = 5
"""How many articles count on the home page: themes differ in how many they put there."""


class Output(NamedTuple):
    """What a built site says, as far as all generators say it."""

    titles: Mapping[str, str]
    """By article."""
    texts: Mapping[str, str]
    """A digest of the words of an article's body, by article."""
    links: Mapping[str, tuple[str, ...]]
    """The entities linked in an article's body, in order, by article."""
    mentions: Mapping[str, frozenset[str]]
    """The articles listed on an entity's pages, by entity."""
    years: Mapping[str, frozenset[str]]
    """The articles listed on a year's pages, by year."""
    home: frozenset[str]
    """The newest articles on the home page."""
    feed: frozenset[str]


class Weight(NamedTuple):
    """How much a site is."""

    files: int
    megabytes: float


def weight_of(site: Path) -> Weight:
    """Return the number of files of a site and the sum of their sizes."""
    sizes = [
        (Path(folder) / name).stat().st_size for folder, _, names in os.walk(site) for name in names
    ]
    return Weight(len(sizes), sum(sizes) / 1e6)


def read_output(site: Path) -> Output:
    """Return what the site in a folder says."""
    titles, texts, links = {}, {}, {}
    for path in sorted((site / "articles").glob("*/index.html")):
        ident, page = path.parent.name, path.read_text(encoding="utf-8")
        headline = HEADLINE.search(page)
        titles[ident] = words_of(headline[1]) if headline else ""
        body = BODY.search(NOTES.sub("", page))
        texts[ident] = digest_of(words_of(body[0])) if body else ""
        links[ident] = tuple(entities_in(body[0])) if body else ()
    years = site / "years" if (site / "years").is_dir() else site
    return Output(
        titles=titles,
        texts=texts,
        links=links,
        mentions={
            folder.name: frozenset(i for page in parts_of(folder) for i in MENTION.findall(page))
            for folder in sorted((site / "entities").iterdir())
            if folder.is_dir()
        },
        years={
            folder.name: frozenset(i for page in parts_of(folder) for i in articles_in(page))
            for folder in sorted(years.glob("[12][0-9][0-9][0-9]"))
        },
        home=newest_in((site / "index.html").read_text(encoding="utf-8")),
        feed=frozenset(feed_of(site)),
    )


def words_of(html: str) -> str:
    """Return the text of a piece of HTML, white space made one."""
    return " ".join(unescape(TAG.sub("", html)).split())


def digest_of(words: str) -> str:
    """Return what tells one text from another and takes less memory."""
    return blake2b(words.encode(), digest_size=8).hexdigest()


def entities_in(body: str) -> Iterator[str]:
    """Yield the entities that a body links to; of a link in pieces, the first counts."""
    for tag in LINK.findall(body):
        attributes = dict(ATTRIBUTE.findall(tag))
        entity = ENTITY.search(attributes.get("href", ""))
        if entity and ("data-entity" not in attributes or "id" in attributes):
            yield entity[1]


def articles_in(page: str) -> Iterator[str]:
    """Yield the articles that a page links to."""
    for tag in LINK.findall(page):
        article = ARTICLE.search(tag)
        if article:
            yield article[1]


def newest_in(page: str) -> frozenset[str]:
    """Return the newest of the articles that a page links to; ids begin with the date."""
    return frozenset(sorted(set(articles_in(page)))[-NEWEST:])


def parts_of(folder: Path) -> Iterator[str]:
    """Yield the pages of a list: the first, and those it goes on with."""
    folders = [*folder.glob("[0-9]*"), *folder.glob("part/[0-9]*")]
    for one in [folder, *sorted(f for f in folders if PART.fullmatch(f.name))]:
        if (one / "index.html").is_file():
            yield (one / "index.html").read_text(encoding="utf-8")


def feed_of(site: Path) -> Iterator[str]:
    """Yield the articles of a site's feed."""
    for name in ("feed.xml", "index.xml"):
        if (site / name).is_file():
            yield from ARTICLE.findall((site / name).read_text(encoding="utf-8"))


def differences(outputs: Mapping[str, Output]) -> Sequence[str]:
    """Return where sites do not say the same as the first of them, a few examples of each."""
    found: list[str] = []
    first, *others = outputs
    for other in others:
        for field in Output._fields:
            one, two = getattr(outputs[first], field), getattr(outputs[other], field)
            if one != two:
                found.append(f"{field}: {first} and {other} differ{example(one, two)}")
    return found


def example(one: object, two: object) -> str:
    """Return some of what two sites say differently."""
    if isinstance(one, frozenset) and isinstance(two, frozenset):
        return f" in {', '.join(sorted(one ^ two)[:MOST_SHOWN])}"
    if not isinstance(one, Mapping) or not isinstance(two, Mapping):
        return ""
    keys = [key for key in sorted({*one, *two}) if one.get(key) != two.get(key)]
    said = f" in {len(keys)}: {', '.join(keys[:MOST_SHOWN])}"
    if keys and isinstance(one.get(keys[0]), tuple):
        said += f" ({one.get(keys[0])} / {two.get(keys[0])})"
    return said
