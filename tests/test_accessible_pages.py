"""axe-core finds nothing on one page of every kind, light and dark, wide and on a phone."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from backfile.build import build_site
from backfile.options import Options
from tests.browsing import RecordedPage, require, serving
from tests.every_kind import KINDS, PREVIEWED, every_kind
from tests.odd_archives import ARABIC, ARABIC_KINDS
from tests.shipped import copy_archive
from tests.sites import Site

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "tools/node_modules/axe-core/axe.min.js"
# What is folded is read, too: everything is opened before the rules are run.
RUN = """async (restyled) => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  const levels = [
    "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice",
  ];
  const finished = ({ tags }) => !tags.includes("experimental") && !tags.includes("deprecated");
  const every = axe.getRules(levels).filter(finished).map(({ ruleId }) => ruleId);
  const { violations } = await axe.run(document, {
    preload: false,
    resultTypes: ["violations"],
    runOnly: restyled
      ? [
          "color-contrast", "link-in-text-block", "link-name", "button-name",
          "scrollable-region-focusable", "target-size",
        ]
      : every,
  });
  const wide = document.documentElement.scrollWidth - innerWidth;
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  return wide > 0 ? [...found, `the page is ${wide} pixels too wide`] : found;
}"""
WIDE, PHONE = (1280, 900), (390, 844)
VIEWS = (("light", WIDE), ("dark", PHONE))
"""Colours depend on the scheme alone and sizes on the width alone: these two see all of both.

In all but the first view only the rules are run that a colour, a size or what is left out where
room is short can break, unless all are asked for.
"""
ALL_VIEWS = tuple((scheme, size) for scheme in ("light", "dark") for size in (WIDE, PHONE))
REFRESH = '<meta http-equiv="refresh"'
SHIPPED = (
    "",
    "articles/000_5dadbd3c16b493a3/",
    "entities/micron/",
    "threads/micron-review/",
)


@cache
def axe() -> str:
    """Return axe-core; where it is not installed, the test fails or is skipped."""
    require(AXE.is_file(), "axe-core")
    return AXE.read_text("utf-8")


def faults(
    page: Page, views: Iterable[tuple[str, tuple[int, int]]] = VIEWS, *, every_rule: bool = False
) -> list[str]:
    """Return what axe-core finds on an open page in each view."""
    page.evaluate(axe())
    found = []
    for number, (scheme, (width, height)) in enumerate(views):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        restyled = number > 0 and not every_rule
        found += [f"{scheme}, {width}: {fault[:300]}" for fault in page.evaluate(RUN, restyled)]
    return found


@pytest.fixture(scope="module")
def english(tmp_path_factory) -> Site:
    """Return the archive that has every kind of page, built."""
    site = every_kind(tmp_path_factory.mktemp("english"), search=True)
    assert not site.built.stopped
    return site


def faults_of_site(
    browser: Browser,
    folder: Path,
    prefix: str,
    paths: Iterable[str],
    views: Iterable[tuple[str, tuple[int, int]]] = VIEWS,
    *,
    every_rule: bool = False,
) -> dict[str, list[str]]:
    """Return the faults of the pages at `paths` of a built site, and what their console says."""
    found = {}
    with serving(folder, prefix) as site, browser.new_context() as context:
        page = RecordedPage(context.new_page())
        for path in paths:
            page.goto(site.at(path.removesuffix("index.html")))
            found[path] = faults(page.page, views, every_rule=every_rule)
        found["console"] = page.console_messages
        found["requests"] = [*page.requested_outside(site.address), *site.missing()]
    return {path: rows for path, rows in found.items() if rows}


def test_every_kind_of_page_is_accessible(english, browser):
    paths = [path for path in KINDS.values() if REFRESH not in english.page(path)]
    assert faults_of_site(browser, english.out, "/valley/", paths) == {}


def test_every_kind_of_page_of_the_preview_is_accessible(tmp_path, browser):
    site = every_kind(tmp_path, preview=True)
    assert not site.built.stopped
    assert faults_of_site(browser, site.out, "/valley/", PREVIEWED.values()) == {}


def test_every_kind_of_page_is_accessible_in_arabic(tmp_path, browser):
    site = Site(tmp_path, ARABIC, search=True)
    assert not site.built.stopped
    assert faults_of_site(browser, site.out, "/wadi/", ARABIC_KINDS) == {}


def test_the_shipped_archive_is_accessible(tmp_path, browser):
    folder = copy_archive(tmp_path / "archive")
    assert not build_site(Options(folder, search=False)).stopped
    assert faults_of_site(browser, folder / "public", "/memory-chips/", SHIPPED) == {}


def test_a_page_that_has_moved_is_accessible_before_it_leads_on(english, browser):
    html = english.page(KINDS["moved article"])
    line = next(line for line in html.splitlines() if line.startswith(REFRESH))
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content(html.replace(line, ""))
        assert faults(page) == []


def test_the_other_two_views_are_as_accessible(english, browser):
    views = (("dark", WIDE), ("light", PHONE))
    paths = [KINDS[kind] for kind in ("home", "article with notes", "entity", "search")]
    assert faults_of_site(browser, english.out, "/valley/", paths, views) == {}


@pytest.mark.slow
@pytest.mark.parametrize("preview", [False, True], ids=["published", "preview"])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_rule_holds_on_every_kind_of_page_in_every_view(lang, preview, tmp_path, browser):
    site = every_kind(tmp_path, lang=lang, preview=preview, search=not preview)
    assert not site.built.stopped
    kinds = PREVIEWED if preview else KINDS
    paths = [path for path in kinds.values() if REFRESH not in site.page(path)]
    assert f'<html lang="{lang}"' in site.page("index.html")
    found = faults_of_site(browser, site.out, "/valley/", paths, ALL_VIEWS, every_rule=True)
    assert found == {}
