"""Archives at the edges build, have the pages they should, and every link in them leads somewhere."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.browsing import serving
from tests.contract import ArticlePage, faults_of_page
from tests.odd_archives import (
    ARABIC,
    ARABIC_KINDS,
    NO_SEED,
    ONE_SEED,
    many_topics,
    much_mentioned,
)
from tests.sites import Site

ODD: Mapping[str, Mapping[str, str]] = {
    "one seed": ONE_SEED,
    "no seed": NO_SEED,
    "200 topics": many_topics(),
    "5000 mentions": much_mentioned(),
    "Arabic": ARABIC,
}
SEARCHED = ("one seed", "Arabic")
"""Those whose search is built, too."""
ROOTS = {"Arabic": "/wadi/"}
"""Where an archive says that it is served; its 404.html works there."""
LOOKED_AT = {
    "one seed": ("", "articles/only/", "latest/", "search/", "timeline/", "types/"),
    "no seed": ("", "latest/", "topics/", "claims/", "threads/"),
    "200 topics": ("", "topics/", "topics/topic-10/", "articles/a-3/"),
    "5000 mentions": ("", "entities/osk/", "entities/osk/100/", "articles/day-7/", "2003/"),
    "Arabic": tuple(path.removesuffix("index.html") for path in ARABIC_KINDS),
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory) -> dict[str, Site]:
    """Return every odd archive, built."""
    root = tmp_path_factory.mktemp("odd")
    built = {
        name: Site(root / name.replace(" ", "-"), files, search=name in SEARCHED)
        for name, files in ODD.items()
    }
    for site in built.values():
        assert not site.built.stopped, site.problems
        assert site.problems == []
    return built


@pytest.mark.parametrize("name", ODD)
def test_every_link_and_fragment_leads_somewhere(sites, name):
    done = subprocess.run(
        [
            *(str(Path(sys.executable).parent / "lychee"), "--offline", "--include-fragments"),
            *("--index-files", "index.html", "--no-progress", "--format", "json"),
            *("--exclude-path", "404.html", str(sites[name].out / "**/*.html")),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(done.stdout)
    assert found["errors"] == 0, json.dumps(found["error_map"], indent=1)[:2000]
    assert found["total"] > 20


@pytest.mark.browser
@pytest.mark.parametrize("name", ODD)
def test_no_page_scrolls_sideways(sites, name, browser):
    wide = {}
    with serving(sites[name].out, ROOTS.get(name, "/")) as served, browser.new_context() as context:
        page = context.new_page()
        for path in LOOKED_AT[name]:
            page.goto(served.at(path))
            for width in (320, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                if over > 0:
                    wide[path, width] = over
        assert served.missing() == (), "a page or what it asks for is missing"
    assert wide == {}


def test_one_seed_is_a_whole_article(sites):
    page = ArticlePage(sites["one seed"].page("articles/only/"))
    assert [run.text for run in page.runs] == [
        "The only text",
        "It stands alone.",
        "Nothing is said about it.",
    ]
    home = sites["one seed"].page("")
    assert "articles/only/" in home
    assert "timeline/" not in home, "an archive without dates offers no timeline"


def test_an_archive_of_nothing_says_so(sites):
    home = sites["no seed"].page("")
    assert "There is none yet." in home
    assert '<dl class="numbers">' not in home
    assert not (sites["no seed"].out / "articles").exists()


def test_200_topics_are_listed_and_each_has_a_page(sites):
    site = sites["200 topics"]
    assert site.page("topics/").count('href="../topics/topic-') == 200
    assert all("<h1>Topic number" in site.page(f"topics/topic-{n}/") for n in range(200))
    assert 0 < site.page("").count("topics/topic-") < 40, "the first page shows some of them"


def test_5000_mentions_go_on_from_page_to_page(sites):
    site = sites["5000 mentions"]
    pages = [site.page(f"entities/osk/{n}/" if n > 1 else "entities/osk/") for n in range(1, 101)]
    assert [page.count("data-mention") for page in pages] == [50] * 100
    assert not (site.out / "entities/osk/101").exists()
    assert "5,000 mentions" in pages[0]
    assert max(map(len, pages)) < 60_000
    assert 'rel="next"' in pages[0]
    assert 'rel="next"' not in pages[-1]


def test_arabic_is_written_from_right_to_left_and_shown_word_for_word(sites):
    site = sites["Arabic"]
    for slug, lang, side in (("flood", "ar", "rtl"), ("english", "en", "ltr")):
        html = site.page(f"articles/{slug}/")
        assert '<html lang="ar" dir="rtl">' in html
        assert f'data-body lang="{lang}" dir="{side}"' in html
        assert list(faults_of_page(html, ODD["Arabic"][f"seeds/{slug}.txt"], [])) == []
    tagged = {entity for entity, _, _, _ in ArticlePage(site.page("articles/flood/")).mentions}
    assert tagged == {"haddad", "shorouk", "dams"}
    assert 'lang="en" dir="ltr">Shorouk' in site.page("entities/shorouk/")
