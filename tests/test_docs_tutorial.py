"""docs/tutorial.md, done: every file saved, every command typed, everything it says looked for."""

import re
from pathlib import Path

import pytest

from tests.installed import Engine
from tests.newcomer import Newcomer
from tests.shipped import REPOSITORY
from tests.tutorial import PAGE, installation, steps

LARGEST_PICTURE = 150_000


@pytest.fixture(scope="module")
def newcomer(engine: Engine, tmp_path_factory):
    """Do the whole tutorial; `serve` runs until all has been looked at."""
    somebody = Newcomer(engine.home / "bin", tmp_path_factory.mktemp("newcomer"))
    try:
        for step in steps():
            if "pip install" not in step.text:  # done already: it made the engine
                somebody.do(step)
        yield somebody
    finally:
        somebody.leave()


def test_the_commands_of_the_tutorial_install_the_engine(engine):
    assert Path(engine.program).is_file()
    assert installation()[-1].startswith("python -m pip install")


def test_the_archive_of_the_tutorial_is_built(newcomer):
    built = newcomer.home / "marrow-bay/public"
    assert len(list(built.glob("articles/*/index.html"))) == 5
    thread = (built / "threads/evening-ferry/index.html").read_text("utf-8")
    assert "It paid for itself last year" in thread
    claim = (built / "claims/evening-ferry-loses-money/index.html").read_text("utf-8")
    assert "Edda Lindqvist" in claim
    assert "Jonas Berg" in claim


def test_every_sentence_that_names_the_board_is_on_its_page(newcomer):
    page = newcomer.home / "marrow-bay/public/entities/harbour-board/index.html"
    articles = re.findall(r'data-article="([^"]+)"', page.read_text("utf-8"))
    assert len(set(articles)) == 5


def test_the_server_of_the_second_section_shows_what_was_saved_since(newcomer):
    assert newcomer.sees("articles/2024-03-07-islanders-protest/", "before the end of her shift")
    assert newcomer.sees("articles/2024-03-12-board-publishes-figures/", 'data-entity="petra-holm"')
    assert newcomer.sees("threads/evening-ferry/", "Nobody had counted.")


def test_a_file_is_named_above_its_block():
    page = PAGE.read_text(encoding="utf-8")
    for step in steps():
        if step.kind in ("yaml", "text", "markdown"):
            assert f"`{step.words}`\n\n```{step.kind} {step.words}\n" in page


@pytest.mark.parametrize("name", ["tutorial", "publishing", "serving"])
def test_pictures_and_pages_that_are_linked_are_there(name):
    page = (REPOSITORY / f"docs/{name}.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page):
        place = REPOSITORY / "docs" / target
        assert place.is_file(), target
        if place.suffix == ".png":
            assert place.stat().st_size < LARGEST_PICTURE
