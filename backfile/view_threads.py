"""Makes the views of threads, of the timeline and of hand-written pages."""

from collections import Counter

from msgspec.structs import replace

from backfile.archive import Moment
from backfile.dates import as_known
from backfile.facts import Facts, fact
from backfile.facts_embeds import embedded
from backfile.facts_entities import named_by_paragraph, public_entities
from backfile.facts_lists import (
    members_of,
    moments_in,
    moments_of_thread,
    pages_for,
    part,
    public_threads,
    step,
    timeline_years,
)
from backfile.facts_things import (
    article_id,
    article_row,
    card,
    label,
    page_of_id,
    per_page,
    rich,
    setting,
    signed_by,
    spoken,
    thread_of,
    thread_ref,
)
from backfile.ids import EntityId, PageId, ThreadId, UrlPath, numbered, page_address, thread_address
from backfile.model import Card
from backfile.view_lists import frame, plainly
from backfile.view_remarks import source_views
from backfile.views import Count, Frame, MomentRow, Ref, Rich
from backfile.views_lists import TextView, ThreadRow, ThreadsView, ThreadView, TimelineView
from backfile.wikilinks import wikilinks_in

THREADS = UrlPath("threads/")
TIMELINE = UrlPath("timeline/")
ACTORS = ("person", "organization", "company", "public-body", "publication")
"""Types of entities that act in a story."""
MOST_CAST = 12
MOST_HIGHLIGHTS = 3


def thread_view(facts: Facts, thread: ThreadId, number: int) -> ThreadView:
    """Return page `number` of a storyline: the first has its text, all go on with its articles."""
    found = thread_of(facts, thread)
    if found is None:
        message = f"no thread {thread}"
        raise LookupError(message)
    front, size = found.front, per_page(facts)
    members = members_of(facts, thread)
    view = ThreadView(
        frame=frame(
            facts,
            front.title,
            numbered(thread_address(thread), number),
            Ref(spoken(facts, "Threads"), THREADS),
            description=plainly(facts, front.summary),
            number=number,
        ),
        id=thread,
        title=front.title,
        members=tuple(
            article_row(facts, m.article, rich(facts, m.note)) for m in part(members, number, size)
        ),
        begins=(number - 1) * size + 1,
        step=step(thread_address(thread), number, pages_for(len(members), size)),
        draft=front.status == "draft",
        moments=tuple(moment_row(facts, m) for m in moments_on_page(facts, thread, number)),
    )
    if number > 1:
        return view
    row = thread_row(facts, thread)
    return replace(
        view,
        summary=rich(facts, front.summary),
        body=long_text(facts, found.body),
        by=signed_by(facts, front.by),
        sources=source_views(facts, front.sources),
        count=row.count,
        since=row.since,
        until=row.until,
        cast=cast_of(facts, thread),
    )


@fact
def moments_on_page(facts: Facts, thread: ThreadId, number: int) -> tuple[Moment, ...]:
    """Return the part of a thread's timeline that its page `number` shows: as many parts as its
    articles have pages.
    """
    moments = moments_of_thread(facts, thread)
    pages = pages_for(len(members_of(facts, thread)), per_page(facts))
    return part(moments, number, -(-len(moments) // pages))


@fact
def cast_of(facts: Facts, thread: ThreadId) -> tuple[Count, ...]:
    """Return the people and bodies that most of a thread's articles name, and in how many."""
    counts: Counter[EntityId] = Counter()
    for member in members_of(facts, thread):
        named = named_by_paragraph(facts, member.article).values()
        counts.update(set().union(*named) & public_entities(facts).keys())
    ranked = sorted(counts, key=lambda entity: (-counts[entity], entity))
    refs = ((label(facts, entity), counts[entity]) for entity in ranked)
    cast = [
        Count(ref.text, ref.address or "", count, ref.kind)
        for ref, count in refs
        if ref.kind in ACTORS
    ]
    return tuple(cast[:MOST_CAST])


def long_text(facts: Facts, source: str) -> Rich:
    """Return the Markdown of a thread or page with its links and embedded passages resolved."""
    text = rich(facts, source) or Rich(source="")
    embeds = {
        link.written: found
        for link in wikilinks_in(source)
        if link.embed
        and (found := embedded(facts, article_id(facts, link.id), link.fragment)) is not None
    }
    return Rich(source=text.source, targets=text.targets, embeds=embeds)


def threads_view(facts: Facts, number: int) -> ThreadsView:
    """Return page `number` of the list of threads."""
    heading, size = spoken(facts, "Threads"), per_page(facts)
    threads = public_threads(facts)
    return ThreadsView(
        frame=frame(facts, heading, numbered(THREADS, number), number=number),
        rows=tuple(thread_row(facts, t) for t in part(threads, number, size)),
        step=step(THREADS, number, pages_for(len(threads), size)),
    )


def thread_row(facts: Facts, thread: ThreadId) -> ThreadRow:
    """Return a thread as lists show it."""
    found = thread_of(facts, thread)
    members = members_of(facts, thread)
    cards = [one for m in members if (one := card(facts, m.article)) and one.day]
    days = [as_known(one.published) or one.day for one in sorted(cards, key=by_day)]
    return ThreadRow(
        thread=thread_ref(facts, thread),
        summary=rich(facts, found.front.summary) if found else None,
        count=len(members),
        since=days[0] if days else "",
        until=days[-1] if days else "",
    )


def by_day(found: Card) -> str:
    """Order cards by their earliest day."""
    return found.day


def timeline_view(facts: Facts, year: str) -> TimelineView:
    """Return one year of the timeline; without a year the page that lists the years."""
    heading = spoken(facts, "Timeline")
    address = UrlPath(f"timeline/{year}/" if year else TIMELINE)
    crumbs = (Ref(heading, TIMELINE),) if year else ()
    title = f"{heading} {year}" if year else heading
    if not year:
        return TimelineView(
            frame=frame(facts, title, address),
            year="",
            years=tuple(Count(y, f"timeline/{y}/", count) for y, count in timeline_years(facts)),
            highlights={y: highlights_of(facts, y) for y in years_told(facts)},
            neighbours=(),
            rows=(),
        )
    rows = sorted((moment_row(facts, m) for m in moments_in(facts, year)), key=by_month)
    threads = {thread.address: thread for row in rows for thread in row.threads if thread.address}
    return TimelineView(
        frame=frame(facts, title, address, *crumbs),
        year=year,
        years=(),
        highlights={},
        neighbours=tuple(Ref(y, f"timeline/{y}/") for y in years_told(facts)),
        rows=tuple(rows),
        threads=tuple(sorted(threads.values())),
        kinds=tuple(sorted({row.kind for row in rows})),
    )


def by_month(row: MomentRow) -> str:
    """Order moments by month."""
    return row.month


@fact
def highlights_of(facts: Facts, year: str) -> tuple[MomentRow, ...]:
    """Return the first events of a year; where it has none, its first lines of any kind."""
    moments = moments_in(facts, year)
    events = [m for m in moments if m.kind == "event"] or moments
    return tuple(moment_row(facts, m) for m in events[:MOST_HIGHLIGHTS])


@fact
def years_told(facts: Facts) -> tuple[str, ...]:
    """Return the years of the timeline."""
    return tuple(year for year, _ in timeline_years(facts))


def known_month(when: str) -> str:
    """Return the month a date begins in, `2023-05`; empty where it is not known."""
    known = as_known(when)[:7]
    return known if len(known) == len("2023-05") else ""


def moment_row(facts: Facts, moment: Moment) -> MomentRow:
    """Return a line of the timeline."""
    known = moment.article is not None and card(facts, moment.article) is not None
    article = article_row(facts, moment.article) if moment.article and known else None
    event = label(facts, moment.entity) if moment.entity else None
    address = ""
    if article is not None:
        address = f"{article.address}#{moment.anchor}" if moment.anchor else article.address
    elif event is not None:
        address = event.address or ""
    return MomentRow(
        when=moment.when,
        day=moment.day,
        month=known_month(moment.when),
        kind=moment.kind,
        text=moment.text,
        what=rich(facts, moment.text) if moment.kind == "thread" else None,
        address=address,
        article=article,
        event=event,
        threads=tuple(thread_ref(facts, t) for t in moment.threads),
    )


def text_view(facts: Facts, page: PageId) -> TextView:
    """Return a hand-written page."""
    found = page_of_id(facts, page)
    return TextView(
        frame=Frame(
            title=found.front.title,
            description=f"{found.front.title} · {setting(facts, 'title')}",
            address=page_address(page),
            lang=str(setting(facts, "lang")),
        ),
        title=found.front.title,
        body=long_text(facts, found.body),
    )
