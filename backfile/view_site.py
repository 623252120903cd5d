"""Makes the views of the pages a site has once: search, data, corrections, gaps, 404,
redirects.
"""

from urllib.parse import urlsplit

from backfile.archive import Redirect
from backfile.directions import direction_of
from backfile.dump_columns import FILES, RELEASE_FILES
from backfile.facts import Facts, fact
from backfile.facts_corrections import corrections_written, gaps_found, remarks_of_correction
from backfile.facts_entities import types_in_use
from backfile.facts_lists import (
    pages_for,
    part,
    public_claims,
    public_threads,
    step,
    timeline_years,
    topics_in_use,
)
from backfile.facts_things import (
    is_preview,
    per_page,
    rich,
    setting,
    site_file,
    spoken,
    topic_of,
    wikilink_target,
)
from backfile.ids import PageId, TopicId, UrlPath, numbered, page_address, topic_address
from backfile.view_lists import LATEST, TOPICS, TYPES, frame
from backfile.view_remarks import remark_view
from backfile.views import Frame, Ref, SiteView
from backfile.views_lists import (
    CorrectionRow,
    CorrectionsView,
    DataFile,
    DataView,
    GapGroup,
    GapsView,
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
    pages = [Ref(title, page_address(page), "page") for page, title, _ in hand_pages(facts)]
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
        preview=is_preview(facts),
    )


@fact
def is_topic(facts: Facts, ident: str) -> bool:
    """Tell whether there is a topic of this id."""
    return ident in facts.archive.topics


def nav_ref(facts: Facts, text: str, to: str) -> Ref:
    """Return an entry of the navigation; `to` is an id, a path, or an address elsewhere."""
    if to.startswith(("http://", "https://")):
        return Ref(text, to, "elsewhere")
    if "/" in to:
        return Ref(text, to.lstrip("/"))
    target = wikilink_target(facts, to, text)
    if target.address is None and is_topic(facts, to):
        return Ref(text, topic_address(topic_of(facts, TopicId(to)).id))
    return Ref(text, target.address if target.address is not None else f"{to}/")


@fact
def default_nav(facts: Facts) -> tuple[Ref, ...]:
    """Return the navigation of a site that names none: its lists, and pages that ask for it."""
    lists = (
        ("Latest", LATEST, True),
        ("Threads", "threads/", bool(public_threads(facts))),
        ("Names", TYPES, bool(types_in_use(facts))),
        ("Topics", TOPICS, bool(topics_in_use(facts))),
        ("Claims", "claims/", bool(public_claims(facts))),
        ("Timeline", "timeline/", bool(timeline_years(facts))),
    )
    refs = [Ref(spoken(facts, name), address) for name, address, there in lists if there]
    for page, title, nav in hand_pages(facts):
        if nav.lower() not in ("false", "no"):
            text = title if nav.lower() in ("true", "yes") else nav
            refs.append(Ref(text, page_address(page), "page"))
    return tuple(refs)


@fact
def hand_pages(facts: Facts) -> tuple[tuple[PageId, str, str], ...]:
    """Return id, title and `nav` of the hand-written pages, by their `order`, then by title."""
    pages = sorted(
        facts.archive.pages.values(),
        key=lambda p: (p.front.order if p.front.order is not None else 1000, p.front.title, p.id),
    )
    return tuple((page.id, page.front.title, page.front.nav or "false") for page in pages)


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
        frame=frame(facts, heading, numbered(CORRECTIONS, number), number=number),
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
        frame=frame(facts, spoken(facts, "What is missing"), numbered(GAPS, number), number=number),
        groups=tuple(
            GapGroup(kind=kind, rows=tuple(with_key(*row) for row in here), count=len(rows))
            for kind, rows in gaps
            if (here := part(rows, number, size))
        ),
        step=step(GAPS, number, pages_for(longest, size)),
    )


def with_key(what: Ref, file: str) -> tuple[Ref, str]:
    """Return what is missing something and its file, with its key where the file has many things:
    `content/entities/people.yaml: mao-ning`.
    """
    folder, _, ident = (what.address or "").rstrip("/").partition("/")
    if folder not in ("entities", "claims"):
        return what, file
    return what, f"{file}: {ident.rpartition('--')[2]}"


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
                columns=tuple((key, spoken(facts, is_)) for key, is_ in known[name].columns),
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
