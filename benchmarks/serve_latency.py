"""How long after a save the page in the browser shows it: median and 95th percentile.

    python benchmarks/serve_latency.py ARCHIVE [--edits 30]

`ARCHIVE` is one of `benchmarks/corpus.py`; it is copied first. Each edit puts a word that nobody
used into a note, the deck, the seed, or the byline together with another date, or the style; the
clock runs from before the file is written until Chromium has painted the word (the style: until it
holds).
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Page, sync_playwright

from tests.browsing import launch

if TYPE_CHECKING:
    from collections.abc import Callable

BUILD = Path(__file__).resolve().parent.parent / "build.py"
SEEN = """([selector, word]) => new Promise(resolve => {
  const look = () => document.querySelector(selector)?.textContent.includes(word)
    ? requestAnimationFrame(() => resolve(Date.now())) : setTimeout(look, 2);
  look();
})"""
STYLED = """([colour]) => new Promise(resolve => {
  const found = () => getComputedStyle(document.body).getPropertyValue("--measured").trim();
  const look = () => found() === colour
    ? resolve(Date.now()) : setTimeout(look, 2);
  look();
})"""


class Edits:
    """The edits of one kind each, on one article and what belongs to it."""

    def __init__(self, root: Path) -> None:
        sidecars = sorted((root / "content/articles").rglob("*.yaml"))
        self.sidecar = sidecars[len(sidecars) // 2]
        self.seed = next((root / "seeds").rglob(f"{self.sidecar.stem}.txt"))
        self.register = sorted((root / "content/entities").glob("*.yaml"))[0]
        self.style = root / "assets/css/99-measured.css"
        self.address = f"articles/{self.sidecar.stem}/"
        self.clean = {p: p.read_text(encoding="utf-8") for p in (self.sidecar, self.seed)}

    def note(self, word: str) -> None:
        """Change a word of a note."""
        text = self.clean[self.sidecar].replace("body: ", f"body: {word} ", 1)
        self.sidecar.write_text(text, encoding="utf-8")

    def deck(self, word: str) -> None:
        """Change the line below the headline."""
        self.sidecar.write_text(f"deck: {word}\n{self.clean[self.sidecar]}", encoding="utf-8")

    def seed_word(self, word: str) -> None:
        """Change a word of the seed, behind everything that is quoted."""
        self.seed.write_text(f"{self.clean[self.seed].rstrip()}\n\n{word}.\n", encoding="utf-8")

    def date(self, word: str) -> None:
        """Change what other pages show, too: the byline and the day."""
        day = f"20{int(word[1:]) % 15 + 10}-05-06"
        written = self.clean[self.sidecar]
        dated = re.compile("^published: .*$", re.M).sub(f"published: {day}", written)
        text = f"byline: [{{text: {word}}}]\n{dated}"
        self.sidecar.write_text(text, encoding="utf-8")

    def styled(self, word: str) -> None:
        """Change the style."""
        self.style.parent.mkdir(parents=True, exist_ok=True)
        self.style.write_text(f"body {{ --measured: {word} }}\n", encoding="utf-8")


def measured(page: Page, edit: Callable[[str], None], word: str, *, style: bool) -> float:
    """Return the seconds from the save to the sight."""
    time.sleep(0.4)
    start = time.time()
    edit(word)
    while True:
        try:
            seen = page.evaluate(STYLED, [word]) if style else page.evaluate(SEEN, ["main", word])
        except Exception as fault:  # the page is loaded again while it is looked at
            if "navigation" not in str(fault) and "destroyed" not in str(fault):
                raise
        else:
            return float(seen) / 1000 - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("--edits", type=int, default=30)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder, "archive")
        ignored = shutil.ignore_patterns("public", ".backfile")
        shutil.copytree(wanted.archive, root, ignore=ignored)
        began = time.time()
        command = [sys.executable, str(BUILD), "serve", "--site", str(root), "--port", "8791"]
        served = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            said = iter(served.stdout or ())
            base = next(line.split()[1] for line in said if "http://" in line)
            edits = Edits(root)
            page = launch(playwright).new_page()
            page.goto(base + edits.address, timeout=300_000)
            print(f"first page after {time.time() - began:.1f} s")
            page.wait_for_timeout(2000)
            for edit in (edits.note, edits.deck, edits.seed_word, edits.date, edits.styled):
                times = [
                    measured(page, edit, f"z{number:04}", style=edit == edits.styled)
                    for number in range(wanted.edits)
                ]
                ranked = sorted(times)
                late = ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))]
                name = edit.__name__
                print(
                    f"{name:10} median {statistics.median(times) * 1e3:6.0f} ms, "
                    f"95 % {late * 1e3:6.0f} ms, {len(times)} edits"
                )
        finally:
            served.terminate()
            served.wait(10)


if __name__ == "__main__":
    main()
