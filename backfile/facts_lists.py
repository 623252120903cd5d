"""Facts about many things: lists by page, concordances, counts."""

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from backfile.archive import LinkSide, Member, Moment, Remark
from backfile.facts import Facts, fact
from backfile.facts_things import card, has_page
from backfile.ids import ArticleId, ClaimId, ThreadId, TopicId, UrlPath, numbered
from backfile.views import Step

T = TypeVar("T")


def part(rows: Sequence[T], number: int, size: int) -> tuple[T, ...]:
    """Return page `number` of `rows`."""
    return tuple(rows[(number - 1) * size : number * size])


def pages_for(count: int, size: int) -> int:
    """Return how many pages a list of `count` entries has; an empty list has one."""
    return max(1, -(-count // size))


def step(address: UrlPath, number: int, pages: int) -> Step:
    """Return the neighbours of page `number` of the list at `address`."""
    before = numbered(address, number - 1) if number > 1 else None
    after = numbered(address, number + 1) if number < pages else None
    return Step(number, pages, before, after)


def day_of_article(facts: Facts, article: ArticleId) -> str:
    """Return an article's earliest day; empty when it is undated."""
    found = card(facts, article)
    return found.day if found else ""


@fact
def all_articles(facts: Facts) -> tuple[ArticleId, ...]:
    """Return the articles that lists show, the oldest first."""
    return facts.archive.order


@fact
def topics_in_use(facts: Facts) -> tuple[tuple[TopicId, int], ...]:
    """Return the topics with their number of articles."""
    by_topic = facts.archive.by_topic
    return tuple((topic, len(by_topic.get(topic, ()))) for topic in sorted(facts.archive.topics))


@fact
def articles_on(facts: Facts, topic: TopicId) -> tuple[ArticleId, ...]:
    """Return a topic's articles, the oldest first."""
    return facts.archive.by_topic.get(topic, ())


@fact
def months(facts: Facts) -> tuple[tuple[str, int], ...]:
    """Return every month (`2023-05`), or year where none is known, with its articles' number."""
    return tuple((month, len(rows)) for month, rows in sorted(facts.archive.by_month.items()))


@fact
def articles_in(facts: Facts, period: str) -> tuple[ArticleId, ...]:
    """Return the articles of a year or a month, the oldest first."""
    found = facts.archive.by_month
    if len(period) > 4:
        return found.get(period, ())
    return tuple(a for month in sorted(found) if month[:4] == period for a in found[month])


@fact
def links_of(facts: Facts, article: ArticleId) -> tuple[LinkSide, ...]:
    """Return the links of an article, written here or on the other side."""
    return facts.archive.links.get(article, ())


@fact
def threads_with(facts: Facts, article: ArticleId) -> tuple[ThreadId, ...]:
    """Return the public threads of an article."""
    threads, preview = facts.archive.threads, facts.archive.preview
    return tuple(
        t
        for t in facts.archive.threads_of.get(article, ())
        if has_page(threads[t].front.status, preview=preview)
    )


@fact
def members_of(facts: Facts, thread: ThreadId) -> tuple[Member, ...]:
    """Return a thread's articles in its order."""
    return facts.archive.members.get(thread, ())


@fact
def public_threads(facts: Facts) -> tuple[ThreadId, ...]:
    """Return the threads that have a page, in the order of their ids."""
    preview = facts.archive.preview
    return tuple(
        t.id for t in facts.archive.threads.values() if has_page(t.front.status, preview=preview)
    )


@fact
def ledger(facts: Facts, claim: ClaimId) -> tuple[Remark, ...]:
    """Return the passages about a claim, by date."""
    return facts.archive.assertions.get(claim, ())


@fact
def answers_of(facts: Facts, claim: ClaimId) -> tuple[tuple[str, ClaimId], ...]:
    """Return how a claim stands to other claims."""
    return facts.archive.answers.get(claim, ())


@fact
def public_claims(facts: Facts) -> tuple[ClaimId, ...]:
    """Return the claims that have a page."""
    preview = facts.archive.preview
    return tuple(
        c.id for c in facts.archive.claims.values() if has_page(c.entry.status, preview=preview)
    )


@fact
def quotations(facts: Facts) -> tuple[Remark, ...]:
    """Return all quotations by date."""
    return facts.archive.quotations


@fact
def moments_of_thread(facts: Facts, thread: ThreadId) -> tuple[Moment, ...]:
    """Return a thread's timeline: its own entries, its articles' events and dates."""
    return tuple(m for m in facts.archive.moments if thread in m.threads)


@fact
def moments_in(facts: Facts, year: str) -> tuple[Moment, ...]:
    """Return the lines of the timeline in a year."""
    return tuple(m for m in facts.archive.moments if m.day[:4] == year)


@fact
def timeline_years(facts: Facts) -> tuple[tuple[str, int], ...]:
    """Return the years of the timeline with their number of lines."""
    return tuple(sorted(Counter(m.day[:4] for m in facts.archive.moments if m.day).items()))


@fact
def timeline_lines(facts: Facts) -> tuple[Moment, ...]:
    """Return the whole timeline, for the dump; pages ask for a year or a thread."""
    return facts.archive.moments
