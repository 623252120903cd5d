"""An archive of 2,000 articles: the same bytes with one worker and with two, in any folder."""

import pytest

from benchmarks.corpus import write_archive
from tests.shipped import run_build
from tests.sites import tree_of


@pytest.mark.slow
def test_two_thousand_articles_give_the_same_bytes_with_any_number_of_workers(tmp_path):
    first, second = tmp_path / "here", tmp_path / "there" / "deeper"
    write_archive(first, 2000)
    write_archive(second, 2000)
    one = run_build(first, "--no-search", "--jobs", "1", PYTHONHASHSEED="1", TZ="Asia/Tokyo")
    two = run_build(second, "--no-search", "--jobs", "2", PYTHONHASHSEED="2", LC_ALL="C")
    assert (one.returncode, two.returncode) == (0, 0), one.stderr[-2000:] + two.stderr[-2000:]
    mine, theirs = tree_of(first / "public"), tree_of(second / "public")
    assert len(mine) > 4000
    assert sorted(mine) == sorted(theirs)
    assert [path for path in mine if mine[path] != theirs[path]] == []
