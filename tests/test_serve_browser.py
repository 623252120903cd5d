"""`serve` through the browser: every save shows, faults are told in the page, nothing is touched."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browsing import RecordedPage
from tests.serving import ARTICLE, Served, archive_in, serving_live

pytestmark = pytest.mark.browser
PAGE = f"articles/{ARTICLE}/"
SIDECAR = f"content/articles/{ARTICLE}.yaml"
SEED = f"seeds/{ARTICLE}.txt"
REGISTER = "content/entities/all.yaml"


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Served]:
    """Return a tiny archive that is being served."""
    with serving_live(archive_in(tmp_path)) as served:
        yield served


def opened(page: RecordedPage, live: Served, path: str = PAGE) -> RecordedPage:
    """Open a page of the served archive and wait until it listens."""
    with page.page.expect_response(re.compile("/_backfile/state")):
        page.goto(live.address + path)
    return page


def test_a_changed_word_in_a_sidecar_a_seed_and_a_register_appears(page, live):
    opened(page, live)
    live.change(SIDECAR, "by train", "by boat")
    expect(page.locator("main")).to_contain_text("She had come by boat.")
    live.change(SEED, "on Friday", "on Sunday")
    expect(page.locator("[data-body]")).to_contain_text("in Porto on Sunday.")
    opened(page, live, "entities/porto/")
    live.change(REGISTER, "name: Porto", "name: Porto, description: A town at the Douro.")
    expect(page.locator("main")).to_contain_text("A town at the Douro.")
    live.change(REGISTER, "name: Porto", "aliases: [bridge], name: Porto")
    expect(page.locator("[data-mention]").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("bridge")


def test_a_changed_template_appears(page, live):
    opened(page, live)
    live.change("templates/base.html", "</body>", '<p id="new">New</p></body>')
    expect(page.locator("#new")).to_have_text("New")


def test_a_changed_style_is_swapped_without_loading_the_page_again(page, live):
    opened(page, live)
    page.evaluate("window.sameWindow = true")
    live.write("assets/css/99-own.css", "body { background: rgb(1, 2, 3) !important }")
    expect(page.locator("body")).to_have_css("background-color", "rgb(1, 2, 3)")
    live.write("assets/css/99-own.css", "body { background: rgb(4, 5, 6) !important }")
    expect(page.locator("body")).to_have_css("background-color", "rgb(4, 5, 6)")
    assert page.evaluate("window.sameWindow") is True
    expect(page.locator("link[rel=stylesheet]")).to_have_count(1)


def test_a_page_that_is_not_concerned_is_not_loaded_again(page, live):
    opened(page, live, "articles/2024-03-02-bridge/")
    page.evaluate("window.sameWindow = true")
    live.change(SIDECAR, "by train", "by boat")
    assert "by boat" in live.page(PAGE)
    page.page.wait_for_timeout(400)
    assert page.evaluate("window.sameWindow") is True


def test_the_reader_stays_at_the_paragraph_when_the_page_changes_above(page, live):
    opened(page, live)
    paragraph = page.locator("[data-body] p", has_text="Paragraph number 40 ")
    paragraph.evaluate("one => one.scrollIntoView({block: 'start', behavior: 'instant'})")
    before = paragraph.bounding_box()["y"]
    live.change(SEED, "on Friday.", "on Friday.\n\n" + "More was said. " * 300)
    expect(page.locator("[data-body]")).to_contain_text("More was said.")
    page.page.wait_for_load_state("load")
    page.page.wait_for_timeout(200)
    assert abs(paragraph.bounding_box()["y"] - before) < 3


def test_a_broken_quote_shows_its_line_over_the_last_good_form_and_goes_when_mended(page, live):
    opened(page, live)
    live.change(SIDECAR, "at: spoke in Porto", "at: spoke in Port")
    live.change(SIDECAR, "at: spoke in Port", "at: spoke in Lisbon")
    problem = page.locator("backfile-problems li")
    expect(problem).to_contain_text(f"{SIDECAR}:6:9")
    expect(problem).to_contain_text("spoke in Lisbon")
    expect(problem.locator(".caret")).to_contain_text("^" * len("spoke in Lisbon"))
    link = problem.locator("a.place").get_attribute("href")
    assert link == f"vscode://file{live.root}/{SIDECAR}:6:9"
    expect(page.locator("main")).to_contain_text("She had come by train.")
    live.change(SIDECAR, "at: spoke in Lisbon", "at: spoke in Porto")
    expect(page.locator("backfile-problems")).to_have_count(0)
    assert not [m for m in page.console_messages if "Content Security" in m or "uncaught" in m]


def test_several_tabs_follow_over_one_stream(page, live, browser):
    context = browser.new_context()
    tabs = [context.new_page() for _ in range(9)]
    for tab in tabs:
        tab.goto(live.address + PAGE)
    live.change(SIDECAR, "by train", "by boat")
    for tab in tabs:
        expect(tab.locator("main")).to_contain_text("She had come by boat.")
    context.close()


def test_a_page_that_comes_back_from_history_is_fresh(page, live):
    opened(page, live)
    opened(page, live, "articles/2024-03-02-bridge/")
    live.change(SIDECAR, "by train", "by boat")
    assert "by boat" in live.page(PAGE)
    page.page.go_back()
    expect(page.locator("main")).to_contain_text("She had come by boat.")


def test_search_finds_an_edited_word_after_a_while(page, live):
    opened(page, live, "search/?q=bridge")
    status = page.locator("[data-status]")
    expect(status).to_have_attribute("data-state", "done", timeout=20_000)
    live.change(SEED, "on Friday", "on Zwolfday")
    opened(page, live, "search/?q=zwolfday")
    expect(page.locator("[data-result]").first).to_be_visible(timeout=20_000)


def test_fifty_malformed_saves_in_a_row_are_outlived(page, live):
    opened(page, live)
    paths = (SIDECAR, REGISTER, "site.yaml", "templates/article.html")
    whole = {path: (live.root / path).read_text() for path in paths}
    chance = random.Random(5)
    for number in range(50):
        path = paths[number % 4]
        expected = malformed(live, path, whole[path], chance)
        assert "She had come by train." in live.page(PAGE), (number, path)
        assert expected in live.codes(PAGE), (number, path, live.codes(PAGE))
        if number % 10 < 4:
            expect(page.locator("backfile-problems li").first).to_contain_text(expected)
        live.write(path, whole[path])
        assert live.codes(PAGE) == [], (number, path)
    live.change(SIDECAR, "by train", "by boat")
    expect(page.locator("main")).to_contain_text("She had come by boat.")
    expect(page.locator("backfile-problems")).to_have_count(0)


def malformed(live: Served, path: str, whole: str, chance: random.Random) -> str:
    """Save a file as nobody means it; return the code of the problem that this is."""
    if path == "site.yaml":
        live.write(path, "")
        return "missing-key"
    if path.endswith(".html"):
        live.write(path, whole.replace("{% endblock %}", "{% endblok %}", 1))
        return "template-fault"
    if path == REGISTER and chance.random() < 0.5:
        (live.root / path).unlink()
        return "unknown-id"
    live.write(path, whole[: chance.randrange(20, len(whole) - 5)] + "\n\tx: [")
    return "yaml-tab"


def test_a_start_with_a_broken_site_yaml_recovers_without_a_restart(page, tmp_path):
    root = archive_in(tmp_path, {"site.yaml": "title: [\n"})
    with serving_live(root) as live:
        page.goto(live.address)
        expect(page.locator("backfile-problems li")).to_contain_text("site.yaml:")
        live.write("site.yaml", "title: River Papers\n")
        expect(page.locator("header.site-head")).to_contain_text("River Papers")
        expect(page.locator("backfile-problems")).to_have_count(0)


def test_nothing_of_the_preview_is_written_into_the_archive(live):
    before = {p for p in live.root.rglob("*") if ".backfile" not in p.parts}
    assert "/_backfile/reload.js" in live.page(PAGE)
    live.change(SIDECAR, "by train", "by boat")
    assert re.search("by boat", live.page(PAGE))
    assert {p for p in live.root.rglob("*") if ".backfile" not in p.parts} == before
    assert not (live.root / "public").exists()


def test_a_fault_in_a_template_of_other_pages_is_told_on_this_one(page, live):
    opened(page, live, "articles/2024-03-02-bridge/")
    live.change("templates/entity.html", "{% endblock %}", "{{ page.nothing }}{% endblock %}")
    problem = page.locator("backfile-problems li")
    expect(problem).to_contain_text("templates/entity.html:")
    live.change("templates/entity.html", "{{ page.nothing }}", "")
    expect(page.locator("backfile-problems")).to_have_count(0)


def test_a_save_does_not_undo_a_link_that_was_just_clicked(page, live):
    opened(page, live)
    held: list[Route] = []
    page.route("**/entities/porto/", lambda route: held.append(route))
    page.evaluate("setTimeout(() => document.querySelector('a[href*=porto]').click())")
    page.wait_for_timeout(200)
    with page.page.expect_response(re.compile("/_backfile/state")):
        live.change(SIDECAR, "by train", "by boat")
    page.wait_for_timeout(300)
    for route in held:
        route.continue_()
    expect(page.page).to_have_url(re.compile("/entities/porto/$"))
    expect(page.locator("h1")).to_have_text("Porto")
