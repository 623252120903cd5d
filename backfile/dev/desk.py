"""One run of `serve`: the preview, its watcher, its search and its server, put together."""

import os
from collections.abc import Callable
from pathlib import Path

from backfile.dev.answers import Answers
from backfile.dev.feed import Feed
from backfile.dev.overlay import Editor
from backfile.dev.ports import HOST, bound
from backfile.dev.preview import Preview
from backfile.dev.search import LiveSearch
from backfile.dev.watch import Watcher

SOON = 1.0
"""Seconds after which the address is told although the archive is still being read."""


class Desk:
    """Everything that works while an archive is served."""

    def __init__(
        self, root: Path, scratch: Path, *, port: int, at: str | None, editor: str, poll: bool
    ) -> None:
        self._port = port
        self._poll = poll
        self._scratch = scratch
        self._preview = Preview(root, scratch, jobs=1)
        self._search = LiveSearch(self._preview, scratch, jobs=max(1, (os.cpu_count() or 1) - 1))
        self._watcher = Watcher(self._preview)
        self._answers = Answers(self._preview, self._search, Editor(root, editor), path_at(at))

    def run(self, say: Callable[[str], None]) -> None:
        """Serve until interrupted; `say` gets a line for people now and then."""
        sock = bound(self._port)
        port = sock.getsockname()[1]
        if port != self._port:
            say(f"Port {self._port} is taken.")
        feed = Feed()
        self._preview.on_change(feed.say)
        watched = self._watcher.start(self._scratch, poll=self._poll)
        self._search.start()
        self._preview.start()
        try:
            # The path of the site is in site.yaml; of a large archive nobody waits for it.
            self._preview.wait_for_first(SOON)
            say(f"Serving http://{HOST}:{port}{self._answers.at} (stop with Ctrl-C)")
            if not watched:
                say("This file system tells of no changes: the folders are walked every second.")
            # Imported now: nobody waits for the server before the address is told.
            from backfile.dev.server import app_of, run

            run(app_of(self._answers, feed, port), sock, feed)
        finally:
            self._search.stop()
            self._watcher.stop()
            self._preview.stop()


def path_at(at: str | None) -> str | None:
    """Return a path with a slash at both ends."""
    return None if at is None else f"/{at.strip('/')}/".replace("//", "/")
