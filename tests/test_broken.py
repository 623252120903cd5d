"""Each problem code has a broken archive with the words people get, and its place in the docs."""

import re
import shutil
from pathlib import Path

import pytest

from backfile import commit, index
from backfile.build import build_site
from backfile.options import Options
from backfile.problem_codes import CODES
from backfile.problems import Problem, Severity
from backfile.report import as_text
from tests.sites import Site

BROKEN = Path(__file__).parent / "broken"
MADE_HERE = {
    *("symlink", "file-unreadable", "yaml-too-large", "output-not-ours", "output-busy"),
    *("output-unwritable", "output-symlink", "search-failed", "search-needs-extended"),
}
"""Codes whose fault no file in git can show; the tests below make it."""


@pytest.mark.parametrize("code", sorted(path.name for path in BROKEN.iterdir()))
def test_a_broken_archive_gets_the_words_it_is_promised(code, tmp_path):
    site = tmp_path / "site"
    shutil.copytree(BROKEN / code, site)
    built = build_site(Options(site=site, commit=False))
    told = [p for p in built.problems if p.code == code or p.severity is not Severity.INFO]
    assert code in {p.code for p in told}
    assert as_text(told).rstrip() == (BROKEN / code / "expected.txt").read_text("utf-8").rstrip()
    assert all(p.path and p.line and p.column for p in told), "a message lacks its place"


def test_every_code_has_a_broken_archive():
    assert {path.name for path in BROKEN.iterdir()} | MADE_HERE == set(CODES)


def test_the_page_of_problems_lists_every_code_and_no_other():
    page = (Path(__file__).parent.parent / "docs/problems.md").read_text("utf-8")
    listed = re.findall(r"^### `([a-z0-9-]+)` \((error|warning|info)\)$", page, re.MULTILINE)
    assert dict(listed) == {code: meaning.severity for code, meaning in CODES.items()}
    assert len(listed) == len(CODES)
    for meaning in CODES.values():
        assert meaning.meaning in page


def codes(site: Site, **options) -> list[str]:
    return [p.code for p in told(site, **options)]


def told(site: Site, **options) -> list[Problem]:
    return [p for p in site.build(**options).problems if p.severity is not Severity.INFO]


ARTICLE = {"seeds/a.txt": "A\n\nText.\n", "site.yaml": "title: T\n"}


def test_a_symbolic_link_among_the_seeds_is_refused(tmp_path):
    site = Site(tmp_path / "site", ARTICLE)
    (tmp_path / "secret.txt").write_text("secret")
    (site.root / "seeds/b.txt").symlink_to(tmp_path / "secret.txt")
    assert codes(site) == ["symlink"]
    assert not site.out.exists()


def test_a_file_the_system_does_not_give_is_named(tmp_path, monkeypatch):
    site = Site(tmp_path / "site", ARTICLE)
    real = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert [(p.code, p.path) for p in told(site)] == [("file-unreadable", "seeds/a.txt")]


def test_a_sidecar_of_five_megabytes_is_refused(tmp_path):
    lines = "".join(f"x-{n}: {'y' * 50}\n" for n in range(90_000))
    site = Site(tmp_path / "site", {**ARTICLE, "content/articles/a.yaml": "title: A\n" + lines})
    assert codes(site) == ["yaml-too-large"]


def test_a_folder_that_is_not_ours_is_refused(tmp_path):
    site = Site(tmp_path / "site", {**ARTICLE, "public/mine.html": "mine"})
    assert codes(site) == ["output-not-ours"]
    assert (site.out / "mine.html").read_text() == "mine"


def test_a_second_build_waits_for_nobody_and_says_so(tmp_path):
    site = Site(tmp_path / "site", ARTICLE)
    with commit.Output(site.out):
        assert codes(site) == ["output-busy"]


def test_a_full_disk_leaves_the_old_site(tmp_path, monkeypatch):
    site = Site(tmp_path / "site", ARTICLE)
    before = site.tree()
    site.write("seeds/b.txt", "B\n\nMore text.\n")

    def full(*_arguments: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.mkdir", full)
    monkeypatch.setattr("os.replace", full)
    assert codes(site) == ["output-unwritable"]
    monkeypatch.undo()
    assert {k: v for k, v in site.tree().items() if not k.startswith(".backfile/")} == before


def test_a_link_in_the_output_folder_is_refused(tmp_path):
    site = Site(tmp_path / "site", ARTICLE)
    assert site.build().result
    shutil.rmtree(site.out / "articles")
    (tmp_path / "elsewhere").mkdir()
    (site.out / "articles").symlink_to(tmp_path / "elsewhere")
    assert "output-symlink" in codes(site)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_failing_pagefind_leaves_the_old_site(tmp_path, monkeypatch):
    site = Site(tmp_path / "site", ARTICLE)
    before = site.tree()
    site.write("seeds/a.txt", "A\n\nOther text.\n")

    def fail() -> object:
        raise index.SearchError("Pagefind failed (1): it says why")

    monkeypatch.setattr(index, "find_binary", fail)
    assert codes(site, search=True) == ["search-failed"]
    assert site.tree() == before


def test_chinese_text_asks_for_the_extra(tmp_path, monkeypatch):
    site = Site(
        tmp_path / "site", {"site.yaml": "title: T\nlang: zh\n", "seeds/a.txt": "标题\n\n正文。\n"}
    )
    plain = index.find_binary()._replace(extended=False)
    monkeypatch.setattr(index, "find_binary", lambda: plain)
    assert codes(site, search=True) == ["search-needs-extended"]
