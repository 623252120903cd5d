"""Makes the views of lists: topics, types, years, months, the latest."""

from backfile.date_words import date_in_words
from backfile.facts import Facts, fact
from backfile.facts_lists import (
    all_articles,
    articles_in,
    articles_on,
    day_of_article,
    months,
    pages_for,
    part,
    step,
)
from backfile.facts_names import (
    by_letter,
    entities_page,
    entity_letters,
    prominent,
    topic_letters,
    topics_page,
)
from backfile.facts_things import (
    article_row,
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
MOST_PAGES = 9
"""A tenth page of a year would have the address of October."""
MOST_NAMED = 6


def frame(
    facts: Facts,
    title: str,
    address: UrlPath,
    *crumbs: Ref,
    description: str = "",
    number: int = 1,
) -> Frame:
    """Return the head of a page in the site's own language; `number` is that of its list."""
    title = title if number == 1 else f"{title} ({number})"
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
    elsewhere: int = 0,
) -> ArticlesView:
    """Return page `number` of a list of articles."""
    size = per_page(facts)
    return ArticlesView(
        frame=frame(facts, heading, numbered(address, number), *crumbs, number=number),
        heading=heading,
        intro=intro if number == 1 else None,
        rows=tuple(article_row(facts, a) for a in part(rows, number, size)),
        parts=parts if number == 1 else (),
        step=step(address, number, pages_for(len(rows), size)),
        elsewhere=elsewhere if number == 1 else 0,
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
    crumbs: tuple[Ref, ...] = (Ref(spoken(facts, "Latest"), LATEST),)
    if month:
        crumbs = (*crumbs, Ref(year, f"{year}/"))
    rows = articles_in(facts, period) if month else articles_of_year(facts, year)
    elsewhere = 0 if month else len(articles_in(facts, year)) - len(rows)
    heading = date_in_words(period, str(setting(facts, "lang")))
    return articles_view(
        facts, heading, address, rows, number, *crumbs, parts=parts, elsewhere=elsewhere
    )


@fact
def articles_of_year(facts: Facts, year: str) -> tuple[ArticleId, ...]:
    """Return the articles that the list of a year shows.

    A tenth page would have the address of October: of a year so full the list has the articles
    whose month is not known, and the lists of its months have the rest.
    """
    rows, size = articles_in(facts, year), per_page(facts)
    if pages_for(len(rows), size) <= MOST_PAGES:
        return rows
    in_months = {
        article
        for month, _ in months(facts)
        if len(month) > 4 and month[:4] == year
        for article in articles_in(facts, month)
    }
    return tuple(row for row in rows if row not in in_months)[: size * MOST_PAGES]


def topics_view(facts: Facts, number: int) -> CountsView:
    """Return page `number` of the topics."""
    rows, pages = topics_page(facts, number)
    letters = topic_letters(facts)
    return counts_view(facts, spoken(facts, "Topics"), TOPICS, rows, letters, number, pages)


def types_view(facts: Facts) -> CountsView:
    """Return the entity types, each with those of its entities that are mentioned most."""
    heading = spoken(facts, "Names")
    return CountsView(
        frame=frame(facts, heading, TYPES),
        heading=heading,
        intro=None,
        rows=(),
        groups=prominent(facts, MOST_NAMED),
        step=step(TYPES, 1, 1),
    )


def type_view(facts: Facts, kind: str, number: int) -> CountsView:
    """Return page `number` of the entities of a type, by name."""
    heading, crumb = term_of(facts, kind, plural=True), Ref(spoken(facts, "Names"), TYPES)
    rows, pages = entities_page(facts, kind, number)
    letters = entity_letters(facts, kind)
    return counts_view(facts, heading, type_address(kind), rows, letters, number, pages, crumb)


def counts_view(
    facts: Facts,
    heading: str,
    address: UrlPath,
    rows: tuple[Count, ...],
    letters: tuple[Ref, ...],
    number: int,
    pages: int,
    *crumbs: Ref,
) -> CountsView:
    """Return page `number` of a list of links with numbers, in groups where it has letters."""
    return CountsView(
        frame=frame(facts, heading, numbered(address, number), *crumbs, number=number),
        heading=heading,
        intro=None,
        rows=() if letters else rows,
        groups=by_letter(rows) if letters else (),
        letters=letters,
        step=step(address, number, pages),
    )
