"""Killed at any moment, the output folder is the old site, or the next run finishes the new one."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import sys
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

from backfile.commit import Output, clean, has_open_journal
from backfile.exchange import Exchange
from backfile.ids import OutputPath
from backfile.staging import OutputRefused
from tests.test_commit import Site, build, files_in, site_of, write

if TYPE_CHECKING:
    from collections.abc import Callable

MEMORY = "/dev/shm"  # noqa: S108  (a folder of its own is made in it)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")

OLD: Site = {
    "index.html": b"old",
    "same": b"same",
    "gone/deep/index.html": b"old",
    "gone/with-theirs/index.html": b"old",
    "file": b"old",
    "folder/one": b"old",
    "folder/two/three": b"old",
    "articles/a/index.html": b"old",
    "articles/b/index.html": b"old",
    "list/x": b"old",
}
OLD_TREES: dict[str, Site] = {
    "pagefind": {"x.old": b"old", "deep/y.old": b"old"},
    "dropped": {"z": b"old", "deep/z": b"old"},
    "kept": {"z": b"old"},
    "pages": {"z": b"old", "same": b"same"},
    "shards/one": {"z": b"old"},
}
NEW: Site = {
    "index.html": b"new",
    "same": b"same",
    "file/now-a-folder": b"new",
    "folder": b"new, now a file",
    "articles/a/index.html": b"new",
    "articles/c/index.html": b"new",
    "pages/same": b"same",
    "pages/more": b"new",
}
NEW_TREES: dict[str, Site] = {
    "pagefind": {"x.new": b"new"},
    "list": {"x": b"new"},
    "shards": {"one/z": b"new"},
}
THEIRS: Site = {"CNAME": b"theirs", "gone/with-theirs/mine": b"theirs", "articles/mine": b"theirs"}

OLD_SITE = site_of(OLD, OLD_TREES) | THEIRS
NEW_SITE = site_of(NEW, NEW_TREES | {"kept": OLD_TREES["kept"]}) | THEIRS

STEPS = ("open", "write", "mkdir", "rename", "replace", "unlink", "rmdir")
"""The system calls of a build that change the disk."""


@pytest.fixture
def tmp_path():
    """Return an empty folder, in memory where there is such a disk: hundreds of sites are made."""
    with TemporaryDirectory(dir=MEMORY if Path(MEMORY).is_dir() else None) as folder:
        yield Path(folder)


def old_site(out: Path) -> None:
    build(out, OLD, OLD_TREES)
    write(out, THEIRS)


def new_site(out: Path) -> None:
    build(out, NEW, NEW_TREES, keep="kept")


def interrupt(step: int, action: Callable[[], None], patch: pytest.MonkeyPatch) -> None:
    """Do `action` before the system call with this number, counted from 1."""
    count = 0

    def counting(call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **options: Any) -> Any:
            nonlocal count
            # `Path` is how the tests fill a tree; the commit stage does not use it.
            if not sys._getframe(1).f_globals["__name__"].startswith("pathlib"):
                count += 1
                if count == step:
                    action()
            return call(*args, **options)

        return counted

    for name in STEPS:
        patch.setattr(os, name, counting(getattr(os, name)))


def killed(step: int, work: Callable[[], object]) -> bool:
    """Do `work` in a process that is killed before its system call `step`; tell whether it was."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            interrupt(step, lambda: os.kill(os.getpid(), signal.SIGKILL), pytest.MonkeyPatch())
            work()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def half_way(out: Path) -> None:
    """Leave a folder in which a build was killed just after it had written its journal."""
    old_site(out)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Exchange, "finish", lambda _: os.kill(os.getpid(), signal.SIGKILL))
        assert killed(0, partial(new_site, out))
    assert has_open_journal(out)


def refused(work: Callable[[], object]) -> OutputRefused | None:
    try:
        work()
    except OutputRefused as refusal:
        return refusal
    return None


def enter(out: Path) -> bool:
    """Begin a run and stop before the commit, as `check` does; tell whether it finished another."""
    with Output(out) as output:
        assert not has_open_journal(out)
        return output.recovered


def assert_whole(out: Path, before: Site, after: Site) -> bool:
    """Check a folder after a kill and the next run; tell whether the journal was open."""
    was_open = has_open_journal(out)
    left = files_in(out)
    if not was_open:
        assert left in (before, after)
    assert enter(out) == was_open
    assert files_in(out) == (after if was_open else left)
    assert not (out / ".backfile").exists()
    return was_open


def test_killed_before_any_step_of_a_build_nothing_is_lost(tmp_path):
    old_site(tmp_path / "old")
    step, finished_later = 1, 0
    while True:
        out = tmp_path / str(step)
        shutil.copytree(tmp_path / "old", out)
        if not killed(step, partial(new_site, out)):
            break
        finished_later += assert_whole(out, OLD_SITE, NEW_SITE)
        step += 1
    assert files_in(out) == NEW_SITE
    assert finished_later > 20
    assert step > 80


def test_killed_before_any_step_of_finishing_nothing_is_lost(tmp_path):
    half_way(tmp_path / "half")
    step = 1
    while True:
        out = tmp_path / f"again-{step}"
        shutil.copytree(tmp_path / "half", out)
        if not killed(step, partial(enter, out)):
            break
        was_open = has_open_journal(out)
        assert enter(out) == was_open
        assert files_in(out) == NEW_SITE
        step += 1
    assert step > 20


def test_killed_before_any_step_of_a_first_build_the_folder_stays_ours(tmp_path):
    step = 1
    while True:
        out = tmp_path / str(step)
        if not killed(step, partial(build, out, {"a/b": b"1", "c": b"1"})):
            break
        assert_whole(out, {}, {"a/b": b"1", "c": b"1"})
        build(out, {"c": b"2"})
        assert files_in(out) == {"c": b"2"}
        step += 1
    assert step > 10


def test_killed_before_any_step_of_cleaning_the_site_is_there_or_goes(tmp_path):
    old_site(tmp_path / "old")
    step = 1
    while True:
        out = tmp_path / str(step)
        shutil.copytree(tmp_path / "old", out)
        if not killed(step, partial(clean, out)):
            break
        if (out / ".backfile-manifest").exists():
            assert_whole(out, OLD_SITE, THEIRS)
            clean(out)
        assert files_in(out) == THEIRS
        step += 1
    assert files_in(out) == THEIRS


def test_a_disk_that_fails_at_any_step_loses_nothing(tmp_path):
    old_site(tmp_path / "old")

    def fail() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    refusals = 0
    for step in range(1, 120):
        out = tmp_path / str(step)
        shutil.copytree(tmp_path / "old", out)
        with pytest.MonkeyPatch.context() as patch:
            interrupt(step, fail, patch)
            refusal = refused(partial(new_site, out))
        if refusal:
            assert refusal.code == "output-unwritable"
            assert ("the next run finishes" in refusal.hint) == has_open_journal(out)
            refusals += 1
        assert_whole(out, OLD_SITE, NEW_SITE)
    assert refusals > 50


def test_a_journal_is_finished_once_what_stands_in_the_way_is_gone(tmp_path):
    out = tmp_path / "public"
    half_way(out)
    write(out, {"articles/c/index.html": b"theirs"})
    with pytest.raises(OutputRefused, match="articles/c"):
        enter(out)
    assert has_open_journal(out)
    shutil.rmtree(out / "articles/c")
    assert enter(out)
    assert files_in(out) == NEW_SITE


def test_a_build_in_another_process_keeps_us_out_until_it_is_killed(tmp_path):
    out = tmp_path / "public"
    entered, tell = os.pipe()
    child = os.fork()
    if child == 0:
        with Output(out):
            os.write(tell, b"!")
            time.sleep(60)
        os._exit(0)
    os.read(entered, 1)
    with pytest.raises(OutputRefused, match="output-busy"):
        enter(out)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert not enter(out)


def test_workers_that_outlive_a_killed_build_do_not_hold_its_lock_or_stage_into_the_next(tmp_path):
    out = tmp_path / "public"
    entered, tell = os.pipe()
    wait, go_on = os.pipe()
    child = os.fork()
    if child == 0:
        with Output(out) as output:
            if os.fork() == 0:  # a worker
                signal.alarm(30)
                os.write(tell, b"!")
                os.read(wait, 1)
                try:
                    output.stage.put(OutputPath("late/index.html"), b"late")
                    os.write(tell, b"staged")
                except OutputRefused:
                    os.write(tell, b"refused")
                os._exit(0)
            time.sleep(60)
    os.read(entered, 1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with Output(out) as output:
        os.write(go_on, b"!")
        assert os.read(entered, 10) == b"refused"
        output.stage.put(OutputPath("a"), b"1")
        output.commit([OutputPath("a")])
    assert files_in(out) == {"a": b"1"}


def site_number(number: int) -> Site:
    """Return a site of which every file tells its number, and whose paths change with it."""
    data = b"%d " % number * 400
    return {f"articles/a{n * (1 + number % 3)}/index.html": data for n in range(40)} | {
        f"text/{n}.txt": data for n in range(number % 5 * 20)
    }


def build_for_ever(out: Path) -> None:
    number = 0
    while True:
        number += 1
        build(out, site_number(number), {"pagefind": {f"{number}.pf": b"%d " % number}})


def kill_at_random_moments(out: Path, times: int) -> None:
    build(out, site_number(0))
    for _ in range(times):
        child = os.fork()
        if child == 0:
            build_for_ever(out)
        time.sleep(random.uniform(0.02, 0.15))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if not has_open_journal(out):
            assert_one_site(files_in(out))
        enter(out)
        assert_one_site(files_in(out))


def assert_one_site(files: Site) -> None:
    number = int(next(iter(files.values())).split()[0])
    tree = {f"pagefind/{number}.pf": b"%d " % number} if number else {}
    assert files == site_number(number) | tree


def test_killed_at_random_moments_the_site_is_always_one(tmp_path):
    kill_at_random_moments(tmp_path / "public", 10)


@pytest.mark.slow
def test_killed_at_many_random_moments_the_site_is_always_one(tmp_path):
    kill_at_random_moments(tmp_path / "public", 200)
