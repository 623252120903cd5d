"""archive.sqlite: the dumps as tables of one database, and the paragraphs to search in."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from backfile.dump_columns import FILES, VERSION, type_of
from backfile.dump_rows import Row, rows_of
from backfile.facts import Facts

SETTINGS = (
    "page_size = 4096",
    "encoding = 'UTF-8'",
    "journal_mode = OFF",
    "synchronous = OFF",
    f"user_version = {VERSION}",
)
"""The database is written once, into a place of our own: nothing has to survive a crash."""
INDEXES = (
    *(("articles", "id"), ("entities", "id"), ("claims", "id"), ("threads", "id")),
    *(("annotations", "article"), ("mentions", "article"), ("mentions", "entity")),
)
FREE_KEYS = "CREATE TABLE free_keys (dump TEXT, id TEXT, key TEXT, value TEXT)"
PARAGRAPHS = (
    "CREATE VIRTUAL TABLE paragraphs USING fts5"
    '(article UNINDEXED, id UNINDEXED, "start" UNINDEXED, "end" UNINDEXED, text)'
)
PLAIN_PARAGRAPHS = (
    'CREATE TABLE paragraphs (article TEXT, id TEXT, "start" INTEGER, "end" INTEGER, text TEXT)'
)
PARTS = ("id", "start", "end", "text")
Values = tuple[object, ...]


def write_sqlite(facts: Facts, place: Path) -> None:
    """Write the database to a new file; what the disk refuses is an `sqlite3.OperationalError`.

    Its bytes depend on the rows and on the version of SQLite only.
    """
    with closing(sqlite3.connect(place, isolation_level=None)) as database:
        for setting in SETTINGS:
            database.execute(f"PRAGMA {setting}")
        database.execute("BEGIN")
        for name in FILES:
            write_table(database, name, rows_of(facts, name))
        write_free_keys(database, facts)
        is_searchable = write_paragraphs(database, rows_of(facts, "articles.jsonl"))
        for table, column in INDEXES:
            database.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
        database.execute("COMMIT")
        if is_searchable:
            database.execute("INSERT INTO paragraphs(paragraphs) VALUES ('optimize')")
        database.execute("VACUUM")


def write_table(database: sqlite3.Connection, name: str, rows: Iterable[Row]) -> None:
    """Write one dump as a table with the same columns; lists and mappings are JSON."""
    table = name.partition(".")[0]
    columns = [column for column, _ in FILES[name].columns]
    typed = [
        f'"{column}" {"INTEGER" if type_of(name, column) == "integer" else "TEXT"}'
        for column in columns
    ]
    database.execute(f"CREATE TABLE {table} ({', '.join(typed)})")
    marks = ", ".join("?" * len(columns))
    values = (tuple(stored(row[column]) for column in columns) for row in rows)
    database.executemany(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608


def stored(value: object) -> object:
    """Return a value as a table has it."""
    if value is None or isinstance(value, str | int):
        return value
    return msgspec.json.encode(value).decode()


def write_free_keys(database: sqlite3.Connection, facts: Facts) -> None:
    """Write the `x-` keys of all rows, one a line; no column has room for them."""
    database.execute(FREE_KEYS)
    for name in FILES:
        known = {column for column, _ in FILES[name].columns}
        values = (
            (name.partition(".")[0], row["id"], key, stored(value))
            for row in rows_of(facts, name)
            if "id" in row
            for key, value in row.items()
            if key not in known
        )
        database.executemany("INSERT INTO free_keys VALUES (?, ?, ?, ?)", values)


def write_paragraphs(database: sqlite3.Connection, articles: Iterable[Row]) -> bool:
    """Write the paragraphs as shown, with a full-text index where this SQLite can make one; tell
    whether it could.
    """
    try:
        database.execute(PARAGRAPHS)
        is_searchable = True
    except sqlite3.OperationalError:  # built without FTS5
        database.execute(PLAIN_PARAGRAPHS)
        is_searchable = False
    database.executemany("INSERT INTO paragraphs VALUES (?, ?, ?, ?, ?)", paragraphs_of(articles))
    return is_searchable


def paragraphs_of(articles: Iterable[Row]) -> Iterator[Values]:
    """Yield each paragraph with the article it is of."""
    for row in articles:
        paragraphs = row["paragraphs"]
        for paragraph in paragraphs if isinstance(paragraphs, list) else ():
            yield (row["id"], *(paragraph[part] for part in PARTS))
