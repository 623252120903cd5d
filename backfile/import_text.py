"""One plain text file becomes a seed: its bytes copied, its encoding recorded beside it."""

from pathlib import Path
from typing import Any, NamedTuple

from backfile.dates import day_of
from backfile.ids import ArticleId
from backfile.import_holdings import Holdings, Place, RefusedError
from backfile.import_names import free_id, name_of
from backfile.kinds import is_text_encoding
from backfile.schema_writing import schema_lines
from backfile.seed_encoding import Encoding, encoding_of, is_text
from backfile.yaml_writing import yaml_text

LARGEST = 16 * 1024 * 1024
"""Bytes of a text; a seed is one article."""
UTF_8 = ("utf-8", "utf_8", "utf8", "utf-8-sig", "us-ascii", "ascii")
MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a packed file, such as a word processor's"),
    (b"\xd0\xcf\x11\xe0", "a word processor's file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a packed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
MARKUP = ("<!doctype html", "<html", "<?xml")


class Wishes(NamedTuple):
    """What was asked for beside the files."""

    into: str = ""
    """A folder below `seeds/`; empty, or with a slash at the end."""
    date: str = ""
    """The date of all files, in a form of the format."""
    encoding: str = ""
    """The encoding of all files; found for each when empty."""
    lang: str = ""
    """The language of all files."""


class Imported(NamedTuple):
    """What became of a file that was imported."""

    path: str
    """Of the seed, or of the sidecar where there is no text; relative to the archive."""
    remarks: tuple[str, ...]
    """What people should know of it."""


class SkippedError(Exception):
    """A file that the archive has already; the words say where."""


def import_text(holdings: Holdings, source: Path, data: bytes, wishes: Wishes) -> Imported:
    """Make a seed of a file's bytes; raises `SkippedError` or `RefusedError`."""
    here = path_in_archive(holdings, source)
    same = holdings.seed_with(data, besides=here)
    if same:
        raise SkippedError(f"the same bytes as {same}")
    encoding = encoding_for(data, wishes)
    named = name_of(source.stem)
    if here and ArticleId(source.stem) == named.id and source.suffix == ".txt":
        raise SkippedError("it is a seed already")
    waiting = holdings.waits_for_seed(named.id)
    place = waiting or place_for(holdings, named.id, here, wishes.date or named.date, wishes.into)
    facts = facts_about(place.id, encoding, wishes)
    remarks = list(remarks_on(encoding, named.date if not wishes.date else ""))
    if waiting is None:
        sidecar = sidecar_text(holdings, place, facts, encoding)
        if sidecar:
            remarks.append(f"recorded in {place.sidecar}")
    else:
        sidecar = ""
        remarks.append(f"its sidecar {place.sidecar} was there")
        if "text" in facts:
            remarks.append(f"write `text: {{encoding: {encoding.name}}}` there")
    holdings.add(place, data, sidecar)
    if here and not holdings.dry_run:
        source.unlink()
        remarks.append("renamed in its folder")
    return Imported(place.seed, tuple(remarks))


def path_in_archive(holdings: Holdings, source: Path) -> str:
    """Return a file's path below the archive if it lies in `seeds/` already; else nothing."""
    full, seeds = source.parent.resolve() / source.name, (holdings.root / "seeds").resolve()
    return f"seeds/{full.relative_to(seeds).as_posix()}" if full.is_relative_to(seeds) else ""


def place_for(holdings: Holdings, ident: ArticleId, here: str, date: str, into: str) -> Place:
    """Return a free place for an article: in its year where a date is known."""
    free = free_id(ident, holdings.taken)
    if here:
        folder = here.removeprefix("seeds/").rpartition("/")[0]
        return Place(f"{folder}/" if folder else "", free)
    day = day_of(date)
    return Place(f"{into}{day[:4]}/" if day else into, free)


def encoding_for(data: bytes, wishes: Wishes) -> Encoding:
    """Return the encoding of a text; raises `RefusedError` when it is no text."""
    for magic, words in MAGIC:
        if data.startswith(magic):
            raise RefusedError(f"{words}, no plain text")
    if not data.strip():
        raise RefusedError("it is empty")
    if wishes.encoding:
        if not is_text(data, wishes.encoding, strict=False):
            raise RefusedError(f"its bytes are not {wishes.encoding}")
        return Encoding(wishes.encoding.lower(), "certain")
    found = encoding_of(data, wishes.lang)
    if found is None:
        raise RefusedError("no text in an encoding that can be told; name it with --encoding")
    start = data[:2000].decode(found.name, "ignore").lstrip("\ufeff \t\r\n").lower()
    if start.startswith(MARKUP):
        raise RefusedError("markup, no plain text; save the article's text alone")
    if not data.decode(found.name).strip("\ufeff \t\r\n\x0b\x0c\u00a0\u3000"):
        raise RefusedError("it has no words")
    return found


def facts_about(ident: ArticleId, encoding: Encoding, wishes: Wishes) -> dict[str, Any]:
    """Return what has to be recorded in a sidecar, because the seed and its id do not say it."""
    facts: dict[str, Any] = {}
    if wishes.lang:
        facts["lang"] = wishes.lang
    if wishes.date and not ident.startswith(wishes.date):
        facts["published"] = wishes.date
    if encoding.name not in UTF_8:
        facts["text"] = {"encoding": encoding.name}
    return facts


def remarks_on(encoding: Encoding, date: str) -> list[str]:
    """Return what people should know of how a file was read."""
    remarks = []
    if encoding.name not in UTF_8 or encoding.sureness != "certain":
        words = f"{encoding.name} ({encoding.sureness}"
        words += f"; look whether it reads well, {' or '.join(encoding.others)} may be right)"
        remarks.append(words if encoding.others else f"{encoding.name} ({encoding.sureness})")
    if date:
        remarks.append(f"dated {date} by its name")
    return remarks


def sidecar_text(
    holdings: Holdings, place: Place, facts: dict[str, Any], encoding: Encoding | None = None
) -> str:
    """Return the text of a new sidecar; empty when there is nothing to record."""
    if not facts:
        return ""
    head = schema_lines(holdings.root, place.sidecar, "sidecar")
    if encoding is not None and encoding.others and "text" in facts:
        head += f"# The encoding is a guess; {', '.join(encoding.others)} may be right, too.\n"
    return head + yaml_text(facts)


def check_encoding_name(name: str) -> str:
    """Return the name of an encoding that Python knows; raises `LookupError`."""
    if not is_text_encoding(name):
        raise LookupError(name)
    return name
