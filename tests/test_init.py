"""`backfile init`: what is laid down, what is refused, and which engine is pinned."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from backfile.build import build_site
from backfile.options import Options
from backfile.pinned_engine import (
    Engine,
    EngineUnknownError,
    engine_from,
    engine_installed,
    engine_named,
)
from backfile.problems import has_errors
from backfile.starting import StartRefusedError, start_archive, starter_files
from backfile.yamldata import load_yaml
from tests.shipped import REPOSITORY

WHEEL = "backfile-0.1.0-py3-none-any.whl"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
PINNED = Engine("backfile==0.1.0")


def init(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `init` in a folder."""
    return subprocess.run(
        [sys.executable, REPOSITORY / "build.py", "init", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_archive_has_layout_example_engine_and_workflow(tmp_path):
    written = start_archive(tmp_path / "own", "My File", PINNED)
    assert {
        *(".gitattributes", ".github/workflows/pages.yml", ".gitignore", "HOWTO.md", "README.md"),
        *("requirements.txt", "site.yaml", "content/threads/evening-ferry.md"),
        "seeds/2024/2024-03-04-evening-ferry-to-stop.txt",
        "content/articles/2024/2024-03-04-evening-ferry-to-stop.yaml",
    } <= set(written)
    assert list(written) == sorted(
        path.relative_to(tmp_path / "own").as_posix()
        for path in (tmp_path / "own").rglob("*")
        if path.is_file()
    )


def test_a_new_archive_is_built_without_a_problem_even_when_strict(tmp_path):
    start_archive(tmp_path / "own", "My File", PINNED)
    built = build_site(Options(site=tmp_path / "own", strict=True, search=False))
    assert not built.stopped
    assert not has_errors(built.problems, strict=True)
    page = tmp_path / "own/public/articles/2024-03-04-evening-ferry-to-stop/index.html"
    html = page.read_text(encoding="utf-8")
    for entity in ("harbour-board", "tern-island", "marrow-bay", "edda-lindqvist", "jonas-berg"):
        assert f'data-entity="{entity}"' in html
    assert (tmp_path / "own/public/threads/evening-ferry/index.html").is_file()


@pytest.mark.parametrize("title", ["Yes", "1984", "A: b # c", 'The "Bay" file', "Größe\n und"])
def test_any_title_becomes_the_title_of_the_site(tmp_path, title):
    start_archive(tmp_path, title, PINNED)
    found = load_yaml((tmp_path / "site.yaml").read_bytes(), "site.yaml")
    assert found.data["title"] == " ".join(title.split())
    built = build_site(Options(site=tmp_path, search=False, commit=False))
    assert not has_errors(built.problems, strict=True)


def test_what_the_starter_sets_to_be_filled_in_is_filled_in(tmp_path):
    written = start_archive(tmp_path, "My File", PINNED)
    for path in written:
        assert not re.search(r"@[A-Z]+@", (tmp_path / path).read_text("utf-8")), path
    assert (tmp_path / "requirements.txt").read_text().endswith("\nbackfile==0.1.0\n")
    assert (tmp_path / "README.md").read_text().startswith("# My File\n")


def test_two_archives_begun_alike_are_the_same(tmp_path):
    for name in ("one", "two"):
        start_archive(tmp_path / name, "My File", PINNED)
    for _, path in starter_files():
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes()


def test_a_folder_with_anything_in_it_is_refused_and_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("x")
    (tmp_path / "mine/other.txt").write_text("x")
    done = init(tmp_path, "mine")
    assert done.returncode == 2
    assert "mine is not empty, it has letter.txt and 1 more" in done.stderr
    assert "Nothing was written" in done.stderr
    assert len(list((tmp_path / "mine").iterdir())) == 2


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "mine").write_text("x")
    with pytest.raises(StartRefusedError, match="is a file"):
        start_archive(tmp_path / "mine", "T", PINNED)


def test_a_fresh_git_repository_counts_as_empty(tmp_path):
    (tmp_path / ".git").mkdir()
    assert start_archive(tmp_path, "T", PINNED)


def test_the_title_is_made_of_the_folder_when_none_is_given(tmp_path):
    done = init(tmp_path, "river-papers", "--engine", "0.1.0")
    assert done.returncode == 0, done.stderr
    assert "\ntitle: River papers\n" in (tmp_path / "river-papers/site.yaml").read_text()
    assert "engine: backfile==0.1.0\nnext: cd river-papers" in done.stdout


def test_without_an_engine_to_name_the_file_says_what_to_write(tmp_path):
    start_archive(tmp_path, "T", Engine(""))
    lines = (tmp_path / "requirements.txt").read_text().splitlines()
    assert all(line.startswith("#") for line in lines)
    assert "No engine is named yet" in lines[-1]


def test_a_wheel_is_copied_into_the_archive(tmp_path):
    wheel = tmp_path / WHEEL
    wheel.write_bytes(b"PK")
    done = init(tmp_path, "own", "--engine", str(wheel))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "own/requirements.txt").read_text().endswith(f"\n./engine/{WHEEL}\n")
    assert (tmp_path / "own/engine" / WHEEL).read_bytes() == b"PK"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("0.1.0", "backfile==0.1.0"),
        ("backfile==0.2rc1", "backfile==0.2rc1"),
        ("git+https://git.example.org/o/backfile@v1", "backfile @ git+https://git.example.org/o/backfile@v1"),
        ("https://git.example.org/o/backfile.git@v1", "backfile @ git+https://git.example.org/o/backfile.git@v1"),
        (f"git+ssh://git@git.example.org/o/b@{COMMIT}", f"backfile @ git+ssh://git@git.example.org/o/b@{COMMIT}"),
        (f"https://example.org/d/{WHEEL}", f"backfile @ https://example.org/d/{WHEEL}"),
    ],
)  # fmt: skip
def test_an_engine_may_be_named_in_these_ways(words, line):
    assert engine_named(words) == Engine(line)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("newest", "names no engine"),
        (">=0.1", "names no engine"),
        ("https://git.example.org/o/backfile", "pins nothing"),
        ("git+https://git@git.example.org/o/backfile", "pins nothing"),
        ("http://git.example.org/o/backfile@v1", "names no engine"),
        (f"nowhere/{WHEEL}", "there is no file"),
        ("other-1.0-py3-none-any.whl", "not a wheel of Backfile"),
        ("0.1.0\n--index-url x", "names no engine"),
        ("https://git.example.org/o/b@v1 --extra x", "pins nothing"),
    ],
)
def test_words_that_pin_nothing_are_refused(tmp_path, words, told):
    with pytest.raises(EngineUnknownError, match=told):
        engine_named(words)
    done = init(tmp_path, "own", "--engine", words)
    assert done.returncode == 2
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        ({"url": "https://h.example/o/b", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}, f"backfile @ git+https://h.example/o/b@{COMMIT}"),
        ({"url": "file:///home/me/b", "vcs_info": {"vcs": "git", "commit_id": COMMIT}}, ""),
        ({"url": "file:///home/me/b", "dir_info": {"editable": True}}, ""),
        ({"url": f"file:///gone/{WHEEL}", "archive_info": {}}, ""),
        ({"url": f"https://h.example/{WHEEL}", "archive_info": {}}, f"backfile @ https://h.example/{WHEEL}"),
    ],
)  # fmt: skip
def test_the_engine_in_use_is_pinned_as_it_was_installed(origin, line):
    assert engine_from(origin) == Engine(line)


def test_a_wheel_that_was_installed_from_a_file_is_found_again(tmp_path):
    wheel = tmp_path / "with space" / WHEEL
    wheel.parent.mkdir()
    wheel.write_bytes(b"PK")
    assert engine_from({"url": wheel.as_uri(), "archive_info": {}}) == Engine(
        f"./engine/{WHEEL}", wheel
    )


def test_no_folder_of_this_machine_gets_into_a_new_archive(tmp_path):
    assert str(REPOSITORY) not in engine_installed().line
    assert "file:" not in json.dumps(engine_installed().line)


def test_the_sidecars_of_the_howto_are_sound(tmp_path):
    start_archive(tmp_path, "T", PINNED)
    page = (tmp_path / "HOWTO.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    for number, block in enumerate(blocks):
        name = f"2024-03-0{number + 7}-example"
        seed = tmp_path / f"seeds/2024/{name}.txt"
        seed.write_text("Title\n\nHere are the words of the article that this is about.\n", "utf-8")
        (tmp_path / f"content/articles/2024/{name}.yaml").write_text(block, encoding="utf-8")
    built = build_site(Options(site=tmp_path, strict=True, search=False, commit=False))
    assert not has_errors(built.problems, strict=True), built.problems


def test_the_paths_that_the_howto_names_are_there(tmp_path):
    start_archive(tmp_path, "T", PINNED)
    for name in ("HOWTO.md", "README.md"):
        page = (tmp_path / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)]+)\)", page):
            assert (tmp_path / target).is_file(), target
