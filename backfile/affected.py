"""Which articles a change of the register concerns: those that have the names that changed."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from backfile.anchor_work import Work, tagged_entities
from backfile.ids import EntityId
from backfile.model import Article
from backfile.names import NameTable
from backfile.normal import normalised
from backfile.shapes_registers import EntityEntry

Names: TypeAlias = Mapping[EntityId, EntityEntry]


class Affected:
    """Tells which articles must be anchored again after a change of the registers."""

    def __init__(self, before: Work, now: Work, *, preview: bool) -> None:
        old, new = names_of(before, preview=preview), names_of(now, preview=preview)
        changed = {i for i in old.keys() | new.keys() if spelt(old.get(i)) != spelt(new.get(i))}
        self.everything = (
            before.context._replace(entities=()) != now.context._replace(entities=())
            or before.registers.defaults != now.registers.defaults
        )
        known = before.context.entities, now.context.entities
        self._ids = changed | (set(known[0]) ^ set(known[1]))
        # Drafts count here as the others do: what matters is whether the words stand there.
        self._tables = [
            NameTable({ident: table[ident] for ident in sorted(changed & table.keys())})
            for table in (old, new)
        ]

    def __call__(self, article: Article, views: dict[str, str]) -> bool:
        """Tell whether an article is concerned; `views` keeps normalised texts by SHA-256."""
        if self.everything:
            return True
        if not self._ids:
            return False
        if self._is_named_by_hand(article):
            return True
        rules = article.sidecar.text
        if rules.readings or rules.hide or rules.paragraphs == "wrapped" or article.seed is None:
            return True
        text = views.get(article.seed.sha256)
        if text is None:
            text = views[article.seed.sha256] = normalised(article.seed.text).text
        return any(True for table in self._tables for _ in table.hits(text))

    def _is_named_by_hand(self, article: Article) -> bool:
        """Tell whether the sidecar's rules for mentions name an entity that changed."""
        return not self._ids.isdisjoint(named_in_rules(article))


def named_in_rules(article: Article) -> Iterator[str]:
    """Yield the ids in the sidecar's rules for mentions."""
    rules = article.sidecar.mentions
    yield from rules.mean.values()
    yield from rules.skip
    for fix in rules.fix:
        yield fix.is_


def names_of(work: Work, *, preview: bool) -> Names:
    """Return the entities whose names are looked for."""
    entities = tagged_entities(work.registers, preview)
    return {ident: record.entry for ident, record in entities.items()}


def spelt(entry: EntityEntry | None) -> tuple[object, ...]:
    """Return all of an entity that anchoring sees."""
    if entry is None:
        return ()
    e = entry
    return (e.name, e.names, e.aliases, e.not_in, e.match, e.status, e.merged_into)
