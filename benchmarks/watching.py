"""How long it takes from a save to the new page, while a generator serves and follows its files."""

import http.client
import os
import shutil
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.edits import Edited, Subject, editing
from benchmarks.generators import PORT, Generator
from benchmarks.programs import Failed, Figures, last_words, read_report, running

if TYPE_CHECKING:
    from subprocess import Popen

PAUSE = 0.005
"""Seconds between two looks at a page."""
REST = 3.0
"""Seconds of idleness before an edit, so that it waits for no work on what was before."""
TURNS = 5
"""How often an edit is saved at most before the first new page."""
IDLE = 0.05
"""Share of a core that counts as idle."""


class Server:
    """A generator that serves an article's page."""

    def __init__(self, process: "Popen[bytes]", port: int, article: str, events: str) -> None:
        self.process = process
        self.port = port
        self.path = f"/articles/{article}/"
        self.events = events

    def page(self) -> str:
        """Return the article's page; empty while there is none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("GET", self.path)
            answer = connection.getresponse()
            data = answer.read().decode("utf-8", errors="replace")
            return data if answer.status == http.HTTPStatus.OK else ""
        except (OSError, http.client.HTTPException):
            return ""
        finally:
            connection.close()

    def wait_for(self, words: str, limit: float) -> None:
        """Return when the page has the words."""
        until = time.perf_counter() + limit
        while words not in self.page():
            if self.process.poll() is not None:
                raise Failed("the server ended")
            if time.perf_counter() > until:
                raise Failed(f"no new page after {limit:.0f} s")
            time.sleep(PAUSE)

    @contextmanager
    def told(self) -> Iterator[http.client.HTTPResponse | None]:
        """Listen as an open page does, where the server tells pages that something is new."""
        if not self.events:
            yield None
            return
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("GET", self.events)
            stream = connection.getresponse()
            wait_for_word(stream, time.perf_counter() + 120)  # The greeting.
            yield stream
        finally:
            connection.close()

    def wait_until_told(self, stream: http.client.HTTPResponse, words: str, limit: float) -> None:
        """Return when an open page, which looks only when it is told, has the words."""
        until = time.perf_counter() + limit
        wait_for_word(stream, until)
        while words not in self.page():
            wait_for_word(stream, until)


def wait_for_word(stream: http.client.HTTPResponse, until: float) -> None:
    """Return when the stream of events has said something."""
    while True:
        try:
            line = stream.readline()
        except OSError:
            raise Failed("the server said nothing") from None
        if line.startswith(b"data:"):
            return
        if not line:
            raise Failed("the server ended")
        if time.perf_counter() > until:
            raise Failed("the server did not tell what is new")


def warm_up(server: Server, edited: Edited, number: int, limit: float) -> None:
    """Save an edit until the page shows it: what is saved during the first build may get lost."""
    rest(server.process, limit)
    for turn in range(TURNS):
        try:
            server.wait_for(edited.save(number), limit / TURNS)
        except Failed:
            if turn == TURNS - 1 or server.process.poll() is not None:
                raise
        else:
            return


def save_to_page(server: Server, edited: Edited, number: int, limit: float) -> float:
    """Save an edit and return the seconds until the page shows it."""
    rest(server.process, limit)
    with server.told() as stream:
        begin = time.perf_counter()
        words = edited.save(number)
        if stream is None:
            server.wait_for(words, limit)
        else:
            server.wait_until_told(stream, words, limit)
        return time.perf_counter() - begin


def watch(
    generator: Generator, subject: Subject, numbers: Sequence[int], work: Path, limit: float
) -> tuple[Figures, ...]:
    """Serve, and return what each edit took; the memory is that of the server at its largest.

    The first number is an edit that is not counted: it warms up what a server keeps.
    """
    port = free_port()
    # A page of an earlier build would look as if the server were ready.
    shutil.rmtree(generator.output, ignore_errors=True)
    command = [str(port) if p == PORT else str(p).replace(PORT, str(port)) for p in generator.serve]
    log, report = work / "log.txt", work / "figures.json"
    with editing(generator, subject) as edited:
        with running(command, generator.folder, log, report) as process:
            server = Server(process, port, subject.article, generator.events)
            try:
                server.wait_for(subject.title, limit)
                warm_up(server, edited, numbers[0], limit)
                seconds = [save_to_page(server, edited, n, limit) for n in numbers[1:]]
            except Failed as fault:
                raise Failed(f"{fault}: {last_words(log)}") from None
        peak = read_report(report)[0].peak
    return tuple(Figures(wall, None, peak) for wall in seconds)


def rest(process: "Popen[bytes]", limit: float) -> None:
    """Return when a group of processes has nothing to do."""
    until = time.perf_counter() + limit
    busy = True
    while busy and time.perf_counter() < until:
        before = processor_time(process.pid)
        time.sleep(REST)
        busy = processor_time(process.pid) - before > IDLE * REST


def processor_time(group: int) -> float:
    """Return the seconds of processor time of a group of processes; 0 where nobody tells."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            # After the name in brackets: state, parent, group, and as 12th and 13th the times.
            told = path.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue  # It has ended.
        if int(told[2]) == group:
            ticks += int(told[11]) + int(told[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
