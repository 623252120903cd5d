"""Takes pictures of pages: wide, on a phone, at night, on paper, in Arabic, crowded and empty."""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.browsing import launch, serving
from tests.odd_archives import ARABIC, ONE_SEED
from tests.shipped import copy_archive
from tests.sites import Site

SEED = "articles/000_5dadbd3c16b493a3/"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
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
    "latest": "latest/",
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


def main(folder: Path) -> None:
    """Write all pictures into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = launch(playwright)
        root = Path(place)
        archive = copy_archive(root / "shipped")
        shipped = Site(archive, {"site.yaml": (archive / "site.yaml").read_bytes()})
        take(browser, shipped, SHIPPED, folder / "shipped")
        take(browser, Site(root / "arabic", ARABIC), {"article": "articles/flood/"}, folder / "ar")
        crowded = {"names": "articles/names/", "notes": "articles/notes/"}
        take(browser, Site(root / "crowded", CROWDED), crowded, folder / "crowded")
        one = {"home": "", "latest": "latest/"}
        take(browser, Site(root / "one", ONE_SEED), one, folder / "one")


def take(browser: Browser, site: Site, paths: Mapping[str, str], start: Path) -> None:
    """Take every view of some pages of a site, and print them to PDF."""
    assert not site.built.stopped, site.problems
    with serving(site.out, "/a/b/") as served:
        for view, options in VIEWS.items():
            with browser.new_context(**options) as context:
                page = context.new_page()
                for name, path in paths.items():
                    page.goto(served.at(path))
                    picture = start.with_name(f"{start.name}-{name}-{view}.png")
                    page.screenshot(path=picture, full_page=True)
                    if view == "wide":
                        page.pdf(path=picture.with_name(f"{start.name}-{name}-print.pdf"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
