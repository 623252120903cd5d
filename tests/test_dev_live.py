"""The archive in memory: it always is what reading everything anew would give."""

import os
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.build import load_archive
from backfile.dev.live import LiveArchive, Reading
from backfile.problems import has_errors
from backfile.read_article import article_from

PATHS = {
    "site.yaml": ("title: T\n", "title: U\nlang: de\n", "title: T\nshow: passages\n", ""),
    "content/entities/a.yaml": (
        "entities: {ana: {type: person, name: Ana}, porto: {type: place, name: Porto}}\n",
        "entities: {ana: {type: person, name: Ana, description: Mayor.}}\n",
        "entities: {ana: {type: person, name: Ana, aliases: [bridge]}}\n",
        "entities: {ana: {type: person\n",
    ),
    "content/defaults.yaml": ('- {seeds: "b*", lang: pt}\n', '- {seeds: "*", kind: letter}\n'),
    "content/topics.yaml": ("flood: {label: Floods}\n", "flood: {labl: x}\n"),
    "content/threads/t.md": ("---\ntitle: T\n---\nSee [[a]].\n", "---\ntitle: T\n"),
    "seeds/a.txt": ("Head\n\nAna saw the bridge in Porto.\n", "Head\n\nAna left.\n", ""),
    "seeds/2024/b.txt": ("Other\n\nPorto slept. Bo was there.\n",),
    "seeds/c.txt": ("Third\n\nBo saw Ana.\n", "Third\n\nNobody.\n"),
    "content/articles/a.yaml": (
        "annotations: [{id: n, type: note, at: bridge, body: Old.}]\n",
        "annotations: [{id: n, type: note, at: left, body: Gone.}]\n",
        "links: [{rel: follows, to: c}]\ntopics: [flood]\n",
        "annotations: [{id: n, type: note\n",
        "mentions: {mean: {bridge: ana}, skip: [porto]}\n",
    ),
    "content/articles/b.yaml": (
        "entities: {bo: {type: person, name: Bo}}\nbyline: [bo]\n",
        "entities: {bo: {type: person, name: Bo, aliases: [slept]}}\n",
        "entities: {bo: {type: person, name: Bo\n",
        "status: draft\n",
    ),
    "content/articles/c.yaml": (
        "byline: [bo]\n",
        "summary: About [[ana]].\n",
        "status: withdrawn\n",
    ),
}
EDITS = st.lists(
    st.tuples(st.sampled_from(sorted(PATHS)), st.integers(-1, 4), st.booleans()),
    min_size=1,
    max_size=8,
)


def write(root: Path, path: str, content: str) -> None:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(content, encoding="utf-8", newline="\n")


def edited(root: Path, path: str, which: int) -> None:
    """Give a file one of its contents, or none."""
    if which < 0:
        (root / path).unlink(missing_ok=True)
        return
    write(root, path, PATHS[path][which % len(PATHS[path])])


def whole(root: Path) -> None:
    for path, contents in PATHS.items():
        write(root, path, contents[0])


def archive_at(root: Path) -> Any:
    """Return a live archive; typed loosely, so that a test can look into whatever it gives."""
    return LiveArchive(root)


@given(edits=EDITS)
@settings(max_examples=25)
def test_after_any_edits_the_archive_is_that_of_a_fresh_reading(edits):
    root = Path(tempfile.mkdtemp())
    try:
        whole(root)
        live = archive_at(root)
        live.refresh()
        for path, which, named in edits:
            edited(root, path, which)
            found = live.refresh([path] if named else None)
            archive, problems = load_archive(root, preview=True)
            if not has_errors(problems):
                assert found.problems == problems
                assert found.archive == archive
            assert has_errors(found.problems) == has_errors(problems)
            assert found.archive is not None
        whole(root)
        assert live.refresh() == Reading(*load_archive(root, preview=True))
    finally:
        shutil.rmtree(root)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    whole(tmp_path)
    return tmp_path


def test_a_touched_file_changes_nothing(root):
    live = archive_at(root)
    live.refresh()
    write(root, "seeds/c.txt", PATHS["seeds/c.txt"][0])
    first = live.refresh()
    for _ in range(3):
        os.utime(root / "seeds/c.txt")
        assert live.refresh(["seeds/c.txt"]) is first
        assert live.refresh() is first


def test_only_the_article_that_changed_is_read_again(root, monkeypatch):
    live = archive_at(root)
    live.refresh()
    read: list[str] = []

    def recorded(files, *rest):
        read.append(files.id)
        return article_from(files, *rest)

    monkeypatch.setattr("backfile.read_article.article_from", recorded)
    edited(root, "content/articles/a.yaml", 2)
    live.refresh(["content/articles/a.yaml"])
    described = PATHS["content/entities/a.yaml"][0].replace(
        "name: Ana", "name: Ana, description: M"
    )
    write(root, "content/entities/a.yaml", described)
    live.refresh()
    assert read == ["a"]
    edited(root, "content/entities/a.yaml", 2)
    live.refresh()
    assert sorted(read) == ["a", "a", "b", "c"]


def test_an_article_with_an_error_keeps_its_last_good_form_and_the_rest_goes_on(root):
    live = archive_at(root)
    good = live.refresh().archive
    assert good is not None
    edited(root, "content/articles/a.yaml", 3)
    edited(root, "seeds/c.txt", 1)
    found = live.refresh()
    assert found.archive is not None
    assert {p.path for p in found.problems if p.severity == "error"} == {"content/articles/a.yaml"}
    assert found.archive.articles["a"] == good.articles["a"]
    assert "Nobody." in found.archive.articles["c"].seed.text


def test_a_reference_that_leads_nowhere_keeps_the_last_good_form_of_its_article(root):
    live = archive_at(root)
    good = live.refresh().archive
    write(root, "content/articles/c.yaml", "byline: [nobody]\n")
    edited(root, "seeds/a.txt", 0)
    found = live.refresh()
    assert [p.code for p in found.problems if p.severity == "error"] == ["unknown-id"]
    assert found.archive.articles["c"] == good.articles["c"]


@pytest.mark.parametrize("path", ["content/entities/a.yaml", "site.yaml", "content/threads/t.md"])
def test_a_broken_register_keeps_the_last_good_one_while_articles_go_on(root, path):
    live = archive_at(root)
    live.refresh()
    write(root, path, "---\n[\n")
    write(root, "content/articles/c.yaml", "summary: New words.\n")
    found = live.refresh()
    assert has_errors(found.problems)
    assert set(found.archive.entities) == {"ana", "bo", "porto"}
    assert found.archive.articles["c"].sidecar.summary == "New words."


def test_entities_of_a_half_written_sidecar_stay(root):
    live = archive_at(root)
    live.refresh()
    for half in ("entities: {bo: {type: per", "entities: {b", "ent", ""):
        write(root, "content/articles/b.yaml", half)
        found = live.refresh(["content/articles/b.yaml"])
        assert set(found.archive.entities) == {"ana", "bo", "porto"}
    edited(root, "content/articles/b.yaml", 0)
    assert not has_errors(live.refresh().problems)


def test_an_archive_that_begins_broken_is_read_when_it_is_mended(tmp_path):
    live = archive_at(tmp_path)
    assert live.refresh().archive is None
    write(tmp_path, "site.yaml", "heading: T\n")
    assert has_errors(live.refresh().problems)
    write(tmp_path, "seeds/a.txt", "Head\n\nBody.\n")
    write(tmp_path, "site.yaml", "title: T\n")
    assert list(live.refresh().archive.articles) == ["a"]


def test_a_folder_of_articles_moves_and_goes(root):
    live = archive_at(root)
    live.refresh()
    (root / "seeds/2024").rename(root / "seeds/2025")
    assert live.refresh().archive.articles["b"].seed.path == "seeds/2025/b.txt"
    shutil.rmtree(root / "seeds/2025")
    (root / "content/articles/b.yaml").unlink()
    edited(root, "content/articles/c.yaml", 1)
    assert "b" not in live.refresh().archive.articles


def test_a_thousand_files_at_once_are_one_reading(root):
    live = archive_at(root)
    live.refresh()
    chance = random.Random(1)
    for number in range(300):
        write(root, f"seeds/{chance.randrange(5)}/x{number}.txt", f"Head {number}\n\nAna.\n")
    found = live.refresh()
    assert found == Reading(*load_archive(root, preview=True))
    assert len(found.archive.articles) == 303
