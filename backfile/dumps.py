"""Makes the dumps of /data/ out of facts: JSON lines and CSV, in the order of ids and places."""

import csv
import io
from collections.abc import Iterable, Sequence

import msgspec

from backfile.dump_columns import FILES
from backfile.dump_rows import ROWS, Row
from backfile.facts import Facts

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the start of a field."""

JSON = msgspec.json.Encoder()


def dump(facts: Facts, name: str) -> bytes:
    """Return the bytes of one file of /data/."""
    rows = ROWS[name](facts)
    if name.endswith(".csv"):
        return csv_bytes([column for column, _ in FILES[name].columns], rows)
    return b"".join(JSON.encode(msgspec.to_builtins(row)) + b"\n" for row in rows)


def csv_bytes(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return rows as CSV (RFC 4180 with LF); fields that look like formulas get a leading `'`."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([field(row[column]) for column in columns] for row in rows)
    return file.getvalue().encode()


def field(value: object) -> str:
    """Return a CSV field."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
