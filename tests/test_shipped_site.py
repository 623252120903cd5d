"""What every built site promises, shown on the archive this repository ships."""

import re
import shutil
from pathlib import Path

import pytest

from backfile.build import load_archive
from tests.browsing import RecordedPage
from tests.contract import ArticlePage, faults_of_page
from tests.links import assert_no_broken_link
from tests.shipped import REPOSITORY, copy_archive, run_build
from tests.sites import tree_of

SEED = "000_5dadbd3c16b493a3"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """Return a copy of the shipped archive, built with search."""
    folder = copy_archive(tmp_path_factory.mktemp("shipped") / "archive")
    done = run_build(folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_article_shows_its_seed_minus_what_is_hidden(site):
    archive, _ = load_archive(site)
    assert archive is not None
    for article in archive.articles.values():
        html = (site / f"public/articles/{article.card.slug}/index.html").read_text("utf-8")
        assert article.seed is not None
        hidden = [(h.span.start, h.span.end) for h in article.hidden]
        assert list(faults_of_page(html, article.seed.text, hidden)) == [], article.id
        first_pieces = sorted(ident for _, ident, _, _ in ArticlePage(html).mentions if ident)
        places = sorted(f"m-{m.span.start}-{m.span.end}" for m in article.mentions)
        assert first_pieces == places, article.id


def test_the_seed_tags_whom_it_names_and_says_what_it_hides(site):
    html = (site / f"public/articles/{SEED}/index.html").read_text("utf-8")
    tagged = {entity for entity, _, _, _ in ArticlePage(html).mentions}
    assert {"micron", "cac", "mao-ning", "cxmt", "us-commerce", "china"} <= tagged
    body = html[html.index("data-body") : html.index("Mentioned here")]
    assert "Search Trends" not in re.sub(r"<[^>]+>", "", body)
    assert "Search Trends" in html
    assert "not of the article" in html


def test_each_mention_is_in_the_concordance_and_leads_back(site):
    for entity in ("micron", "cac", "mao-ning", "cxmt", "us-commerce"):
        html = "".join(
            path.read_text("utf-8")
            for path in sorted((site / f"public/entities/{entity}").rglob("index.html"))
        )
        rows = re.findall(rf'<[^>]*data-mention[^>]*data-article="{SEED}"', html)
        assert rows, entity
        for place in re.findall(rf'href="[./]*articles/{SEED}/#(m-\d+-\d+)"', html):
            page = (site / f"public/articles/{SEED}/index.html").read_text("utf-8")
            assert f'id="{place}"' in page


def test_text_txt_is_the_seed_byte_for_byte(site):
    published = (site / f"public/articles/{SEED}/text.txt").read_bytes()
    assert published == (REPOSITORY / f"seeds/{SEED}.txt").read_bytes()


@pytest.mark.parametrize("prefix", ["", "repo", "a/b"])
def test_no_link_fragment_or_asset_is_broken_under_any_path(site, tmp_path, prefix):
    root = tmp_path / "root"
    place = root / prefix if prefix else root
    shutil.copytree(site / "public", place)
    (place / "404.html").unlink()  # its links begin at the path of the site's address
    assert_no_broken_link(root, place)


def test_404_works_at_the_path_of_the_sites_address(site, tmp_path):
    place = tmp_path / "root" / "memory-chips"
    shutil.copytree(site / "public", place)
    for page in place.rglob("*.html"):
        if page.name != "404.html" and page != place / "index.html":
            page.write_text("<!DOCTYPE html><title>kept</title><p>kept", encoding="utf-8")
    assert_no_broken_link(tmp_path / "root", place, "404.html")


def test_the_same_archive_gives_the_same_bytes_anywhere(tmp_path):
    first = copy_archive(tmp_path / "here")
    second = copy_archive(tmp_path / "there" / "deeper")
    one = run_build(
        first, "--no-search", "--jobs", "1", PYTHONHASHSEED="1", TZ="Asia/Tokyo", LC_ALL="C"
    )
    two = run_build(
        second, "--no-search", "--jobs", "2", PYTHONHASHSEED="2", TZ="UTC", LC_ALL="C.UTF-8"
    )
    assert (one.returncode, two.returncode) == (0, 0), one.stderr + two.stderr
    assert tree_of(first / "public") == tree_of(second / "public")


def test_a_second_build_writes_nothing(site):
    done = run_build(site)
    assert " 0 files written" in done.stdout, done.stdout


@pytest.mark.browser
def test_search_finds_the_seed_and_lands_on_the_paragraph(site, page: RecordedPage, served):
    root = served(site / "public", "/a/b/")
    words = {
        "generalization": "generalization of the concept",
        "bar operators": "would bar operators",
        "resolutely": "resolutely safeguard",
    }
    for query, sentence in words.items():
        page.goto(root.at(f"search/?q={query.replace(' ', '+')}"))
        page.wait_for_selector("[data-status][data-state=done]")
        assert "\ua66e" not in page.locator("main").inner_text()
        link = page.locator(f'[data-result="article"][data-article="{SEED}"] a[href*="#p-"]').first
        link.click()
        page.wait_for_url(re.compile(r"#p-\w+$"))
        paragraph = page.url.rpartition("#")[2]
        assert sentence in (page.locator(f"#{paragraph}").text_content() or "")
    assert page.console_messages == []
    assert page.requested_outside(root.address) == ()
    assert root.missing() == ()
