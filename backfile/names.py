"""The table of names: every spelling under which entities are looked for, found in one pass.

docs/format.md, Entities and How names become mentions. Withdrawn and draft entities hold their
words, so that no shorter name is found inside them, but are not tagged; what was merged into
another entity is looked for as that entity.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from backfile.ids import EntityId
from backfile.normal import fold_needle, fold_words
from backfile.normal_view import case_folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from backfile.shapes_registers import Alias, EntityEntry, Only

CAPITALS_FROM = 4
"""How many letters a name needs to be found in capitals as well."""


class Use(Enum):
    """What a spelling in the table is for."""

    AUTO = "auto"
    ARTICLE = "article"
    """Only in an article that has a longer, unshared name of the entity."""
    MANUAL = "manual"
    """Known, but tagged by hand only."""
    PHRASE = "phrase"
    """A `not_in` phrase: the entity's names are not found inside it."""
    MEANT = "meant"
    """Words of a sidecar's `mean`, which need not be a name."""


class Form(NamedTuple):
    """One spelling of a name, e.g. `Putina` for the name `Putin` with the ending `a`."""

    entity: EntityId
    base: str
    """The name itself in the normalised view, without prefix and ending."""
    text: str
    """What is looked for, in the normalised view."""
    prefix: int
    """How many signs at the start of `text` are no part of the mention."""
    use: Use
    any_case: bool
    in_capitals: bool
    tagged: bool
    only: Only | None = None


class Hit(NamedTuple):
    """A spelling found in a view; boundaries are not yet tested."""

    start: int
    """Where the spelling begins, its prefix included."""
    end: int
    form: Form
    capitals: bool
    """Found only because it stands in capitals."""


class NameTable:
    """All names of a register, ready to be looked for."""

    def __init__(self, entities: Mapping[EntityId, EntityEntry], *, preview: bool = False) -> None:
        """Compile a register; with `preview` draft entities are tagged, too."""
        self.untagged = frozenset(
            entity
            for entity, entry in entities.items()
            if entry.status == "withdrawn" or (entry.status == "draft" and not preview)
        )
        self._set_up(
            form
            for entity in sorted(entities)
            for form in forms_of(final_id(entity, entities), entities[entity], self.untagged)
        )

    def _set_up(self, forms: Iterable[Form]) -> None:
        table: dict[str, list[Form]] = {}
        for form in forms:
            known = table.setdefault(form.text.casefold(), [])
            if form not in known:
                known.append(form)
        self._forms = list(table.values())
        kind = Implementation.ContiguousNFA
        self._automaton = AhoCorasick(list(table), implementation=kind) if table else None

    def __getstate__(self) -> tuple[frozenset[EntityId], list[list[Form]]]:
        return (self.untagged, self._forms)

    def __setstate__(self, state: tuple[frozenset[EntityId], list[list[Form]]]) -> None:
        self.untagged = state[0]
        self._set_up(form for forms in state[1] for form in forms)

    def hits(self, text: str) -> Iterator[Hit]:
        """Find every spelling in the text of a normalised view, overlapping ones too."""
        if self._automaton is None:
            return
        folded = case_folded(text)
        for number, start, end in self._automaton.find_matches_as_indexes(
            folded.text, overlapping=True
        ):
            if folded.joints:
                whole = folded.text[start:end]
                start, end = folded.span(start, end)
                if text[start:end].casefold() != whole:
                    continue
            yield from spelled_so(text, start, end, self._forms[number])


def spelled_so(text: str, start: int, end: int, forms: Iterable[Form]) -> Iterator[Hit]:
    """Return those of `forms`, equal but for case, that the words at a place are a spelling of."""
    words = text[start:end]
    for form in forms:
        if form.any_case or form.text == words:
            yield Hit(start, end, form, capitals=False)
        elif form.in_capitals and words.isupper():
            yield Hit(start, end, form, capitals=True)


def final_id(entity: EntityId, entities: Mapping[EntityId, EntityEntry]) -> EntityId:
    """Follow `merged_into` to the entity that stands for `entity` now."""
    seen = {entity}
    while (entry := entities.get(entity)) and entry.merged_into:
        entity = _by_former_id(entry.merged_into, entities)
        if entity in seen:
            break
        seen.add(entity)
    return entity


def _by_former_id(ident: str, entities: Mapping[EntityId, EntityEntry]) -> EntityId:
    """Return the entity that has this id, or had it."""
    if ident in entities:
        return EntityId(ident)
    owners = (entity for entity, entry in entities.items() if ident in entry.former_ids)
    return next(owners, EntityId(ident))


def forms_of(
    entity: EntityId, entry: EntityEntry, untagged: frozenset[EntityId] = frozenset()
) -> Iterator[Form]:
    """Return every spelling under which an entity's names are looked for."""
    tagged = entity not in untagged
    for name in (entry.name, *entry.names.values()):
        yield from _spellings(entity, fold_needle(name), Use(entry.match), tagged=tagged)
    any_case = False
    for alias in entry.aliases:
        if isinstance(alias, str):
            yield from _spellings(entity, fold_needle(alias), Use(entry.match), tagged=tagged)
        else:
            any_case = any_case or alias.case == "fold"
            yield from _of_alias(entity, entry, alias, tagged=tagged)
    for phrase in entry.not_in:
        words = fold_needle(phrase)
        if words:
            yield plain_form(entity, words, Use.PHRASE, any_case=any_case, tagged=tagged)


def _of_alias(
    entity: EntityId, entry: EntityEntry, alias: Alias, *, tagged: bool
) -> Iterator[Form]:
    base = fold_needle(alias.text)
    use = Use(alias.match or entry.match)
    for form in _spellings(entity, base, use, any_case=alias.case == "fold", tagged=tagged):
        for prefix in ("", *map(fold_words, alias.prefixes)):
            for ending in ("", *map(fold_words, alias.endings)):
                text = f"{prefix}{base}{ending}"
                yield form._replace(text=text, prefix=len(prefix), only=alias.only)


def _spellings(
    entity: EntityId, base: str, use: Use, *, any_case: bool = False, tagged: bool = True
) -> Iterator[Form]:
    if base:
        yield plain_form(entity, base, use, any_case=any_case, tagged=tagged)


def plain_form(
    entity: EntityId, words: str, use: Use, *, any_case: bool = False, tagged: bool = True
) -> Form:
    """Return the spelling of a name as it is."""
    long_enough = sum(map(str.isalpha, words)) >= CAPITALS_FROM
    return Form(entity, words, words, 0, use, any_case, long_enough, tagged)
