"""The index stage: Pagefind makes search bundles out of search documents.

Every bundle is made in a new empty folder, checked, and named by its content, so that one that
stands already is kept. The caller commits the folders as trees of the site.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import zlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from backfile.problems import Problem
from backfile.searchdocs import (
    LARGEST_SHARD,
    WHOLE,
    SearchDoc,
    Shard,
    cut_by_date,
    document_html,
    index_language,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

ENTRY = "pagefind-entry.json"
BUNDLES = "pagefind"
"""The folder of the site that holds the bundles; Pagefind's script needs this very name."""
NOW, LIST = f"{BUNDLES}/now", "shards.json"
"""The tree with nothing but the list of the bundles in use, and that list."""
SEGMENTED = frozenset({"zh", "ja"})
"""Languages that only the extended binary cuts into words."""
UNUSED = (
    *("pagefind-ui.css", "pagefind-ui.js", "pagefind-modular-ui.css", "pagefind-modular-ui.js"),
    *("pagefind-component-ui.css", "pagefind-component-ui.js", "pagefind-highlight.js"),
)
ENGINE = ("pagefind.js", "pagefind-worker.js")
"""Scripts that the browser needs once a language: its newest bundle has them."""
RECIPE = "1"
"""Part of every bundle's name; raised when documents or bundles are made in another way."""
EXTENDED_HINT = 'install the extra: pip install "backfile[zh]"'


class IndexResult(NamedTuple):
    """What a run of the index stage leaves to be committed."""

    trees: Mapping[str, Path]
    """New folders of the site: `commit(planned, trees=…)`."""
    keep: tuple[str, ...]
    """Folders that stand already and stay: `commit(…, keep_trees=…)`."""
    shards: tuple[str, ...]
    """The bundles' names below `pagefind/`, the newest first."""
    problems: tuple[Problem, ...]
    """With an error among them there are no trees, and the old search should stay."""


class Binary(NamedTuple):
    """Pagefind's program."""

    path: Path
    version: str
    extended: bool


class SearchError(Exception):
    """Pagefind is missing, failed, or left a bundle that is not whole."""


def build_index(
    docs: Iterable[SearchDoc],
    scratch: Path,
    *,
    jobs: int = 2,
    standing: Collection[str] = (),
    site: Path | None = None,
    largest: int = LARGEST_SHARD,
) -> IndexResult:
    """Make the bundles for `docs` in the empty folder `scratch`.

    `standing` are the trees of the output folder (`Output.trees`): a bundle that is among them is
    not made again. `site` is the output folder: when it has the same list of bundles already,
    there is nothing to commit. `jobs` bundles are made at a time. Without documents there is an
    empty list of bundles.
    """
    found = sorted(docs, key=lambda doc: doc.path)
    try:
        binary = find_binary() if found else None
        bundles = plan_bundles(found, binary, largest) if binary else ()
        new = [bundle for bundle in bundles if bundle.tree not in standing]
        folders = made_bundles(new, binary, scratch, jobs) if binary else []
    except SearchError as failure:
        return IndexResult({}, (), (), (Problem(code="search-failed", message=str(failure)),))
    trees = {bundle.tree: folder for bundle, folder in zip(new, folders, strict=True)}
    listed = list_of_bundles(bundles)
    if NOW not in standing or not _has(site, listed):
        trees[NOW] = scratch / "now"
        trees[NOW].mkdir()
        (trees[NOW] / LIST).write_text(listed, encoding="utf-8", newline="\n")
    kept = tuple(tree for tree in (NOW, *(b.tree for b in bundles)) if tree not in trees)
    plain = binary is not None and not binary.extended
    missing = SEGMENTED.intersection(languages_of(found)) if plain else set()
    return IndexResult(trees, kept, tuple(b.name for b in bundles), _segmentation(missing))


def made_bundles(bundles: Sequence[Bundle], binary: Binary, scratch: Path, jobs: int) -> list[Path]:
    """Make some bundles, `jobs` at a time; return their folders."""
    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        return list(pool.map(lambda bundle: make_bundle(bundle, binary, scratch), bundles))


class Bundle(NamedTuple):
    """One bundle to be: its name and its documents as HTML."""

    name: str
    pages: Sequence[tuple[str, str]]
    """Path and HTML of each document."""
    languages: tuple[str, ...]
    """Those with most documents first."""
    shard: Shard
    engines: tuple[str, ...]
    """The languages that the browser starts from here: no newer bundle has them."""

    @property
    def tree(self) -> str:
        """The folder of the site it becomes."""
        return f"{BUNDLES}/{self.name}"


def plan_bundles(
    docs: Sequence[SearchDoc], binary: Binary, largest: int = LARGEST_SHARD
) -> tuple[Bundle, ...]:
    """Cut the documents into bundles, the newest first, and name these by content."""
    shards = cut_by_date((doc.day for doc in docs if doc.is_article), largest)
    rows: list[tuple[Shard, list[SearchDoc]]] = [
        (shard, [doc for doc in docs if shard.holds(doc.day)]) for shard in shards
    ]
    rows = [(shard, held) for shard, held in rows if held]
    bundles: list[Bundle] = []
    started: set[str] = set()
    for shard, held in rows:
        languages = languages_of(held)
        engines = tuple(language for language in languages if language not in started)
        started.update(engines)
        bundles.append(_bundle(shard if len(rows) > 1 else WHOLE, held, binary, engines))
    return tuple(bundles)


def languages_of(docs: Iterable[SearchDoc]) -> tuple[str, ...]:
    """Return the languages of the indexes, those with most documents first."""
    counts = Counter(index_language(doc.lang) for doc in docs)
    return tuple(sorted(counts, key=lambda language: (-counts[language], language)))


def _bundle(
    shard: Shard, docs: Sequence[SearchDoc], binary: Binary, engines: tuple[str, ...]
) -> Bundle:
    label = "" if shard == WHOLE else shard.label
    pages = [(doc.path, document_html(doc, label)) for doc in docs]
    digest = blake2b(f"{RECIPE} {binary.version} {binary.extended} {engines}".encode())
    for path, html in pages:
        digest.update(f"\0{path}\0{html}".encode())
    name = f"{shard.label}-{digest.hexdigest()[:12]}"
    return Bundle(name, pages, languages_of(docs), shard, engines)


def make_bundle(bundle: Bundle, binary: Binary, scratch: Path) -> Path:
    """Run Pagefind over one bundle's documents; return its folder, checked and trimmed.

    Raises `SearchError`.
    """
    source, folder = scratch / f"{bundle.name}-documents", scratch / bundle.name
    for kind in {path.partition("/")[0] for path, _ in bundle.pages}:
        (source / kind).mkdir(parents=True)
    for path, html in bundle.pages:
        (source / path).write_bytes(html.encode())
    run_pagefind(binary, source, folder)
    check_bundle(folder, len(bundle.pages))
    trim_bundle(folder, bundle.engines)
    shutil.rmtree(source)
    return folder


def run_pagefind(binary: Binary, source: Path, folder: Path) -> None:
    """Index `source` into the new folder `folder`; raise `SearchError` with Pagefind's words."""
    command = [str(binary.path), "--site", str(source), "--output-path", str(folder), "--silent"]
    try:
        done = subprocess.run(command, capture_output=True, check=False, cwd=source)
    except OSError as error:
        raise SearchError(f"Pagefind could not be started: {error}") from error
    if done.returncode != 0:
        words = (done.stderr or done.stdout).decode("utf-8", "replace").split()
        raise SearchError(f"Pagefind failed ({done.returncode}): {' '.join(words)[-500:]}")


def check_bundle(folder: Path, pages: int) -> None:
    """Raise `SearchError` unless the bundle in `folder` is whole and has this many documents."""
    try:
        languages = json.loads((folder / ENTRY).read_bytes())["languages"]
        indexed = sum(language["page_count"] for language in languages.values())
        empty = [p for p in folder.rglob("*.pf_*") if not gzip.decompress(p.read_bytes())]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, EOFError) as error:
        raise SearchError(f"Pagefind left a bundle that is not whole: {error}") from error
    except zlib.error as error:
        raise SearchError(f"Pagefind left a damaged file: {error}") from error
    if indexed != pages or empty:
        raise SearchError(f"Pagefind indexed {indexed} of {pages} documents")


def trim_bundle(folder: Path, engines: Collection[str]) -> None:
    """Delete what the search page does not use: other UIs, and what another bundle starts."""
    languages = json.loads((folder / ENTRY).read_bytes())["languages"]
    stemmers = {f"wasm.{languages[one]['wasm'] or 'unknown'}.pagefind" for one in engines}
    for name in (*UNUSED, *(() if engines else ENGINE)):
        (folder / name).unlink(missing_ok=True)
    for place in folder.glob("wasm.*.pagefind"):
        if place.name not in stemmers:
            place.unlink()


def list_of_bundles(bundles: Sequence[Bundle]) -> str:
    """Return what the search page reads first: the bundles, the newest first, as JSON."""
    rows = [
        {"name": bundle.name, "label": bundle.shard.label, "langs": bundle.languages}
        for bundle in bundles
    ]
    return json.dumps({"shards": rows}, separators=(",", ":")) + "\n"


def _has(site: Path | None, listed: str) -> bool:
    place = site / NOW / LIST if site else None
    return place is not None and place.is_file() and place.read_text(encoding="utf-8") == listed


def find_binary() -> Binary:
    """Return Pagefind's program, the extended one where it is installed; raise `SearchError`."""
    for module in ("pagefind_bin_extended", "pagefind_bin"):
        try:
            path = Path(import_module(module).get_executable())
        except (ImportError, FileNotFoundError):
            continue
        return Binary(path, _version(path), module.endswith("extended"))
    raise SearchError("Pagefind is not installed: pip install pagefind-bin")


def _version(path: Path) -> str:
    try:
        done = subprocess.run([str(path), "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SearchError(f"Pagefind could not be started: {error}") from error
    return done.stdout.decode("utf-8", "replace").strip()


def _segmentation(languages: Collection[str]) -> tuple[Problem, ...]:
    if not languages:
        return ()
    message = (
        f"the archive has text in {', '.join(sorted(languages))}, and this Pagefind does not cut it"
        " into words: search will miss words inside sentences"
    )
    return (Problem(code="search-needs-extended", message=message, hint=EXTENDED_HINT),)
