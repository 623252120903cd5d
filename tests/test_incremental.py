"""Builds that take over what holds still: the tree is always that of a clean build."""

import os
from pathlib import Path

import pytest

from tests.edit_scripts import Script


def run_script(folder: Path, seed: int, edits: int) -> None:
    """Edit and build in turn, and compare now and then."""
    script = Script(folder / str(seed), seed)
    script.check()
    for number in range(edits):
        for _ in range(script.chance.choice((1, 1, 1, 2, 3))):
            script.edit()
        if number % 2:
            script.check()
        else:
            script.built()


@pytest.mark.parametrize("seed", range(4))
def test_after_any_edits_the_site_is_that_of_a_clean_build(tmp_path: Path, seed: int) -> None:
    run_script(tmp_path, seed, 6)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
def test_after_hundreds_of_scripts_the_site_is_that_of_a_clean_build(
    tmp_path: Path, block: int
) -> None:
    first = int(os.environ.get("BACKFILE_SEED", "1000")) + block * 25
    for seed in range(first, first + 25):
        run_script(tmp_path, seed, 4)
