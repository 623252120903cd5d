"""The commit stage: everything staged becomes the site in the output folder, or nothing does.

    with Output(Path("public")) as output:
        output.stage.put(path, data)        # here or in the workers of a pool
        output.commit(planned)

A kill before the journal leaves the old site whole; after it, the next run first finishes the new
one. Files that Backfile did not write are never touched.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from backfile.exchange import Exchange, Manifest, folders_of, read_manifest
from backfile.ids import OutputPath
from backfile.staging import (
    Layout,
    OutputRefused,
    Stage,
    check_path,
    kind_of,
    refusing_system_errors,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from types import TracebackType

_entered: set[str] = set()
"""Output folders this process is writing to: its own lock does not keep a process out."""


@dataclass(frozen=True, slots=True)
class CommitResult:
    """What a commit changed; a whole folder counts as one path that ends in a slash."""

    written: tuple[OutputPath, ...]
    unchanged: int
    removed: tuple[OutputPath, ...]


class Output:
    """The output folder, locked while it is entered; one commit each time.

    Entering raises `OutputRefused` for a folder that is not ours, is in use or cannot be written,
    and finishes a build that was killed in the middle of its commit (`recovered`). Leaving without
    a commit leaves the site as it was.
    """

    def __init__(self, out: Path) -> None:
        self._layout = Layout(os.path.realpath(out))
        self._old = Manifest()
        self._lock: int | None = None
        self._made_folder = False
        self.recovered = False
        self.stage = Stage(self._layout.out, "")
        """Where files are put; may be pickled."""

    def __enter__(self) -> Self:
        with refusing_system_errors(self._layout.out):
            _check_ours(self._layout)
            self._made_folder = not kind_of(self._layout.out)
            self._lock = _take_lock(self._layout)
            try:
                self._prepare()
            except BaseException:
                self._leave()
                raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leave()

    @property
    def trees(self) -> frozenset[str]:
        """The whole folders of the site that stand and may be kept."""
        return frozenset(
            tree for tree in self._old.trees if kind_of(self._layout.place(tree)) == "folder"
        )

    def scratch(self, name: str) -> Path:
        """Return an empty folder beside the stage, to be filled and committed as a tree."""
        check_path(name)
        folder = f"{self._layout.scratch}/{name}"
        with refusing_system_errors(folder):
            shutil.rmtree(folder, ignore_errors=True)
            os.makedirs(folder)
        return Path(folder)

    def commit(
        self,
        planned: Collection[OutputPath],
        trees: Mapping[str, Path] | None = None,
        keep_trees: Collection[str] = (),
    ) -> CommitResult:
        """Make the site consist of `planned`, the new `trees` and the old `keep_trees`.

        A tree is a folder of the site that is replaced as one. Raises `OutputRefused` with the old
        site whole, or, when the disk fails in the middle, with the journal open; `ValueError` for a
        plan that contradicts itself or the stage.
        """
        trees = trees or {}
        kept = self.trees.intersection(keep_trees)
        new = Manifest(frozenset(planned), kept.union(trees))
        exchange = Exchange(self._layout, self._old, new)
        with refusing_system_errors(self._layout.out):
            staged = self.stage.paths()
            _check_plan(exchange, frozenset(staged))
            if staged or trees or new != self._old:
                self._seal(trees)
                exchange.check()
                exchange.begin()
        if kind_of(self._layout.journal):
            with refusing_system_errors(
                self._layout.out, remark="the next run finishes this build"
            ):
                exchange.finish()
        self._old = new
        return _result(exchange, staged, trees)

    def _prepare(self) -> None:
        self._old = read_manifest(self._layout.manifest) or Manifest()
        new = read_manifest(self._layout.journal)
        if new is not None:
            exchange = Exchange(self._layout, self._old, new)
            exchange.check()
            exchange.finish()
            self._old = new
            self.recovered = True
        self._layout.discard_unfinished()
        self.stage = self._layout.new_stage()

    def _seal(self, trees: Mapping[str, Path]) -> None:
        # Renamed, the stage takes no more files, from whatever worker.
        os.rename(self.stage.folder, self._layout.ready.folder)
        for tree, source in trees.items():
            place = f"{self._layout.ready.tree}/{tree}"
            if not source.is_dir():
                raise ValueError(f"the tree {tree} has no folder to come from")
            os.makedirs(os.path.dirname(place), exist_ok=True)
            os.rename(source, place)

    def _leave(self) -> None:
        if not kind_of(self._layout.journal):
            self._layout.discard_unfinished()
        if self._lock is not None:
            _drop_lock(self._layout, self._lock)
            self._lock = None
        with contextlib.suppress(OSError):
            os.rmdir(self._layout.hidden)
            if self._made_folder:
                os.rmdir(self._layout.out)


def clean(out: Path) -> CommitResult:
    """Remove the site and our own files from the output folder, and nothing else."""
    if not os.path.lexists(out):
        return CommitResult((), 0, ())
    with Output(out) as output:
        result = output.commit(())
        place = Layout(os.path.realpath(out)).manifest
        with refusing_system_errors(place), contextlib.suppress(FileNotFoundError):
            os.unlink(place)
    return result


def has_open_journal(out: Path) -> bool:
    """Tell whether the folder is half old, half new: nothing may be published from it."""
    return os.path.lexists(Layout(os.path.realpath(out)).journal)


def _result(exchange: Exchange, staged: Collection[str], trees: Collection[str]) -> CommitResult:
    written = sorted([*staged, *(f"{tree}/" for tree in trees)])
    removed = sorted([*exchange.removed, *(f"{tree}/" for tree in exchange.dropped)])
    unchanged = len(exchange.new.files) + len(exchange.new.trees) - len(written)
    return CommitResult(tuple(map(OutputPath, written)), unchanged, tuple(map(OutputPath, removed)))


def _check_plan(exchange: Exchange, staged: frozenset[str]) -> None:
    old, new = exchange.old, exchange.new
    unplanned = sorted(staged - new.files)
    if unplanned:
        raise ValueError(f"staged, but not planned: {unplanned[0]}")
    fresh = new.files - old.files
    if fresh or new.trees != old.trees:
        _check_paths(new, fresh)
    for path in sorted(fresh - staged):
        if old.in_tree(path):
            continue
        if kind_of(exchange.layout.place(path)):  # the same bytes by chance, but somebody else's
            raise exchange.not_ours(path)
        raise ValueError(f"planned, but never staged: {path}")


def _check_paths(new: Manifest, fresh: frozenset[str]) -> None:
    for path in fresh | new.trees:
        check_path(path)
    both = folders_of(new.files | new.trees) & (new.files | new.trees) | new.files & new.trees
    if both:
        raise ValueError(f"both a file or tree and a folder: {min(both)}")


def _check_ours(layout: Layout) -> None:
    kind = kind_of(layout.out)
    if not kind:
        return
    if kind != "folder":
        raise OutputRefused(
            "output-not-ours", f"{layout.out} is not a folder", "choose another with --out"
        )
    for place in (layout.hidden, layout.manifest, layout.journal):
        if kind_of(place) == "link":
            raise OutputRefused("output-symlink", f"{place} is a symbolic link", "remove the link")
    if kind_of(layout.manifest) or kind_of(layout.journal):
        return
    others = sorted(set(os.listdir(layout.out)) - {os.path.basename(layout.hidden)})
    if others:
        raise OutputRefused(
            "output-not-ours",
            f"{layout.out} has files that Backfile did not write: {others[0]}",
            "empty the folder, or choose another with --out",
        )


def _take_lock(layout: Layout) -> int:
    """Return the descriptor of the locked file; the system lets go of it when we die."""
    if layout.out in _entered:
        raise _busy(layout)
    while True:
        os.makedirs(layout.hidden, exist_ok=True)
        try:
            descriptor = os.open(layout.lock, os.O_RDWR | os.O_CREAT, 0o666)
        except FileNotFoundError:  # a build that ended just now took the folder away
            continue
        if not _lock_file(descriptor):
            os.close(descriptor)
            raise _busy(layout)
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), os.stat(layout.lock)):
                _entered.add(layout.out)
                return descriptor
        os.close(descriptor)  # a build that ended just now took the file away


def _drop_lock(layout: Layout, descriptor: int) -> None:
    _entered.discard(layout.out)
    # First the name, then the lock: whoever opened the file meanwhile sees that it is gone.
    with contextlib.suppress(OSError):
        os.unlink(layout.lock)
    os.close(descriptor)


def _busy(layout: Layout) -> OutputRefused:
    return OutputRefused(
        "output-busy",
        f"another build is writing to {layout.out}",
        "wait until it is done, or stop it",
    )


if sys.platform == "win32":
    import msvcrt

    def _lock_file(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock_file(descriptor: int) -> bool:
        # Not `flock`: that lock is inherited, so workers that outlive a killed build would hold it.
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            # On a disk that knows no locks, better an unlocked build than none.
            return error.errno not in (errno.EACCES, errno.EAGAIN)
        return True
