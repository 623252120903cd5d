"""Importing: text files and tables become seeds and sidecars, and nothing is ever overwritten.

What is not imported is told with the reason, one line a file (docs/importing.md).
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from backfile.import_holdings import Holdings, RefusedError, read_file
from backfile.import_table import ColumnMap, import_table
from backfile.import_text import LARGEST, Imported, SkippedError, Wishes, import_text
from backfile.read_survey import is_ignored, printable

TEXT_ENDINGS = (".txt", ".text")
TABLE_ENDINGS = (".csv", ".tsv", ".tab")
LARGEST_TABLE = 256 * 1024 * 1024
"""Bytes of a table."""

Status: TypeAlias = Literal["imported", "skipped", "refused"]


class Outcome(NamedTuple):
    """What became of one file, or of one row of a table."""

    status: Status
    source: str
    """The file as it was named; for a row with its line."""
    words: str
    """Where it went, or why it did not."""

    def line(self, *, dry_run: bool = False) -> str:
        """Return the outcome in one line."""
        status = "would be imported" if dry_run and self.status == "imported" else self.status
        return f"{status}: {self.source}: {self.words}"


def import_all(
    root: Path,
    sources: Iterable[Path],
    wishes: Wishes,
    columns: ColumnMap | None = None,
    *,
    dry_run: bool = False,
) -> Iterator[Outcome]:
    """Import files and folders into the archive at `root`, and yield what became of each file.

    `columns` says what the columns of tables mean, where their names do not tell. Raises
    `backfile.import_table.ColumnsError` when a table has no column of a known meaning.
    """
    holdings = Holdings(root, dry_run=dry_run)
    for source in sources:
        if source.is_dir() and not source.is_symlink():
            for path, refused in files_below(source):
                if refused:
                    yield Outcome("refused", shown(path), refused)
                else:
                    yield from import_one(holdings, path, wishes, columns)
        else:
            yield from import_one(holdings, source, wishes, columns, named=True)


def import_one(
    holdings: Holdings,
    path: Path,
    wishes: Wishes,
    columns: ColumnMap | None,
    *,
    named: bool = False,
) -> Iterator[Outcome]:
    """Import one file; `named` ones are tried whatever their ending is."""
    ending = path.suffix.lower()
    if ending in TABLE_ENDINGS or (named and columns is not None):
        yield from table_outcomes(holdings, path, wishes, columns)
    elif not named and ending not in TEXT_ENDINGS:
        words = f"only {', '.join((*TEXT_ENDINGS, *TABLE_ENDINGS))} are taken from folders"
        yield Outcome("skipped", shown(path), words)
    else:
        yield outcome_of(
            shown(path),
            lambda: import_text(holdings, path, read_file(path, LARGEST), wishes),
        )


def table_outcomes(
    holdings: Holdings, path: Path, wishes: Wishes, columns: ColumnMap | None
) -> Iterator[Outcome]:
    """Import the rows of a table."""
    try:
        data = read_file(path, LARGEST_TABLE)
        for line, work in import_table(holdings, data, wishes, columns or ColumnMap()):
            yield outcome_of(f"{shown(path)}:{line}", work)
    except RefusedError as refusal:
        yield Outcome("refused", shown(path), str(refusal))


def outcome_of(source: str, work: Callable[[], Imported]) -> Outcome:
    """Return what becomes of a file or row when `work` imports it."""
    try:
        done = work()
    except SkippedError as skipped:
        return Outcome("skipped", source, str(skipped))
    except RefusedError as refusal:
        return Outcome("refused", source, str(refusal))
    return Outcome("imported", source, "; ".join((f"-> {done.path}", *done.remarks)))


def files_below(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files below a folder, sorted, each with why it is refused, if it is.

    Links are not followed; hidden files and those of editors are passed over.
    """
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path.is_symlink():
            yield path, "a symbolic link; give the file itself"
        elif path.is_dir():
            try:
                inside = sorted(path.iterdir(), key=os.fsencode, reverse=True)
            except OSError as fault:
                yield path, f"the folder cannot be read: {fault.strerror}"
                continue
            waiting += [one for one in inside if not is_ignored(one.name)]
        else:
            yield path, "" if path.is_file() else "no plain file"


def shown(path: Path) -> str:
    """Return a path as it can be printed on one line."""
    return printable(path.as_posix())


def summary(outcomes: Iterable[Outcome], *, dry_run: bool = False) -> str:
    """Return how many files were imported, skipped and refused."""
    counts = Counter(outcome.status for outcome in outcomes)
    imported = "would be imported" if dry_run else "imported"
    return (
        f"{counts['imported']} {imported}, {counts['skipped']} skipped, {counts['refused']} refused"
    )
