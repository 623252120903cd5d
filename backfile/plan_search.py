"""Which search documents there are, and the names people search by, as the browser knows them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from backfile.facts import Facts, Key, fact
from backfile.facts_entities import entities_of_type, types_in_use
from backfile.facts_lists import all_articles, public_claims, public_threads, topics_in_use
from backfile.facts_things import setting, thread_ref, topic_of
from backfile.search_documents import article_docs, claim_doc, names_of
from backfile.searchdocs import Entry, SearchDoc, entry_of
from backfile.shapes import ARTICLE_KINDS
from backfile.words import term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from backfile.ids import ArticleId, ClaimId


def search_docs(facts: Facts) -> Iterator[SearchDoc]:
    """Return everything that search finds."""
    for article in all_articles(facts):
        yield from article_docs(facts, article)
    for claim in public_claims(facts):
        yield claim_doc(facts, claim)


Known: TypeAlias = "Callable[[Key], tuple[Entry, ...] | None]"
"""Tells of a fact about entries what it is, if that is known from an earlier build."""


class Catalogue:
    """All search documents by what the index is planned by, and where their words are to be had."""

    def __init__(self, facts: Facts, known: Known = lambda _: None) -> None:
        self._facts = facts
        self._known = known
        self._articles: dict[str, ArticleId] = {}
        self._claims: dict[str, ClaimId] = {}
        self.found: dict[str, tuple[Entry, ...]] = {}
        """The entries of each article and claim, once they were asked for."""

    def entries(self) -> Iterator[Entry]:
        """Return an entry for each document; where its facts are known, no document is made."""
        for article in all_articles(self._facts):
            for entry in self._ask(article_entries, article):
                self._articles[entry.path] = article
                yield entry
        for claim in public_claims(self._facts):
            for entry in self._ask(claim_entries, claim):
                self._claims[entry.path] = claim
                yield entry

    def _ask(
        self, make: Callable[[Facts, Any], tuple[Entry, ...]], ident: str
    ) -> tuple[Entry, ...]:
        """Return a fact about entries, and take note of it, wherever it is known from."""
        key = (make.__name__, ident)
        found = self._known(key)
        if found is None:
            found = make(self._facts, ident)
        else:
            self._facts.take_note(key)
        self.found[" ".join(key)] = found
        return found

    def docs_of(self, entries: Iterable[Entry]) -> Iterator[SearchDoc]:
        """Return the documents of entries that `entries()` gave, in their order."""
        for entry in entries:
            if claim := self._claims.get(entry.path):
                yield claim_doc(self._facts, claim)
            else:
                yield from article_docs(self._facts, self._articles[entry.path], entry.within)


@fact
def article_entries(facts: Facts, article: ArticleId) -> tuple[Entry, ...]:
    """Return the entries of an article's documents."""
    return tuple(map(entry_of, article_docs(facts, article)))


@fact
def claim_entries(facts: Facts, claim: ClaimId) -> tuple[Entry, ...]:
    """Return the entry of a claim's document."""
    return (entry_of(claim_doc(facts, claim)),)


def names_json(facts: Facts) -> str:
    """Return what the browser must know of names and terms, as JSON.

    An entity is a list of its id, its type's place in `types`, and its names; a type is its id
    with its label in the singular and the plural. An id that its first name gives is 0.
    """
    types = [kind for kind, _ in types_in_use(facts)]
    kinds = (*ARTICLE_KINDS, *sorted(own_terms(facts)))
    found = {
        "types": [[t, spelled(facts, t), spelled(facts, t, plural=True)] for t in types],
        "entities": [
            [short_id(entity, names), number, *names]
            for number, kind in enumerate(types)
            for entity, _, _ in entities_of_type(facts, kind)
            for names in [names_of(facts, entity)]
        ],
        "topics": {t: topic_of(facts, t).entry.label for t, _ in topics_in_use(facts)},
        "threads": {thread: thread_ref(facts, thread).text for thread in public_threads(facts)},
        "kinds": {kind: spelled(facts, kind) for kind in kinds},
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"


def short_id(entity: str, names: Sequence[str]) -> str | int:
    """Return 0 for an id that is the first name in small letters, with hyphens; else the id."""
    return 0 if names and names[0].lower().replace(" ", "-") == entity else entity


def spelled(facts: Facts, word: str, *, plural: bool = False) -> str:
    """Return a term of the format as this site's readers see it."""
    return term(str(setting(facts, "lang")), word, own_terms(facts), plural=plural)


def own_terms(facts: Facts) -> dict[str, str]:
    """Return the labels that site.yaml gives to terms of its own."""
    labels: dict[str, str] = dict(setting(facts, "labels"))  # type: ignore[call-overload]
    return labels
