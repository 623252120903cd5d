"""Pages to explore by: entities, claims, the timeline, threads, lists, the first page."""

import ast
import gzip
import re
from pathlib import Path

import html5lib
import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import serving
from tests.every_kind import every_kind
from tests.odd_archives import ONE_SEED
from tests.sites import Site

ROOT = Path(__file__).parent.parent
SCRIPTS = ("concordance.js", "timeline.js")
VIEWS = ("view_claims", "view_entity", "view_home", "view_lists", "view_site", "view_threads")


@pytest.fixture(scope="module")
def valley(tmp_path_factory) -> Site:
    """Return the archive that has every kind of page, built."""
    site = every_kind(tmp_path_factory.mktemp("valley"))
    assert not site.built.stopped
    return site


def links(html: str, pattern: str) -> list[tuple[str, str]]:
    """Return address and words of the links whose address fits a pattern."""
    return re.findall(rf'<a [^>]*href="({pattern})"[^>]*>([^<]*)</a>', html)


def section(html: str, ident: str) -> str:
    """Return the section whose heading has an id."""
    return re.split(r"<section|<figure|</article>", html.split(f'id="{ident}"')[1])[0]


def text_of(html: str) -> str:
    """Return the words of a page."""
    return " ".join("".join(html5lib.parse(html, namespaceHTMLElements=False).itertext()).split())


def dated(count: int, dates: list[str], per_page: int = 50) -> dict[str, str]:
    """Return an archive of `count` articles that name Osk, with dates in turn."""
    files = {
        "site.yaml": f"title: T\nper_page: {per_page}\n",
        "content/entities/all.yaml": "entities: {osk: {type: place, name: Osk}}\n",
    }
    for n in range(count):
        files[f"seeds/a{n}.txt"] = f"Article {n}\n\nWater came to Osk, {n}.\n"
        files[f"content/articles/a{n}.yaml"] = f"published: {dates[n % len(dates)]}\n"
    return files


# Entities


def test_an_entity_page_says_what_it_has_and_where(valley):
    html = valley.page("entities/osk/")
    nav = html.split('<nav class="contents"')[1].split("</nav>")[0]
    for fragment, _ in links(nav, "#h-[a-z]+"):
        assert f'id="{fragment[1:]}"' in html


def test_mentions_over_time_are_drawn_and_told(valley):
    html = valley.page("entities/osk/")
    chart = (
        section(html, "h-years") + html.split('<figure class="over-time"')[1].split("</figure>")[0]
    )
    assert "<title" in chart
    assert "<desc" in chart
    told = dict(re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a></th><td>([^<]*)</td>', chart))
    mentions = int(re.findall(r"(\d+) mentions", html)[0])
    assert sum(map(int, told.values())) == mentions


def test_mentions_of_a_few_months_are_counted_by_month(tmp_path):
    site = Site(tmp_path, dated(6, ["2023-05-01", "2023-06-01", "2024-01-07"]))
    chart = site.page("entities/osk/").split('<figure class="over-time"')[1].split("</figure>")[0]
    rows = re.findall(r'<a href="([^"]*)">([^<]*)</a></th><td>(\d+)', chart)
    assert [(words, number) for _, words, number in rows] == [
        ("May 2023", "2"),
        ("June 2023", "2"),
        ("January 2024", "2"),
    ]
    assert rows[0][0].endswith("entities/osk/#y-2023")


def test_mentions_of_which_no_month_is_known_are_counted_by_year(tmp_path):
    site = Site(tmp_path, dated(4, ["2023", "2024-01-07"]))
    chart = site.page("entities/osk/").split('<figure class="over-time"')[1].split("</figure>")[0]
    assert re.findall(r"</a></th><td>(\d+)", chart) == ["2", "2"]
    assert re.findall(r'">(\d{4})</a></th>', chart) == ["2023", "2024"]


def test_the_network_says_what_the_table_proves(tmp_path):
    files = {
        "content/entities/all.yaml": "entities:\n"
        + "".join(f"  p{n}: {{type: person, name: Person{n}}}\n" for n in range(25)),
    }
    for n in range(1, 25):
        files[f"seeds/a{n}.txt"] = (
            f"Article {n}\n\nPerson0 met Person{n} and Person{n % 24 + 1}.\n\nPerson0 left.\n"
        )
    html = Site(tmp_path, files).page("entities/p0/")
    picture = html.split('<figure class="company"')[1].split("</figure>")[0]
    table = section(html, "h-together")
    shown = re.findall(r'<a data-type="person" href="([^"]*)">', picture)
    assert len(shown) == 20
    assert shown == re.findall(r'<th scope="row"><a href="([^"]*)"', table)
    assert 'class="tie"' in picture
    assert all(row.count("<q") <= 3 for row in table.split("<tr>")[1:])
    assert "Person0 met" in text_of(table)


def test_every_mention_stands_by_date_and_leads_to_its_place(valley):
    pages = [valley.page("entities/osk/"), valley.page("entities/osk/2/")]
    days, count = [], 0
    for address, html in zip(("entities/osk", "entities/osk/2"), pages, strict=True):
        found = re.findall(
            r'<li data-mention data-article="([^"]*)"><a class="pilcrow" href="([^"#]*)#([^"]*)"',
            html,
        )
        count += len(found)
        for _, path, fragment in found:
            target = (valley.out / address / path / "index.html").resolve()
            assert f'id="{fragment}"' in target.read_text("utf-8")
        days += re.findall(r'<h3 class="year"(?: id="y-(\d+)")?', html)
    assert count > 5
    assert sorted(filter(None, days)) == list(filter(None, days))


def test_what_every_edit_changes_stands_on_the_first_page_only(valley):
    html = valley.page("entities/osk/2/")
    assert re.search(r"\d+ mentions?\b", text_of(html)) is None
    assert "Page 2" in html
    assert " of 2" not in text_of(html)
    assert "<svg" not in html


def test_no_two_pages_of_a_list_have_the_same_title(valley):
    titles: dict[str, list[str]] = {}
    for page in sorted(valley.out.rglob("index.html")):
        html = page.read_text("utf-8")
        if 'http-equiv="refresh"' not in html and "data-tombstone" not in html:
            title = re.findall("<title>(.*?)</title>", html)[0]
            titles.setdefault(title, []).append(page.parent.relative_to(valley.out).as_posix())
    lists = ("latest", "entities", "quotations", "topics", "2021")
    twice = {t: pages for t, pages in titles.items() if len(pages) > 1}
    assert [p for pages in twice.values() for p in pages if p.startswith(lists)] == []


# Lists


def test_letters_lead_to_the_page_where_they_begin(tmp_path):
    names = [f"{letter}{n:02}" for letter in "ABÉZ" for n in range(40)]
    entities = "".join(f"  e{n}: {{type: place, name: {name}}}\n" for n, name in enumerate(names))
    site = Site(
        tmp_path,
        {
            "site.yaml": "title: T\nper_page: 10\n",
            "content/entities/all.yaml": f"entities:\n{entities}",
            **ONE_SEED,
        },
    )
    html = site.page("types/place/")
    nav = html.split('<nav class="jumps"')[1].split("</nav>")[0]
    found = links(nav, '[^"]*')
    assert [letter for _, letter in found] == ["A", "B", "E", "Z"]
    for address, letter in found:
        path, _, fragment = address.partition("#")
        page = (site.out / "types/place" / path / "index.html").resolve().read_text("utf-8")
        group = page.split(f'id="{fragment}">')[1].split("</section>")[0]
        assert group.startswith(letter)
        assert "00</a>" in group, "its first name stands there"
    assert "<h2 id=" in site.page("types/place/2/")


def test_quotations_have_years_to_jump_to(valley):
    html = valley.page("quotations/")
    nav = html.split('<nav class="jumps"')[1].split("</nav>")[0]
    found = links(nav, '[^"]*')
    assert [year for _, year in found] == ["2022", "2023"]
    assert all(f'id="{address.partition("#")[2]}"' in html for address, _ in found)


def test_a_short_list_has_no_letters(valley):
    assert '<nav class="jumps"' not in valley.page("types/person/")


def test_a_year_too_full_for_its_list_leads_to_its_months(tmp_path):
    site = Site(tmp_path, dated(12, ["2023-05-01", "2023-10-01", "2023"], per_page=1))
    html = site.page("2023/")
    assert "8 articles of this year are in the lists of their months" in text_of(html)
    assert "Of which the month is not known" in html
    assert not (site.out / "2023/9").exists()
    assert "Article" in site.page("2023/4/")
    assert [(site.out / f"2023/{month}/4").exists() for month in ("05", "10")] == [True, True]


def test_a_year_that_fits_has_all_its_articles(tmp_path):
    site = Site(tmp_path, dated(12, ["2023-05-01", "2023-10-01", "2023"]))
    assert site.page("2023/").count('class="row-title"') == 12


def test_names_begin_with_the_types_and_their_most_mentioned(valley):
    html = valley.page("types/")
    assert links(html, r"\.\./types/place/")
    assert 'href="../entities/osk/"' in html


# The first page


def test_the_first_page_says_what_there_is_and_where_to_start(valley):
    html = valley.page("")
    assert links(html, r"(?:\./)?about/")[-1][1] == "About this archive"
    numbers = html.split('<dl class="numbers">')[1].split("</dl>")[0]
    for address, _ in links(numbers, '[^"]*'):
        assert (valley.out / address / "index.html").is_file()
    assert re.findall(r'<a href="(?:\./)?(\d{4}/)"><title>', html) == ["2021/", "2022/", "2023/"]


def test_an_archive_of_one_seed_has_no_empty_parts(tmp_path):
    html = Site(tmp_path, ONE_SEED).page("")
    assert "<svg" not in html
    assert "h-prominent" not in html
    assert "The only text" in html


# Claims


def test_a_ledger_goes_by_the_day_of_the_words(tmp_path):
    files = {"content/claims/all.yaml": "claims: {wet: {text: It was wet.}}\n"}
    for n, said in enumerate(("2023-05-09", "2023-05-01", "2023-05-05")):
        files[f"seeds/a{n}.txt"] = f"Article {n}\n\nIt was wet, said a man.\n"
        files[f"content/articles/a{n}.yaml"] = (
            f"published: 2023-06-0{n + 1}\nannotations:\n"
            f"  - {{id: c, type: claim, at: It was wet, claim: wet, speaker: A man, said: {said}}}\n"
        )
    html = Site(tmp_path, files).page("claims/wet/")
    assert re.findall(r'<p class="when"><time datetime="([^"]*)"', html) == [
        *("2023-05-01", "2023-05-05", "2023-05-09"),
    ]


def test_the_editors_judgement_stands_apart_and_is_dated(valley):
    html = valley.page("claims/the-dam-failed/")
    judged = section(html, "h-assessed")
    assert 'data-rating="unverified"' in judged
    assert 'datetime="2023-06-02"' in judged
    assert 'data-stance="disputes"' in section(html, "h-ledger")
    assert "data-rating" not in section(html, "h-ledger")


def test_gaps_name_the_file_and_the_key_to_mend(valley):
    html = valley.page("gaps/")
    assert "<code>content/entities/all.yaml: other-ruiz</code>" in html
    assert "<code>content/articles/flood.yaml: own</code>" in html
    assert "<code>content/articles/brief-4.yaml</code>" in html


# Timeline and threads


def test_a_timeline_goes_by_month_and_keeps_doubt(valley):
    html = valley.page("timeline/2023/")
    assert re.findall(r'<h2 id="(m-[^"]*)"', html) == ["m-2023-05", "m-2023-06"]
    assert "about 20 May 2023" in text_of(html)
    for fragment, _ in re.findall(r'<a href="#(m-[^"]*)">(.)', html):
        assert f'id="{fragment}"' in html


def test_what_has_no_month_is_not_put_into_january(tmp_path):
    site = Site(tmp_path, dated(2, ["2023", "2023-01-05"]))
    html = site.page("timeline/2023/")
    assert re.findall(r'<h2 id="(m-[^"]*)"', html) == ["m-unknown", "m-2023-01"]
    unknown = html.split('id="m-unknown"')[1].split("</section>")[0]
    assert unknown.count("<li") == 1


def test_years_on_the_page_of_one_have_no_numbers(tmp_path):
    site = Site(tmp_path, dated(4, ["2021-01-05", "2023-01-05"]))
    nav = site.page("timeline/2023/").split('<nav class="jumps"')[1].split("</nav>")[0]
    assert links(nav, '[^"]*') == [
        ("../../timeline/2021/", "2021"),
        ("../../timeline/2023/", "2023"),
    ]
    assert "2 entries" in site.page("timeline/")


def test_a_thread_tells_each_moment_once_over_its_pages(tmp_path):
    files = dated(7, [f"2023-05-0{n}" for n in range(1, 8)], per_page=3)
    ids = ", ".join(f"a{n}" for n in range(7))
    files["content/threads/story.md"] = (
        f"---\ntitle: Story\narticles: [{ids}]\n"
        "timeline: [{when: 2023-04, what: Before}, {when: 2023-06, what: After}]\n---\nIt rained.\n"
    )
    site = Site(tmp_path, files)
    pages = [site.page(f"threads/story/{n}") for n in ("", "2/", "3/")]
    moments = [len(re.findall(r"<li data-kind=", page)) for page in pages]
    assert moments == [3, 3, 3]
    assert re.findall(r'<ol class="steps-of"( start="\d+")?', "".join(pages)) == [
        *("", ' start="4"', ' start="7"'),
    ]


def test_a_thread_says_who_is_in_it(valley):
    cast = section(valley.page("threads/flood-story/"), "h-cast")
    assert "Mayor Ruíz" in cast
    assert "Osk" not in cast, "a place does not act"


# Scripts, and what holds for all


def test_the_scripts_of_these_pages_are_small_and_only_theirs(valley):
    sizes = 0
    for name in SCRIPTS:
        stem = name.removesuffix(".js")
        (script,) = (valley.out / "assets").glob(f"{stem}.*.js")
        sizes += len(gzip.compress(script.read_bytes()))
        pages = {
            page.relative_to(valley.out).parts[0]
            for page in valley.out.rglob("index.html")
            if f"assets/{stem}." in page.read_text("utf-8")
        }
        assert pages == {"entities" if stem == "concordance" else "timeline"}
    assert sizes <= 1536


@pytest.mark.parametrize("name", VIEWS)
def test_views_see_the_archive_through_facts_only(name):
    tree = ast.parse((ROOT / f"backfile/{name}.py").read_text("utf-8"))
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        marked = any(getattr(mark, "id", "") == "fact" for mark in function.decorator_list)
        reads = [
            node.lineno
            for node in ast.walk(function)
            if isinstance(node, ast.Attribute) and node.attr == "archive"
        ]
        assert marked or not reads, f"{name}.{function.name} reads the archive itself"


def visible(page: Page, selector: str) -> int:
    """Return how many elements can be seen."""
    return page.locator(f"{selector}:visible").count()


@pytest.mark.browser
def test_the_timeline_shows_one_thread_or_kind_and_says_so_in_its_address(valley, browser: Browser):
    with serving(valley.out, "/valley/") as site, browser.new_context() as context:
        page = context.new_page()
        page.goto(site.at("timeline/2023/"))
        everything = visible(page, ".moments > li")
        page.locator("[name=kind]").select_option("event")
        events = visible(page, ".moments > li")
        assert 0 < events < everything
        assert page.url.endswith("?kind=event")
        assert f"{events} of {everything}" in page.get_by_role("status").inner_text()
        assert page.locator(".band .off").count() == everything - events
        page.reload()
        assert visible(page, ".moments > li") == events
        assert page.locator("[name=kind]").input_value() == "event"
        page.locator("[name=kind]").select_option("")
        page.locator("[name=thread]").select_option(label="The flood, day by day")
        assert visible(page, ".moments > li") < everything
        assert visible(page, ".month") == page.locator(".month:has(li:not([hidden]))").count()


@pytest.mark.browser
def test_the_concordance_can_be_read_by_date_and_by_publisher(valley, browser: Browser):
    with serving(valley.out, "/valley/") as site, browser.new_context() as context:
        page = context.new_page()
        page.goto(site.at("entities/dam-office/"))
        rows = page.locator("[data-mention]").all_inner_texts()
        page.locator("[name=sort]").select_option("newest")
        years = page.locator(".concordance .year").all_inner_texts()
        assert years == sorted(years, reverse=True)
        assert sorted(page.locator("[data-mention]").all_inner_texts()) == sorted(rows)
        page.locator("[name=sort]").select_option("publisher")
        assert page.locator(".concordance .year").all_inner_texts() == ["La Otra", "La Voz"]
        assert page.url.endswith("?sort=publisher")
        page.reload()
        assert page.locator(".concordance .year").first.inner_text() == "La Otra"
        page.locator("[name=sort]").select_option("")
        assert page.locator("[data-mention]").all_inner_texts() == rows


@pytest.mark.browser
def test_without_scripts_everything_is_there_and_no_control_that_does_nothing(valley, browser):
    with (
        serving(valley.out, "/valley/") as site,
        browser.new_context(java_script_enabled=False) as context,
    ):
        page = context.new_page()
        for path, entries in (
            ("timeline/2023/", ".moments > li"),
            ("entities/osk/", "[data-mention]"),
        ):
            page.goto(site.at(path))
            assert visible(page, entries) == page.locator(entries).count() > 1
            assert visible(page, "main form") == 0
