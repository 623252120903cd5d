"""Opening the archive's files: bytes, or a problem that says why not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from backfile.frontmatter import front_matter
from backfile.problems import Problem
from backfile.sourcelines import decode_utf8
from backfile.yamldata import Yaml, load_yaml
from backfile.yamlnodes import ABSENT

if TYPE_CHECKING:
    from backfile.read_survey import ArchiveFile


def read_bytes(root: Path, file: ArchiveFile) -> tuple[bytes | None, tuple[Problem, ...]]:
    """Return a file's bytes; None and a problem when the system does not let us."""
    try:
        return Path(root, file.path).read_bytes(), ()
    except OSError as fault:
        reason = fault.strerror or "unknown reason"
        message = f"the file cannot be read: {reason}"
        return None, (
            Problem(code="file-unreadable", message=message, path=file.path, line=1, column=1),
        )


def read_yaml(root: Path, file: ArchiveFile) -> Yaml:
    """Return the data of a YAML file and what is wrong with it as YAML."""
    source, problems = read_bytes(root, file)
    return load_yaml(source, file.path) if source is not None else Yaml(ABSENT, problems)


class MarkdownFile(NamedTuple):
    """A Markdown file with front matter, as read."""

    front: Any
    """The front matter's data."""
    body: str
    body_line: int
    """The line of the file in which the body begins, counted from 1."""
    problems: tuple[Problem, ...]
    readable: bool


def read_markdown(root: Path, file: ArchiveFile) -> MarkdownFile:
    """Return the front matter and the text of a Markdown file."""
    source, problems = read_bytes(root, file)
    text = ""
    if source is not None:
        text, problems = decode_utf8(source, file.path)
    if problems:
        return MarkdownFile(ABSENT, "", 1, problems, readable=False)
    front = front_matter(text)
    if front is None:
        message = "the file does not begin with front matter between two lines `---`"
        hint = "the first lines are `---`, `title: …`, `---`"
        fault = Problem(
            code="front-matter", message=message, path=file.path, hint=hint, line=1, column=1
        )
        return MarkdownFile(ABSENT, "", 1, (fault,), readable=False)
    data = load_yaml(front.matter, file.path)
    return MarkdownFile(data.data, front.body, front.body_line, data.problems, data.readable)
