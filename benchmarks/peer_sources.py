"""The same articles for the other generators: Markdown in which the entities are linked already."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

REGISTERED = re.compile(r"^  ([a-z0-9-]+): \{type: [a-z-]+, name: ([^,]+),", re.MULTILINE)
CAPITALISED = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?")
"""In a sample no other word with a capital stands before a name."""
PUBLISHER = "The Daily Sample"


class Source(NamedTuple):
    """An article as the other generators get it."""

    id: str
    title: str
    entities: tuple[str, ...]
    """Names, in the order of their first mention."""
    body: str
    """Markdown."""

    @property
    def day(self) -> str:
        """The date, as in 2005-01-31."""
        return self.id[:10]


def names_in(archive: Path) -> dict[str, str]:
    """Return the ids of the archive's entities by name."""
    register = (archive / "content" / "entities" / "all.yaml").read_text(encoding="utf-8")
    return {name: ident for ident, name in REGISTERED.findall(register)}


def sources_in(archive: Path) -> Iterator[Source]:
    """Yield the articles of a sample archive."""
    names = names_in(archive)
    for path in sorted((archive / "seeds").rglob("*.txt")):
        yield source_of(path.stem, path.read_text(encoding="utf-8"), names)


def source_of(ident: str, seed: str, names: Mapping[str, str]) -> Source:
    """Return one article with a link for every name in its text."""
    title, _, body = seed.strip().partition("\n\n")
    found: dict[str, None] = {}

    def link(match: re.Match[str]) -> str:
        name = match[0] if match[0] in names else match[0].split(" ")[0]
        if name not in names:
            return match[0]
        found[name] = None
        return f"[{name}](/entities/{names[name]}/){match[0].removeprefix(name)}"

    linked = CAPITALISED.sub(link, body)
    return Source(ident, title, tuple(found), linked)


def front_matter(source: Source) -> str:
    """Return an article as Hugo and Eleventy read it; JSON is YAML, too."""
    return (
        f"---\nid: {source.id}\ntitle: {json.dumps(source.title)}\ndate: {source.day}\n"
        f'publisher: {PUBLISHER}\nyears: ["{source.day[:4]}"]\n'
        f"entities: {json.dumps(source.entities)}\n---\n\n{source.body}\n"
    )


def metadata(source: Source) -> str:
    """Return an article as Pelican reads it."""
    return (
        f"Title: {source.title}\nDate: {source.day}\nSlug: {source.id}\n"
        f"Publisher: {PUBLISHER}\nTags: {', '.join(source.entities)}\n\n{source.body}\n"
    )
