"""docs/tutorial.md as something to be done: its commands, its files and what it says is printed."""

import re
from pathlib import Path
from typing import NamedTuple

from tests.shipped import REPOSITORY

PAGE = REPOSITORY / "docs/tutorial.md"
BLOCK = re.compile(r"^```(\w*) ?(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """One block of the tutorial."""

    kind: str
    """`sh`: commands; `out`: what they print; `diff`: a change; else the language of a file."""
    words: str
    """The path of a file; `serve` or `fails` for commands that do not end well or at all."""
    text: str


def steps() -> tuple[Step, ...]:
    """Return the blocks of the tutorial that something is done with, in order."""
    page = PAGE.read_text(encoding="utf-8")
    return tuple(Step(*found.groups()) for found in BLOCK.finditer(page) if found[1])


def installation() -> tuple[str, ...]:
    """Return the commands that install Backfile."""
    (found,) = (step.text for step in steps() if "pip install" in step.text)
    return tuple(found.splitlines())


def save(folder: Path, step: Step) -> None:
    """Do what a block for a file says: save it, or change its lines."""
    place = folder / step.words
    if step.kind == "diff":
        text = place.read_text(encoding="utf-8")
        lines = step.text.splitlines()
        old = "".join(f"{line[1:]}\n" for line in lines if line.startswith("-"))
        new = "".join(f"{line[1:]}\n" for line in lines if line.startswith("+"))
        assert text.count(old) == 1
        place.write_text(text.replace(old, new), encoding="utf-8")
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(step.text, encoding="utf-8")
