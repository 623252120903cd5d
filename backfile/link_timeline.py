"""Threads and the timeline: what belongs to a storyline, and what happened when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from backfile.archive import Entity, Member, Moment, Remark, Thread
from backfile.dates import day_of
from backfile.ids import ArticleId, EntityId, ThreadId
from backfile.model import Article
from backfile.shapes_annotations import Happening

LAST = "9999-99-99"
"""Sorts undated things to the end."""


def thread_members(
    threads: Mapping[ThreadId, Thread],
    articles: Iterable[Article],
    current: Mapping[str, Mapping[str, str]],
) -> dict[ThreadId, tuple[Member, ...]]:
    """Return the articles of each thread: those it lists and those whose sidecar names it.

    Listed order keeps the thread's own list first; otherwise by date.
    """
    by_id = {article.id: article for article in articles}
    named: dict[ThreadId, list[ArticleId]] = defaultdict(list)
    for article in by_id.values():
        for written in article.sidecar.threads:
            named[ThreadId(current["thread"].get(written, written))].append(article.id)
    members = {}
    for thread in threads.values():
        rows: dict[ArticleId, Member] = {}
        for entry in thread.front.articles:
            ident = entry if isinstance(entry, str) else entry.id
            note = None if isinstance(entry, str) else entry.note
            article_id = ArticleId(current["article"].get(ident, ident))
            if article_id in by_id:
                rows.setdefault(article_id, Member(article_id, note))
        late = [
            a for a in sorted(named[thread.id], key=lambda a: day_key(by_id[a])) if a not in rows
        ]
        rows.update((article_id, Member(article_id, None)) for article_id in late)
        ordered = list(rows.values())
        if thread.front.order == "chronological":
            ordered.sort(key=lambda member: day_key(by_id[member.article]))
        members[thread.id] = tuple(ordered)
    return members


def day_key(article: Article) -> tuple[str, str]:
    """Order articles by their earliest day, then by id; undated ones last."""
    return (article.card.day or LAST, article.id)


def threads_by_article(
    members: Mapping[ThreadId, tuple[Member, ...]],
) -> dict[ArticleId, tuple[ThreadId, ...]]:
    """Return the threads each article belongs to."""
    found: dict[ArticleId, list[ThreadId]] = defaultdict(list)
    for thread, rows in sorted(members.items()):
        for member in rows:
            found[member.article].append(thread)
    return {article: tuple(threads) for article, threads in found.items()}


def all_moments(
    articles: Iterable[Article],
    remarks: Iterable[Remark],
    entities: Mapping[EntityId, Entity],
    threads: Mapping[ThreadId, Thread],
    threads_of: Mapping[ArticleId, tuple[ThreadId, ...]],
    current: Mapping[str, Mapping[str, str]],
) -> tuple[Moment, ...]:
    """Return the timeline: dates of articles, event annotations, registered events, threads."""
    told = [m for remark in remarks for m in event_moments(remark, entities, threads_of, current)]
    moments = [
        *(m for article in articles for m in article_moments(article, threads_of)),
        *joined_events([*told, *(m for e in entities.values() for m in registered_events(e))]),
        *(m for thread in threads.values() for m in own_entries(thread, current["article"])),
    ]
    return tuple(
        sorted(set(moments), key=lambda m: (m.day, m.kind, m.text, m.article or "", m.anchor))
    )


def joined_events(moments: Iterable[Moment]) -> list[Moment]:
    """Return each registered event once for each date it is told with; others stay as they are.

    It leads to the first article that tells of it and belongs to the threads of all of them.
    """
    kept: list[Moment] = []
    first: dict[tuple[EntityId, str], int] = {}
    for moment in moments:
        if moment.entity is None:
            kept.append(moment)
            continue
        place = first.setdefault((moment.entity, moment.when), len(kept))
        if place == len(kept):
            kept.append(moment)
        else:
            threads = tuple(sorted({*kept[place].threads, *moment.threads}))
            kept[place] = kept[place]._replace(threads=threads)
    return kept


def article_moments(
    article: Article, threads_of: Mapping[ArticleId, tuple[ThreadId, ...]]
) -> list[Moment]:
    """Return the line for an article's own date; none when it is undated."""
    card = article.card
    if not card.day:
        return []
    threads = threads_of.get(article.id, ())
    when = card.published or card.day
    return [Moment(when, card.day, "article", card.title, article.id, "", None, threads)]


def event_moments(
    remark: Remark,
    entities: Mapping[EntityId, Entity],
    threads_of: Mapping[ArticleId, tuple[ThreadId, ...]],
    current: Mapping[str, Mapping[str, str]],
) -> list[Moment]:
    """Return the line for an `event` annotation; the date may be that of the registered event."""
    shape = remark.annotation.shape
    if not isinstance(shape, Happening):
        return []
    name, when, entity = shape.name or "", shape.when, None
    if shape.event is not None:
        entity = EntityId(current["entity"].get(shape.event, shape.event))
        registered = entities[entity].entry if entity in entities else None
        name = name or (registered.name if registered else shape.event)
        when = when or (registered.when if registered else None)
    if when is None:
        return []
    threads = threads_of.get(remark.article, ())
    anchor = f"a-{remark.annotation.id}"
    return [Moment(when, day_of(when), "event", name, remark.article, anchor, entity, threads)]


def registered_events(entity: Entity) -> list[Moment]:
    """Return the line for a dated event of the register."""
    entry = entity.entry
    if entry.type != "event" or entry.when is None or entry.private:
        return []
    return [Moment(entry.when, day_of(entry.when), "event", entry.name, None, "", entity.id, ())]


def own_entries(thread: Thread, current: Mapping[str, str]) -> list[Moment]:
    """Return the lines a thread adds itself."""
    return [
        Moment(
            entry.when,
            day_of(entry.when),
            "thread",
            entry.what,
            ArticleId(current.get(entry.article, entry.article)) if entry.article else None,
            "",
            None,
            (thread.id,),
        )
        for entry in thread.front.timeline
    ]
