"""Makes the view of the first page."""

from backfile.facts import Facts, fact
from backfile.facts_entities import numbers_of_archive
from backfile.facts_lists import part, public_threads, quotations, topics_in_use
from backfile.facts_names import prominent
from backfile.facts_things import article_row, site_file, spoken, term_of, topic_of
from backfile.ids import ArticleId, UrlPath, page_address, topic_address
from backfile.view_claims import CLAIMS, QUOTATIONS
from backfile.view_lists import LATEST, TYPES, latest_articles, year_counts
from backfile.view_site import hand_pages
from backfile.view_threads import thread_row
from backfile.views import Count, Frame, Ref
from backfile.views_lists import HomeView

MOST_LATEST = 7
MOST_THREADS = 6
MOST_PROMINENT = 8
MOST_TOPICS = 24
LISTS: dict[str, str] = {
    "articles": LATEST,
    "entities": TYPES,
    "claims": CLAIMS,
}
"""Where the lists are that the numbers on the first page count."""


def home_view(facts: Facts) -> HomeView:
    """Return the first page."""
    site = site_file(facts)
    return HomeView(
        frame=Frame(
            title=site.title,
            description=site.description or site.tagline or site.title,
            address=UrlPath(""),
            lang=site.lang,
        ),
        latest=tuple(article_row(facts, article) for article in newest_articles(facts)),
        threads=tuple(thread_row(facts, t) for t in part(public_threads(facts), 1, MOST_THREADS)),
        prominent=prominent(facts, MOST_PROMINENT),
        years=tuple(Count(year, f"{year}/", count) for year, count in year_counts(facts)),
        topics=most_used_topics(facts),
        numbers=numbers_on_home(facts),
        pages=tuple(Ref(title, page_address(page), "page") for page, title, _ in hand_pages(facts)),
    )


@fact
def newest_articles(facts: Facts) -> tuple[ArticleId, ...]:
    """Return the newest articles."""
    return part(latest_articles(facts), 1, MOST_LATEST)


@fact
def most_used_topics(facts: Facts) -> tuple[Count, ...]:
    """Return the topics of most articles."""
    rows = sorted(topics_in_use(facts), key=lambda row: (-row[1], row[0]))[:MOST_TOPICS]
    return tuple(
        Count(topic_of(facts, topic).entry.label, topic_address(topic), count)
        for topic, count in rows
    )


@fact
def numbers_on_home(facts: Facts) -> tuple[Count, ...]:
    """Return how much the archive holds, each number with its list where there is one."""
    found = dict(numbers_of_archive(facts))
    rows = [
        Count(term_of(facts, name), LISTS.get(name, ""), found[name])
        for name in ("articles", "entities", "mentions", "annotations", "claims")
    ]
    rows.append(Count(spoken(facts, "Quotations"), QUOTATIONS, len(quotations(facts))))
    return tuple(row for row in rows if row.count)
