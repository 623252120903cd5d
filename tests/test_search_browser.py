"""The search page, the landing on a passage and the quick search, in the browser."""

import json
import re
from collections import Counter
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

from backfile import build
from backfile.index import index_entries
from tests.browsing import require
from tests.sites import Site

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "tools/node_modules/axe-core/axe.min.js"
ENTITIES = """entities:
  kyiv: {type: place, name: Kyiv, aliases: [Kiev, {text: Kyjiw, match: manual}]}
  micron: {type: company, name: Micron Technology, names: {zh: 美光科技}, aliases: [Micron]}
  the-times: {type: publication, name: The Times}
"""
SEEDS = {
    "flood": (
        "Flood in the valley",
        "The river rose in Kyiv.\n\nA spokesperson urged calm, twice.",
    ),
    "chips": ("Chips and Micron", "Micron sells chips & <b> boards.\n\nA café opened nearby."),
    "review": ("A review", "Officials reviewed Micron on Monday.\n\nChips were the subject."),
    "old": ("From long ago", "The spokesperson of 1999 spoke of chips."),
    "undated": ("No date", "Chips without any day."),
    "accents": ("With and without", "The Rossello here.\n\nGovernor Rosselló left."),
    "arabic": ("عنوان", "قالت المُنَظَّمة إن القرار صدر أمس."),
}
SIDECARS = {
    "flood": "published: 2023-05-24\nsource: {publisher: the-times}\ntopics: [water]\nannotations:\n"
    "  - {id: n1, type: note, at: urged calm, body: Nobody knows the euphemism.}\n"
    "  - {id: q1, type: quotation, at: calm, speaker: A spokesperson}\n",
    "chips": "published: 2023-06\nsource: {publisher: the-times}\n",
    "review": "published: 2021-02-03\nsource: {publisher: Daily Planet}\nkind: report\n",
    "old": "published: 1999\nkind: report\nslug: ancient\n",
    "arabic": "lang: ar\npublished: 2022-02-02\n",
}


def archive(folder, monkeypatch=None, **options):
    files = {"content/entities/all.yaml": ENTITIES, "site.yaml": "title: Test archive\n"}
    for name, (title, body) in SEEDS.items():
        files[f"seeds/{name}.txt"] = f"{title}\n\n{body}\n"
    for name, sidecar in SIDECARS.items():
        files[f"content/articles/{name}.yaml"] = sidecar
    site = Site(folder, files, search=True)
    assert not site.built.stopped, site.problems
    return site


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return a small archive with search."""
    return archive(tmp_path_factory.mktemp("whole")).out


@pytest.fixture(scope="module")
def sharded(tmp_path_factory):
    """Return the same archive, cut into as many shards as it can be."""
    patch = pytest.MonkeyPatch()
    patch.setattr(build, "index_entries", partial(index_entries, largest=1))
    yield archive(tmp_path_factory.mktemp("sharded")).out
    patch.undo()


@pytest.fixture
def search(page, served):
    """Return `search(folder, "q=…")`, which opens the search page and waits for its answer."""

    def opened(folder, query=""):
        page.site = served(folder, "/a/b/")
        page.goto(page.site.at(f"search/?{query}"))
        answered(page)
        return page

    page.set_default_timeout(10_000)
    yield opened
    assert page.console_messages == []
    assert page.requested_outside(page.site.address) == ()
    assert page.site.missing() == ()


def answered(page):
    expect(page.locator("[data-status]")).to_have_attribute(
        "data-state", re.compile("done|none|error")
    )


def found(page, kind="article"):
    rows = page.locator(f"[data-result={kind}]")
    return [row.get_attribute("data-article") for row in rows.all()]


def query_of(page):
    return parse_qsl(urlsplit(page.url).query)


def asked(page, words):
    page.locator("[data-search] [name=q]").fill(words)
    page.locator("[data-search] [name=q]").press("Enter")
    page.wait_for_timeout(50)
    answered(page)


@pytest.mark.parametrize(
    ("words", "number"), [("river", "¶1"), ("urged calm", "¶2"), ('"spokesperson urged"', "¶2")]
)
def test_a_search_lands_on_the_paragraph_and_marks_the_words(whole, search, words, number):
    page = search(whole, f"q={words}")
    assert found(page)[0] == "flood"
    passage = page.locator("[data-article=flood][data-result=article] .passages a").first
    expect(passage).to_contain_text(number)
    passage.click()
    page.wait_for_url(re.compile(r"/articles/flood/\?mark=.*#p-[a-z2-7]{6}$"))
    target = page.url.split("#")[1]
    assert page.locator(f"p#{target}").is_visible()
    expect(page.locator(".landing")).to_be_visible()
    marked = page.evaluate("[...CSS.highlights.get('search')].map(String).join(' ').toLowerCase()")
    assert set(words.replace('"', "").split()) <= set(marked.split())


def test_the_landing_bar_goes_on_back_and_away(whole, search):
    page = search(whole, "q=chips")
    page.locator("[data-article=review][data-result=article] .passages a").first.click()
    page.goto(page.site.at("articles/chips/?mark=chips&mark=micron"))
    count = page.locator(".landing [data-count]")
    expect(count).to_have_text("1 of 4")
    page.locator(".landing [data-next]").click()
    expect(count).to_have_text("2 of 4")
    page.locator(".landing [data-previous]").click()
    page.locator(".landing [data-previous]").click()
    expect(count).to_have_text("4 of 4")
    page.keyboard.press("Escape")
    expect(page.locator(".landing")).to_have_count(0)
    assert "mark" not in page.url
    assert page.evaluate("CSS.highlights.size") == 0


def test_typing_is_enough_and_notes_are_shown_as_what_they_are(whole, search):
    page = search(whole)
    page.locator("[data-search] [name=q]").type("euphemism")
    note = page.locator("[data-result=note]")
    expect(note).to_have_count(1)
    assert query_of(page) == [("q", "euphemism")]
    assert note.locator("a").first.get_attribute("href").endswith("/articles/flood/#a-n1")
    asked(page, "calm")
    assert found(page) == ["flood"]
    assert found(page, "quotation") == ["flood"]


def test_markup_in_a_text_is_shown_as_text(whole, search):
    page = search(whole, "q=boards")
    expect(page.locator("[data-result=article] q").first).to_contain_text("& <b> boards.")


def test_values_of_a_facet_mean_or_and_facets_mean_and(whole, search):
    page = search(whole)
    expect(page.locator("[data-result]")).to_have_count(len(SEEDS))
    page.locator("[name=publisher][value=the-times]").check()
    expect(page.locator("[data-result]")).to_have_count(2)
    page.locator("[name=publisher][value='Daily Planet']").check()
    expect(page.locator("[data-result]")).to_have_count(3)
    page.locator("[name=entity][value=micron]").check()
    expect(page.locator("[data-result]")).to_have_count(2)
    assert sorted(found(page)) == ["chips", "review"]
    assert query_of(page) == [
        *[("entity", "micron"), ("publisher", "the-times"), ("publisher", "Daily Planet")]
    ]
    page.locator("[data-chips] button", has_text="The Times").click()
    expect(page.locator("[data-result]")).to_have_count(1)
    page.go_back()
    expect(page.locator("[data-result]")).to_have_count(2)
    expect(page.locator("[name=publisher][value=the-times]")).to_be_checked()


def test_each_count_is_the_number_of_results_that_a_value_leads_to(whole, search):
    page = search(whole)
    page.locator("[name=kind][value=news]").wait_for()
    counts = {}
    for name in ("publisher", "kind", "year", "topic", "entity"):
        for option in page.locator(f"[data-facet={name}] .option").all():
            value = option.locator("input").get_attribute("value")
            counts[f"{name}={value}"] = option.locator(".n").inner_text()
    assert len(counts) > 10
    for query, count in counts.items():
        page.goto(page.site.at(f"search/?{query}"))
        expect(page.locator("[data-status]")).to_have_text(f"Results: {count}")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("from=2023-05-24&until=2023-05-24", ["flood"]),
        ("from=2023", ["chips", "flood"]),
        ("from=2023-06-01&until=2023-06-01", ["chips"]),
        ("until=2021", ["review", "old"]),
        ("from=1999-01-01&until=1999-06-30", ["old"]),
        ("from=2030", []),
    ],
)
def test_a_date_range_takes_rough_dates_at_their_first_day(whole, search, query, expected):
    assert found(search(whole, query)) == expected


@pytest.mark.parametrize("folder", ["whole", "sharded"])
def test_the_order_by_date_is_exact_and_undated_articles_come_last(request, search, folder):
    site = request.getfixturevalue(folder)
    page = search(site, "q=chips&sort=newest")
    assert found(page) == ["chips", "review", "old", "undated"]
    page.locator("[name=sort]").select_option("oldest")
    page.wait_for_timeout(100)
    answered(page)
    assert found(page) == ["old", "review", "chips", "undated"]
    assert ("sort", "oldest") in query_of(page)
    page.goto(page.site.at("search/?sort=newest"))
    answered(page)
    assert found(page) == ["chips", "flood", "arabic", "review", "old", "undated", "accents"]


def test_shards_are_one_archive_to_the_reader(sharded, search):
    assert len(list((sharded / "pagefind").glob("*/pagefind-entry.json"))) >= 5
    page = search(sharded, "q=chips")
    assert sorted(found(page)) == ["chips", "old", "review", "undated"]
    expect(page.locator("[data-status]")).to_have_text("Results: 4")


def test_back_forward_and_reload_restore_the_search(whole, search):
    page = search(whole, "q=river")
    asked(page, "chips")
    page.locator("[name=sort]").select_option("oldest")
    page.wait_for_timeout(100)
    answered(page)
    page.go_back()
    expect(page.locator("[name=sort]")).to_have_value("relevance")
    page.go_back()
    expect(page.locator("[data-search] [name=q]")).to_have_value("river")
    expect(page.locator("[data-result=article]")).to_have_count(1)
    page.go_forward()
    page.go_forward()
    expect(page.locator("[name=sort]")).to_have_value("oldest")
    page.reload()
    answered(page)
    assert found(page) == ["old", "review", "chips", "undated"]


def test_an_alias_finds_the_article_with_another_name_and_says_so(whole, search):
    page = search(whole, "q=Kiev")
    entity = page.locator("[data-result]").first
    expect(entity).to_have_attribute("data-entity", "kyiv")
    assert found(page) == ["flood"]
    row = page.locator("[data-article=flood]")
    expect(row.locator(".aka")).to_contain_text("“Kiev” is also known as Kyiv")
    expect(row.locator(".passages mark")).to_have_text(["Kyiv."])
    asked(page, "美光科技")
    assert sorted(found(page)) == ["chips", "review"]


@pytest.mark.parametrize("words", ["المنظمة", "المُنَظَّمة", "منظمة"])
def test_arabic_is_found_with_and_without_vowel_marks_from_an_english_page(whole, search, words):
    page = search(whole, f"q={words}")
    assert found(page) == ["arabic"]
    expect(page.locator(".passages mark")).to_have_text(["المُنَظَّمة"])


def test_accents_need_not_be_typed(whole, search):
    assert found(search(whole, "q=cafe")) == ["chips"]


@pytest.mark.parametrize("words", ["Governor Rosselló left", "governor rossello left"])
def test_a_phrase_is_found_with_a_name_written_in_two_ways(whole, search, words):
    page = search(whole, f'q="{words}"')
    assert found(page) == ["accents"]
    passage = page.locator(".passages a").first
    expect(passage).to_contain_text("¶2")
    expect(passage.locator("mark")).to_have_text(["Governor", "Rosselló", "left."])


def test_a_word_that_is_nowhere_is_named_and_a_known_name_is_offered(whole, search):
    page = search(whole, "q=Micorn+chips")
    expect(page.locator("[data-unknown]")).to_have_text("“Micorn” occurs nowhere in this archive.")
    assert "chips" in found(page)
    page.locator("[data-hints] button", has_text="Micron chips").click()
    page.wait_for_timeout(100)
    answered(page)
    assert query_of(page) == [("q", "Micron chips")]


def test_no_result_says_what_fewer_filters_would_find(whole, search):
    page = search(whole, "q=river&publisher=Daily+Planet")
    expect(page.locator("[data-status]")).to_have_attribute("data-state", "none")
    page.locator("[data-hints] button").click()
    expect(page.locator("[data-result=article]")).to_have_count(1)


@pytest.mark.parametrize("query", ["q=%22", "q=%26", "q=%22%22", "q=<b>x", "from=x&sort=y&year=0"])
def test_odd_searches_are_answered(whole, search, query):
    page = search(whole, query)
    assert page.locator("[data-status]").get_attribute("data-state") != "error"


def test_the_id_of_an_article_is_told_where_its_address_has_another_name(whole, search):
    page = search(whole, "q=1999")
    assert found(page) == ["old"]
    href = page.locator("[data-article=old] h2 a").get_attribute("href")
    assert "/articles/ancient/" in href


def test_the_quick_search_is_a_key_away_and_leads_to_an_entity(whole, page, served):
    site = served(whole, "/a/b/")
    page.goto(site.at("articles/old/".replace("old", "ancient")))
    page.keyboard.press("/")
    page.keyboard.type("micr")
    options = page.locator("[role=option]")
    expect(options.first).to_contain_text("Micron Technology")
    expect(options.nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert page.locator("form[data-quick] input").get_attribute("aria-activedescendant")
    page.keyboard.press("Enter")
    page.wait_for_url(site.at("entities/micron/"))
    assert page.console_messages == []


def test_enter_in_the_quick_search_goes_to_the_search_page(whole, page, served):
    site = served(whole, "/a/b/")
    page.goto(site.at(""))
    page.keyboard.press("/")
    page.keyboard.type("river")
    page.keyboard.press("Enter")
    page.wait_for_url(site.at("search/?q=river"))
    answered(page)
    assert found(page) == ["flood"]


def test_everything_can_be_done_with_the_keyboard(whole, search):
    page = search(whole)
    page.keyboard.press("/")
    page.keyboard.type("chips")
    page.keyboard.press("Enter")
    expect(page.locator("[data-status]")).to_have_text("Results: 4")
    page.locator("[name=kind][value=report]").focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-status]")).to_have_text("Results: 2")
    assert page.evaluate("document.activeElement.value") == "report"


def test_without_javascript_the_page_leads_to_the_lists(whole, browser, served):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served(whole, "/a/b/").at("search/"))
    expect(page.locator("[data-without-script]")).to_be_visible()
    expect(page.locator("[data-search]")).to_be_hidden()
    assert page.locator("[data-without-script] li a").count() > 2
    context.close()


MANY = 36


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Return an archive in many shards: a word in every text, and in one note."""
    patch = pytest.MonkeyPatch()
    patch.setattr(build, "index_entries", partial(index_entries, largest=6))
    files = {"site.yaml": "title: Many\nper_page: 10\n"}
    for number in range(MANY):
        # Days are neither in the order of the names nor evenly spread over the years.
        day = f"{1990 + 7 * number % 33}-{1 + number % 12:02}-{1 + 5 * number % 28:02}"
        files[f"seeds/a{number}.txt"] = f"Number {number}\n\nA common word, and word{number}.\n"
        files[f"content/articles/a{number}.yaml"] = (
            f"published: {day}\nkind: {('news', 'report', 'letter')[number % 3]}\n"
            f"topics: [{('water', 'fire')[number % 2]}]\nsource: {{publisher: Paper {number % 5}}}\n"
        )
    files["content/articles/a7.yaml"] += (
        "annotations: [{id: n, type: note, at: A common word, body: A common euphemism.}]\n"
    )
    site = Site(tmp_path_factory.mktemp("many"), files, search=True)
    assert not site.built.stopped, site.problems
    patch.undo()
    return site.out


def rows_of(site):
    lines = (site / "data/articles.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def all_shown(page):
    """Ask for more results until there are no more; return the articles in order."""
    while page.locator("[data-more]").is_visible():
        before = page.locator("[data-result]").count()
        page.locator("[data-more]").click()
        expect(page.locator("[data-result]")).not_to_have_count(before)
        answered(page)
    return found(page)


@pytest.mark.parametrize("words", ["", "common"])
@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_the_order_by_date_is_exact_over_many_shards(many, search, words, order):
    assert len(list((many / "pagefind").glob("*/pagefind-entry.json"))) > 6
    page = search(many, f"q={words}&sort={order}")
    by_day = sorted(rows_of(many), key=lambda row: row["published"], reverse=order == "newest")
    assert all_shown(page) == [row["id"] for row in by_day]
    page.goto(page.site.at(f"search/?q={words}&sort={order}&kind=report&topic=fire"))
    answered(page)
    wanted = [row["id"] for row in by_day if row["kind"] == "report" and "fire" in row["topics"]]
    assert all_shown(page) == wanted


def test_the_counts_are_those_of_the_archives_data(many, search):
    page = search(many, "q=common&in=text")
    expect(page.locator("[data-status]")).to_have_text(f"Results: {MANY}")
    rows = rows_of(many)
    values = {
        "kind": Counter(row["kind"] for row in rows),
        "topic": Counter(topic for row in rows for topic in row["topics"]),
        "year": Counter(row["published"][:4] for row in rows),
        "publisher": Counter(f"Paper {int(row['id'][1:]) % 5}" for row in rows),
    }
    for name, counts in values.items():
        group = page.locator(f"[data-facet={name}]")
        group.evaluate("group => { group.open = true }")
        group.locator(".option").first.wait_for()
        if group.locator("[data-all]").is_visible():
            group.locator("[data-all]").click()
        shown = {
            option.locator("input").get_attribute("value"): option.locator(".n").inner_text()
            for option in group.locator(".option").all()
        }
        assert shown == {value: str(number) for value, number in counts.items()}, name


def test_many_remarks_are_loaded_only_when_they_are_wanted(many, page, served):
    site = served(many, "/a/b/")
    page.set_default_timeout(10_000)

    def with_many_remarks(route):
        listed = route.fetch().json()
        for shard in listed["shards"]:
            shard["size"] = 5_000
        route.fulfill(json=listed)

    page.route("**/shards.json", with_many_remarks)
    page.goto(site.at("search/?q=common"))
    answered(page)
    expect(page.locator("[data-status]")).to_have_text(f"Results: {MANY}")
    page.wait_for_timeout(200)
    assert not [url for url in page.requested if "/remarks-" in url]
    assert found(page, "note") == []
    page.locator("[name=in][value=notes]").check()
    expect(page.locator("[data-result=note]")).to_have_count(1)
    assert query_of(page) == [("q", "common"), ("in", "notes")]
    page.goto(site.at("search/?q=euphemism"))
    answered(page)
    assert found(page, "note") == ["a7"]
    assert page.locator("[data-unknown]").count() == 0


def test_first_results_are_there_before_all_shards_have_answered(many, page, served):
    site = served(many, "/a/b/")
    page.set_default_timeout(10_000)
    held = []
    rows = json.loads((many / "pagefind/now/shards.json").read_text())["shards"]
    waiting = [True]
    page.route(
        f"**/{rows[-2]['name']}/**",
        lambda route: held.append(route) if waiting else route.continue_(),
    )
    page.goto(site.at("search/?q=common"))
    page.locator("[data-result=article]").first.wait_for()
    assert page.locator("[data-status]").get_attribute("data-state") == "loading"
    waiting.clear()
    for route in held:
        route.continue_()
    answered(page)
    expect(page.locator("[data-status]")).to_have_text(f"Results: {MANY + 1}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["", "q=micron&in=text&from=2000", "q=zzzz&publisher=the-times"])
def test_the_page_has_no_fault_of_access(whole, search, query, scheme):
    require(AXE.is_file(), "axe")
    page = search(whole, query)
    page.emulate_media(color_scheme=scheme)
    page.locator("[data-facet]").evaluate_all("groups => groups.forEach((g) => (g.open = true))")
    page.wait_for_timeout(300)
    # The page's policy allows no script from elsewhere: it is evaluated, not added.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    faults = page.evaluate("axe.run().then((found) => found.violations)")
    assert [(fault["id"], [n["html"] for n in fault["nodes"]]) for fault in faults] == []


CHINESE = {
    "site.yaml": "title: 档案\nlang: zh\n",
    "seeds/beijing.txt": "北京市政府发表经济报告\n\n昨天北京市政府发表了新的经济报告。\n\n今天天气很好。\n",
    "content/articles/beijing.yaml": "lang: zh\npublished: 2024-03-01\n",
    "seeds/tokyo.txt": "東京の経済\n\n政府は昨日、経済報告を発表した。\n",
    "content/articles/tokyo.yaml": "lang: ja\npublished: 2024-03-02\n",
    "seeds/english.txt": "An English text\n\nNothing of the kind stands here.\n",
    "content/articles/english.yaml": "lang: en\npublished: 2024-03-03\n",
}


@pytest.fixture(scope="module")
def chinese(tmp_path_factory):
    """Return an archive in Chinese, Japanese and English."""
    require(find_spec("pagefind_bin_extended"), "pagefind-bin-extended")
    site = Site(tmp_path_factory.mktemp("chinese"), CHINESE, search=True)
    assert not site.built.stopped, site.problems
    assert site.problems == []
    return site.out


@pytest.mark.parametrize(
    ("words", "expected"),
    [("经济", "beijing"), ("天气", "beijing"), ("北京市政府", "beijing"), ("発表", "tokyo")],
)
def test_chinese_and_japanese_words_inside_a_sentence_are_found(chinese, search, words, expected):
    page = search(chinese, f"q={words}")
    assert found(page)[0] == expected
    assert "english" not in found(page)
    passage = page.locator(f"[data-article={expected}] .passages a").first
    expect(passage.locator("mark").first).to_be_visible()
    passage.click()
    page.wait_for_url(re.compile(rf"/articles/{expected}/\?mark=.*#p-"))
    expect(page.locator(".landing")).to_be_visible()
