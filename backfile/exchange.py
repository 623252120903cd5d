"""Exchanging the old site for the new one, so that it can be finished after a kill at any moment.

The journal is the manifest to come, and closing it is what makes it the manifest: while it stands,
old manifest, new manifest and the sealed stage say all that is left to do. Every step may be
repeated.

Nothing here waits for the disk (`fsync`): what a killed process has written, the system keeps. Only
a power cut could lose it, and a synced journal above unsynced pages would be worse than neither.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from backfile.staging import Layout, OutputRefused, flat_files, is_safe, kind_of, parents

if TYPE_CHECKING:
    from collections.abc import Iterable

HEADER = "# Backfile wrote the files listed here, and changes and removes no others (1)"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a site, and the folders (trees) whose whole content belongs to it."""

    files: frozenset[str] = frozenset()
    trees: frozenset[str] = frozenset()

    def to_bytes(self) -> bytes:
        """Return the text of the manifest; it depends on nothing but the paths."""
        paths = sorted(chain(self.files, (f"{tree}/" for tree in self.trees)))
        return "\n".join((HEADER, *paths, "")).encode()

    def in_tree(self, path: str) -> bool:
        """Tell whether `path` is one of the trees or lies in one."""
        return bool(self.trees) and any(
            place in self.trees for place in chain((path,), parents(path))
        )

    def owns(self, path: str) -> bool:
        """Tell whether a file at `path` was written by the build of this manifest."""
        return path in self.files or self.in_tree(path)


def read_manifest(place: str) -> Manifest | None:
    """Return the manifest or journal at `place`; nothing when there is none."""
    if not kind_of(place):
        return None
    with open(place, "rb") as file:
        header, *lines = file.read().decode(errors="replace").split("\n")
    if header != HEADER or lines[-1:] != [""] or "" in lines[:-1]:
        raise damaged(place)
    trees = frozenset(line[:-1] for line in lines if line.endswith("/"))
    if not all(map(is_safe, trees)):
        raise damaged(place)
    return Manifest(frozenset(line for line in lines if line and line[-1] != "/"), trees)


def damaged(place: str) -> OutputRefused:
    """Return the refusal for a manifest or journal that Backfile cannot have written."""
    return OutputRefused(
        "output-not-ours",
        f"{place} is damaged, or was not written by Backfile",
        "empty the output folder, or choose another with --out",
    )


def folders_of(paths: Iterable[str]) -> set[str]:
    """Return every folder that one of `paths` lies in."""
    folders: set[str] = set()
    for path in paths:
        for folder in parents(path):
            if folder in folders:
                break
            folders.add(folder)
    return folders


class Exchange:
    """The step from the old site to the new one, whose staged files wait in `layout.ready`."""

    def __init__(self, layout: Layout, old: Manifest, new: Manifest) -> None:
        self.layout = layout
        self.old = old
        self.new = new
        # What lies in a new tree goes when the tree replaces the folder, and must not go later.
        self.removed = sorted(f for f in old.files - new.files if not new.in_tree(f))
        self.dropped = sorted(old.trees - new.trees)

    def check(self) -> None:
        """Raise `OutputRefused` where something stands in the way; changes nothing."""
        self._check_removals()
        if kind_of(self.layout.ready.folder):
            self._check_moves()
            self._check_replacements()

    def begin(self) -> None:
        """Write the journal: from here on the new site is the one to be finished."""
        with open(self.layout.draft, "wb") as file:
            file.write(self.new.to_bytes())
        os.replace(self.layout.draft, self.layout.journal)

    def finish(self) -> None:
        """Remove, move in, and close the journal."""
        self._remove()
        if kind_of(self.layout.ready.folder):
            self._move_in("")
            for path, source in flat_files(self.layout.ready.flat):
                self._replace(source, self.layout.place(path))
        os.replace(self.layout.journal, self.layout.manifest)

    def _check_removals(self) -> None:
        for path in self.removed:
            if not is_safe(path):
                raise damaged(self.layout.manifest)
        for folder in chain(folders_of(self.removed), folders_of(self.dropped), self.dropped):
            if kind_of(self.layout.place(folder)) == "link":
                raise self._link(folder)

    def _check_moves(self) -> None:
        waiting = [""]
        while waiting:
            prefix = waiting.pop()
            with os.scandir(f"{self.layout.ready.tree}/{prefix}") as entries:
                for entry in entries:
                    path = f"{prefix}{entry.name}"
                    is_folder = entry.is_dir(follow_symlinks=False)
                    if self._enters(path, is_folder=is_folder):
                        waiting.append(f"{path}/")

    def _check_replacements(self) -> None:
        paths = [path for path, _ in flat_files(self.layout.ready.flat)]
        for folder in sorted(folders_of(paths)):
            if kind_of(self.layout.place(folder)) == "link":
                raise self._link(folder)
        for path in paths:
            self._enters(path, is_folder=False)

    def _enters(self, path: str, *, is_folder: bool) -> bool:
        """Tell whether a staged folder is to be merged with the one that stands at `path`."""
        kind = kind_of(self.layout.place(path))
        if kind == "link":
            raise self._link(path)
        if kind == "folder":
            if is_folder and path not in self.new.trees:
                return True
            if not self._is_wholly_ours(path):
                raise self.not_ours(path)
        elif kind and not self.old.owns(path):
            raise self.not_ours(path)
        return False

    def _is_wholly_ours(self, folder: str) -> bool:
        if self.old.in_tree(folder):
            return True
        inside = f"{folder}/"
        if not any(path.startswith(inside) for path in chain(self.old.files, self.old.trees)):
            return False
        with os.scandir(self.layout.place(folder)) as entries:
            return all(
                self._is_wholly_ours(inside + entry.name)
                if entry.is_dir(follow_symlinks=False)
                else inside + entry.name in self.old.files and not entry.is_symlink()
                for entry in entries
            )

    def _remove(self) -> None:
        for path in self.removed:
            self._unlink(path)
        for tree in self.dropped:
            self._empty(tree)
        # Reversed, "a/b" comes before "a".
        for folder in sorted(folders_of(chain(self.removed, self.dropped)), reverse=True):
            self._remove_if_empty(self.layout.place(folder))

    def _unlink(self, path: str) -> None:
        place = self.layout.place(path)
        # A link or folder that somebody put in the place of our file is not ours.
        if kind_of(place) == "file":
            os.unlink(place)

    def _empty(self, tree: str) -> None:
        for place, _, names in os.walk(self.layout.place(tree), topdown=False):
            folder = place[len(self.layout.out) + 1 :].replace(os.sep, "/")
            for name in names:
                if not self.new.owns(f"{folder}/{name}"):
                    os.unlink(f"{place}/{name}")
            self._remove_if_empty(place)

    @staticmethod
    def _remove_if_empty(place: str) -> None:
        # Somebody else's file in our folder keeps the folder.
        with contextlib.suppress(OSError):
            os.rmdir(place)

    def _move_in(self, prefix: str) -> None:
        with os.scandir(f"{self.layout.ready.tree}/{prefix}") as found:
            entries = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in found)
        for name, is_folder in entries:
            path = f"{prefix}{name}"
            source, target = f"{self.layout.ready.tree}/{path}", self.layout.place(path)
            if path in self.new.trees:
                self._set_aside(target)
            if not is_folder:
                os.replace(source, target)
            elif kind_of(target):
                self._move_in(f"{path}/")
                os.rmdir(source)
            else:  # a new folder goes in as one: a first build is a handful of renames
                os.rename(source, target)

    @staticmethod
    def _replace(source: str, target: str) -> None:
        try:
            os.replace(source, target)
        except FileNotFoundError:  # somebody took the folder away since the file was put
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.replace(source, target)

    def _set_aside(self, target: str) -> None:
        if kind_of(target):
            os.makedirs(self.layout.trash, exist_ok=True)
            os.rename(target, f"{tempfile.mkdtemp(dir=self.layout.trash)}/old")

    def _link(self, path: str) -> OutputRefused:
        return OutputRefused(
            "output-symlink",
            f"{self.layout.place(path)} is a symbolic link",
            "remove the link; Backfile writes only inside the output folder",
        )

    def not_ours(self, path: str) -> OutputRefused:
        """Return the refusal for something at `path` that Backfile did not write."""
        return OutputRefused(
            "output-not-ours",
            f"{self.layout.place(path)} was not written by Backfile, and the site needs its place",
            "move it away, then build again",
        )
