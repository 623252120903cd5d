"""Takes pictures of pages: wide, on a phone, at night, on paper, in Arabic and Chinese, crowded and empty."""

import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browsing import launch, serving
from tests.odd_archives import ARABIC, ONE_SEED, much_mentioned
from tests.shipped import copy_archive
from tests.sites import Site

SEED = "articles/000_5dadbd3c16b493a3/"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
TALLEST = 3200
"""Pixels of a page that are shown; what follows on a longer one looks the same."""
VIEWS: Mapping[str, dict[str, Any]] = {
    "wide": {"viewport": WIDE},
    "phone": {"viewport": PHONE, "is_mobile": True, "has_touch": True},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
}
SHIPPED = {
    "home": "",
    "article": SEED,
    "entity": "entities/micron/",
    "claim": "claims/cac-finds-security-problems/",
    "thread": "threads/micron-review/",
    "timeline": "timeline/2023/",
    "search": "search/?q=security",
    "latest": "latest/",
    "year": "2023/",
    "types": "types/",
    "people": "types/person/",
    "topics": "topics/",
    "claims": "claims/",
    "quotations": "quotations/",
    "threads": "threads/",
    "corrections": "corrections/",
    "data": "data/",
    "about": "about/",
}
TRANSLATED = {name: SHIPPED[name] for name in ("home", "article", "entity", "claim", "timeline")}
IN_ARABIC = {
    "home": "",
    "article": "articles/flood/",
    "english": "articles/english/",
    "entity": "entities/shorouk/",
    "claim": "claims/dam-failed/",
    "thread": "threads/flood-story/",
    "timeline": "timeline/2023/",
    "latest": "latest/",
    "gaps": "gaps/",
}
REGISTER = (
    "entities:\n  ana: {type: person, name: Ana Ruiz}\n  osk: {type: place, name: Osk}\n"
    "  office: {type: public-body, name: Dam Office}\n"
)
CROWDED = {
    "content/entities/all.yaml": REGISTER,
    "seeds/names.txt": "Thirty names in a paragraph\n\n"
    + "Ana Ruiz of the Dam Office went to Osk. " * 10
    + "\n",
    "seeds/notes.txt": "Forty notes\n\n"
    + "".join(f"In Osk the water stood {n} feet above the pier.\n\n" for n in range(40)),
    "content/articles/notes.yaml": "annotations:\n"
    + "".join(
        f"  - {{id: n{n}, type: note, at: 'stood {n} feet', body: The gauge said so.}}\n"
        for n in range(40)
    ),
}
ONE = {"home": "", "article": "articles/only/", "latest": "latest/", "timeline": "timeline/"}


def main(folder: Path) -> None:
    """Write all pictures into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = launch(playwright)
        for name, site, paths in sites(Path(place)):
            take(browser, site, paths, folder / name)


def sites(root: Path) -> Iterator[tuple[str, Site, Mapping[str, str]]]:
    """Yield every archive that is looked at: its name, itself, its pages by name."""
    yield "shipped", shipped(root / "shipped", search=True), SHIPPED
    yield "in-ar", shipped(root / "in-ar", lang="ar"), TRANSLATED
    yield "in-zh", shipped(root / "in-zh", lang="zh"), TRANSLATED
    yield "ar", Site(root / "arabic", ARABIC), IN_ARABIC
    crowded = {"names": "articles/names/", "notes": "articles/notes/"}
    yield "crowded", Site(root / "crowded", CROWDED), crowded
    much = {"entity": "entities/osk/", "article": "articles/day-1/", "year": "2000/"}
    yield "much", Site(root / "much", much_mentioned()), much
    yield "one", Site(root / "one", ONE_SEED), ONE


def shipped(root: Path, lang: str = "en", *, search: bool = False) -> Site:
    """Return the archive of this repository, its interface in one language."""
    archive = copy_archive(root)
    settings = (archive / "site.yaml").read_text("utf-8")
    return Site(
        archive, {"site.yaml": settings.replace("lang: en", f"lang: {lang}")}, search=search
    )


def take(browser: Browser, site: Site, paths: Mapping[str, str], start: Path) -> None:
    """Take every view of some pages of a site, and print them to PDF."""
    assert not site.built.stopped, site.problems
    with serving(site.out, "/a/b/") as served:
        for view, options in VIEWS.items():
            with browser.new_context(**options) as context:
                page = context.new_page()
                for name, path in paths.items():
                    page.goto(served.at(path), wait_until="networkidle")
                    picture(page, start.with_name(f"{start.name}-{name}-{view}.png"))
                    if view == "wide":
                        paper(page, start.with_name(f"{start.name}-{name}-print"))


def picture(page: Page, place: Path) -> None:
    """Take the upper part of a page, as much as a person looks through; warn when it is too wide."""
    width, height = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    room = (page.viewport_size or WIDE)["width"]
    if width > room:
        sys.stdout.write(f"{place.name}: {width - room} px wider than the screen\n")
    clip = {"x": 0, "y": 0, "width": room, "height": min(height, TALLEST)}
    page.screenshot(path=place, full_page=True, clip=clip)  # type: ignore[arg-type]


def paper(page: Page, place: Path) -> None:
    """Print a page to PDF, and take a picture of how it prints."""
    page.pdf(path=place.with_suffix(".pdf"), format="A4")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 640, "height": 900})
    picture(page, place.with_suffix(".png"))
    page.emulate_media(media="null")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
