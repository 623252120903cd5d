"""Real news under open licences, where it lies beside the repository: everything builds, to the letter."""

import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from backfile.build import build_site
from backfile.options import Options
from backfile.problems import Severity
from tests.contract import ArticlePage, faults_of_page
from tests.links import assert_no_broken_link
from tests.shipped import REPOSITORY

SHARED = REPOSITORY.parent / "shared"
CORPORA = ("gum_wikinews", "wikinews_ar", "wikinews_en")
slow_ones = [pytest.param("digitalgov", marks=pytest.mark.slow)]
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the corpora are not here")


@pytest.mark.parametrize("mode", ["gold", "auto", "plain"])
@pytest.mark.parametrize("corpus", [*CORPORA, *slow_ones])
def test_a_corpus_builds_and_every_page_keeps_the_contract(corpus, mode, tmp_path):
    limit = ["--limit", "12"] if corpus == "gum_wikinews" and mode != "plain" else []
    site = archive_of(corpus, mode, tmp_path, *limit)
    built = build_site(Options(site=site, search=False, jobs=2))
    assert [p for p in built.problems if p.severity is Severity.ERROR] == []
    assert built.archive is not None
    for article in built.archive.articles.values():
        html = (site / f"public/articles/{article.card.slug}/index.html").read_text("utf-8")
        assert article.seed is not None
        hidden = [(h.span.start, h.span.end) for h in article.hidden]
        assert list(faults_of_page(html, article.seed.text, hidden)) == [], article.id
        first_pieces = sorted(ident for _, ident, _, _ in ArticlePage(html).mentions if ident)
        places = sorted(f"m-{m.span.start}-{m.span.end}" for m in article.mentions)
        assert first_pieces == places, article.id
    if mode == "gold":
        assert published_mentions(site) == expected_mentions(tmp_path / "site.expected.jsonl")


@pytest.mark.slow
@pytest.mark.parametrize("corpus", CORPORA)
def test_no_link_or_fragment_of_a_corpus_is_broken(corpus, tmp_path):
    site = archive_of(corpus, "gold" if corpus == "gum_wikinews" else "auto", tmp_path)
    root = tmp_path / "root"
    assert not build_site(Options(site=site, out=root / "news", jobs=2)).stopped
    (root / "news/404.html").unlink()  # its links begin at the path of the site's address
    assert_no_broken_link(root, root / "news")


def archive_of(corpus: str, mode: str, folder: Path, *options: str) -> Path:
    """Make an archive of a corpus in `folder`."""
    site = folder / "site"
    maker = SHARED / "tools/make_archive.py"
    source = SHARED / f"corpora/{corpus}.jsonl.gz"
    subprocess.run(
        [sys.executable, str(maker), str(source), str(site), "--mode", mode, *options],
        check=True,
        capture_output=True,
    )
    return site


def expected_mentions(path: Path) -> Counter[tuple[object, ...]]:
    """Return the mentions that must come out."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return Counter((r["article"], r["entity"], r["start"], r["end"], r["text"]) for r in rows)


def published_mentions(site: Path) -> Counter[tuple[object, ...]]:
    """Return the mentions that came out, from the dump."""
    with (site / "public/data/mentions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return Counter(
        (r["article"], r["entity"], int(r["start"]), int(r["end"]), plain(r["text"])) for r in rows
    )


def plain(field: str) -> str:
    """Return a field without the sign that keeps spreadsheets from taking it for a formula."""
    return (
        field[1:] if field[:1] == "'" and field[1:2] in ("=", "+", "-", "@", "\t", "\r") else field
    )
