"""A real build, killed at random moments: the old site stands whole, or the next run finishes."""

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
from tests.sites import Site, tree_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="the system has no process groups"),
]

KILLS = 50
ARTICLES = 60


def archive(root: Path) -> Site:
    """Return an archive whose every page changes from one state to the other."""
    files = {"content/entities/e.yaml": "entities: {ruiz: {type: person, name: Ana Ruiz}}\n"}
    site = Site(root, files)
    change(site, "first")
    return site


def change(site: Site, state: str) -> None:
    """Write the files of a state: titles, and which articles there are."""
    site.write("site.yaml", f"title: The {state} state\n")
    for number in range(ARTICLES):
        site.write(f"seeds/a{number}.txt", f"Title {state}\n\nAna Ruiz spoke, {number}.\n")
        gone = number % 7 == (0 if state == "first" else 3)
        path = site.root / f"seeds/b{number}.txt"
        if gone:
            path.unlink(missing_ok=True)
        else:
            site.write(f"seeds/b{number}.txt", f"Other {state}\n\nWords {number}.\n")


def command(site: Site) -> list[str]:
    """Return the command that builds a site as people do."""
    build = [sys.executable, str(REPOSITORY / "build.py"), "build", "--no-search"]
    return [*build, "--jobs", "2", "--site", str(site.root)]


def published(site: Site) -> dict[str, bytes]:
    """Return the published files; what begins with a dot is the engine's own."""
    return {
        path: data
        for path, data in tree_of(site.out).items()
        if not path.startswith(".") or path == ".nojekyll"
    }


def sources(site: Site) -> dict[str, bytes]:
    """Return the archive's own files."""
    return {
        path.relative_to(site.root).as_posix(): path.read_bytes()
        for path in sorted(site.root.rglob("*"))
        if path.is_file() and not {"public", ".backfile"} & set(path.relative_to(site.root).parts)
    }


def killed(site: Site, after: float) -> bool:
    """Begin a build and kill it with all its workers; tell whether it was still at work."""
    process = subprocess.Popen(
        command(site), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    time.sleep(after)
    running = process.poll() is None
    if running:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return running


def test_a_killed_build_leaves_the_old_site_or_the_next_run_finishes_the_new_one(tmp_path):
    site = archive(tmp_path)
    whole, length = {}, 0.0
    for state in ("second", "first"):
        change(site, state)
        started = time.monotonic()
        subprocess.run(command(site), check=True, capture_output=True)
        length = time.monotonic() - started
        whole[state] = published(site)
    chance = random.Random(20230524)
    stopped = 0
    for round_number in range(KILLS):
        old, new = ("first", "second") if round_number % 2 == 0 else ("second", "first")
        change(site, new)
        before = sources(site)
        stopped += killed(site, chance.uniform(0.2, 1.05) * length)
        assert sources(site) == before
        half_done = has_open_journal(site.out)
        assert half_done or published(site) in (whole[old], whole[new]), f"round {round_number}"
        result = subprocess.run(command(site), check=False, capture_output=True, text=True)
        assert result.returncode == 0, result.stderr
        assert published(site) == whole[new], f"round {round_number}, {half_done=}"
        assert sources(site) == before
    assert stopped > KILLS // 2
