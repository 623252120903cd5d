"""The citations of all articles in one file: BibTeX, RIS and CSL-JSON, in the order of ids."""

import json
from collections.abc import Iterator

from backfile.cite import Work, bibtex, csl_item, ris
from backfile.facts import Facts
from backfile.facts_lists import all_articles
from backfile.facts_things import article_of
from backfile.view_provenance import work_of


def works(facts: Facts) -> Iterator[Work]:
    """Yield what citations need to know of each article."""
    return (work_of(facts, article_of(facts, ident)) for ident in sorted(all_articles(facts)))


def citations_bib(facts: Facts) -> Iterator[bytes]:
    """Yield citations.bib, entry by entry."""
    return (f"{bibtex(work)}\n".encode() for work in works(facts))


def citations_ris(facts: Facts) -> Iterator[bytes]:
    """Yield citations.ris, record by record."""
    return (f"{ris(work)}\r\n".encode() for work in works(facts))


def citations_json(facts: Facts) -> Iterator[bytes]:
    """Yield citations.json, item by item."""
    yield b"["
    parting = "\n"
    for work in works(facts):
        yield f"{parting}{json.dumps(csl_item(work), ensure_ascii=False)}".encode()
        parting = ",\n"
    yield b"\n]\n"
