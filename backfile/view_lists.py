"""Makes the views of lists: topics, types, years, months, the latest."""

from backfile.date_words import date_in_words
from backfile.facts import Facts, fact
from backfile.facts_entities import entities_of_type, types_in_use
from backfile.facts_lists import (
    all_articles,
    articles_in,
    articles_on,
    day_of_article,
    months,
    pages_for,
    part,
    step,
    topics_in_use,
)
from backfile.facts_things import (
    article_row,
    label,
    per_page,
    rich,
    setting,
    spoken,
    term_of,
    topic_of,
)
from backfile.ids import ArticleId, TopicId, UrlPath, numbered, topic_address, type_address
from backfile.notes import LinkTarget, plain_text
from backfile.views import Count, Frame, Ref, Rich
from backfile.views_lists import ArticlesView, CountsView

TYPES = UrlPath("types/")
TOPICS = UrlPath("topics/")
LATEST = UrlPath("latest/")


def frame(facts: Facts, title: str, address: UrlPath, *crumbs: Ref, description: str = "") -> Frame:
    """Return the head of a page in the site's own language."""
    return Frame(
        title=title,
        description=description or f"{title} · {setting(facts, 'title')}",
        address=address,
        lang=str(setting(facts, "lang")),
        crumbs=crumbs,
    )


def plainly(facts: Facts, source: str | None) -> str:
    """Return the words of any Markdown in one line, with the names of what it links to."""
    text = rich(facts, source)
    if text is None:
        return ""
    targets = {written: LinkTarget(None, there.text) for written, there in text.targets.items()}
    return plain_text(text.source, targets)


def articles_view(
    facts: Facts,
    heading: str,
    address: UrlPath,
    rows: tuple[ArticleId, ...],
    number: int,
    *crumbs: Ref,
    intro: Rich | None = None,
    parts: tuple[Count, ...] = (),
) -> ArticlesView:
    """Return page `number` of a list of articles."""
    size = per_page(facts)
    return ArticlesView(
        frame=frame(facts, heading, numbered(address, number), *crumbs),
        heading=heading,
        intro=intro if number == 1 else None,
        rows=tuple(article_row(facts, a) for a in part(rows, number, size)),
        parts=parts if number == 1 else (),
        step=step(address, number, pages_for(len(rows), size)),
    )


def latest_view(facts: Facts, number: int) -> ArticlesView:
    """Return page `number` of all articles, the newest first."""
    years = tuple(Count(year, f"{year}/", count) for year, count in year_counts(facts))
    rows = latest_articles(facts)
    return articles_view(facts, spoken(facts, "Latest"), LATEST, rows, number, parts=years)


@fact
def latest_articles(facts: Facts) -> tuple[ArticleId, ...]:
    """Return all articles, the newest first."""
    return newest_first(facts, all_articles(facts))


@fact
def latest_on(facts: Facts, topic: TopicId) -> tuple[ArticleId, ...]:
    """Return a topic's articles, the newest first."""
    return newest_first(facts, articles_on(facts, topic))


def newest_first(facts: Facts, rows: tuple[ArticleId, ...]) -> tuple[ArticleId, ...]:
    """Return articles the other way round; undated ones stay at the end."""
    dated = [a for a in rows if day_of_article(facts, a)]
    undated = [a for a in rows if not day_of_article(facts, a)]
    return (*dated[::-1], *undated)


def year_counts(facts: Facts) -> tuple[tuple[str, int], ...]:
    """Return the years of the archive with their number of articles."""
    counts: dict[str, int] = {}
    for month, count in months(facts):
        counts[month[:4]] = counts.get(month[:4], 0) + count
    return tuple(sorted(counts.items()))


def topic_view(facts: Facts, topic: TopicId, number: int) -> ArticlesView:
    """Return page `number` of a topic."""
    found = topic_of(facts, topic)
    rows = latest_on(facts, topic)
    return articles_view(
        facts,
        found.entry.label,
        topic_address(topic),
        rows,
        number,
        Ref(spoken(facts, "Topics"), TOPICS),
        intro=rich(facts, found.entry.description),
    )


def period_view(facts: Facts, period: str, number: int) -> ArticlesView:
    """Return page `number` of a year (`2023`) or a month (`2023-05`)."""
    year, _, month = period.partition("-")
    address = UrlPath(f"{year}/{month}/" if month else f"{year}/")
    parts = tuple(
        Count(m, f"{year}/{m[5:]}/", count)
        for m, count in months(facts)
        if not month and m[:4] == year and len(m) > 4
    )
    crumbs = (Ref(year, f"{year}/"),) if month else ()
    rows = articles_in(facts, period) if month else articles_of_year(facts, year)
    heading = date_in_words(period, str(setting(facts, "lang")))
    return articles_view(facts, heading, address, rows, number, *crumbs, parts=parts)


def articles_of_year(facts: Facts, year: str) -> tuple[ArticleId, ...]:
    """Return the articles that the list of a year shows.

    A tenth page would have the address of October: a year so full shows its first page only, and
    its months show the rest.
    """
    rows = articles_in(facts, year)
    size = per_page(facts)
    return rows if pages_for(len(rows), size) < 10 else rows[:size]


def topics_view(facts: Facts, number: int) -> CountsView:
    """Return page `number` of the topics."""
    rows = [
        Count(topic_of(facts, topic).entry.label, topic_address(topic), count)
        for topic, count in topics_in_use(facts)
    ]
    rows.sort(key=lambda row: (row.text.casefold(), row.address))
    return counts_view(facts, spoken(facts, "Topics"), TOPICS, tuple(rows), number)


def types_view(facts: Facts) -> CountsView:
    """Return the entity types."""
    rows = tuple(
        Count(term_of(facts, kind, plural=True), type_address(kind), count, kind)
        for kind, count in types_in_use(facts)
    )
    return counts_view(facts, spoken(facts, "Names"), TYPES, rows, 1)


def type_view(facts: Facts, kind: str, number: int) -> CountsView:
    """Return page `number` of the entities of a type, by name."""
    rows = tuple(
        Count(name, label(facts, entity).address or "", count, kind)
        for entity, name, count in entities_of_type(facts, kind)
    )
    return counts_view(
        facts,
        term_of(facts, kind, plural=True),
        type_address(kind),
        rows,
        number,
        Ref(spoken(facts, "Names"), TYPES),
    )


def counts_view(
    facts: Facts, heading: str, address: UrlPath, rows: tuple[Count, ...], number: int, *crumbs: Ref
) -> CountsView:
    """Return page `number` of a list of links with numbers."""
    size = per_page(facts) * 4
    return CountsView(
        frame=frame(facts, heading, numbered(address, number), *crumbs),
        heading=heading,
        intro=None,
        rows=part(rows, number, size),
        step=step(address, number, pages_for(len(rows), size)),
    )
