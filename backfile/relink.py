"""Linking after an edit of one article: when nothing that other articles, lists and addresses are
told by has changed, the archive stays and only what was taken from that article is exchanged.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from msgspec.structs import replace

from backfile.archive import Archive, Occurrence, Remark
from backfile.facts_things import has_page
from backfile.ids import EntityId
from backfile.link import (
    is_shown,
    known_of,
    of_remarks,
    problems_of_article,
    remarks_of,
    with_mentions_of,
)
from backfile.link_claims import assertions_by_claim
from backfile.model import Annotation, Article, Mention
from backfile.read_records import Registers
from backfile.shapes import MentionRules, TextRules
from backfile.shapes_annotations import Assertion, Correction, Happening
from backfile.shapes_sidecar import Sidecar

K = TypeVar("K")


def relinked(
    archive: Archive, registers: Registers, old: Article, new: Article, *, preview: bool
) -> Archive | None:
    """Return the archive with `new` in the place of `old`, both as anchored; None when it has to be
    linked as a whole.
    """
    before = archive.articles.get(old.id)
    if before is None or not (is_shown(old, preview=preview) and is_shown(new, preview=preview)):
        return None
    if told(old) != told(new):
        return None
    if archive.links.get(old.id) and places_in(old) != places_in(new):
        return None
    named = {m.entity for m in new.mentions} & archive.entities.keys()
    entities = {e for e in named if has_page(archive.entities[e].entry.status, preview=preview)}
    after = replace(with_mentions_of(entities, new), links=before.links)
    if entities_named(before) != entities_named(after):
        return None
    known = known_of(registers, archive, archive.articles)
    if any(True for one in (old, new) for _ in problems_of_article(one, registers, known)):
        return None
    return exchanged(archive, after, preview=preview)


def told(article: Article) -> tuple[object, ...]:
    """Return everything of an article that linking looks at, beside places and words."""
    annotations = [linkage(annotation) for annotation in article.annotations]
    return (article.card, article.show, article.links, in_sidecar(article.sidecar), annotations)


def in_sidecar(sidecar: Sidecar) -> Sidecar:
    """Return a sidecar without what is looked at elsewhere, or by nobody but its own page."""
    mentions = MentionRules(also=sidecar.mentions.also)
    return replace(
        sidecar, annotations=[], text=TextRules(), mentions=mentions, deck=None, notes_internal=None
    )


def linkage(annotation: Annotation) -> tuple[object, ...]:
    """Return what of an annotation decides where else it is shown."""
    shape = annotation.shape
    if isinstance(shape, Happening | Assertion | Correction):
        return (annotation.id, shape)
    named = (getattr(shape, "speaker", None), getattr(shape, "event", None))
    return (annotation.id, type(shape).__name__, shape.status, shape.about, shape.former_ids, named)


def places_in(article: Article) -> tuple[object, ...]:
    """Return what decides where passages of an article lie, and what is seen of them."""
    return (article.seed.text if article.seed else "", article.hidden, article.paragraphs)


def entities_named(article: Article) -> Counter[EntityId]:
    """Return how often an article names each entity."""
    return Counter(mention.entity for mention in article.mentions)


def exchanged(archive: Archive, article: Article, *, preview: bool) -> Archive:
    """Return the archive with an article exchanged, in all its lists."""
    remarks = remarks_of(article, preview=preview)
    public = [r for r in remarks if r.annotation.shape.status != "retracted"]
    of_it = {r.annotation.id: r for r in remarks}
    lists = of_remarks(public, archive.current["entity"])

    def new_rows(rows: tuple[Remark, ...]) -> tuple[Remark, ...]:
        return tuple(of_it[row.annotation.id] if row.article == article.id else row for row in rows)

    def new_lists(
        old: Mapping[K, tuple[Remark, ...]], found: Iterable[K]
    ) -> dict[K, tuple[Remark, ...]]:
        return {**old, **{key: new_rows(old[key]) for key in found if key in old}}

    claims = assertions_by_claim(remarks, archive.current["claim"])
    return replace(
        archive,
        articles={**archive.articles, article.id: article},
        mentions={**archive.mentions, **dict(new_mentions(archive, article))},
        assertions=new_lists(archive.assertions, claims),
        quotations=new_rows(archive.quotations),
        said_by=new_lists(archive.said_by, lists["said_by"]),
        about=new_lists(archive.about, lists["about"]),
        events=new_lists(archive.events, lists["events"]),
    )


def new_mentions(
    archive: Archive, article: Article
) -> Iterator[tuple[EntityId, tuple[Occurrence, ...]]]:
    """Yield the lists of mentions that an article is in, with its new ones in place of the old."""
    by_entity: dict[EntityId, list[Mention]] = defaultdict(list)
    for mention in article.mentions:
        by_entity[mention.entity].append(mention)
    for entity, mentions in by_entity.items():
        new = iter(mentions)
        yield (
            entity,
            tuple(
                Occurrence(article.id, next(new)) if row.article == article.id else row
                for row in archive.mentions[entity]
            ),
        )
