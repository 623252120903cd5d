"""Without JavaScript people read the seed's page and its notes and find their way about."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from backfile.build import build_site
from backfile.options import Options
from tests.browsing import RecordedPage, ServedSite, serving
from tests.shipped import copy_archive

pytestmark = pytest.mark.browser

SEED = "articles/000_5dadbd3c16b493a3/"
READER = {"java_script_enabled": False, "reduced_motion": "reduce"}
TEXT = "The cybersecurity review of Micron products sold in China by China's cyberspace regulator"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[ServedSite]:
    """Return the shipped archive, served below a path."""
    folder = copy_archive(tmp_path_factory.mktemp("shipped") / "archive")
    assert not build_site(Options(folder, search=False)).stopped
    with serving(folder / "public", "/a/b/") as served:
        yield served


@pytest.fixture
def reader(browser, site) -> Iterator[RecordedPage]:
    """Return a page without JavaScript that has opened the seed's article."""
    with browser.new_context(**READER) as context:
        page = RecordedPage(context.new_page())
        page.goto(site.at(SEED))
        yield page
        assert page.requested_outside(site.address) == ()
        assert site.missing() == ()
        assert [url for url in page.requested if url.endswith(".js")] == []


def test_the_text_and_its_source_are_read(reader):
    expect(reader.locator("h1")).to_have_text(
        "Chinese Foreign Ministry: Review of Micron based on law and facts"
    )
    expect(reader.locator("[data-body] p").first).to_contain_text(TEXT)
    expect(reader.locator("[data-body] > p")).to_have_count(8)
    expect(reader.locator("#provenance")).to_contain_text("CGTN")


def test_every_note_is_read_by_following_its_number(reader):
    numbers = reader.locator("[data-body] a[role=doc-noteref]")
    assert numbers.count() >= 15
    for place in range(numbers.count()):
        number = numbers.nth(place)
        note = reader.locator(str(number.get_attribute("href")))
        number.click()
        expect(note.locator(":scope > details > .colophon")).to_be_visible()
        note.locator("a[role=doc-backlink]").click()
        expect(number).to_be_in_viewport()


def test_a_folded_note_opens_by_its_heading(reader):
    note = reader.locator("[data-body] .note").first
    expect(note.locator(".colophon")).to_be_hidden()
    note.locator("summary").click()
    expect(note.locator(".colophon")).to_be_visible()


def test_the_way_leads_to_an_entity_and_back_to_the_mention(reader, site):
    reader.locator("[data-body] a[data-entity=cac]").first.click()
    expect(reader.page).to_have_url(site.at("entities/cac/"))
    expect(reader.locator("h1")).to_have_text("Cyberspace Administration of China")
    mention = reader.locator(f"[data-mention] a[href*='{SEED}#m-']").first
    place = str(mention.get_attribute("href")).partition("#")[2]
    mention.click()
    expect(reader.page).to_have_url(site.at(f"{SEED}#{place}"))
    expect(reader.locator(f"#{place}")).to_be_in_viewport()


def test_the_way_leads_to_a_claim_and_back_to_the_passage(reader, site):
    reader.locator("#n-c-risk summary").click()
    reader.locator("#n-c-risk a[href*='claims/']").first.click()
    expect(reader.page).to_have_url(site.at("claims/cac-finds-security-problems/"))
    reader.locator(f"a[href$='{SEED}#a-c-risk']").first.click()
    expect(reader.locator("#a-c-risk")).to_be_in_viewport()


def test_the_way_leads_to_a_thread_and_the_timeline_and_back(reader, site):
    reader.locator("article a[href$='threads/micron-review/']").first.click()
    expect(reader.locator("h1")).to_have_text("The Micron review")
    reader.locator("nav a[href$='timeline/']").click()
    reader.locator("main a[href$='timeline/2023/']").last.click()
    expect(reader.locator("h1")).to_have_text("Timeline, 2023")
    reader.locator(f"main a[href$='{SEED}']").first.click()
    expect(reader.page).to_have_url(site.at(SEED))


def test_the_search_page_says_what_leads_on_without_it(reader, site):
    reader.locator("form.quick button").click()
    expect(reader.locator("[data-without-script]")).to_be_visible()
    expect(reader.locator("[data-with-script]")).to_be_hidden()
    lists = reader.locator("[data-without-script] li a")
    assert lists.count() >= 5
    lists.first.click()
    expect(reader.locator("h1")).to_be_visible()
