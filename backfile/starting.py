"""A new archive: the files that `backfile init` lays down in an empty folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from backfile.pinned_engine import FOLDER
from backfile.yaml_writing import scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.pinned_engine import Engine

STARTER = Path(__file__).resolve().parent / "starter"
"""The files of a new archive. A name that begins with `dot-` begins with a dot there."""
NO_ENGINE = "# No engine is named yet: put one of these lines here, without the sign in front."
GIT = ".git"


class StartRefusedError(Exception):
    """A folder in which no archive is begun; the message says why, and what to do."""


def start_archive(folder: Path, title: str, engine: Engine) -> tuple[str, ...]:
    """Lay down a new archive and return the paths of its files, sorted.

    Raises `StartRefusedError` for a folder that has anything in it but a `.git`, and `OSError`.
    """
    check_empty(folder)
    words = " ".join(title.split())
    written = []
    for source, path in starter_files():
        text = source.read_text(encoding="utf-8")
        named = scalar(words) if path == "site.yaml" else words
        text = text.replace("@TITLE@", named).replace("@ENGINE@", engine.line or NO_ENGINE)
        write_new(folder / path, text)
        written.append(path)
    if engine.wheel is not None:
        place = folder / FOLDER / engine.wheel.name
        place.parent.mkdir()
        shutil.copyfile(engine.wheel, place)
        written.append(f"{FOLDER}/{engine.wheel.name}")
    return tuple(sorted(written))


def check_empty(folder: Path) -> None:
    """Raise `StartRefusedError` unless the folder is new or empty; a fresh Git repository is."""
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise StartRefusedError(f"{folder} is a file: give the name of a new folder")
    found = sorted(place.name for place in folder.iterdir() if place.name != GIT)
    if found:
        others = f" and {len(found) - 1} more" if len(found) > 1 else ""
        raise StartRefusedError(
            f"{folder} is not empty, it has {found[0]}{others}: give the name of a new folder."
            " Nothing was written"
        )


def starter_files() -> Iterator[tuple[Path, str]]:
    """Yield each file of the starter with its path in the archive, sorted by it."""
    for source in sorted(STARTER.rglob("*")):
        if source.is_file():
            parts = source.relative_to(STARTER).parts
            yield source, "/".join(part.replace("dot-", ".", 1) for part in parts)


def write_new(place: Path, text: str) -> None:
    """Write a file that is not there yet, with line ends as they are in all seeds."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
