"""Small archives for tests of the reading stage."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from backfile.locate import locate_problems
from backfile.problems import Problem, sort_key
from backfile.read_article import ReadArticle, read_article
from backfile.read_records import Registers
from backfile.read_registers import read_registers
from backfile.read_survey import Survey, survey


class ReadArchive(NamedTuple):
    """An archive as the reading stage gives it."""

    survey: Survey
    registers: Registers
    articles: dict[str, ReadArticle]
    problems: tuple[Problem, ...]
    """All of them, with line and column."""

    @property
    def printed(self) -> list[str]:
        """The problems as `path:line:column: code: message`."""
        return [f"{p.path}:{p.line}:{p.column}: {p.code}: {p.message}" for p in self.problems]

    @property
    def places(self) -> list[str]:
        """The problems as `line:column code`, for archives where one file is at fault."""
        return [f"{p.line}:{p.column} {p.code}" for p in self.problems]


def write_files(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below `root` and return it."""
    for path, content in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def read_archive(root: Path, files: Mapping[str, str | bytes] | None = None) -> ReadArchive:
    """Write an archive and read all of it; site.yaml is written unless it is among the files."""
    write_files(root, {"site.yaml": "title: Test\n", **(files or {})})
    found = survey(root)
    registers = read_registers(root, found)
    articles = {str(i): read_article(root, f, registers) for i, f in found.articles.items()}
    problems = [*found.problems, *registers.problems]
    problems += [problem for article in articles.values() for problem in article.problems]
    located = locate_problems(problems, lambda path: (root / path).read_bytes())
    return ReadArchive(found, registers, articles, tuple(sorted(located, key=sort_key)))


def read_sidecar(
    root: Path, sidecar: str | bytes, seed: str | bytes = "Title\n\nText.\n"
) -> ReadArchive:
    """Read an archive with the one article `a`."""
    return read_archive(root, {"seeds/a.txt": seed, "content/articles/a.yaml": sidecar})
