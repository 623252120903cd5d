"""Which names become mentions: the earliest, of those the longest, and whose names they are.

docs/format.md, How names become mentions, rules 2 and 4, and Entities for `match: article`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backfile.name_hits import NOBODY, Place
from backfile.names import Form, Hit, Use

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from backfile.ids import EntityId
    from backfile.model import Span


class Choice(NamedTuple):
    """One of the places that do not overlap, and whom its words mean."""

    place: Place
    owners: tuple[EntityId, ...]
    """Whose name it is; several when nothing settles it, none when it is nobody's here."""
    name: str
    """The name as the register has it, in the normalised view."""
    meant: bool
    """Whether `mean` settled it."""
    hits: tuple[Hit, ...]
    """The spellings that count here."""
    shared: bool
    """Whether several entities have the name, settled or not."""


class Evidence:
    """What an article's own mentions say about names that depend on others."""

    def __init__(
        self,
        named: Iterable[EntityId],
        current: Callable[[str], EntityId],
        silent: Callable[[Span, EntityId], bool],
    ) -> None:
        """Begin with the entities that are `named` by hand.

        `silent` tells whether a place says nothing of an entity, because a `fix` has it otherwise.
        """
        self.named = set(named)
        self.silent = silent
        self.longest: dict[EntityId, int] = {}
        self.current = current

    def admits(self, form: Form) -> bool:
        """Tell whether a name counts: `match: article` and `only: {with: …}` depend on others."""
        if form.use is Use.ARTICLE and self.longest.get(form.entity, 0) <= len(form.base):
            return False
        if form.only is None or not form.only.with_:
            return True
        return any(self.current(entity) in self.named for entity in form.only.with_)

    def gather(self, choices: Iterable[Choice]) -> bool:
        """Take in what these choices show; tell whether it is anything new."""
        before = (len(self.named), sum(self.longest.values()))
        for choice in choices:
            if len(choice.owners) == 1:
                owner = choice.owners[0]
                if self.silent(choice.place.span, owner):
                    continue
                self.named.add(owner)
                if not choice.shared and any(_is_name_of(owner, hit) for hit in choice.hits):
                    self.longest[owner] = max(self.longest.get(owner, 0), len(choice.name))
        return before != (len(self.named), sum(self.longest.values()))


def _is_name_of(owner: EntityId, hit: Hit) -> bool:
    return hit.form.entity == owner and hit.form.use is not Use.MEANT


def choices_of(
    places: Sequence[Place], meant: Mapping[str, EntityId], evidence: Evidence
) -> tuple[Choice, ...]:
    """Choose among places; names that depend on others are admitted as soon as those are found."""
    depends = any(_depends(hit.form) for place in places for hit in place.hits)
    while True:
        choices = _chosen(places, meant, evidence)
        if not evidence.gather(choices) or not depends:
            return tuple(_settled(choice, evidence) for choice in choices)


def _depends(form: Form) -> bool:
    """Tell whether a name counts only if another is found."""
    return form.use is Use.ARTICLE or (form.only is not None and bool(form.only.with_))


def _chosen(
    places: Sequence[Place], meant: Mapping[str, EntityId], evidence: Evidence
) -> list[Choice]:
    """Take the earliest, of those the longest; what is left never overlaps."""
    chosen: list[Choice] = []
    end = seed_end = 0
    for place in places:
        if place.start < end or place.span.start < seed_end:
            continue
        hits = [hit for hit in place.hits if _counts(hit, meant, evidence)]
        if hits:
            chosen.append(_settled(_choice(place, hits, meant), evidence))
            end, seed_end = place.end, place.span.end
    return chosen


def _counts(hit: Hit, meant: Mapping[str, EntityId], evidence: Evidence) -> bool:
    return hit.form.base in meant or evidence.admits(hit.form)


def _choice(place: Place, hits: Sequence[Hit], meant: Mapping[str, EntityId]) -> Choice:
    """Say whose name a place is, before the rest of the article is asked."""
    for hit in hits:
        if (owner := meant.get(hit.form.base)) is not None:
            whose = () if owner == NOBODY else (owner,)
            return Choice(place, whose, hit.form.base, True, tuple(hits), False)
    # Words in capitals are the name that is written so, if there is one.
    written = [hit for hit in hits if not hit.capitals] or list(hits)
    owners = tuple(sorted({hit.form.entity for hit in written if hit.form.tagged}))
    name = min(written, key=lambda hit: (-len(hit.form.base), hit.form.base)).form.base
    return Choice(place, owners, name, False, tuple(written), len(owners) > 1)


def _settled(choice: Choice, evidence: Evidence) -> Choice:
    """Give a shared name to the one owner that has a longer, unshared name in the article."""
    if len(choice.owners) < 2:
        return choice
    size = len(choice.name)
    known = tuple(owner for owner in choice.owners if evidence.longest.get(owner, 0) > size)
    return choice._replace(owners=known) if len(known) == 1 else choice
