"""Which files an archive has (docs/format.md, Files): the folders are walked, no file is opened."""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import msgspec

from backfile.ids import ArticleId, id_fault
from backfile.problems import Problem, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator


class ArchiveFile(msgspec.Struct, frozen=True):
    """One file of the archive and what the system says about it."""

    path: str
    """Relative to the archive, with forward slashes."""
    size: int
    """Bytes."""
    mtime_ns: int
    """When it was last changed, in nanoseconds."""
    ctime_ns: int = 0
    """When it, its name or its rights were last changed, in nanoseconds; nobody can set it."""
    inode: int = 0
    """Its number in the file system."""

    @classmethod
    def of(cls, path: str, status: os.stat_result) -> ArchiveFile:
        """Return the file at `path` that the system tells this of."""
        return cls(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


class ArticleFiles(msgspec.Struct, frozen=True):
    """The files of one article; at least one of the two is there."""

    id: ArticleId
    seed: ArchiveFile | None = None
    sidecar: ArchiveFile | None = None
    doubtful: bool = False
    """Whether a sidecar is there that must not be read: a symbolic link, or a wrong name."""


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """Every file the format knows, sorted by path, and what is wrong with names and places."""

    site: ArchiveFile | None = None
    articles: dict[ArticleId, ArticleFiles] = {}
    """By id, sorted."""
    defaults: ArchiveFile | None = None
    topics: ArchiveFile | None = None
    corrections: ArchiveFile | None = None
    entities: tuple[ArchiveFile, ...] = ()
    claims: tuple[ArchiveFile, ...] = ()
    threads: dict[str, ArchiveFile] = {}
    """By id, sorted."""
    pages: dict[str, ArchiveFile] = {}
    """By id, sorted."""
    theme: tuple[ArchiveFile, ...] = ()
    """What lies in `templates/` and `assets/`."""
    problems: tuple[Problem, ...] = ()


IGNORED_NAMES = frozenset({"4913", "Thumbs.db", "desktop.ini", "__pycache__"})
IGNORED_ENDS = ("~", ".swp", ".swo", ".swx", ".tmp", ".bak", ".orig")


def is_ignored(name: str) -> bool:
    """Tell whether a name belongs to an editor or the system and not to the archive."""
    return name[0] == "." or name in IGNORED_NAMES or name.endswith(IGNORED_ENDS)


def survey(root: Path) -> Survey:
    """Return every file of the archive at `root`; a missing folder is an empty one."""
    return Walk(str(root)).survey()


class Walk:
    """One walk through the folders of an archive."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.refused: set[str] = set()
        """What files would be called that are not read, without folder and ending."""

    def survey(self) -> Survey:
        """Return what the walk found."""
        seeds = self.by_id("seeds", ".txt")
        self.refused.clear()
        sidecars = self.by_id("content/articles", ".yaml")
        articles = {
            ArticleId(name): ArticleFiles(
                ArticleId(name), seeds.get(name), sidecars.get(name), name in self.refused
            )
            for name in sorted(seeds.keys() | sidecars.keys())
        }
        entities = tuple(self.register("content/entities"))
        claims = tuple(self.register("content/claims"))
        threads = self.by_id("content/threads", ".md")
        pages = self.by_id("content/pages", ".md")
        theme = (*self.files("assets"), *self.files("templates"))
        self.check_strays()
        return Survey(
            site=self.single("site.yaml"),
            articles=articles,
            defaults=self.single("content/defaults.yaml"),
            topics=self.single("content/topics.yaml"),
            corrections=self.single("content/corrections.yaml"),
            entities=entities,
            claims=claims,
            threads=threads,
            pages=pages,
            theme=theme,
            problems=tuple(sorted(self.problems, key=sort_key)),
        )

    def note(self, code: str, path: str, message: str, hint: str = "") -> None:
        """Add a problem of a whole file."""
        self.refused.add(PurePath(path).stem)
        self.problems.append(
            Problem(code=code, path=printable(path), message=message, hint=hint, line=1, column=1)
        )

    def single(self, path: str) -> ArchiveFile | None:
        """Return one file by its path; None when it is not there."""
        try:
            status = os.lstat(f"{self.root}/{path}")
        except OSError:
            if path == "site.yaml":
                hint = "write one with a line such as `title: My archive`, or give the archive's "
                hint += "folder with `--site DIR`; `python build.py init DIR` makes a new one"
                self.note("site-missing", path, "there is no site.yaml in this folder", hint)
            return None
        return self.regular(path, status)

    def regular(self, path: str, status: os.stat_result) -> ArchiveFile | None:
        """Return a plain file; a symbolic link or a device is a problem."""
        if stat.S_ISREG(status.st_mode):
            return ArchiveFile.of(path, status)
        if stat.S_ISLNK(status.st_mode):
            message = "this is a symbolic link, which an archive must not have"
            self.note("symlink", path, message, "put a copy of the file in its place")
        else:
            self.note("file-unreadable", path, "this is no plain file")
        return None

    def files(self, folder: str) -> list[ArchiveFile]:
        """Return all plain files below a folder, sorted by path."""
        found: list[ArchiveFile] = []
        base = f"{self.root}/{folder}"
        try:
            if stat.S_ISLNK(os.lstat(base).st_mode):
                message = "this folder is a symbolic link, which an archive must not have"
                self.note("symlink", folder, message, "put the folder itself here")
                return found
        except OSError:
            return found
        waiting = [folder]
        while waiting:
            self.scan(waiting.pop(), found, waiting)
        found.sort(key=path_of)
        return found

    def scan(self, folder: str, found: list[ArchiveFile], waiting: list[str]) -> None:
        """Add the files of one folder to `found` and its folders to `waiting`."""
        try:
            with os.scandir(f"{self.root}/{folder}") as entries:
                for entry in entries:
                    name = entry.name
                    if name[0] == "." or name in IGNORED_NAMES or name.endswith(IGNORED_ENDS):
                        continue
                    path = f"{folder}/{name}"
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(path)
                        continue
                    status = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(status.st_mode):
                        found.append(ArchiveFile.of(path, status))
                    else:
                        self.regular(path, status)
        except FileNotFoundError:
            return
        except OSError as fault:
            self.note("file-unreadable", folder, f"the folder cannot be read: {fault.strerror}")

    def by_id(self, folder: str, suffix: str) -> dict[str, ArchiveFile]:
        """Return the files below a folder by the id that their names are."""
        held: dict[str, ArchiveFile] = {}
        for file in self.files(folder):
            name = file.path.rpartition("/")[2]
            if not name.endswith(suffix):
                self.note_other(file.path, name, folder, suffix)
                continue
            stem = name.removesuffix(suffix)
            fault = id_fault(stem)
            if fault:
                self.note_name(file.path, stem, fault, folder)
            elif stem in held:
                message = f"the id `{stem}` is already that of {held[stem].path}"
                self.note("duplicate-id", file.path, message, "rename one of the two files")
            else:
                held[stem] = file
        return {stem: held[stem] for stem in sorted(held)}

    def note_name(self, path: str, stem: str, fault: str, folder: str) -> None:
        """Report a file name that is no id."""
        message = f"the name `{printable(stem)}` is no valid id: it {fault}"
        hint = "rename the file; an id has a-z, 0-9, - and _ and begins with a letter or digit"
        if folder == "seeds":
            hint = f"`python build.py import {shell_word(printable(path))}` makes a valid id of it"
        self.note("bad-file-name", path, message, hint)

    def note_other(self, path: str, name: str, folder: str, suffix: str) -> None:
        """Report a file with another ending than its folder wants."""
        ending = PurePath(name).suffix
        close = {".txt": (".text",), ".yaml": (".yml",), ".md": (".markdown",)}[suffix]
        if ending.lower() in (suffix, *close):
            message = f"the name ends in `{printable(ending)}`; files here end in `{suffix}`"
            hint = f"rename it to end in `{suffix}`"
            if folder == "seeds":
                hint += f", or `python build.py import {shell_word(printable(path))}`"
            self.note("bad-file-name", path, message, hint)
            return
        hint = f"only files that end in `{suffix}` are read here"
        if folder == "seeds":
            hint += f"; `python build.py import {shell_word(printable(path))}` reads other kinds"
        self.note("unexpected-file", path, "this file is not read", hint)

    def register(self, folder: str) -> Iterator[ArchiveFile]:
        """Yield the YAML files of a register, whatever their names."""
        for file in self.files(folder):
            name = file.path.rpartition("/")[2]
            if name.endswith(".yaml"):
                yield file
            else:
                self.note_other(file.path, name, folder, ".yaml")

    def check_strays(self) -> None:
        """Warn about files and folders directly in `content/` that the format does not know."""
        content = Path(self.root, "content")
        if content.is_symlink():
            self.note("symlink", "content", "this folder is a symbolic link")
        try:
            names = sorted(entry.name for entry in content.iterdir())
        except OSError:
            return
        for name in names:
            if name not in CONTENT and not is_ignored(name):
                hint = "content/ has " + ", ".join(sorted(CONTENT))
                path = f"content/{name}"
                self.note("unexpected-file", path, "the format knows nothing of this name", hint)


CONTENT = frozenset(
    {
        *("articles", "entities", "claims", "threads", "pages"),
        *("defaults.yaml", "topics.yaml", "corrections.yaml"),
    }
)


def path_of(file: ArchiveFile) -> str:
    """Return what files are sorted by."""
    return file.path


def printable(path: str) -> str:
    """Return a file name that can be printed, whatever bytes it has."""
    shown = os.fsencode(path).decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in shown)


def shell_word(path: str) -> str:
    """Return a path as one word of a command."""
    plain = all(sign.isalnum() or sign in "/._-" for sign in path)
    return path if plain else "'" + path.replace("'", "'\\''") + "'"
