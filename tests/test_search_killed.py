"""A build killed while it indexes: the site always has a whole index, the old one or the new."""

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from backfile.commit import has_open_journal
from tests.shipped import REPOSITORY
from tests.sites import Site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="the system has no process groups"),
]

KILLS = 50
ARTICLES = 40


def change(site: Site, state: str) -> None:
    """Write the articles of a state, in two shards by date, and a note with each."""
    for number in range(ARTICLES):
        site.write(f"seeds/a{number}.txt", f"Title {state}\n\nAna spoke {state} words, {number}.\n")
        site.write(
            f"content/articles/a{number}.yaml",
            f"published: {1990 + 20 * (number % 2)}-01-01\n"
            f"annotations: [{{id: n, type: note, at: Ana spoke, body: A {state} remark.}}]\n",
        )


def start(site: Site) -> "subprocess.Popen[bytes]":
    """Begin a build as people do, with shards of 25 articles."""
    code = (
        "import functools, sys, backfile.build as b; from backfile.cli import main;"
        "b.build_index = functools.partial(b.build_index, largest=25); main(sys.argv[1:])"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, "build", "--jobs", "2", "--site", str(site.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        cwd=REPOSITORY,
    )


def built(site: Site) -> float:
    """Build a site to its end; return how many seconds it took."""
    started = time.monotonic()
    process = start(site)
    said, _ = process.communicate()
    assert process.returncode == 0, said.decode()
    return time.monotonic() - started


def killed(site: Site, after: float) -> bool:
    """Begin a build and kill it with all its processes; tell whether it was still at work."""
    process = start(site)
    time.sleep(after)
    running = process.poll() is None
    if running:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return running


def state_of_index(out: Path) -> str:
    """Return the state that every document of the index tells of; fail when it is not whole."""
    rows = json.loads((out / "pagefind/now/shards.json").read_bytes())["shards"]
    assert {kind for row in rows for kind in row["kinds"]} == {"text", "notes"}
    states = set()
    documents = 0
    for row in rows:
        bundle = out / "pagefind" / row["name"]
        languages = json.loads((bundle / "pagefind-entry.json").read_bytes())["languages"]
        assert sum(one["page_count"] for one in languages.values()) == row["size"]
        for one in languages.values():
            assert (bundle / f"pagefind.{one['hash']}.pf_meta").is_file()
        assert list(bundle.glob("index/*"))
        for packed in bundle.rglob("*.pf_*"):
            words = gzip.decompress(packed.read_bytes())
            if packed.suffix == ".pf_fragment":
                documents += 1
                states.add("first" if b"first" in words else "second")
    assert documents == 2 * ARTICLES
    assert (out / "pagefind" / rows[0]["name"] / "pagefind.js").is_file()
    (state,) = states
    return state


def test_killed_while_indexing_the_site_has_a_whole_index(tmp_path):
    site = Site(tmp_path, {})
    length = 0.0
    for state in ("second", "first"):
        change(site, state)
        length = built(site)
        assert state_of_index(site.out) == state
    chance = random.Random(20230524)
    stopped = 0
    old, new = "first", "second"
    for round_number in range(KILLS):
        change(site, new)
        stopped += killed(site, chance.uniform(0.3, 1.0) * length)
        if has_open_journal(site.out):
            built(site)
            assert state_of_index(site.out) == new, f"round {round_number}"
        there = state_of_index(site.out)
        assert there in (old, new), f"round {round_number}"
        if there == new:
            old, new = new, old
    change(site, new)
    built(site)
    assert state_of_index(site.out) == new
    assert stopped > KILLS // 2
