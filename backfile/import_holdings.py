"""What an archive holds before an import: ids that are taken, seeds by their bytes; and the writing
of new files beside them, which never replaces one.
"""

import hashlib
import os
import re
import stat
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from backfile.ids import ArticleId
from backfile.read_registers import read_registers
from backfile.read_survey import ArticleFiles, Walk, survey
from backfile.yamldata import load_yaml

OTHER_NAMES = re.compile(rb"former_ids|slug")
"""Keys by which an article may hold more addresses than its id."""
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_OPENING = os.O_RDONLY | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_MAKING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW | getattr(os, "O_BINARY", 0)


class RefusedError(Exception):
    """A file that is not imported; the words say why."""


class Place(NamedTuple):
    """Where an article's files go, relative to the archive."""

    folder: str
    """Below `seeds/` and `content/articles/`; empty, or with a slash at the end."""
    id: ArticleId

    @property
    def seed(self) -> str:
        """The seed's path."""
        return f"seeds/{self.folder}{self.id}.txt"

    @property
    def sidecar(self) -> str:
        """The sidecar's path."""
        return f"content/articles/{self.folder}{self.id}.yaml"


class Holdings:
    """What an archive holds, and what an import adds to it."""

    def __init__(self, root: Path, *, dry_run: bool = False) -> None:
        self.root = root
        self.dry_run = dry_run
        files = survey(root)
        self.articles: dict[ArticleId, ArticleFiles] = dict(files.articles)
        self.taken: set[str] = set(self.articles)
        """Every id, former id and slug of an article."""
        for article in files.articles.values():
            self.taken |= self.other_names(article)
        self.sizes: dict[int, list[str]] = {}
        for file in Walk(str(root)).files("seeds"):
            self.sizes.setdefault(file.size, []).append(file.path)
        self.digests: dict[str, str] = {}

    @cached_property
    def entities(self) -> frozenset[str]:
        """The ids of the archive's entities."""
        return frozenset(read_registers(self.root, survey(self.root)).entities)

    def other_names(self, article: ArticleFiles) -> set[str]:
        """Return the former ids and the slug that an article's sidecar names."""
        if article.sidecar is None:
            return set()
        data = self.sidecar_data(article.sidecar.path, only=OTHER_NAMES)
        former = data.get("former_ids")
        names = [data.get("slug"), *(former if isinstance(former, list) else [])]
        return {str(name) for name in names if isinstance(name, str)}

    def sidecar_data(self, path: str, only: re.Pattern[bytes] | None = None) -> dict[str, Any]:
        """Return the data of a sidecar, if it matches `only`; empty when it cannot be read."""
        try:
            source = (self.root / path).read_bytes()
        except OSError:
            return {}
        if only is not None and not only.search(source):
            return {}
        data = load_yaml(source, path).data
        return data if isinstance(data, dict) else {}

    def waits_for_seed(self, ident: ArticleId) -> Place | None:
        """Return the place of a sidecar whose seed is still missing; None when none is."""
        files = self.articles.get(ident)
        if files is None or files.seed is not None or files.sidecar is None or files.doubtful:
            return None
        data = self.sidecar_data(files.sidecar.path)
        if data.get("show") == "none" or data.get("status") == "withdrawn":
            return None
        folder = files.sidecar.path.removeprefix("content/articles/").rpartition("/")[0]
        return Place(f"{folder}/" if folder else "", ident)

    def seed_with(self, data: bytes, *, besides: str = "") -> str:
        """Return the path of a seed with these bytes, other than `besides`; empty when none has."""
        for path in self.sizes.get(len(data), ()):
            if path != besides and self.digest_of(path) == hashlib.sha256(data).hexdigest():
                return path
        return ""

    def digest_of(self, path: str) -> str:
        """Return the digest of a seed's bytes; empty when it cannot be read."""
        if path not in self.digests:
            try:
                found = hashlib.sha256((self.root / path).read_bytes()).hexdigest()
            except OSError:
                found = ""
            self.digests[path] = found
        return self.digests[path]

    def add(self, place: Place, seed: bytes | None, sidecar: str) -> None:
        """Write the files of a new article; raises `RefusedError`, and then nothing is written.

        Without a seed only the sidecar is written, without a sidecar only the seed.
        """
        written: list[Path] = []
        try:
            if sidecar:
                written += self.write_new(place.sidecar, sidecar.encode())
            if seed is not None:
                written += self.write_new(place.seed, seed)
        except RefusedError:
            for path in written:
                path.unlink()
            raise
        self.taken.add(place.id)
        if seed is not None:
            self.sizes.setdefault(len(seed), []).append(place.seed)
            self.digests[place.seed] = hashlib.sha256(seed).hexdigest()

    def write_new(self, path: str, data: bytes) -> list[Path]:
        """Write a file that is not there yet and return it; none when nothing is to be written."""
        target = self.root / path
        if os.path.lexists(target):
            raise RefusedError(f"{path} is there already")
        self.check_folders(target.parent)
        if self.dry_run:
            return []
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise RefusedError(f"{path} cannot be written: {fault.strerror}") from None
        try:
            handle = os.open(target, _MAKING, 0o666)
        except FileExistsError:
            raise RefusedError(f"{path} is there already") from None
        except OSError as fault:
            raise RefusedError(f"{path} cannot be written: {fault.strerror}") from None
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
        except BaseException as fault:
            target.unlink()  # half a text must not be taken for the whole
            if isinstance(fault, OSError):
                raise RefusedError(f"{path} cannot be written: {fault.strerror}") from None
            raise
        return [target]

    def check_folders(self, folder: Path) -> None:
        """Raise `RefusedError` when the way to a folder of the archive leads over a link."""
        while folder != self.root:
            if folder.is_symlink():
                path = folder.relative_to(self.root).as_posix()
                raise RefusedError(f"{path} is a symbolic link, which an archive must not have")
            folder = folder.parent


def read_file(path: Path, largest: int) -> bytes:
    """Return the bytes of a plain file; raises `RefusedError` for links, devices and huge files."""
    try:
        handle = os.open(path, _OPENING)
    except OSError as fault:
        if path.is_symlink():
            raise RefusedError("a symbolic link; give the file itself") from None
        raise RefusedError(f"it cannot be read: {fault.strerror}") from None
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise RefusedError("no plain file")
        if path.is_symlink():
            raise RefusedError("a symbolic link; give the file itself")
        if status.st_size > largest:
            raise RefusedError(f"{status.st_size:,} bytes are too many, the limit is {largest:,}")
        try:
            return file.read(largest + 1)
        except OSError as fault:
            raise RefusedError(f"it cannot be read: {fault.strerror}") from None
