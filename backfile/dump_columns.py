"""The dumps of /data/: their columns are a public interface, versioned by `VERSION`."""

from typing import NamedTuple

VERSION = 1


class DumpFile(NamedTuple):
    """A file of /data/: what it holds, and its columns with their meaning."""

    what: str
    columns: tuple[tuple[str, str], ...]


PLACE = (
    ("start", "first code point of the decoded seed"),
    ("end", "first code point after it"),
)

FILES: dict[str, DumpFile] = {
    "articles.jsonl": DumpFile(
        "One article a line",
        (
            ("id", "permanent id"),
            ("address", "page, relative to the site's root"),
            ("title", "headline"),
            ("deck", "sub-headline"),
            ("kind", "news, statement …"),
            ("lang", "language tag"),
            ("published", "date as written"),
            ("day", "earliest day, YYYY-MM-DD"),
            ("publisher", "entity id or words"),
            ("url", "where it was published"),
            ("archived", "addresses of archived copies"),
            ("byline", "entity ids or words"),
            ("summary", "the editor's summary, Markdown"),
            ("topics", "topic ids"),
            ("threads", "thread ids"),
            ("entities", "ids of the entities mentioned"),
            ("show", "all, passages or none"),
            ("sha256", "of the seed's bytes, where it may be told"),
            ("paragraphs", "permanent id, start, end and text of each paragraph as shown"),
            ("status", "published or withdrawn"),
        ),
    ),
    "entities.jsonl": DumpFile(
        "One entity a line",
        (
            ("id", "permanent id"),
            ("address", "page, relative to the site's root"),
            ("type", "person, company …"),
            ("name", "main name"),
            ("names", "names by language"),
            ("aliases", "further names"),
            ("description", "Markdown"),
            ("ids", "identifiers in other registers"),
            ("roles", "offices, dated"),
            ("relations", "relations to other entities, dated"),
            ("distinct_from", "entities it must not be taken for"),
            ("when", "date of an event"),
            ("point", "latitude and longitude of a place"),
            ("mentions", "number of mentions"),
            ("former_ids", "ids it had before"),
        ),
    ),
    "annotations.jsonl": DumpFile(
        "One annotation a line",
        (
            ("article", "article id"),
            ("id", "annotation id, unique in its article"),
            ("address", "the very place, relative to the site's root"),
            ("type", "note, quotation, claim …"),
            *PLACE,
            ("text", "the passage as shown"),
            ("paragraph", "permanent id of the paragraph it begins in"),
            ("annotation", "what the editor wrote, with the keys of the format"),
        ),
    ),
    "claims.jsonl": DumpFile(
        "One claim a line",
        (
            ("id", "permanent id"),
            ("address", "page, relative to the site's root"),
            ("text", "neutral wording"),
            ("about", "entity ids"),
            ("answers", "claims it supports, disputes, corrects or repeats"),
            ("assessments", "the editors' judgements, newest first"),
            ("ledger", "article, annotation, stance, speaker and date of each passage"),
        ),
    ),
    "threads.jsonl": DumpFile(
        "One thread a line",
        (
            ("id", "permanent id"),
            ("address", "page, relative to the site's root"),
            ("title", "title"),
            ("summary", "Markdown"),
            ("articles", "article ids in the thread's order"),
            ("text", "Markdown"),
        ),
    ),
    "mentions.csv": DumpFile(
        "One mention a line",
        (
            ("article", "article id"),
            ("entity", "entity id"),
            *PLACE,
            ("text", "the seed's wording"),
            ("paragraph", "permanent id of the paragraph; empty in the headline"),
            ("how", "auto, mean or fix"),
        ),
    ),
    "links.csv": DumpFile(
        "One typed link a line, as written",
        (
            ("from", "article id"),
            ("rel", "relation"),
            ("to", "article id or address"),
            ("from_start", "passage of the first article"),
            ("from_end", "passage of the first article"),
            ("to_start", "passage of the second article"),
            ("to_end", "passage of the second article"),
            ("note", "Markdown"),
        ),
    ),
    "timeline.csv": DumpFile(
        "One line of the timeline a line",
        (
            ("when", "date as written"),
            ("day", "earliest day, YYYY-MM-DD"),
            ("kind", "article, event or thread"),
            ("text", "what happened"),
            ("article", "article id"),
            ("annotation", "annotation id"),
            ("entity", "entity id of the event"),
            ("threads", "thread ids, parted by spaces"),
        ),
    ),
}
"""The dumps that every build has."""

RELEASE_FILES: dict[str, DumpFile] = {
    "archive.sqlite": DumpFile(
        "All tables as one SQLite database, with the paragraphs to search in", ()
    ),
    "network.graphml": DumpFile(
        "The entities as a graph: who is named together, who is related", ()
    ),
    "annotations.jsonld": DumpFile("The annotations as W3C Web Annotations", ()),
    "citations.bib": DumpFile("Citations of all articles, for BibTeX", ()),
    "citations.ris": DumpFile("Citations of all articles, for reference managers", ()),
    "citations.json": DumpFile("Citations of all articles, as CSL-JSON", ()),
    "SHA256SUMS": DumpFile("Checksums of the texts and of these files", ()),
    "datapackage.json": DumpFile("These files and their columns, described for programs", ()),
}
"""What `build --release` adds."""

INTEGERS = frozenset(["start", "end", "from_start", "from_end", "to_start", "to_end", "mentions"])
ARRAYS = frozenset(
    [
        *("archived", "byline", "topics", "threads", "entities", "paragraphs", "aliases", "roles"),
        *("relations", "distinct_from", "point", "former_ids", "about", "answers", "assessments"),
        *("ledger", "articles"),
    ]
)
OBJECTS = frozenset(["names", "ids", "annotation"])


def type_of(name: str, column: str) -> str:
    """Return the type of a column of a dump, in the words of Table Schema."""
    if column in INTEGERS:
        return "integer"
    if column == "day":
        return "date"
    if name.endswith(".jsonl") and column in ARRAYS | OBJECTS:
        return "array" if column in ARRAYS else "object"
    return "string"
