"""Starts programs, measures them, and leaves none of them running."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

MEASURE = Path(__file__).with_name("measure.py")
GRACE = 10.0
"""Seconds that a program has to end by itself when it is asked to."""


class Figures(NamedTuple):
    """What one run took."""

    wall: float
    """Seconds."""
    cpu: float | None
    """Seconds of processor time, all processes together; None where it says nothing."""
    peak: float
    """Megabytes of the largest single process."""


class Failed(Exception):  # noqa: N818  (the reason is shown, as the result of the run)
    """A program could not be run, failed, or took too long; the words say which."""


@contextmanager
def running(
    command: Sequence[str | Path], cwd: Path, log: Path, report: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a program until the block ends, in a group of its own; its words go to `log`.

    `report` has its figures after the block.
    """
    report.unlink(missing_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", MEASURE, report, *command],
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        end(process)


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ask a group of processes to end, and make it end."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            break
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
    # What the program left behind goes, too.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def timed(command: Sequence[str | Path], cwd: Path, work: Path, limit: float) -> Figures:
    """Run a program to its end and return what it took; `limit` is in seconds."""
    log, report = work / "log.txt", work / "figures.json"
    os.sync()  # What was written before is not to be paid for by this run.
    with running(command, cwd, log, report) as process:
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired:
            raise Failed(f"not done after {limit:.0f} s") from None
    figures, status = read_report(report)
    if status != 0:
        raise Failed(f"exit code {status}: {last_words(log)}")
    return figures


def read_report(report: Path) -> tuple[Figures, int]:
    """Return the figures of a program that has ended, and its exit code."""
    try:
        told = json.loads(report.read_text(encoding="utf-8"))
    except OSError:
        raise Failed("it did not end when it was asked to") from None
    return Figures(told["wall"], told["cpu"], told["peak"]), int(told["status"])


def last_words(log: Path) -> str:
    """Return the last line that a program wrote."""
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip()[:200] for line in reversed(lines) if line.strip()), "it said nothing")
