"""The schemas as files in a folder, with the ids of the archive, and the lines that point there."""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from backfile.read_registers import read_registers
from backfile.read_survey import survey
from backfile.schema import SHAPES, schema_of

FOLDER = ".backfile/schema"
"""Where schemas lie in an archive: generated, not in git, safe to delete."""
KnownIds: TypeAlias = Mapping[str, Sequence[str]]


def write_schemas(root: Path, out: Path | None = None) -> tuple[Path, ...]:
    """Write the schemas of an archive and return their paths; what has not changed stays.

    They go into `out`, or into `FOLDER` of the archive. Raises `OSError`.
    """
    folder = out or root / FOLDER
    known = known_ids(root)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in SHAPES:
        place = folder / f"{name}.json"
        text = json.dumps(schema_of(name, known), ensure_ascii=False, indent=1) + "\n"
        if not place.is_file() or place.read_bytes() != text.encode():
            put_in_place(place, text.encode())
        written.append(place)
    return tuple(written)


def put_in_place(place: Path, content: bytes) -> None:
    """Write a file so that readers see the old or the new one and never half of it."""
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def known_ids(root: Path) -> KnownIds:
    """Return the ids of the archive at `root` by kind, as far as its files can be read."""
    files = survey(root)
    registers = read_registers(root, files)
    return {
        "article": tuple(files.articles),
        "entity": tuple(registers.entities),
        "claim": tuple(registers.claims),
        "thread": tuple(registers.threads),
        "topic": tuple(registers.topics),
        "editor": tuple(sorted(registers.site.editors)) if registers.site else (),
    }


def schema_lines(root: Path, path: str, name: str) -> str:
    """Return the comment lines that tie the file `path` to the schema `name`, for two editors.

    Empty when the archive's schemas were not written; the address is relative to the file.
    """
    if not (root / FOLDER / f"{name}.json").is_file():
        return ""
    up = "../" * path.count("/")
    address = f"{up}{FOLDER}/{name}.json"
    return f"# yaml-language-server: $schema={address}\n# $schema: {address}\n"
