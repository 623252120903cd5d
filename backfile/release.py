"""What `build --release` adds to /data/: made after all other files, and staged with them.

Each is written piece by piece to a file beside the stage, since one may be larger than memory
should be, and moved onto the stage when it is not what the site has already.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from backfile.citations import citations_bib, citations_json, citations_ris
from backfile.commit import Output
from backfile.datapackage import datapackage
from backfile.facts import Facts
from backfile.facts_lists import all_articles
from backfile.facts_things import setting
from backfile.gather import Progress
from backfile.graphml import graphml
from backfile.ids import OutputPath, UrlPath
from backfile.plan import Page
from backfile.sqlite_dump import write_sqlite
from backfile.staging import (
    OutputRefused,
    Stage,
    check_path,
    files_below,
    flat_files,
    kind_of,
    refusing_system_errors,
)
from backfile.w3c import annotations_jsonld
from backfile.workers import in_chunks

SUMS = OutputPath("data/SHA256SUMS")


def all_annotations(facts: Facts) -> Iterator[bytes]:
    """Yield annotations.jsonld, piece by piece."""
    articles = sorted(all_articles(facts))
    here = UrlPath("data/annotations.jsonld")
    return annotations_jsonld(facts, articles, here, str(setting(facts, "title")))


STREAMS: Mapping[str, Callable[[Facts], Iterator[bytes]]] = {
    "network.graphml": graphml,
    "annotations.jsonld": all_annotations,
    "citations.bib": citations_bib,
    "citations.ris": citations_ris,
    "citations.json": citations_json,
    "datapackage.json": datapackage,
}
"""The files that are written piece by piece."""


def stage_release(
    facts: Facts, pages: Sequence[Page], output: Output, progress: Progress, *, jobs: int = 1
) -> None:
    """Make and stage the planned files of the release; everything else of the plan is staged.

    A fault of the disk is raised as `OutputRefused`.
    """
    folder, stage = output.scratch("release"), output.stage

    def make(chunk: Sequence[Page]) -> int:
        for page in chunk:
            place = folder / str(page.args[0])
            with refusing_system_errors(str(place)):
                write_file(facts, place)
                move_to_stage(stage, page.path, place)
        return len(chunk)

    added = [page for page in pages if page.kind == "release"]
    done = 0
    for count in in_chunks(make, [p for p in added if p.path != SUMS], size=1, jobs=jobs):
        done += count
        progress("release", done, len(added))
    if done < len(added):
        summed = [p.path for p in pages if p.kind in ("seed", "dump", "release") and p.path != SUMS]
        with refusing_system_errors(f"{stage.out}/{SUMS}"):
            stage.put(SUMS, checksums(stage, summed))
        progress("release", len(added), len(added))


def write_file(facts: Facts, place: Path) -> None:
    """Write the file of the release that has the name of `place`."""
    if place.name in STREAMS:
        with place.open("wb") as file:
            file.writelines(STREAMS[place.name](facts))
        return
    try:
        write_sqlite(facts, place)
    except sqlite3.OperationalError as fault:
        hint = "free some space on the disk, then build again"
        raise OutputRefused("output-unwritable", f"cannot write {place}: {fault}", hint) from fault


def move_to_stage(stage: Stage, path: OutputPath, place: Path) -> None:
    """Stage a finished file, unless the output folder has the same bytes already."""
    check_path(path)
    standing = Path(stage.out, path)
    if kind_of(str(standing)) == "file" and sha256(standing) == sha256(place):
        place.unlink()
        return
    folder = Path(stage.tree, path).parent
    with suppress(FileExistsError):
        folder.mkdir()  # never its parent: on a stage that was sealed meanwhile this has to fail
    place.replace(folder / place.name)


def checksums(stage: Stage, paths: Sequence[str]) -> bytes:
    """Return a line for each file of the site to come, as `sha256sum -c` reads it there."""
    staged = {path: Path(stage.tree, path) for path in files_below(stage.tree)}
    staged |= {path: Path(place) for path, place in flat_files(stage.flat)}
    lines = [
        f"{sha256(staged.get(path) or Path(stage.out, path))}  {path}\n" for path in sorted(paths)
    ]
    return "".join(lines).encode()


def sha256(place: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
