"""An article's page in a browser: cards, layers, passages, keys, and what all of it costs."""

import gzip
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from backfile.anchor_writing import anchor_for
from backfile.build import build_site
from backfile.model import Span
from backfile.options import Options
from backfile.paragraphs import headline_of, numbered_paragraphs, paragraph_spans
from backfile.places import SeedViews
from tests.browsing import RecordedPage, ServedSite, serving
from tests.contract import faults_of_page
from tests.shipped import copy_archive
from tests.sites import Site
from tests.test_accessible_pages import faults

pytestmark = pytest.mark.browser

SEED = "articles/000_5dadbd3c16b493a3/"
PEOPLE_ASK = "repository: https://example.org/repository\ncontact: library@example.org\n"
NAME = "[data-body] a[data-entity=micron]"
PROMISED_SCRIPT = 6 * 1024
"""What the scripts of reading may weigh, compressed, in bytes."""
ROOM = {"width": 1280, "height": 900}
EXPECTED = Path(__file__).parent / "fixtures/seed_page.aria.yaml"


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    """Return the shipped archive with an address for questions and one for edits, built."""
    folder = copy_archive(tmp_path_factory.mktemp("shipped") / "archive")
    with (folder / "site.yaml").open("a", encoding="utf-8") as file:
        file.write(PEOPLE_ASK)
    assert not build_site(Options(folder, search=False)).stopped
    return folder


@pytest.fixture(scope="module")
def site(archive) -> Iterator[ServedSite]:
    """Return it, served below a path."""
    with serving(archive / "public", "/a/b/") as served:
        yield served


@pytest.fixture
def reader(browser, site) -> Iterator[RecordedPage]:
    """Return a page that has opened the seed's article; nothing may go wrong or leave the site."""
    with browser.new_context(viewport=ROOM, reduced_motion="reduce") as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = RecordedPage(context.new_page())
        page.goto(site.at(SEED))
        yield page
        assert page.requested_outside(site.address) == ()
        assert [
            said for said in page.console_messages if said.startswith(("error", "uncaught"))
        ] == []
        assert site.missing() == ()


def clipboard(page: RecordedPage) -> str:
    """Return what was copied."""
    return str(page.evaluate("navigator.clipboard.readText()"))


def tab_to(page: RecordedPage, selector: str, key: str = "Tab", most: int = 80) -> None:
    """Press a key until what `selector` names has the focus."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press(key)
    pytest.fail(f"{selector} cannot be reached by {key}")


def select(page: RecordedPage, paragraph: int, start: int, end: int) -> None:
    """Select some of a paragraph, as caret browsing does, by places in its text."""
    page.evaluate(
        """([paragraph, start, end]) => {
          const walker = document.createTreeWalker(document.querySelectorAll("[data-body] > p")[paragraph], 4);
          const point = (at) => {
            for (let node = walker.currentNode; ; node = walker.nextNode()) {
              if (node.nodeType !== 3) continue;
              if (at <= node.length) return [node, at];
              at -= node.length;
            }
          };
          const first = point(start);
          walker.currentNode = walker.root;
          getSelection().setBaseAndExtent(...first, ...point(end));
        }""",
        [paragraph, start, end],
    )


# Cards


def test_a_card_comes_on_focus_tells_of_the_entity_and_goes_by_escape(reader):
    tab_to(reader, NAME)
    card = reader.locator("#card")
    expect(card).to_be_visible()
    expect(card.locator("a")).to_have_text("Micron Technology")
    expect(card).to_contain_text("Company")
    expect(card).to_contain_text(re.compile(r"\d+ mentions\s+in \d+ articles"))
    expect(reader.locator(NAME).first).to_have_attribute("aria-describedby", "card")
    reader.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(reader.locator(NAME).first).to_be_focused()


def test_a_card_comes_on_hover_and_stays_while_the_pointer_is_over_it(reader):
    reader.locator(NAME).first.hover()
    card = reader.locator("#card")
    expect(card).to_be_visible()
    card.hover()
    reader.wait_for_timeout(500)
    expect(card).to_be_visible()
    reader.locator(".site-head").hover(position={"x": 1, "y": 1})
    expect(card).to_be_hidden()


def test_the_first_tap_shows_a_card_that_leads_on(browser, site):
    with browser.new_context(
        has_touch=True, is_mobile=True, viewport={"width": 390, "height": 800}
    ) as phone:
        page = RecordedPage(phone.new_page())
        page.goto(site.at(SEED))
        page.locator("h1").tap()
        expect(page.locator(".mark")).not_to_have_count(0)
        page.locator(NAME).first.tap()
        expect(page.locator("#card")).to_be_visible()
        assert page.url.startswith(site.at(SEED))
        page.locator("#card a").tap()
        expect(page.page).to_have_url(site.at("entities/micron/"))


# Layers


def test_layers_are_switched_by_keyboard_and_stand_in_the_address(reader, site):
    tab_to(reader, ".layers summary")
    reader.keyboard.press("Enter")
    for value in ("people", "claims"):
        tab_to(reader, f".layers [value={value}]")
        reader.keyboard.press("Space")
    expect(reader.page).to_have_url(site.at(f"{SEED}?hide=people,claims"))
    expect(reader.locator(".note[data-type=claim]").first).to_be_hidden()
    expect(reader.locator(".note[data-type=quotation]").first).to_be_visible()

    reader.goto(site.at(f"{SEED}?hide=people,claims#p-vdy5ej"))
    expect(reader.locator(".layers [value=people]")).not_to_be_checked()
    expect(reader.locator(".layers [value=places]")).to_be_checked()
    expect(reader.locator(".ref[data-type=claim]").first).to_be_hidden()
    assert reader.url.endswith("#p-vdy5ej")


def test_plain_text_hides_every_mark_also_without_scripts(browser, site):
    with browser.new_context(java_script_enabled=False, viewport=ROOM) as context:
        page = RecordedPage(context.new_page())
        page.goto(site.at(SEED))
        page.locator(".layers summary").click()
        page.locator(".layers [value=plain]").check()
        assert page.locator("[data-body] .note:visible").count() == 0
        assert page.locator("[data-body] .ref:visible").count() == 0


# Paragraphs and selected words


def test_a_paragraph_is_copied_with_link_citation_and_anchor_by_keyboard(reader, site):
    reader.keyboard.press("n")
    tab_to(reader, "[data-body] > p:nth-of-type(3) > .mark")
    reader.keyboard.press("Enter")
    expect(reader.locator("[data-do=link]")).to_be_focused()
    reader.keyboard.press("Enter")
    expect(reader.locator(".passage-bar [role=status]")).to_have_text("Copied")
    assert clipboard(reader) == site.at(f"{SEED}#p-6gblif")
    tab_to(reader, "[data-do=quote]")
    reader.keyboard.press("Enter")
    expect(reader.locator(".passage-bar [role=status]")).to_have_text("Copied")
    words = clipboard(reader)
    assert words.startswith("“The Cyberspace Administration of China (CAC) announced on Sunday")
    assert "CGTN" in words
    assert words.endswith(f"¶3. {site.at(SEED)}#p-6gblif")
    tab_to(reader, "[data-do=at]")
    reader.keyboard.press("Enter")
    reader.wait_for_timeout(300)
    assert clipboard(reader).startswith(
        'at: "The Cyberspace Administration of China (CAC) announced'
    )
    tab_to(reader, "[data-do=edit]")
    address = reader.evaluate("document.activeElement.href")
    assert (
        address
        == "https://example.org/repository/edit/main/content/articles/000_5dadbd3c16b493a3.yaml"
    )
    reader.keyboard.press("Escape")
    expect(reader.locator(".passage-bar")).to_be_hidden()
    expect(reader.locator("[data-body] > p:nth-of-type(3) > .mark")).to_be_focused()


def test_selected_words_get_a_menu_that_a_key_leads_into(reader, site):
    reader.keyboard.press("n")
    select(reader, 1, 0, 5)
    expect(reader.locator(".passage-bar")).to_be_visible()
    reader.keyboard.press("c")
    expect(reader.locator("[data-do=link]")).to_be_focused()
    reader.keyboard.press("Enter")
    expect(reader.locator(".passage-bar [role=status]")).to_have_text("Copied")
    link = clipboard(reader)
    assert link.startswith(site.at(SEED) + "#p-")
    assert link.endswith(":~:text=China,-'s%20cybersecurity%20review")
    tab_to(reader, "[data-do=at]")
    reader.keyboard.press("Enter")
    reader.wait_for_timeout(300)
    assert clipboard(reader).startswith(
        'at: {quote: "China", in: "China\'s cybersecurity review does not'
    )
    tab_to(reader, "[data-do=ask]")
    address = reader.evaluate("document.activeElement.href")
    assert address.startswith("mailto:library@example.org?subject=")
    assert "%E2%80%9CChina%E2%80%9D" in address


def test_an_anchor_written_in_the_browser_is_the_one_that_the_engine_writes(reader, archive):
    text = (archive / "seeds/000_5dadbd3c16b493a3.txt").read_bytes().decode()
    headline = headline_of(text, None, keep=False, wrapped=False, hidden=(), readings=())
    assert headline.span
    spans = paragraph_spans(text, headline.span.end, "blank-line")
    every = {p.id: p.span for p in numbered_paragraphs(text, spans)}
    start = text.index("Search Trends")
    views = SeedViews(text, hidden=[Span(start, start + 13)], paragraphs=every)
    chance = random.Random(5)
    places = [random_place(chance, len(text)) for _ in range(1500)]
    address = Path(next((archive / "public/assets").glob("anchor.*.js"))).name
    written = reader.evaluate(
        """async ([address, places, blocks, hidden]) => {
          const { anchorFor, sourceOf } = await import(address);
          const source = await sourceOf(document.querySelector("[data-article]"));
          source.blocks = blocks;
          return [source.text, source.hidden, places.map((place) => anchorFor(source, place) ?? null)];
        }""",
        [f"../../assets/{address}", places, [list(span) for span in every.values()], []],
    )
    assert written[0] == text
    assert written[1] == [[start, start + 13]]
    kinds = set()
    for (first, last), found in zip(places, written[2], strict=True):
        at = anchor_for(views, Span(first, last))
        wanted: dict[str, Any] | None = None
        if at is not None:
            given = {
                "quote": at.quote,
                "in": at.in_,
                "nth": at.nth,
                "from": at.from_,
                "until": at.until,
            }
            wanted = {key: value for key, value in given.items() if value is not None}
        assert found == wanted, text[first:last]
        kinds.add(tuple(wanted or ()))
    assert {("quote",), ("quote", "in"), ("from", "until"), ()} <= kinds


def random_place(chance: random.Random, length: int) -> tuple[int, int]:
    """Return a stretch, more often a short one."""
    start = chance.randrange(length)
    return start, min(length, start + chance.choice([2, 4, 7, 12, 30, 120, 600]))


# Keys


def test_keys_lead_from_note_to_note_and_never_while_somebody_writes(reader):
    numbers = reader.locator(".ref")
    reader.keyboard.press("n")
    expect(numbers.nth(0)).to_be_focused()
    reader.keyboard.press("n")
    expect(numbers.nth(1)).to_be_focused()
    reader.keyboard.press("p")
    expect(numbers.nth(0)).to_be_focused()
    reader.keyboard.press("/")
    expect(reader.locator("form.quick input")).to_be_focused()
    reader.keyboard.press("n")
    expect(reader.locator("form.quick input")).to_have_value("n")


def test_the_help_tells_the_keys_and_switches_them_off(reader):
    reader.keyboard.press("?")
    expect(reader.locator("dialog")).to_be_visible()
    expect(reader.locator("dialog input")).to_be_focused()
    reader.keyboard.press("Space")
    reader.keyboard.press("Escape")
    expect(reader.locator("dialog")).to_be_hidden()
    for key in ("n", "c", "?", "/"):
        reader.keyboard.press(key)
    reader.wait_for_timeout(200)
    assert reader.evaluate("document.activeElement.tagName") == "BODY"
    reader.locator(".layers summary").focus()
    reader.keyboard.press("Enter")
    tab_to(reader, "[data-help]")
    reader.keyboard.press("Enter")
    expect(reader.locator("dialog")).to_be_visible()


# Promises


def test_the_text_is_the_seeds_with_everything_switched_on(reader, archive):
    reader.keyboard.press("n")
    reader.keyboard.press("c")
    expect(reader.locator(".passage-bar")).to_be_visible()
    tab_to(reader, NAME)
    expect(reader.locator("#card")).to_be_visible()
    html = re.sub(r"<template.*?</template>", "", reader.content(), flags=re.DOTALL)
    text = (archive / "seeds/000_5dadbd3c16b493a3.txt").read_bytes().decode()
    start = text.index("Search Trends")
    runs = reader.evaluate(
        "[...document.querySelectorAll('[data-start]')].map((run) => [Number(run.dataset.start), run.textContent])"
    )
    assert all(text[at : at + len(words)] == words for at, words in runs)
    assert "".join(words for _, words in runs) == text[:start].replace("\n\n", "")
    assert list(faults_of_page(html, text, [(start, start + 13)])) == []


def test_copying_a_paragraph_gives_the_seeds_words(reader, archive):
    text = (archive / "seeds/000_5dadbd3c16b493a3.txt").read_bytes().decode()
    paragraphs = [p for p in text.split("\n\n")[1:] if not p.startswith("Search Trends")]
    reader.keyboard.press("n")
    for k, words in enumerate(paragraphs):
        reader.evaluate(
            "k => getSelection().selectAllChildren(document.querySelectorAll('[data-body] > p')[k])",
            k,
        )
        reader.keyboard.press("Control+c")
        # Browsers copy a no-break space as a space.
        assert clipboard(reader).strip() == words.replace("\xa0", " ")


def test_nothing_moves_while_a_page_loads_and_no_script_holds_it_up(browser, site):
    with browser.new_context(viewport=ROOM) as context:
        page = RecordedPage(context.new_page())
        context.add_init_script(
            "window.moved = 0; new PerformanceObserver((list) => { for (const one of list.getEntries())"
            " if (!one.hadRecentInput) moved += one.value }).observe({type: 'layout-shift', buffered: true})"
        )
        page.goto(site.at(f"{SEED}#p-6gblif"))
        page.keyboard.press("n")
        page.wait_for_timeout(500)
        assert page.evaluate("moved") == 0
        kinds = page.evaluate("[...document.scripts].map((one) => one.type + (one.src && ' file'))")
        assert kinds == ["module file"]


def test_the_scripts_of_reading_are_small(archive):
    found = {path.name.partition(".")[0]: path for path in (archive / "public/assets").glob("*.js")}
    weight = {name: len(gzip.compress(path.read_bytes())) for name, path in found.items()}
    assert sum(weight[name] for name in ("start", "reading", "passage")) <= PROMISED_SCRIPT
    assert weight["anchor"] <= PROMISED_SCRIPT / 2, "only editors load it"


def test_axe_finds_nothing_in_cards_menus_and_help(reader):
    tab_to(reader, NAME)
    expect(reader.locator("#card")).to_be_visible()
    assert faults(reader.page) == []
    for key, piece in (("c", ".passage-bar"), ("?", "dialog")):
        reader.keyboard.press(key)
        expect(reader.locator(piece)).to_be_visible()
        assert faults(reader.page) == []
        reader.keyboard.press("Escape")


def test_what_a_screen_reader_meets_in_the_seeds_text_is_as_written(reader):
    """Addresses are left out; whoever changes the seed's notes writes the expectation anew."""
    tree = reader.locator("[data-body]").aria_snapshot().splitlines()
    spoken = [line for line in tree if "- /url:" not in line]
    assert spoken == EXPECTED.read_text("utf-8").splitlines()


def test_a_site_without_repository_and_contact_offers_neither(tmp_path):
    page = Site(tmp_path, {"seeds/a.txt": "T\n\nWords.\n"}).page("")
    assert 'data-do="link"' in page
    assert 'data-do="at"' not in page
    assert 'data-do="ask"' not in page
