"""One article as read: its seed decoded, its sidecar as typed values, defaults merged in.

What an article is read from is bytes, the defaults and the site's `show`: the same input gives the
same result, in any process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from backfile.checks import FAULTY
from backfile.convert import checked
from backfile.ids import ArticleId
from backfile.kinds import nearest
from backfile.model import SeedText
from backfile.problems import Keys, Problem, sort_key
from backfile.read_defaults import merged, patterns_match
from backfile.read_files import read_bytes
from backfile.seedtext import decode_seed
from backfile.shapes_sidecar import Sidecar
from backfile.sidecar_rules import sidecar_problems
from backfile.yamldata import load_yaml
from backfile.yamlnodes import ABSENT

if TYPE_CHECKING:
    from pathlib import Path

    from backfile.read_records import DefaultsRecord, Registers
    from backfile.read_survey import ArticleFiles

EVERYTHING = frozenset(field.encode_name for field in msgspec.structs.fields(Sidecar)) - {"x-"}
"""The keys of a sidecar: all of them are in doubt when it cannot be read."""


KEEPING = {
    **{key: key for key in ("show", "status", "text", "withdrawn")},
    **dict.fromkeys(("hide", "encoding", "paragraphs", "first_line", "readings"), "text"),
}
"""Keys that keep words from the page, and the key of the first level that they belong to."""


class ReadArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article as read from its files."""

    id: ArticleId
    sidecar: Sidecar
    """With the defaults that match, without what is faulty."""
    seed: SeedText | None = None
    """None when there is none, when its bytes cannot be decoded, and for withdrawn articles."""
    sidecar_path: str = ""
    """Empty when there is no sidecar."""
    seed_path: str = ""
    """Empty when there is no seed."""
    problems: tuple[Problem, ...] = ()
    """With keys where lines are not known yet."""
    faulty: frozenset[str] = frozenset()
    """The sidecar's keys (of the first level) that have an error; all when it cannot be read."""
    dropped: tuple[Keys, ...] = ()
    """Items of the sidecar's lists that are left out, by their places in the file."""
    inherited: dict[str, tuple[str, Keys]] = {}
    """Keys of the first level that stand in no sidecar but in the defaults: file and place."""

    @property
    def left_out(self) -> tuple[str, ...]:
        """What is faulty and left out, in words for the page: `annotation 3`, `source`."""
        words = [in_words(keys) for keys in self.dropped]
        listed = {str(keys[0]) for keys in self.dropped if keys}
        return (*words, *sorted(self.faulty - listed - {""}))

    def written_at(self, keys: Keys) -> tuple[str, Keys]:
        """Return the file and the keys in it where what the sidecar has at `keys` is written."""
        if keys and isinstance(keys[0], str) and keys[0] in self.inherited:
            path, place = self.inherited[keys[0]]
            return path, (*place, *keys[1:])
        return self.sidecar_path or self.seed_path, written_keys(keys, self.dropped)


def in_words(keys: Keys) -> str:
    """Return the words for a place in a sidecar: `annotation 3` for `("annotations", 2)`."""
    names = [str(key) for key in keys if isinstance(key, str)]
    numbers = [key + 1 for key in keys if isinstance(key, int)]
    name = {"annotations": "annotation", "links": "link", "sources": "source"}
    return " ".join([name.get(names[-1], names[-1]) if names else "", *map(str, numbers[-1:])])


def written_keys(keys: Keys, dropped: tuple[Keys, ...]) -> Keys:
    """Return keys as they are in the file, counting the list items that were left out."""
    found: Keys = ()
    for key in keys:
        place = key
        if isinstance(place, int):
            for left_out in sorted(one[-1] for one in dropped if one[:-1] == found):
                if isinstance(left_out, int) and left_out <= place:
                    place += 1
        found = (*found, place)
    return found


class Sources(NamedTuple):
    """The bytes an article is made of."""

    sidecar: bytes | None
    seed: bytes | None
    problems: tuple[Problem, ...]
    """Why one of them is missing although the file is there."""


def read_sources(root: Path, files: ArticleFiles) -> Sources:
    """Return the bytes of an article's files."""
    sidecar = seed = None
    problems: tuple[Problem, ...] = ()
    if files.sidecar is not None:
        sidecar, problems = read_bytes(root, files.sidecar)
    if files.seed is not None:
        seed, faults = read_bytes(root, files.seed)
        problems += faults
    return Sources(sidecar, seed, problems)


def read_article(root: Path, files: ArticleFiles, registers: Registers) -> ReadArticle:
    """Return the article that `files` belong to, and all that is wrong with its files."""
    return article_of_sources(files, read_sources(root, files), registers)


def article_of_sources(files: ArticleFiles, sources: Sources, registers: Registers) -> ReadArticle:
    """Return the article made of its files' bytes and the registers."""
    show = registers.site.show if registers.site else "all"
    sidecar, seed, problems = sources
    return article_from(files, sidecar, seed, registers.defaults, show, problems)


def article_from(
    files: ArticleFiles,
    sidecar: bytes | None,
    seed: bytes | None,
    defaults: tuple[DefaultsRecord, ...],
    show: str,
    problems: tuple[Problem, ...] = (),
) -> ReadArticle:
    """Return the article made of its files' bytes; `problems` are those of reading them."""
    making = Making(files, list(problems))
    making.take_sidecar(sidecar, defaults)
    shape: Sidecar = msgspec.convert(making.data, Sidecar)
    making.check(shape, show)
    text = making.decode(seed, shape)
    return ReadArticle(
        id=files.id,
        sidecar=shape,
        seed=text,
        sidecar_path=files.sidecar.path if files.sidecar else "",
        seed_path=files.seed.path if files.seed else "",
        problems=tuple(sorted(making.problems, key=sort_key)),
        faulty=frozenset(making.faulty),
        dropped=making.dropped,
        inherited=making.inherited,
    )


class Making:
    """One article while it is put together."""

    def __init__(self, files: ArticleFiles, problems: list[Problem]) -> None:
        self.files = files
        self.problems = problems
        self.data: dict[str, Any] = {}
        self.faulty: set[str] = set(EVERYTHING if problems or files.doubtful else ())
        self.dropped: tuple[Keys, ...] = ()
        self.inherited: dict[str, tuple[str, Keys]] = {}

    @property
    def path(self) -> str:
        """The sidecar's path, or the seed's when there is no sidecar."""
        file = self.files.sidecar or self.files.seed
        return file.path if file else ""

    def take_sidecar(self, source: bytes | None, defaults: tuple[DefaultsRecord, ...]) -> None:
        """Take what the sidecar and the defaults say."""
        own: dict[str, Any] = {}
        if source is not None:
            found = load_yaml(source, self.path)
            self.problems.extend(found.problems)
            if not found.readable:
                self.faulty |= EVERYTHING
            if found.data is not ABSENT or found.readable:
                own = self.take_data(found.data)
        matching = [record for record in defaults if patterns_match(record.pattern, self.files)]
        for record in matching:
            self.data = merged(self.data, record.data)
            for key in record.data:
                if key not in own:
                    self.inherited[key] = ("content/defaults.yaml", (*record.keys, key))
        self.data = merged(self.data, own) if matching else own

    def take_data(self, data: Any) -> dict[str, Any]:
        """Return the sidecar's data without its faulty parts."""
        clean, problems, self.dropped = checked(data, Sidecar, self.path)
        self.problems.extend(problems)
        for problem in problems:
            if problem.severity == "error" and problem.keys:
                self.faulty.add(str(problem.keys[0]))
                self.faulty.update(meant_keys(problem))
            elif problem.severity == "error":
                self.faulty |= EVERYTHING
        return {} if clean is FAULTY else clean

    def check(self, sidecar: Sidecar, show: str) -> None:
        """Report what the sidecar's keys are not together."""
        for problem in sidecar_problems(sidecar, self.path, self.faulty):
            self.problems.append(problem)
            self.faulty.add(str(problem.keys[0]) if problem.keys else "")
        shown = sidecar.show or show
        without_seed = self.files.seed is None and not self.faulty & {"status", "show"}
        if without_seed and sidecar.status != "withdrawn" and shown != "none":
            self.add(
                "seed-missing",
                f"there is no seed for the article `{self.files.id}`",
                f"add seeds/{self.files.id}.txt, or write `show: none` for a record without text",
            )

    def decode(self, source: bytes | None, sidecar: Sidecar) -> SeedText | None:
        """Return the seed's text; none for withdrawn articles, whose seed is not looked at."""
        if source is None or self.files.seed is None or sidecar.status == "withdrawn":
            return None
        if sidecar.text.encoding is None and self.faulty & {"text"}:
            seed, _ = decode_seed(source, None, self.files.seed.path)
            return seed
        seed, problems = decode_seed(source, sidecar.text.encoding, self.files.seed.path)
        self.problems.extend(problems)
        stated = sidecar.source.sha256 if sidecar.source else None
        if seed is not None and stated is not None and stated.lower() != seed.sha256:
            message = f"the seed has another SHA-256, {seed.sha256}"
            hint = "look what changed in the seed; if that is meant, write the new one"
            self.add("sha256-mismatch", message, hint, ("source", "sha256"))
        return seed

    def add(self, code: str, message: str, hint: str, keys: Keys | None = None) -> None:
        """Add a problem at a place of the sidecar."""
        place = (self.path, keys)
        if keys and keys[0] in self.inherited:
            path, start = self.inherited[str(keys[0])]
            place = (path, (*start, *keys[1:]))
        self.problems.append(
            Problem(code=code, message=message, path=place[0], keys=place[1], hint=hint)
        )


def meant_keys(problem: Problem) -> list[str]:
    """Return the keys of the first level that an unknown key may stand for.

    A key that keeps words from the page is in doubt wherever its name, or nearly its name, stands.
    """
    if problem.code != "unknown-key" or not problem.keys:
        return []
    guess = nearest(str(problem.keys[-1]), tuple(KEEPING))
    meant = [KEEPING[guess]] if guess else []
    if len(problem.keys) == 1:
        meant += [key for key in EVERYTHING if f"did you mean `{key}`" in problem.hint]
    return meant
