"""The wheel, installed in a clean environment outside the repository: five commands to a site."""

import re
import subprocess
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.installed import Engine, clean_environment, run
from tests.shipped import REPOSITORY

TEXTS = {
    "2024-03-08 Council protests.txt": "Council protests\n\nJonas Berg spoke on Tern Island.\n",
    "2024-03-11 Board answers.txt": "Board answers\n\nThe Harbour Board will meet in Marrow Bay.\n",
    "notes.txt": "Notes of a walk\n\nNothing happened in Marrow Bay.\n",
}


@pytest.fixture(scope="module")
def archive(engine: Engine, tmp_path_factory) -> Path:
    """Return an archive that was begun, filled and built with the installed engine."""
    folder: Path = tmp_path_factory.mktemp("elsewhere")
    for name, text in TEXTS.items():
        (folder / "texts").mkdir(exist_ok=True)
        (folder / "texts" / name).write_text(text, encoding="utf-8")
    begun = run([engine.program, "init", "own"], folder)
    assert begun.returncode == 0, begun.stderr
    imported = run([engine.program, "import", "../texts"], folder / "own")
    assert imported.returncode == 0, imported.stdout + imported.stderr
    built = run([engine.program, "build"], folder / "own")
    assert built.returncode == 0, built.stderr
    assert "4 articles" in built.stdout
    return folder / "own"


def test_the_wheel_carries_the_theme_and_the_starter(engine):
    names = set(zipfile.ZipFile(engine.wheel).namelist())
    for part in ("templates", "assets"):
        for path in sorted((REPOSITORY / part).rglob("*")):
            if path.is_file():
                assert f"backfile/_theme/{path.relative_to(REPOSITORY).as_posix()}" in names
    starter = REPOSITORY / "backfile/starter"
    for path in sorted(starter.rglob("*")):
        if path.is_file():
            assert f"backfile/starter/{path.relative_to(starter).as_posix()}" in names
    assert not [name for name in names if name.startswith(("tests", "seeds", "content"))]


def test_the_engine_in_use_is_the_installed_one(engine, tmp_path):
    python = str(engine.home / "bin/python")
    told = run([python, "-c", "import backfile; print(backfile.__file__)"], tmp_path)
    assert told.stdout.startswith(str(engine.home))
    assert re.match(r"backfile.* \d+\.\d+", run([engine.program, "--version"], tmp_path).stdout)


def test_the_archive_pins_the_wheel_that_made_it_and_carries_it(engine, archive):
    line = (archive / "requirements.txt").read_text().splitlines()[-1]
    assert line == f"./engine/{engine.wheel.name}"
    assert (archive / line).read_bytes() == engine.wheel.read_bytes()


def test_imported_texts_are_articles_with_names_in_them(archive):
    page = (archive / "public/articles/2024-03-08-council-protests/index.html").read_text("utf-8")
    assert 'data-entity="jonas-berg"' in page
    assert (archive / "public/articles/notes/index.html").is_file()
    assert list((archive / "public").glob("pagefind*/**/*.pf_index"))


def test_the_installed_engine_serves_the_archive(engine, archive):
    process = subprocess.Popen(
        [engine.program, "serve", "--port", "8700"],
        cwd=archive,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = next(line for line in process.stdout if "Serving " in line)
        found = re.search(r"http://\S+", line)
        assert found is not None
        with urllib.request.urlopen(f"{found[0]}articles/notes/", timeout=30) as answer:
            assert "Notes of a walk" in answer.read().decode()
    finally:
        process.terminate()
        assert process.wait(timeout=20) == 0
        assert process.stdout is not None
        process.stdout.close()


def test_an_archive_without_an_own_theme_is_checked_without_a_problem(engine, archive):
    done = run([engine.program, "check", "--strict"], archive)
    assert done.returncode == 0, done.stdout + done.stderr
