"""The plan: every output file the site has, with the function that makes its view and the template
that shows it.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from backfile.dump_columns import FILES, RELEASE_FILES
from backfile.facts import Facts
from backfile.facts_corrections import corrections_written, gaps_found, remarks_of_correction
from backfile.facts_entities import entities_of_type, longest_list, types_in_use
from backfile.facts_lists import (
    all_articles,
    articles_in,
    articles_on,
    ledger,
    members_of,
    months,
    pages_for,
    public_claims,
    public_threads,
    quotations,
    timeline_years,
    topics_in_use,
)
from backfile.facts_things import per_page, setting, site_file
from backfile.ids import (
    OutputPath,
    UrlPath,
    article_address,
    claim_address,
    entity_address,
    numbered,
    output_path,
    page_address,
    thread_address,
    topic_address,
    type_address,
)
from backfile.plan_machines import machine_files
from backfile.problems import Problem
from backfile.view_article import article_view, tombstone_view
from backfile.view_claims import CLAIMS, QUOTATIONS, claim_view, claims_view, quotations_view
from backfile.view_entity import entity_view
from backfile.view_home import home_view
from backfile.view_lists import (
    LATEST,
    TOPICS,
    TYPES,
    articles_of_year,
    latest_view,
    period_view,
    topic_view,
    topics_view,
    type_view,
    types_view,
    year_counts,
)
from backfile.view_provenance import has_text_file
from backfile.view_site import (
    CORRECTIONS,
    DATA,
    GAPS,
    SEARCH,
    corrections_view,
    data_view,
    gaps_view,
    missing_view,
    nav_ref,
    redirect_view,
    search_view,
)
from backfile.view_threads import (
    THREADS,
    TIMELINE,
    text_view,
    thread_view,
    threads_view,
    timeline_view,
)
from backfile.view_tombstones import registered_tombstone
from backfile.views_pages import PageView

Args: TypeAlias = tuple[object, ...]


class Page(NamedTuple):
    """One output file: `kind` is a key of `VIEWS` for a page, else of the makers of plain files."""

    path: OutputPath
    kind: str
    args: Args = ()


class View(NamedTuple):
    """How a kind of page is made."""

    make: Callable[..., PageView]
    template: str


VIEWS: dict[str, View] = {
    "article": View(article_view, "article.html"),
    "tombstone": View(tombstone_view, "tombstone.html"),
    "registered-tombstone": View(registered_tombstone, "tombstone.html"),
    "entity": View(entity_view, "entity.html"),
    "claim": View(claim_view, "claim.html"),
    "claims": View(claims_view, "claims.html"),
    "quotations": View(quotations_view, "remarks.html"),
    "thread": View(thread_view, "thread.html"),
    "threads": View(threads_view, "threads.html"),
    "topic": View(topic_view, "articles.html"),
    "topics": View(topics_view, "counts.html"),
    "types": View(types_view, "counts.html"),
    "type": View(type_view, "counts.html"),
    "latest": View(latest_view, "articles.html"),
    "period": View(period_view, "articles.html"),
    "timeline": View(timeline_view, "timeline.html"),
    "text": View(text_view, "text.html"),
    "home": View(home_view, "home.html"),
    "corrections": View(corrections_view, "corrections.html"),
    "gaps": View(gaps_view, "gaps.html"),
    "data": View(data_view, "data.html"),
    "search": View(search_view, "search.html"),
    "redirect": View(redirect_view, "redirect.html"),
    "missing": View(missing_view, "404.html"),
}
"""Every kind of page with its view and its template."""


def plan_site(facts: Facts, *, release: bool = False) -> tuple[Page, ...]:
    """Return every output file of the site but assets and search bundles, sorted by path.

    With `release` the larger files of /data/ are among them.
    """
    pages = [
        page("", "home"),
        *plan_articles(facts),
        *plan_entities(facts),
        *plan_claims(facts),
        *plan_threads(facts),
        *plan_lists(facts),
        *plan_pages(facts),
        *plan_data(release=release),
        *plan_redirects(facts),
        *(Page(OutputPath(path), kind) for path, kind in machine_files(facts)),
    ]
    return tuple(sorted(pages, key=lambda p: p.path))


def page(address: str, kind: str, *args: object) -> Page:
    """Return the page at an address."""
    return Page(output_path(UrlPath(address)), kind, args)


def list_pages(address: str, kind: str, entries: int, size: int, *args: object) -> Iterator[Page]:
    """Yield the pages of a list: `…/`, `…/2/` and so on; the number is the last argument."""
    for number in range(1, pages_for(entries, size) + 1):
        yield page(numbered(UrlPath(address), number), kind, *args, number)


def plan_articles(facts: Facts) -> Iterator[Page]:
    """Yield articles, tombstones and the seeds beside them."""
    for article in facts.archive.articles.values():
        address = article_address(article.card.slug)
        gone = article.placeholder or article.card.status == "withdrawn"
        yield page(address, "tombstone" if gone else "article", article.id)
        if not gone and has_text_file(article):
            yield Page(OutputPath(f"{address}text.txt"), "seed", (article.id,))
        if not gone and setting(facts, "annotations_jsonld"):
            yield Page(OutputPath(f"{address}annotations.jsonld"), "annotations", (article.id,))


def plan_entities(facts: Facts) -> Iterator[Page]:
    """Yield the pages of entities, and the lists by type."""
    size = per_page(facts)
    for entity in facts.archive.entities.values():
        if entity.entry.status == "withdrawn":
            yield page(entity_address(entity.id), "registered-tombstone", "entity", entity.id)
        elif not entity.entry.private and (
            entity.entry.status == "published" or facts.archive.preview
        ):
            address = entity_address(entity.id)
            yield from list_pages(
                address, "entity", longest_list(facts, entity.id), size, entity.id
            )
    yield page(TYPES, "types")
    for kind, _ in types_in_use(facts):
        count = len(entities_of_type(facts, kind))
        yield from list_pages(type_address(kind), "type", count, size * 4, kind)


def plan_claims(facts: Facts) -> Iterator[Page]:
    """Yield the pages of claims, their list, and the quotations."""
    size = per_page(facts)
    for claim in facts.archive.claims.values():
        if claim.entry.status == "withdrawn":
            yield page(claim_address(claim.id), "registered-tombstone", "claim", claim.id)
    for ident in public_claims(facts):
        passages = len(ledger(facts, ident))
        yield from list_pages(claim_address(ident), "claim", passages, size, ident)
    yield from list_pages(CLAIMS, "claims", len(public_claims(facts)), size)
    yield from list_pages(QUOTATIONS, "quotations", len(quotations(facts)), size)


def plan_threads(facts: Facts) -> Iterator[Page]:
    """Yield the pages of threads and their list, and the timeline by year."""
    size = per_page(facts)
    for thread in facts.archive.threads.values():
        if thread.front.status == "withdrawn":
            yield page(thread_address(thread.id), "registered-tombstone", "thread", thread.id)
    for ident in public_threads(facts):
        members = len(members_of(facts, ident))
        yield from list_pages(thread_address(ident), "thread", members, size, ident)
    yield from list_pages(THREADS, "threads", len(public_threads(facts)), size)
    yield page(TIMELINE, "timeline", "")
    for year, _ in timeline_years(facts):
        yield page(f"timeline/{year}/", "timeline", year)


def plan_lists(facts: Facts) -> Iterator[Page]:
    """Yield the lists of articles: the latest, topics, years and months."""
    size = per_page(facts)
    yield from list_pages(LATEST, "latest", len(all_articles(facts)), size)
    yield from list_pages(TOPICS, "topics", len(topics_in_use(facts)), size * 4)
    for topic, _ in topics_in_use(facts):
        count = len(articles_on(facts, topic))
        yield from list_pages(topic_address(topic), "topic", count, size, topic)
    for year, _ in year_counts(facts):
        shown = len(articles_of_year(facts, year))
        yield from list_pages(f"{year}/", "period", shown, size, year)
    for month, _ in months(facts):
        if len(month) > 4:
            address = f"{month[:4]}/{month[5:]}/"
            yield from list_pages(address, "period", len(articles_in(facts, month)), size, month)


def plan_pages(facts: Facts) -> Iterator[Page]:
    """Yield the pages a site has once, and the hand-written ones."""
    entries = len(corrections_written(facts)) + len(remarks_of_correction(facts))
    yield from list_pages(CORRECTIONS, "corrections", entries, per_page(facts))
    if setting(facts, "search"):
        yield page(SEARCH, "search")
        yield Page(OutputPath("search/names.json"), "names")
    if facts.archive.preview or setting(facts, "gaps") == "public":
        longest = max(len(rows) for _, rows in gaps_found(facts))
        yield from list_pages(GAPS, "gaps", longest, per_page(facts))
    for ident in facts.archive.pages:
        yield page(page_address(ident), "text", ident)
    yield Page(OutputPath("404.html"), "missing")


def plan_redirects(facts: Facts) -> Iterator[Page]:
    """Yield the pages at old addresses."""
    for redirect in facts.archive.redirects:
        yield page(redirect.old, "redirect", redirect)


def plan_data(*, release: bool) -> Iterator[Page]:
    """Yield the files of /data/ and the page that describes them."""
    added = tuple(RELEASE_FILES) if release else ()
    yield page(DATA, "data", (*FILES, *added))
    for name in FILES:
        yield Page(OutputPath(f"data/{name}"), "dump", (name,))
    for name in added:
        yield Page(OutputPath(f"data/{name}"), "release", (name,))


def nav_to_nowhere(pages: Iterable[Page], facts: Facts) -> list[Problem]:
    """Report entries of the navigation whose id nothing has; paths may lead to other files."""
    planned = {page.path for page in pages}
    site = site_file(facts)
    return [
        Problem(
            code="unknown-id",
            message=f"there is nothing with the id `{entry.to}`",
            path="site.yaml",
            keys=("nav", number, "to"),
            hint="write the id of a page, thread, topic …, or a path such as `/timeline/`",
        )
        for number, entry in enumerate(site.nav)
        if "/" not in entry.to
        and f"{nav_ref(facts, entry.text, entry.to).address}index.html" not in planned
    ]
