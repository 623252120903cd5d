"""Files for machines: feed, sitemap, robots.txt, the description of the search for browsers."""

from collections.abc import Iterator
from html import escape

from backfile.facts import Facts
from backfile.facts_lists import all_articles, part
from backfile.facts_things import article_row, setting, site_file, spoken
from backfile.markup import UNSHOWABLE
from backfile.view_lists import latest_articles, plainly

MOST_IN_FEED = 50
SEARCH_NS = "http://a9.com/-/spec/opensearch/1.1/"


def machine_files(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield the path and the kind of each file for machines; most need the site's address."""
    yield "robots.txt", "robots"
    yield ".nojekyll", "nojekyll"
    if setting(facts, "url"):
        yield "sitemap.xml", "sitemap"
        if setting(facts, "feeds"):
            yield "feed.xml", "feed"
        if setting(facts, "search"):
            yield "opensearch.xml", "opensearch"


def site_url(facts: Facts) -> str:
    """Return the site's address, ending in a slash."""
    return f"{str(setting(facts, 'url') or '').rstrip('/')}/"


def xml(text: str) -> str:
    """Return `text` for XML; signs that XML does not know are left out."""
    return escape(UNSHOWABLE.sub("", text))


def robots(facts: Facts) -> bytes:
    """Return robots.txt: everything may be read; the sitemap is named."""
    lines = ["User-agent: *", "Allow: /"]
    if setting(facts, "url"):
        lines += ["", f"Sitemap: {site_url(facts)}sitemap.xml"]
    return ("\n".join(lines) + "\n").encode()


def sitemap(facts: Facts, addresses: Iterator[str]) -> bytes:
    """Return the sitemap of the pages at `addresses`, which are relative to the site's root."""
    base = site_url(facts)
    rows = "\n".join(f"<url><loc>{xml(base + address)}</loc></url>" for address in addresses)
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    kind = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    return f"{head}<urlset {kind}>\n{rows}\n</urlset>\n".encode()


def feed(facts: Facts) -> bytes:
    """Return the Atom feed of the newest articles; the text itself is not in it."""
    site, base = site_file(facts), site_url(facts)
    entries = []
    for ident in part(latest_articles(facts), 1, MOST_IN_FEED):
        row = article_row(facts, ident)
        if not row.day:
            continue
        summary = plainly(facts, row.summary)
        author = row.publisher.text if row.publisher else site.title
        entries.append(
            f"<entry><title>{xml(row.title)}</title>"
            f'<link href="{xml(base + row.address)}"/><id>{xml(base + row.address)}</id>'
            f"<updated>{row.day}T00:00:00Z</updated>"
            f"<author><name>{xml(author)}</name></author>"
            + (f"<summary>{xml(summary)}</summary>" if summary else "")
            + "</entry>"
        )
    newest = next(
        (r.day for i in all_articles(facts)[::-1] if (r := article_row(facts, i)).day), ""
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{xml(site.lang)}">\n'
        f"<title>{xml(site.title)}</title>"
        f'<link href="{xml(base)}"/><link rel="self" href="{xml(base)}feed.xml"/>'
        f"<id>{xml(base)}</id><updated>{newest or '1970-01-01'}T00:00:00Z</updated>"
        f"<author><name>{xml(site.title)}</name></author>\n" + "\n".join(entries) + "\n</feed>\n"
    ).encode()


def opensearch(facts: Facts) -> bytes:
    """Return the description of the site's search, by which browsers offer it."""
    site, base = site_file(facts), site_url(facts)
    about = spoken(facts, "Search this archive")
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<OpenSearchDescription xmlns="{SEARCH_NS}">'
        f"<ShortName>{xml(site.title[:16])}</ShortName><Description>{xml(about)}</Description>"
        "<InputEncoding>UTF-8</InputEncoding>"
        f'<Url type="text/html" template="{xml(base)}search/?q={{searchTerms}}"/>'
        "</OpenSearchDescription>\n"
    ).encode()
