"""The pictures of docs/tutorial.md: `python -m tests.tutorial_pictures FOLDER`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browsing import launch
from tests.newcomer import Newcomer
from tests.tutorial import steps

WIDTH = 1060
SETTLED = 1500
"""Milliseconds after which a page follows what was saved, scripts and all."""
PROTEST = "articles/2024-03-07-islanders-protest/"
PICTURES = {
    "entity": ("backfile import", "entities/harbour-board/", 720),
    "overlay": ("summary: A hundred islanders", PROTEST, 560),
    "article": ("claims:", PROTEST, 820),
    "thread": ("---\ntitle: The evening ferry", "threads/evening-ferry/", 900),
}
"""How the step begins after which a picture is taken, of which page, and how high in pixels."""


def take(browser: Browser, address: str, height: int, place: Path) -> None:
    """Take a picture of what somebody sees who opens an address."""
    page = browser.new_page(
        color_scheme="light", viewport={"width": WIDTH, "height": height}, reduced_motion="reduce"
    )
    page.goto(address)
    page.wait_for_timeout(SETTLED)
    page.screenshot(path=place)
    page.close()


def main(folder: Path) -> None:
    """Do the tutorial and take its pictures into a folder."""
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        browser = launch(playwright)
        somebody = Newcomer(Path(sys.executable).parent, Path(home))
        try:
            for step in steps():
                if step.kind == "out" or "pip install" in step.text:
                    continue
                somebody.do(step)
                for name, (start, path, height) in PICTURES.items():
                    if step.text.startswith(start):
                        place = folder / f"tutorial-{name}.png"
                        take(browser, somebody.address + path, height, place)
        finally:
            somebody.leave()
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
