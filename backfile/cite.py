"""Citations of an article: plain, BibTeX, RIS and CSL-JSON. The original comes first, this archive
second.
"""

import json
import re
from collections.abc import Callable
from typing import NamedTuple

BIBTEX_SPECIAL = re.compile(r"[\\{}$&%#_^~]")
BIBTEX_ESCAPES = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
CAPITALS = re.compile(r"\b\w*[A-ZÀ-ÞΑ-ΩА-Я]\w*")
RIS_TYPES = {"report": "RPRT", "law": "STAT", "statement": "PRESS", "letter": "PCOMM"}
CSL_TYPES = {"report": "report", "law": "legislation", "letter": "personal_communication"}


class Work(NamedTuple):
    """What a citation needs to know; empty where unknown."""

    key: str
    kind: str
    title: str
    authors: tuple[str, ...]
    publisher: str
    day: str
    written: str
    """The date as written, which may be rougher than `day`."""
    lang: str
    url: str
    archived: str
    accessed: str
    archive_title: str
    annotated: str
    """That the archive has it, in the words of the site, e.g. "Annotated in: The Valley File"."""
    archive_url: str


def date_parts(work: Work) -> list[int]:
    """Return year, month and day as far as the written date goes."""
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", work.written or work.day)
    return [int(part) for part in match.groups() if part] if match else []


def plain_citation(work: Work, when: str, speak: Callable[[str], str]) -> str:
    """Return a citation for people to paste; `when` is its date in words, `speak` gives words and
    signs of the site's language.
    """
    title = speak("“{title}”").format(title=work.title)
    said = (*work.authors, title, work.publisher, when)
    kept = (work.annotated, work.archive_url)
    parts = [speak(", ").join(filter(None, said)), work.url, speak(", ").join(filter(None, kept))]
    return speak(". ").join([*filter(None, parts), ""]).strip()


def bibtex(work: Work) -> str:
    """Return a BibTeX entry; special signs are escaped, words with capitals keep them."""
    date = "-".join(f"{part:02d}" for part in date_parts(work))
    fields = {
        "title": protect(work.title),
        "author": " and ".join(f"{{{escape(name)}}}" for name in work.authors),
        "journal": escape(work.publisher),
        "entrysubtype": "newspaper",
        "date": date,
        "langid": work.lang,
        "url": work.url,
        "urldate": work.accessed,
        "note": escape(work.annotated)
        + (f", \\url{{{work.archive_url}}}" if work.archive_url else ""),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@article{{{work.key},", *lines, "}", ""])


def escape(text: str) -> str:
    """Return `text` with BibTeX's special signs escaped."""
    return BIBTEX_SPECIAL.sub(lambda m: BIBTEX_ESCAPES.get(m[0], "\\" + m[0]), text)


def protect(text: str) -> str:
    """Return a title whose words with capitals are braced, so that no style lowers them."""
    return CAPITALS.sub(lambda m: f"{{{m[0]}}}", escape(text))


def ris(work: Work) -> str:
    """Return a RIS record; lines end as the format wants it, with CR and LF."""
    date = "/".join(f"{part:02d}" for part in date_parts(work))
    rows = [
        ("TY", RIS_TYPES.get(work.kind, "NEWS")),
        *(("AU", name) for name in work.authors),
        ("TI", work.title),
        ("T2", work.publisher),
        ("DA", date),
        ("LA", work.lang),
        ("UR", work.url),
        ("Y2", work.accessed.replace("-", "/")),
        ("L2", work.archived),
        ("N1", f"{work.annotated} {work.archive_url}".strip()),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in rows if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def csl_json(work: Work) -> str:
    """Return a CSL-JSON list of one item."""
    return json.dumps([csl_item(work)], ensure_ascii=False, separators=(",", ":")) + "\n"


def csl_item(work: Work) -> dict[str, object]:
    """Return an item of a CSL-JSON list; what is unknown is left out."""
    item: dict[str, object] = {
        "id": work.key,
        "type": CSL_TYPES.get(work.kind, "article-newspaper"),
        "title": work.title,
        "author": [{"literal": name} for name in work.authors],
        "container-title": work.publisher,
        "issued": {"date-parts": [date_parts(work)]} if date_parts(work) else None,
        "language": work.lang,
        "URL": work.url,
        "archive": work.archive_title,
        "archive_location": work.archived or work.archive_url,
    }
    return {name: value for name, value in item.items() if value}
