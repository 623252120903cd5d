"""The description of /data/ for programs: a Data Package with the schema of every table."""

import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from backfile.dump_columns import FILES, RELEASE_FILES, VERSION, type_of
from backfile.facts import Facts
from backfile.facts_things import site_file
from backfile.plan_machines import site_url

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
DIALECT = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True}
FORMATS = {
    "jsonl": "application/jsonl",
    "csv": "text/csv",
    "sqlite": "application/vnd.sqlite3",
    "graphml": "application/graphml+xml",
    "jsonld": "application/ld+json",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "json": "application/vnd.citationstyles.csl+json",
}
"""Media types by the last part of a file's name."""
KEYS: dict[str, list[str]] = {
    "articles.jsonl": ["id"],
    "entities.jsonl": ["id"],
    "claims.jsonl": ["id"],
    "threads.jsonl": ["id"],
    "annotations.jsonl": ["article", "id"],
}
OWN_NAME = "datapackage.json"
OF_ARTICLES = ("annotations.jsonl", "mentions.csv")
"""Tables whose column `article` is an id of articles.jsonl on every line."""

Json = dict[str, object]


def datapackage(facts: Facts) -> Iterator[bytes]:
    """Yield datapackage.json."""
    site = site_file(facts)
    package = {
        "$schema": PROFILE,
        "title": site.title,
        "description": site.description or site.tagline,
        "homepage": site_url(facts) if site.url else None,
        "version": str(VERSION),
        "licenses": licences(site.licence),
        "resources": [
            *(table(name) for name in FILES),
            *(other_file(name) for name in RELEASE_FILES if name not in ("SHA256SUMS", OWN_NAME)),
        ],
    }
    kept = {name: value for name, value in package.items() if value}
    yield json.dumps(kept, ensure_ascii=False, indent=1).encode() + b"\n"


def licences(written: str | None) -> list[Json]:
    """Return the licence of the annotations: by its address, or by its name in the usual form."""
    if not written:
        return []
    if urlsplit(written).scheme in ("http", "https"):
        return [{"path": written}]
    is_name = written.isascii() and written.replace("-", "").replace(".", "").isalnum()
    return [{"name": written}] if is_name else []


def resource(name: str, what: str) -> Json:
    """Return what a description says of any file."""
    suffix = name.rpartition(".")[2]
    return {
        "path": name,
        "description": what,
        "format": suffix,
        "mediatype": FORMATS[suffix],
        "encoding": "utf-8",
    }


def table(name: str) -> Json:
    """Return the description of a dump, with its columns."""
    fields = [
        {"name": column, "type": type_of(name, column), "description": meaning}
        for column, meaning in FILES[name].columns
    ]
    schema: Json = {"fields": fields, "missingValues": [""]}
    if name in KEYS:
        schema["primaryKey"] = KEYS[name]
    if name in OF_ARTICLES:
        there = {"resource": "articles", "fields": ["id"]}
        schema["foreignKeys"] = [{"fields": ["article"], "reference": there}]
    dialect = {"dialect": DIALECT} if name.endswith(".csv") else {}
    named: Json = {"name": PurePosixPath(name).stem, "type": "table"}
    return {**named, **resource(name, FILES[name].what), **dialect, "schema": schema}


def other_file(name: str) -> Json:
    """Return the description of a file that is no table."""
    found = {"name": name, **resource(name, RELEASE_FILES[name].what)}
    return {k: v for k, v in found.items() if (k, name) != ("encoding", "archive.sqlite")}
