"""The mentions of one article: what names, `mean` and `fix` make of it.

docs/format.md, How names become mentions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backfile.name_choice import Evidence, choices_of
from backfile.name_doubts import longer_name_doubts, shared_name_doubts
from backfile.name_hits import NOBODY, ArticleFacts, only_holds, places_of_names
from backfile.normal import fold_needle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backfile.ids import EntityId
    from backfile.model import How, Span
    from backfile.name_doubts import NameDoubt
    from backfile.names import Form, NameTable
    from backfile.places import SeedViews


class Fixed(NamedTuple):
    """A mention written by hand; `NOBODY` says that the words are none."""

    span: Span
    entity: EntityId
    confidence: str | None = None


class Rules(NamedTuple):
    """The overrides of one sidecar, every id a current one."""

    auto: bool = True
    mean: Mapping[str, EntityId] = {}
    """Words as written, and whom they mean: an entity or `NOBODY`."""
    fixed: Sequence[Fixed] = ()
    skip: frozenset[EntityId] = frozenset()


class Tag(NamedTuple):
    """A mention before its sentence is known."""

    span: Span
    entity: EntityId
    how: How
    confidence: str | None = None


class Tags(NamedTuple):
    """What was found in one article."""

    tags: tuple[Tag, ...]
    """In order of start, the longer first."""
    doubts: tuple[NameDoubt, ...]
    unused: tuple[str, ...]
    """Words of `mean` that are nowhere in the article, as written."""


def mentions_of(
    views: SeedViews,
    blocks: Sequence[Span],
    names: NameTable,
    rules: Rules,
    facts: ArticleFacts,
) -> Tags:
    """Find the mentions of an article; `blocks` are its headline and paragraphs, in order."""
    meant = {fold_needle(words): entity for words, entity in rules.mean.items()}
    fixed = [
        Tag(fix.span, fix.entity, "fix", fix.confidence)
        for fix in rules.fixed
        if fix.entity != NOBODY and fix.entity not in names.untagged
    ]
    if not rules.auto and not meant:
        return Tags(_ordered(fixed), (), ())

    def allowed(form: Form) -> bool:
        if form.base in meant:
            return True
        return rules.auto and form.entity not in rules.skip and only_holds(form.only, facts)

    places, known = places_of_names(views, names, meant, blocks, allowed)

    def silent(span: Span, entity: EntityId) -> bool:
        return any(fix.entity != entity for fix in _overruling(span, rules.fixed))

    evidence = Evidence((tag.entity for tag in fixed), facts.current, silent)
    choices = choices_of(places, meant, evidence)
    free = [choice for choice in choices if not _overruling(choice.place.span, rules.fixed)]
    automatic = [
        Tag(choice.place.span, choice.owners[0], "mean" if choice.meant else "auto")
        for choice in free
        if len(choice.owners) == 1
    ]
    found = {hit.form.base for hit in known}
    unused = tuple(
        words
        for words in rules.mean
        if (spelled := fold_needle(words)) not in found and spelled not in views.view.text
    )
    doubts = (
        *shared_name_doubts(views, free),
        *longer_name_doubts(views, blocks, free, known, [fix.span for fix in rules.fixed]),
    )
    return Tags(_ordered([*fixed, *automatic]), doubts, unused)


def _overruling(span: Span, fixed: Sequence[Fixed]) -> list[Fixed]:
    """Return the `fix` of these very words, or of words around them that are to be no mention."""
    return [
        fix
        for fix in fixed
        if fix.span == span
        or (fix.entity == NOBODY and fix.span.start <= span.start and span.end <= fix.span.end)
    ]


def _ordered(tags: Sequence[Tag]) -> tuple[Tag, ...]:
    return tuple(sorted(tags, key=lambda tag: (tag.span.start, -tag.span.end, tag.entity)))
