"""The edit that is measured: an article's headline, which lists show, and its text."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.generators import Generator
from benchmarks.outputs import parts_of


class Subject(NamedTuple):
    """The article that is edited."""

    article: str
    title: str
    entity: str
    """One that is mentioned in it."""


class Edited(NamedTuple):
    """The article's file at one generator."""

    subject: Subject
    path: Path
    original: str

    def save(self, number: int) -> str:
        """Save the edit with a number; return words that the page then has in its text."""
        title = f"{self.subject.title} edited{number}x"
        text = self.original.replace(self.subject.title, title, 1).rstrip("\n")
        last = f"Added{number}x"
        self.path.write_text(f"{text} {last}.\n", encoding="utf-8", newline="\n")
        return last

    def missing_in(self, output: Path, number: int) -> tuple[str, ...]:
        """Return which pages of a built site should have the edit and have it not."""
        year = self.subject.article[:4]
        lists = {
            "the article's page": output / "articles" / self.subject.article,
            "its entity's page": output / "entities" / self.subject.entity,
            "its year's list": next(
                p for p in (output / "years" / year, output / year) if p.is_dir()
            ),
        }
        words = f"edited{number}x"
        return tuple(
            name for name, folder in lists.items() if not any(words in p for p in parts_of(folder))
        )


@contextmanager
def editing(generator: Generator, subject: Subject) -> Iterator[Edited]:
    """Edit an article until the block ends; then its file is as it was."""
    path = generator.source_of(subject.article)
    original = path.read_text(encoding="utf-8")
    try:
        yield Edited(subject, path, original)
    finally:
        path.write_text(original, encoding="utf-8", newline="\n")
