"""What earlier builds left is believed only where it is surely still so."""

import errno
import os
import time
from pathlib import Path

import pytest

from backfile import cache
from backfile.cli import main
from backfile.options import Options
from backfile.standing import Remembered
from backfile.template_sources import TemplateSources
from backfile.unchanged import source_files, still_standing, theme_files
from tests.sites import Site, tree_of

TWO_NAMES = "entities: {osk: {type: place, name: Osk, names: {fr: Osque, de: Osch}}}\n"
OTHER_ORDER = "entities: {osk: {type: place, name: Osk, names: {de: Osch, fr: Osque}}}\n"
NOTE = "a: {label: A}\n"


def old(site: Site) -> None:
    """Let every file of an archive be an hour old, as far as anybody can set that."""
    for place in site.root.rglob("*"):
        if place.is_file() and not place.is_symlink():
            os.utime(place, (time.time() - 3600, time.time() - 3600))
    time.sleep(0.05)  # past the tick of the clock: nobody can set when a file was touched


def clean_tree(site: Site) -> dict[str, bytes]:
    """Return the site that a build from nothing makes."""
    out = site.root.parent / "clean"
    site.build(out=out, remember=False)
    return tree_of(out)


def known(site: Site) -> bool:
    """Tell whether the next build finds that nothing has changed."""
    return still_standing(Options(site.root, search=False)) is not None


def test_the_order_in_which_names_are_written_counts(tmp_path: Path) -> None:
    site = Site(
        tmp_path / "a", {"seeds/a.txt": "A\n\nOsk.\n", "content/entities/e.yaml": TWO_NAMES}
    )
    site.build()
    site.write("content/entities/e.yaml", OTHER_ORDER)
    site.build()
    assert tree_of(site.out) == clean_tree(site)


def test_an_article_is_not_remembered_when_its_sidecar_must_not_be_read(tmp_path: Path) -> None:
    site = Site(tmp_path / "a", {"seeds/a.txt": "A\n\nSecret.\n"}, lenient=True)
    site.build()
    folder = site.root / "content/articles"
    folder.mkdir(parents=True)
    (folder / "a.yaml").symlink_to("/nowhere")
    site.build()
    assert b"Secret" not in b"".join(tree_of(site.out).values())
    assert tree_of(site.out) == clean_tree(site)


@pytest.mark.parametrize(
    "text",
    [
        '{% include "part-" ~ page.kind ~ ".html" %}',
        "{% extends 'a.html' if page else 'part.html' %}",
        "{% include ['a.html', 'part.html'] %}",
        "{% include page.template %}",
        "{%- import name as macros -%}",
    ],
)
def test_a_template_that_names_others_by_an_expression_is_made_of_all(text: str) -> None:
    texts = {"page.html": text, "a.html": "a", "part.html": "p"}
    sources = TemplateSources(lambda name: texts.get(name, ""), lambda: texts, lambda: ())
    assert ("part.html", "p") in sources("page.html").texts


@pytest.mark.parametrize(
    "text",
    [
        '{% include "a.html" %}',
        "{%- extends 'a.html' -%}",
        '{% include "a.html" ignore missing %}',
        '{% include "a.html" without context %}',
        '{% from "a.html" import one, two %}',
        "{% import 'a.html' as macros %}",
    ],
)
def test_a_template_that_names_another_is_made_of_that_alone(text: str) -> None:
    texts = {"page.html": text, "a.html": "a", "part.html": "p"}
    sources = TemplateSources(lambda name: texts.get(name, ""), lambda: texts, lambda: ())
    assert sources("page.html").texts == (("a.html", "a"), ("page.html", text))


def test_a_page_is_made_again_when_a_part_named_by_an_expression_changes(tmp_path: Path) -> None:
    files = {
        "templates/404.html": "{% set k = 'x' %}{% include 'part-' ~ k ~ '.html' %}",
        "templates/part-x.html": "one",
    }
    site = Site(tmp_path / "a", files)
    site.build()
    site.write("templates/part-x.html", "two")
    site.build()
    assert (site.out / "404.html").read_text() == "two"


def test_no_file_of_others_is_removed_where_the_memory_is_a_link(tmp_path: Path) -> None:
    site = Site(tmp_path / "a", {"seeds/a.txt": "A\n\nText.\n", "content/articles/a.yaml": "{}\n"})
    (site.root / ".backfile").symlink_to("content")
    site.build()
    site.write("seeds/a.txt", "A\n\nOther text.\n")
    site.build()
    assert (site.root / "content/articles/a.yaml").exists()


def test_a_memory_that_cannot_be_written_leaves_no_scraps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fdopen", full)
    cache.store(tmp_path / "index", 1)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", ["file", "broken link", "folders in the place of files"])
def test_a_memory_that_is_something_else_harms_nothing(tmp_path: Path, kind: str) -> None:
    site = Site(tmp_path / "a", {"seeds/a.txt": "A\n\nText.\n"})
    memory = site.root / ".backfile"
    if kind == "file":
        memory.write_text("mine")
    elif kind == "broken link":
        memory.symlink_to("/nowhere/at/all")
    else:
        (memory / "articles/index/x").mkdir(parents=True)
        (memory / "templates").mkdir()
    site.build()
    site.write("seeds/a.txt", "A\n\nOther text.\n")
    assert not site.build().stopped
    assert tree_of(site.out) == clean_tree(site)


def built_by_command(site: Site) -> int:
    """Build as people do, when all files are old enough to be believed."""
    old(site)
    return main(["build", "--no-search", "--site", str(site.root)])


def test_a_site_that_stands_is_not_built_again(tmp_path: Path) -> None:
    site = Site(tmp_path / "a", {"seeds/a.txt": "A\n\nText.\n"})
    assert built_by_command(site) == 0
    assert known(site)
    assert still_standing(Options(site.root, search=False, preview=True)) is None
    assert still_standing(Options(site.root, search=False, base_url="https://a.example/")) is None
    (site.out / "index.html").unlink()
    assert not known(site)


def test_a_site_beside_somebody_elses_file_is_looked_at_each_time(tmp_path: Path) -> None:
    site = Site(tmp_path / "a", {"seeds/a.txt": "A\n\nText.\n"})
    built_by_command(site)
    (site.out / ".backfile").mkdir()
    (site.out / ".backfile/mine").write_text("x")
    site.write("content/topics.yaml", NOTE)
    built_by_command(site)
    (site.out / "index.html").unlink()
    built_by_command(site)
    assert (site.out / "index.html").exists()


def test_what_a_link_of_the_theme_leads_to_is_looked_at_each_time(tmp_path: Path) -> None:
    site = Site(tmp_path / "a", {"site.yaml": "title: T\ntheme: themes/x\n"})
    (tmp_path / "404.html").write_text("one")
    folder = site.root / "themes/x/templates"
    folder.mkdir(parents=True)
    (folder / "404.html").symlink_to(tmp_path / "404.html")
    built_by_command(site)
    assert not known(site)
    (tmp_path / "404.html").write_text("two")
    built_by_command(site)
    assert (site.out / "404.html").read_text() == "two"


def test_a_file_changed_just_before_is_not_believed(tmp_path: Path) -> None:
    site = Site(tmp_path / "a", {"seeds/a.txt": "A\n\nText.\n"})
    old(site)
    assert source_files(site.root).is_sure
    assert theme_files(site.root, "").is_sure
    site.write("seeds/a.txt", "A\n\nOther.\n")
    assert not source_files(site.root).is_sure


@pytest.mark.parametrize("option", ["preview", "release", "lenient", "base_url"])
def test_builds_in_turn_leave_nothing_of_each_other(tmp_path: Path, option: str) -> None:
    files = {
        "seeds/a.txt": "A\n\nText.\n",
        "seeds/b.txt": "B\n\nHidden draft.\n",
        "content/articles/b.yaml": "status: draft\n",
    }
    site = Site(tmp_path / "a", files)
    before = site.build()
    value: object = "https://a.example/b/" if option == "base_url" else True
    site.build(**{option: value})
    after = site.build()
    assert after.problems == before.problems
    assert tree_of(site.out) == clean_tree(site)


def test_a_search_left_out_leaves_the_traces_whole(tmp_path: Path) -> None:
    files = {f"seeds/{name}.txt": f"{name}\n\nThe pier of Osk.\n" for name in "abc"}
    files["content/entities/e.yaml"] = TWO_NAMES
    site = Site(tmp_path / "a", files)
    site.build(search=True)
    (site.root / "seeds/b.txt").unlink()
    site.build()
    found = cache.load(next((site.root / ".backfile").glob("*.pages")), Remembered)
    assert found is not None
    assert len(found.keys) == len(found.digests) == len(found.uses)
    site.write("seeds/c.txt", "c\n\nThe harbour.\n")
    site.build(search=True)
    assert (site.out / "data/entities.jsonl").read_bytes() == clean_tree(site)[
        "data/entities.jsonl"
    ]


def test_a_damaged_search_bundle_is_made_again(tmp_path: Path) -> None:
    site = Site(tmp_path, {"seeds/a.txt": "Flood\n\nThe river rose.\n"}, search=True)
    assert not site.built.stopped
    fragment = next(site.out.rglob("*.pf_fragment"))
    size = fragment.stat().st_size
    fragment.unlink()
    site.build()
    assert [place.stat().st_size for place in site.out.rglob("*.pf_fragment")] == [size]


def test_words_of_a_withdrawn_article_leave_the_search_although_no_index_is_made(
    tmp_path: Path,
) -> None:
    site = Site(tmp_path, {"seeds/a.txt": "Flood\n\nThe river rose.\n"}, search=True)
    assert not site.built.stopped
    kept = site.build(search=False)
    assert kept.result is not None
    assert any(site.out.rglob("*.pf_fragment"))
    gone = "status: withdrawn\ntitle: Gone\nwithdrawn: {on: 2024-01-01, reason: Asked for}\n"
    site.write("content/articles/a.yaml", gone)
    assert not site.build(search=False).stopped
    assert not any(site.out.rglob("*.pf_fragment"))
