"""Makes the views of the pages a site has once: home, search, data, corrections, gaps, 404,
redirects.
"""

from urllib.parse import urlsplit

from backfile.archive import HandPage, Redirect
from backfile.directions import direction_of
from backfile.dump_columns import FILES, RELEASE_FILES
from backfile.facts import Facts, fact
from backfile.facts_corrections import corrections_written, gaps_found, remarks_of_correction
from backfile.facts_entities import entities_of_type, numbers_of_archive, types_in_use
from backfile.facts_lists import pages_for, part, public_threads, step, topics_in_use
from backfile.facts_things import (
    article_row,
    label,
    per_page,
    rich,
    setting,
    site_file,
    spoken,
    term_of,
    topic_of,
    wikilink_target,
)
from backfile.ids import UrlPath, numbered, page_address, topic_address, type_address
from backfile.view_lists import LATEST, TOPICS, TYPES, frame, latest_articles, year_counts
from backfile.view_remarks import remark_view
from backfile.view_threads import thread_row
from backfile.views import Count, Frame, Ref, SiteView
from backfile.views_lists import (
    CorrectionRow,
    CorrectionsView,
    DataFile,
    DataView,
    GapGroup,
    GapsView,
    HomeView,
    MissingView,
    RedirectView,
    SearchView,
)

MOST_LATEST = 10
MOST_PROMINENT = 8
MOST_TOPICS = 24
DATA = UrlPath("data/")
CORRECTIONS = UrlPath("corrections/")
GAPS = UrlPath("gaps/")
SEARCH = UrlPath("search/")


@fact
def site_view(facts: Facts) -> SiteView:
    """Return what every page shows of the site."""
    site = site_file(facts)
    nav = tuple(nav_ref(facts, entry.text, entry.to) for entry in site.nav)
    nav = nav or default_nav(facts)
    named = {ref.address for ref in nav}
    pages = [Ref(p.front.title, page_address(p.id), "page") for p in pages_in_order(facts)]
    return SiteView(
        title=site.title,
        tagline=site.tagline or "",
        description=site.description or "",
        url=f"{site.url.rstrip('/')}/" if site.url else "",
        lang=site.lang,
        dir=direction_of(site.lang),
        licence=site.licence or "",
        contact=site.contact or "",
        repository=site.repository or "",
        nav=nav,
        footer=tuple(ref for ref in pages if ref.address not in named),
        has_search=site.search,
        has_feeds=site.feeds and bool(site.url),
        accent=site.look.accent or "",
        logo=site.look.logo or "",
        preview=facts.archive.preview,
    )


def nav_ref(facts: Facts, text: str, to: str) -> Ref:
    """Return an entry of the navigation; `to` is an id, a path, or an address elsewhere."""
    if to.startswith(("http://", "https://")):
        return Ref(text, to, "elsewhere")
    if "/" in to:
        return Ref(text, to.lstrip("/"))
    target = wikilink_target(facts, to, text)
    if target.address is None and to in facts.archive.topics:
        return Ref(text, topic_address(topic_of(facts, to).id))  # type: ignore[arg-type]
    return Ref(text, target.address if target.address is not None else f"{to}/")


def default_nav(facts: Facts) -> tuple[Ref, ...]:
    """Return the navigation of a site that names none: its lists, and pages that ask for it."""
    archive = facts.archive
    refs = [Ref(spoken(facts, "Latest"), LATEST)]
    if public_threads(facts):
        refs.append(Ref(spoken(facts, "Threads"), "threads/"))
    if types_in_use(facts):
        refs.append(Ref(spoken(facts, "Names"), TYPES))
    if topics_in_use(facts):
        refs.append(Ref(spoken(facts, "Topics"), TOPICS))
    if archive.claims:
        refs.append(Ref(spoken(facts, "Claims"), "claims/"))
    if archive.moments:
        refs.append(Ref(spoken(facts, "Timeline"), "timeline/"))
    for page in pages_in_order(facts):
        nav = page.front.nav or "false"
        if nav.lower() not in ("false", "no"):
            text = page.front.title if nav.lower() in ("true", "yes") else nav
            refs.append(Ref(text, page_address(page.id), "page"))
    return tuple(refs)


def pages_in_order(facts: Facts) -> list[HandPage]:
    """Return the hand-written pages by their `order`, then by title."""
    return sorted(
        facts.archive.pages.values(),
        key=lambda p: (p.front.order if p.front.order is not None else 1000, p.front.title, p.id),
    )


def home_view(facts: Facts) -> HomeView:
    """Return the first page."""
    site = site_file(facts)
    types = types_in_use(facts)
    prominent = []
    for kind, _ in types:
        rows = sorted(entities_of_type(facts, kind), key=lambda row: (-row[2], row[1]))
        counts = tuple(
            Count(name, label(facts, entity).address or "", count, kind)
            for entity, name, count in rows[:MOST_PROMINENT]
            if count
        )
        if counts:
            prominent.append((kind, counts))
    topics = sorted(topics_in_use(facts), key=lambda row: (-row[1], row[0]))[:MOST_TOPICS]
    return HomeView(
        frame=Frame(
            title=site.title,
            description=site.description or site.tagline or site.title,
            address=UrlPath(""),
            lang=site.lang,
        ),
        latest=tuple(article_row(facts, a) for a in part(latest_articles(facts), 1, MOST_LATEST)),
        threads=tuple(thread_row(facts, t) for t in part(public_threads(facts), 1, MOST_LATEST)),
        types=tuple(
            Count(term_of(facts, kind, plural=True), type_address(kind), count, kind)
            for kind, count in types
        ),
        prominent=tuple(prominent),
        years=tuple(Count(year, f"{year}/", count) for year, count in year_counts(facts)),
        topics=tuple(
            Count(topic_of(facts, t).entry.label, topic_address(t), count) for t, count in topics
        ),
        numbers=numbers_of_archive(facts),
        pages=site_view(facts).footer,
    )


def corrections_view(facts: Facts, number: int) -> CorrectionsView:
    """Return page `number` of the record of corrections and retractions, the newest first."""
    rows = [
        CorrectionRow(
            on=entry.on,
            kind="correction",
            text=rich(facts, entry.text),
            about=tuple(anything(facts, ident) for ident in entry.about),
            remark=None,
        )
        for entry in corrections_written(facts)
    ]
    for kind, remark in remarks_of_correction(facts):
        view = remark_view(facts, remark, elsewhere=True)
        rows.append(
            CorrectionRow(on=view.updated or view.on, kind=kind, text=None, about=(), remark=view)
        )
    heading = spoken(facts, "Corrections")
    rows.sort(key=lambda row: row.on, reverse=True)
    size = per_page(facts)
    return CorrectionsView(
        frame=frame(facts, heading, numbered(CORRECTIONS, number)),
        rows=part(rows, number, size),
        step=step(CORRECTIONS, number, pages_for(len(rows), size)),
    )


def anything(facts: Facts, ident: str) -> Ref:
    """Return a link to whatever has this id."""
    target = wikilink_target(facts, ident, "")
    return Ref(target.text, target.address)


def gaps_view(facts: Facts, number: int) -> GapsView:
    """Return page `number` of what the archive itself knows is missing."""
    size, gaps = per_page(facts), gaps_found(facts)
    longest = max(len(rows) for _, rows in gaps)
    return GapsView(
        frame=frame(facts, spoken(facts, "What is missing"), numbered(GAPS, number)),
        groups=tuple(
            GapGroup(kind=kind, rows=here, count=len(rows))
            for kind, rows in gaps
            if (here := part(rows, number, size))
        ),
        step=step(GAPS, number, pages_for(longest, size)),
    )


def data_view(facts: Facts, names: tuple[str, ...]) -> DataView:
    """Return the page that describes the dumps of this build."""
    known = {**FILES, **RELEASE_FILES}
    return DataView(
        frame=frame(facts, spoken(facts, "Data"), DATA),
        files=tuple(
            DataFile(
                name=name,
                address=f"data/{name}",
                what=spoken(facts, known[name].what),
                columns=known[name].columns,
            )
            for name in names
        ),
    )


def search_view(facts: Facts) -> SearchView:
    """Return the search page."""
    return SearchView(
        frame=frame(facts, spoken(facts, "Search"), SEARCH),
        lists=default_nav(facts),
    )


def redirect_view(facts: Facts, redirect: Redirect) -> RedirectView:
    """Return the page at an old address."""
    return RedirectView(
        frame=Frame(
            title=redirect.title,
            description=redirect.title,
            address=redirect.old,
            lang=str(setting(facts, "lang")),
            indexed=False,
        ),
        to=redirect.new,
        title=redirect.title,
    )


def missing_view(facts: Facts) -> MissingView:
    """Return the page for addresses that do not exist; it is served at any depth."""
    url = str(setting(facts, "url") or "")
    base = f"{urlsplit(url).path.rstrip('/')}/" if url else "/"
    title = spoken(facts, "Page not found")
    return MissingView(
        frame=Frame(
            title=title,
            description=title,
            address=UrlPath("404.html"),
            lang=str(setting(facts, "lang")),
            indexed=False,
        ),
        base=base,
    )
