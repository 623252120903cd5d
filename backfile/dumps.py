"""Makes the dumps of /data/ out of facts: JSON lines and CSV, in the order of ids and places."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import msgspec

from backfile.dump_columns import FILES
from backfile.dump_rows import DUMPS
from backfile.facts import Facts, Key, fact

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the start of a field."""

JSON = msgspec.json.Encoder()


Standing = Callable[[Key], bytes | None]
"""Tells what a part is that was made before and holds still."""


class Dumped(NamedTuple):
    """A dump as it was made."""

    data: bytes
    parts: tuple[tuple[str, int], ...]
    """What each part is about, and its length in bytes; the first is the head."""


def dump(facts: Facts, name: str, standing: Standing = lambda _: None) -> Dumped:
    """Return one file of /data/; parts that stand are taken over as they are."""
    columns = [column for column, _ in FILES[name].columns]
    head = csv_bytes(columns, ()) if name.endswith(".csv") else b""
    pieces, parts = [head], [("", len(head))]
    for ident in DUMPS[name].parts(facts):
        key = (dump_part.__name__, name, ident)
        piece = standing(key)
        if piece is None:
            piece = dump_part(facts, name, ident)
        else:
            facts.take_note(key)
        pieces.append(piece)
        parts.append((ident, len(piece)))
    return Dumped(b"".join(pieces), tuple(parts))


@fact
def dump_part(facts: Facts, name: str, ident: str) -> bytes:
    """Return the lines of a dump about one article, entity, claim or thread."""
    rows = DUMPS[name].rows(facts, ident)
    if name.endswith(".csv"):
        columns = [column for column, _ in FILES[name].columns]
        return csv_bytes([], ([row[column] for column in columns] for row in rows))
    return b"".join(JSON.encode(msgspec.to_builtins(row)) + b"\n" for row in rows)


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as CSV (RFC 4180 with LF), below their columns if there are any; fields that look
    like formulas get a leading `'`.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    if columns:
        writer.writerow(columns)
    writer.writerows([field(value) for value in row] for row in rows)
    return file.getvalue().encode()


def field(value: object) -> str:
    """Return a CSV field."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
