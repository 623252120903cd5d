"""A table of metadata (CSV): its encoding, delimiter and columns found, and its rows one by one."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple, TypeAlias

from backfile.ids import id_fault
from backfile.import_holdings import Holdings, RefusedError
from backfile.import_rows import COLUMNS, MEANINGS, Row, import_row
from backfile.import_text import UTF_8, Imported, Wishes
from backfile.kinds import nearest
from backfile.seed_encoding import encoding_of, is_text

DELIMITERS = (",", ";", "\t", "|")
LONGEST_FIELD = 64 * 1024 * 1024
Work: TypeAlias = Callable[[], Imported]


class ColumnsError(ValueError):
    """Columns that are named wrongly, or whose meaning cannot be told; the words say which."""


class ColumnMap(NamedTuple):
    """What the columns of a table mean."""

    headers: Mapping[str, str] = {}
    """The header of each key; the rest is guessed by the names of the columns when empty."""
    delimiter: str = ""
    """Found when empty."""
    date_order: str = ""
    """`dmy` or `mdy`: what 05/06/2023 means; such dates are refused when empty."""


def column_map(words: Sequence[str], *, delimiter: str = "", date_order: str = "") -> ColumnMap:
    """Return the map that `title=Headline,url=Link` means; raises `ColumnsError`."""
    headers: dict[str, str] = {}
    for part in csv.reader(words, skipinitialspace=True):
        for pair in part:
            key, sign, header = (piece.strip() for piece in pair.partition("="))
            key = key.removeprefix("source.")
            if not sign or not header:
                raise ColumnsError(f"`{pair}` is not of the form KEY=HEADER")
            if key not in COLUMNS and not (key.startswith("x-") and not id_fault(key)):
                guess = nearest(key, list(COLUMNS))
                hint = f"; did you mean `{guess}`?" if guess else f"; keys are {', '.join(COLUMNS)}"
                raise ColumnsError(f"`{key}` is no key that a column can fill{hint}")
            headers[key] = header
    return ColumnMap(headers, {"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter), date_order)


def import_table(
    holdings: Holdings, data: bytes, wishes: Wishes, columns: ColumnMap
) -> Iterator[tuple[int, Work]]:
    """Yield the line of each row, and what imports it; that may raise as `import_text` does.

    Raises `RefusedError` for what is no table, `ColumnsError` for columns that are not there.
    """
    text = decoded(data, wishes)
    delimiter = columns.delimiter or delimiter_of(text)
    rows = rows_of(text.partition("\n")[2] if text.startswith("sep=") else text, delimiter)
    first = 2 if text.startswith("sep=") else 1
    header = next(rows, None)
    if header is None or isinstance(header.cells, str):
        raise RefusedError("there is no row of column names")
    keys = keys_of(header.cells, columns)
    for row in rows:
        line = row.line + first - 1
        if isinstance(row.cells, str):
            yield line, partial(refuse, row.cells)
        elif any(cell.strip() for cell in row.cells):
            width = len(header.cells)
            if len(row.cells) < width or any(row.cells[width:]):
                yield line, partial(refuse, f"{len(row.cells)} fields, but {width} columns")
            else:
                cells = {key: row.cells[place] for key, place in keys.items()}
                yield line, partial(import_row, holdings, Row(cells, columns.date_order), wishes)


def refuse(words: str) -> Imported:
    """Raise `RefusedError` with these words."""
    raise RefusedError(words)


def decoded(data: bytes, wishes: Wishes) -> str:
    """Return the text of a table; raises `RefusedError` when it is none."""
    if not data.strip():
        raise RefusedError("it is empty")
    if wishes.encoding:
        if not is_text(data, wishes.encoding, strict=False):
            raise RefusedError(f"its bytes are not {wishes.encoding}")
        return data.decode(wishes.encoding).removeprefix("\ufeff")
    found = encoding_of(data, wishes.lang)
    if found is None:
        raise RefusedError("no text in an encoding that can be told; name it with --encoding")
    if found.name not in UTF_8 and found.sureness == "doubtful":
        others = " or ".join((found.name, *found.others))
        raise RefusedError(f"its encoding may be {others}; name it with --encoding")
    return data.decode(found.name).removeprefix("\ufeff")


def delimiter_of(text: str) -> str:
    """Return the sign between fields: the one that makes most rows as long as the first."""
    if text.startswith("sep=") and text[4:5] in DELIMITERS:
        return text[4]

    def likeness(delimiter: str) -> tuple[int, int]:
        widths = []
        for row in rows_of(text[:65536], delimiter):
            if not isinstance(row.cells, str) and row.cells:
                widths.append(len(row.cells))
            if len(widths) == 20:
                break
        first = widths[0] if widths else 0
        return (sum(width == first for width in widths) if first > 1 else 0, first)

    return max(DELIMITERS, key=likeness)


class TableRow(NamedTuple):
    """One row of a table."""

    line: int
    """The line it begins in, counted from 1."""
    cells: list[str] | str
    """The fields; words when the row is broken."""


def rows_of(text: str, delimiter: str) -> Iterator[TableRow]:
    """Yield the rows of a table."""
    before = csv.field_size_limit(LONGEST_FIELD)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                yield TableRow(line, next(reader))
            except StopIteration:
                return
            except csv.Error as fault:
                yield TableRow(line, f"the row is broken: {fault}")
    finally:
        csv.field_size_limit(before)


def keys_of(header: Sequence[str], columns: ColumnMap) -> dict[str, int]:
    """Return the place of the column of each key; raises `ColumnsError`."""
    names = [name.strip() for name in header]
    if columns.headers:
        return {key: place_of(name, names) for key, name in columns.headers.items()}
    found: dict[str, int] = {}
    for place, name in enumerate(names):
        key = MEANINGS.get(" ".join(name.casefold().replace("_", " ").split()))
        if key is not None:
            found.setdefault(key, place)
    if not found.keys() & {"title", "text", "id"}:
        shown = ", ".join(names)
        raise ColumnsError(
            f"no column says by its name that it is a title, a text or an id: {shown}; "
            "write --columns 'title=HEADER,text=HEADER'"
        )
    return found


def place_of(name: str, names: Sequence[str]) -> int:
    """Return the place of a column; raises `ColumnsError` when there is none, or several."""
    for known in (names, [one.casefold() for one in names]):
        wanted = name if known is names else name.casefold()
        if known.count(wanted) == 1:
            return known.index(wanted)
        if known.count(wanted) > 1:
            raise ColumnsError(f"several columns are called `{name}`")
    guess = nearest(name, list(names))
    hint = f"did you mean `{guess}`? " if guess else ""
    raise ColumnsError(f"no column is called `{name}`; {hint}there are {', '.join(names)}")
