"""The Nu HTML checker and html5lib find nothing in the built pages."""

import gzip
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import html5lib
import pytest

from backfile.build import build_site
from backfile.options import Options
from tests.browsing import require
from tests.every_kind import KINDS, PREVIEWED, every_kind
from tests.odd_archives import ARABIC, NO_SEED, ONE_SEED
from tests.shipped import copy_archive
from tests.sites import Site

CHECKER = Path(__file__).parent / "tools/node_modules/vnu-jar/build/dist/vnu.jar"
CONTENT_POLICY = "Content Security Policy (meta tag)"
"""The checker reads files, which no policy of a site allows; the browser's console is asked."""
FIRST_LOAD = 20_000
"""What an article's page may weigh with its style and script, compressed, in bytes."""
UNCHECKED = ("entities", "topics", "types", "2023")
"""Of the shipped archive many pages of one kind are left out: time is short."""
HIGHLIGHT = "::highlight("
"""A pseudo-element of CSS that the checker does not know yet."""


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """Return a folder with the output of several archives, each in a folder of its own."""
    root: Path = tmp_path_factory.mktemp("built")
    sites = {
        "english": every_kind(root / "english-archive"),
        "preview": every_kind(root / "preview-archive", preview=True),
        "arabic": Site(root / "arabic-archive", ARABIC),
        "one": Site(root / "one-archive", ONE_SEED),
        "none": Site(root / "none-archive", NO_SEED),
    }
    for name, site in sites.items():
        assert not site.built.stopped, site.problems
        site.out.rename(root / name)
    archive = copy_archive(root / "shipped-archive")
    assert not build_site(Options(archive, search=False, out=root / "shipped")).stopped
    for folder in UNCHECKED:
        shutil.rmtree(root / "shipped" / folder)
    for source in root.glob("*-archive"):
        shutil.rmtree(source)
    return root


def test_there_is_a_page_of_every_kind(built):
    assert [kind for kind, path in KINDS.items() if not (built / "english" / path).is_file()] == []
    missing = [kind for kind, path in PREVIEWED.items() if not (built / "preview" / path).is_file()]
    assert missing == []


def test_the_nu_checker_finds_nothing(built):
    assert complaints(built, ["english", "preview", "arabic", "one", "none", "shipped"]) == []


@pytest.mark.slow
def test_the_nu_checker_finds_nothing_in_arabic_nor_on_any_page_we_ship(tmp_path):
    for name, preview in (("published", False), ("preview", True)):
        site = every_kind(tmp_path / f"{name}-archive", preview=preview, search=True, lang="ar")
        assert not site.built.stopped
        site.out.rename(tmp_path / name)
    archive = copy_archive(tmp_path / "shipped-archive")
    assert not build_site(Options(archive, out=tmp_path / "shipped")).stopped
    assert complaints(tmp_path, ["published", "preview", "shipped"]) == []


def test_no_page_has_a_parse_error(built):
    pages = sorted(built.rglob("*.html"))
    assert len(pages) > len(KINDS)
    assert [fault for page in pages for fault in parse_errors(page)] == []


def test_no_id_stands_twice_in_a_page(built):
    twice = {}
    for page in sorted(built.rglob("*.html")):
        ids = re.findall(r'<[^>]* id="([^"]*)"', page.read_text("utf-8"))
        if len(ids) != len(set(ids)):
            twice[page.relative_to(built).as_posix()] = sorted(ids)
    assert twice == {}


def test_what_the_seeds_page_loads_first_is_small(built):
    page = built / "shipped/articles/000_5dadbd3c16b493a3/index.html"
    html = page.read_text("utf-8")
    files = re.findall(r'<(?:link rel="stylesheet" href|script type="module" src)="([^"]*)"', html)
    assert len(files) == 2
    loaded = [page, *(page.parent / file for file in files)]
    assert sum(len(gzip.compress(file.read_bytes())) for file in loaded) <= FIRST_LOAD


def complaints(root: Path, folders: Iterable[str]) -> list[str]:
    """Return what the Nu checker says of all pages and styles below the folders."""
    java = shutil.which("java")
    require(java and CHECKER.is_file(), "the Nu HTML checker, or Java")
    done = subprocess.run(
        [
            *(str(java), "-Xmx512m", "-Duser.language=en", "-jar", str(CHECKER)),
            *("--skip-non-html", "--also-check-css", "--format", "gnu", "--exit-zero-always"),
            *(str(root / folder) for folder in folders),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    lines = done.stderr.splitlines()
    return [line for line in lines if CONTENT_POLICY not in line and not is_highlight(line)]


def is_highlight(complaint: str) -> bool:
    """Tell whether a complaint is about `::highlight()` and nothing else."""
    place = re.match(r'"file:([^"]*\.css)":(\d+)\.(\d+)-.*CSS: Parse Error\.$', complaint)
    if place is None:
        return False
    line = Path(place[1]).read_text("utf-8").splitlines()[int(place[2]) - 1]
    column = int(place[3])
    return HIGHLIGHT in line[max(0, column - 40) : column + len(HIGHLIGHT)]


def parse_errors(page: Path) -> Iterable[str]:
    """Yield what a strict reading of a page finds."""
    parser = html5lib.HTMLParser()
    parser.parse(page.read_bytes())
    for (line, column), code, _ in parser.errors:
        yield f"{page}:{line}:{column}: {code}"
