"""Watching the archive's folders: says which files may have changed, never what happened to them.

Event types are not trusted, and neither is the system: where no events arrive, the folders are
walked every second.
"""

import os
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import DirModifiedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from backfile.dev.preview import Preview
from backfile.read_survey import is_ignored, survey

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver, ObservedWatch

ARCHIVE = ("seeds", "content")
THEME = ("templates", "assets")
HARMLESS = frozenset({"opened", "closed_no_write", "attrib"})
"""Events of which no file's bytes become others."""
PATIENCE = 0.5
"""Seconds in which a system that sends events has sent one."""
POLL_SECONDS = 1.0


class Watcher(FileSystemEventHandler):
    """Tells a preview of the files that may have changed."""

    def __init__(self, preview: Preview) -> None:
        self._preview = preview
        self._root = os.fspath(preview.root)
        self._observer: BaseObserver | None = None
        self._watches: dict[Path, tuple[int, ObservedWatch]] = {}
        self._watched: frozenset[str] = frozenset()
        """All folders that count, whether they are there or not."""
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    def start(self, scratch: Path, *, poll: bool = False) -> bool:
        """Begin to watch; False when the folders must be polled because no events come."""
        observer = Observer()
        try:
            if not poll and sends_events(observer, scratch):
                self._observer = observer
                self.follow_folders()
                return True
        except OSError:
            self._observer = None
        observer.unschedule_all()
        threading.Thread(target=self._poll, name="poll", daemon=True).start()
        return False

    def stop(self) -> None:
        """Watch no longer."""
        self._stopped.set()
        if self._observer is not None:
            self._observer.stop()
            self._observer.join(timeout=2)

    def follow_folders(self) -> bool:
        """Watch the folders there are now; tell whether one is new, or another than before."""
        observer, different = self._observer, False
        if observer is None:
            return False
        with self._lock:
            found = ((place, number_of(place)) for place in self._folders())
            wanted = {place: number for place, number in found if number is not None}
            for place, (number, watch) in list(self._watches.items()):
                if wanted.get(place) != number:
                    observer.unschedule(watch)
                    del self._watches[place]
            for place, number in wanted.items():
                if place not in self._watches:
                    recursive = place != self._preview.root
                    watch = observer.schedule(self, os.fspath(place), recursive=recursive)
                    self._watches[place] = (number, watch)
                    different = True
            self._watched = frozenset(map(os.fspath, (*self._folders(), self._preview.root)))
        return different

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take note of the files of an event."""
        if event.event_type in HARMLESS:
            return
        for path in {os.fsdecode(event.src_path), os.fsdecode(event.dest_path)} - {""}:
            self._take(path, event)

    def _take(self, path: str, event: FileSystemEvent) -> None:
        """Take note of one path of an event."""
        name = os.path.basename(path)  # noqa: PTH119  (floods have tens of thousands of paths)
        if not name or is_ignored(name):
            return
        if path in self._watched:
            self._folder_changed(path)
            return
        folder = os.path.dirname(path)  # noqa: PTH120
        if folder == self._root:
            if name == "site.yaml":
                self._preview.note((name,))
        elif any(f"/{part}/" in path.replace("\\", "/") for part in THEME) and self._is_theme(path):
            self._preview.note(theme=True)
        elif event.is_directory:
            if not isinstance(event, DirModifiedEvent):
                self._preview.note(None)
        else:
            self._preview.note((os.path.relpath(path, self._root).replace(os.sep, "/"),))

    def _folder_changed(self, path: str) -> None:
        """A watched folder itself came, went or was moved."""
        if self.follow_folders() or not os.path.isdir(path):  # noqa: PTH112
            self._preview.note(None)

    def _is_theme(self, path: str) -> bool:
        homes = self._preview.theme.homes()
        return any(path.startswith(f"{home / part}{os.sep}") for home in homes for part in THEME)

    def _folders(self) -> tuple[Path, ...]:
        """Return the folders to watch, whether they are there or not; the archive's first."""
        root = self._preview.root
        theme = (home / part for home in self._preview.theme.homes() for part in THEME)
        return tuple(dict.fromkeys((root, *(root / part for part in ARCHIVE), *theme)))

    def _poll(self) -> None:
        """Walk the folders every second and tell of differences."""
        before = survey(self._preview.root)
        while not self._stopped.wait(POLL_SECONDS):
            now = survey(self._preview.root)
            if now != before:
                self._preview.note(None)
            elif self._preview.theme.looks_changed():
                self._preview.note(theme=True)
            before = now


def number_of(place: Path) -> int | None:
    """Return the system's number of a folder; None when there is none, or only a link to one."""
    try:
        return place.lstat().st_ino if place.is_dir() and not place.is_symlink() else None
    except OSError:
        return None


class Listening(FileSystemEventHandler):
    """Notices that any event came."""

    def __init__(self) -> None:
        self.heard = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Remember that something was heard."""
        self.heard.set()


def sends_events(observer: "BaseObserver", folder: Path) -> bool:
    """Start an observer; tell whether the file system of `folder` sends it events."""
    listening = Listening()
    watch = observer.schedule(listening, os.fspath(folder), recursive=False)
    observer.start()
    probe = folder / "probe"
    end = time.monotonic() + PATIENCE
    while not listening.heard.is_set() and time.monotonic() < end:
        probe.write_bytes(b"")
        probe.unlink()
        listening.heard.wait(0.1)
    observer.unschedule(watch)
    if not listening.heard.is_set():
        observer.stop()
    return listening.heard.is_set()
