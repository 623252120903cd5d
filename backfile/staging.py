"""Staging: where files wait inside the output folder until the whole site is committed.

* `public/.backfile-manifest`: the files we own, so that no other is ever touched.
* `public/.backfile/`: there only while a build runs, or after one was killed. In it
  * `lock`: held by the running build;
  * `stage-…/`: the files put so far by this run;
  * `scratch/`: whole folders in the making, e.g. a search index;
  * `ready/`: the sealed stage;
  * `journal`: the manifest to come; while it stands, the folder is half old, half new;
  * `trash/`: replaced folders.
"""

# Paths are plain text and calls go straight to `os`: a site has tens of thousands of files, and a
# `Path` for each costs more than the system call it makes.

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import stat
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backfile.ids import OutputPath

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_READ |= getattr(os, "O_NONBLOCK", 0)  # a pipe left in the place of a page must not stop us

_UNSAFE = re.compile(
    r"""
      [\x00-\x1f\x7f\\:*?"<>|]                  # no Windows name has these
    | (?:^|/) \.{0,2} (?:/|$)                   # absolute, empty, "." and ".."
    | [.\ ] (?:/|$)                             # Windows drops them from the end of a name
    | (?:^|/) (?:con|prn|aux|nul|conin\$|conout\$|com\d|lpt\d) (?:[./]|$)
    | ^ \.backfile                              # ours
    """,
    re.VERBOSE | re.IGNORECASE,
)

LONGEST_FLAT = 120
"""A longer path could be too long for a file name once it is quoted."""

_WAYS_OUT = {
    errno.ENOSPC: "free some space on the disk, then build again",
    errno.EDQUOT: "free some space in your quota, then build again",
}


class OutputRefused(Exception):  # noqa: N818  (it names what happened, as `Problem` codes do)
    """The output folder cannot be written; the three words are those of a `Problem`."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(code, message, hint)
        self.code = code
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.code}: {self.message} ({self.hint})"


def unwritable(error: OSError, path: str, *, remark: str = "") -> OutputRefused:
    """Return the refusal that names `path` and repeats the system's words."""
    words = error.strerror or str(error)
    way_out = _WAYS_OUT.get(
        error.errno or 0, "make it writable, or choose another output folder with --out"
    )
    hint = f"{remark}; {way_out}" if remark else way_out
    return OutputRefused("output-unwritable", f"cannot write {path}: {words}", hint)


@contextlib.contextmanager
def refusing_system_errors(path: str, *, remark: str = "") -> Iterator[None]:
    """Turn an `OSError` into an `OutputRefused` that names the file, or else `path`."""
    try:
        yield
    except OSError as error:
        name = error.filename if isinstance(error.filename, str) else path
        raise unwritable(error, name, remark=remark) from error


def is_safe(path: str) -> bool:
    """Tell whether `path` names a file inside the output folder, on every system."""
    if _UNSAFE.search(path):
        return False
    return path.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in path)


def check_path(path: str) -> None:
    """Raise `ValueError` for a path that could leave the output folder or hit our own files."""
    if not is_safe(path):
        raise ValueError(f"not a path for the output folder: {path!r}")


def parents(path: str) -> Iterator[str]:
    """Return the folders a path lies in, innermost first: `a/b`, `a` for `a/b/c`."""
    cut = path.rfind("/")
    while cut > 0:
        path = path[:cut]
        yield path
        cut = path.rfind("/")


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of our own files inside one output folder, all absolute."""

    out: str

    @property
    def manifest(self) -> str:
        """The files we own."""
        return f"{self.out}/.backfile-manifest"

    @property
    def hidden(self) -> str:
        """The folder of everything below; it goes when a build ends."""
        return f"{self.out}/.backfile"

    @property
    def lock(self) -> str:
        """Locked by the running build."""
        return f"{self.hidden}/lock"

    @property
    def ready(self) -> Stage:
        """The sealed stage."""
        return Stage(self.out, f"{self.hidden}/ready")

    @property
    def journal(self) -> str:
        """The manifest to come."""
        return f"{self.hidden}/journal"

    @property
    def draft(self) -> str:
        """The journal while it is written."""
        return f"{self.hidden}/journal.draft"

    @property
    def scratch(self) -> str:
        """Folders in the making."""
        return f"{self.hidden}/scratch"

    @property
    def trash(self) -> str:
        """Replaced folders, so that replacing is two renames."""
        return f"{self.hidden}/trash"

    def place(self, path: str) -> str:
        """Return where the site's file or folder `path` stands."""
        return f"{self.out}/{path}"

    def new_stage(self) -> Stage:
        """Make an empty stage."""
        # The name differs from run to run: a worker that outlives its killed build must not put
        # its page of yesterday among ours.
        stage = Stage(self.out, tempfile.mkdtemp(prefix="stage-", dir=self.hidden))
        os.mkdir(stage.tree)
        os.mkdir(stage.flat)
        return stage

    def discard_unfinished(self) -> None:
        """Remove everything that is staged; the manifest and an open journal stay."""
        with contextlib.suppress(OSError):
            with os.scandir(self.hidden) as entries:
                stages = [entry.path for entry in entries if entry.name.startswith("stage-")]
            for folder in [*stages, self.ready.folder, self.scratch, self.trash]:
                shutil.rmtree(folder, ignore_errors=True)
            os.unlink(self.draft)


@dataclass(frozen=True, slots=True)
class Stage:
    """Takes files for the next commit; may be handed to the workers of a process pool."""

    out: str
    folder: str

    @property
    def tree(self) -> str:
        """Where new files wait, laid out like the site, so that whole folders can be moved."""
        return f"{self.folder}/tree"

    @property
    def flat(self) -> str:
        """Where files wait that replace one; a folder made and removed for each costs more."""
        return f"{self.folder}/flat"

    def paths(self) -> list[str]:
        """Return the paths of all staged files, in no order."""
        return files_below(self.tree) + [path for path, _ in flat_files(self.flat)]

    def put(self, path: OutputPath, data: bytes) -> bool:
        """Stage a file, once a run; `False` when the output folder has the same bytes already.

        Raises `OutputRefused` when the disk does not take it, `ValueError` for an unsafe path.
        """
        check_path(path)
        same = has_bytes(f"{self.out}/{path}", data)
        if same:
            return False
        place = f"{self.tree}/{path}"
        if same is not None and path.isascii() and len(path) < LONGEST_FLAT:
            place = f"{self.flat}/{flat_name(path)}"
        try:
            self._write(place, data)
        except OSError as error:
            raise unwritable(error, f"{self.out}/{path}") from error
        return True

    def _write(self, place: str, data: bytes) -> None:
        try:
            descriptor = os.open(place, _WRITE, 0o666)
        except FileNotFoundError:
            self._make_folder(os.path.dirname(place))
            descriptor = os.open(place, _WRITE, 0o666)
        try:
            written = os.write(descriptor, data)
            while written < len(data):
                written += os.write(descriptor, memoryview(data)[written:])
        finally:
            os.close(descriptor)

    def _make_folder(self, folder: str) -> None:
        # Never the stage itself: once it is sealed or discarded, a late worker has to fail.
        if folder in (self.tree, self.flat):
            raise FileNotFoundError(errno.ENOENT, "the stage is closed", folder)
        try:
            os.mkdir(folder)
        except FileExistsError:
            return
        except FileNotFoundError:
            self._make_folder(os.path.dirname(folder))
            with contextlib.suppress(FileExistsError):  # another worker was faster
                os.mkdir(folder)


def has_bytes(place: str, data: bytes) -> bool | None:
    """Tell whether the file at `place` holds exactly `data`; `None` when there is no file."""
    try:
        descriptor = os.open(place, _READ)
    except OSError:
        return None
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            return None
        return state.st_size == len(data) and os.read(descriptor, len(data) + 1) == data
    except OSError:
        return None
    finally:
        os.close(descriptor)


def flat_name(path: str) -> str:
    """Return `path` as one file name."""
    return path.replace("=", "=e").replace("/", "=s")


def flat_files(folder: str) -> list[tuple[str, str]]:
    """Return the paths whose files wait in a flat folder, each with its place there, sorted."""
    names = sorted(os.listdir(folder))
    return [(name.replace("=s", "/").replace("=e", "="), f"{folder}/{name}") for name in names]


def kind_of(place: str) -> str:
    """Return what stands at `place`: `file`, `folder`, `link`, `other`, or nothing (empty)."""
    try:
        mode = os.lstat(place).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return ""
    if stat.S_ISDIR(mode):
        return "folder"
    if stat.S_ISLNK(mode):
        return "link"
    return "file" if stat.S_ISREG(mode) else "other"


def files_below(folder: str) -> list[str]:
    """Return all that is not a folder below `folder`, as paths relative to it, in no order."""
    found: list[str] = []
    waiting = [(folder, "")]
    while waiting:
        place, prefix = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{prefix}{entry.name}/"))
                else:
                    found.append(f"{prefix}{entry.name}")
    return found
