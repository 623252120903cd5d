"""The index stage: Pagefind makes search bundles out of search documents.

Every bundle is made in a new empty folder, checked, and named by its content, so that one that
stands already is kept. The caller commits the folders as trees of the site.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from backfile.pagefind import Binary, File, SearchError, bundle_files, find_binary
from backfile.problems import Problem
from backfile.searchdocs import (
    LARGEST_REMARKS,
    LARGEST_SHARD,
    Entry,
    SearchDoc,
    cut_by_date,
    document_html,
    entry_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

__all__ = ["IndexResult", "SearchError", "build_index", "find_binary", "index_entries"]

ENTRY = "pagefind-entry.json"
BUNDLES = "pagefind"
"""The folder of the site that holds the bundles; Pagefind's script needs this very name."""
NOW, LIST = f"{BUNDLES}/now", "shards.json"
"""The tree with nothing but the list of the bundles in use, and that list."""
SEGMENTED = frozenset({"zh", "ja"})
"""Languages that only the extended binary cuts into words."""
ENGINE = ("pagefind.js", "pagefind-worker.js")
"""Scripts that the browser needs once a language: its newest bundle has them."""
KEPT = frozenset({"pf_meta", "pf_index", "pf_filter", "pf_fragment"})
"""Endings of the files that every bundle has; Pagefind's own pages are not used."""
RECIPE = "2"
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


def build_index(
    docs: Iterable[SearchDoc],
    scratch: Path,
    *,
    jobs: int = 2,
    standing: Collection[str] = (),
    site: Path | None = None,
    largest: int = LARGEST_SHARD,
) -> IndexResult:
    """Make the bundles for `docs`; see `index_entries`."""
    found = {doc.path: doc for doc in docs}
    return index_entries(
        map(entry_of, found.values()),
        lambda entries: [found[entry.path] for entry in entries],
        scratch,
        jobs=jobs,
        standing=standing,
        site=site,
        largest=largest,
    )


def index_entries(
    entries: Iterable[Entry],
    docs_of: Callable[[Sequence[Entry]], Iterable[SearchDoc]],
    scratch: Path,
    *,
    jobs: int = 2,
    standing: Collection[str] = (),
    site: Path | None = None,
    largest: int = LARGEST_SHARD,
) -> IndexResult:
    """Make the bundles for the documents of `entries` in the empty folder `scratch`.

    `docs_of` is asked for the documents of a bundle that has to be made, and for no others.
    `standing` are the trees of the output folder (`Output.trees`): a bundle that is among them is
    not made again. `site` is the output folder: when it has the same list of bundles already,
    there is nothing to commit. `jobs` bundles are made at a time. Without documents there is an
    empty list of bundles.
    """
    found = sorted(entries, key=lambda entry: (entry.day, entry.path))
    try:
        binary = find_binary() if found else None
        bundles = plan_bundles(found, binary, largest) if binary else ()
        new = [bundle for bundle in bundles if bundle.tree not in standing]
        folders = made_bundles(new, docs_of, binary, scratch, jobs) if binary else []
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


def made_bundles(
    bundles: Sequence[Bundle],
    docs_of: Callable[[Sequence[Entry]], Iterable[SearchDoc]],
    binary: Binary,
    scratch: Path,
    jobs: int,
) -> list[Path]:
    """Make some bundles, `jobs` at a time; return their folders."""
    # Facts are asked by one thread; Pagefind's processes do the work.
    asking = Lock()

    def made(bundle: Bundle) -> Path:
        with asking:
            docs = list(docs_of(bundle.entries))
        return make_bundle(bundle, docs, binary, scratch / bundle.name)

    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        return list(pool.map(made, bundles))


class Bundle(NamedTuple):
    """One bundle to be."""

    name: str
    label: str
    """Its name without the digest: what the search page tells bundles apart by."""
    entries: Sequence[Entry]
    """Its documents, the oldest first."""
    shared: Mapping[str, str]
    """What all of them have in common, by facet."""
    engines: tuple[str, ...]
    """The languages that the browser starts from here: no bundle before this one has them."""

    @property
    def tree(self) -> str:
        """The folder of the site it becomes."""
        return f"{BUNDLES}/{self.name}"


def plan_bundles(
    entries: Sequence[Entry], binary: Binary, largest: int = LARGEST_SHARD
) -> tuple[Bundle, ...]:
    """Cut the documents into bundles and name these by content.

    The newest are first; those with remarks follow those with texts.
    """
    texts = [entry for entry in entries if entry.is_article]
    remarks = [entry for entry in entries if not entry.is_article]
    rows = [
        *_held("", texts, largest),
        *_held("remarks-", remarks, max(1, largest * LARGEST_REMARKS // LARGEST_SHARD)),
    ]
    bundles: list[Bundle] = []
    started: set[str] = set()
    for label, held in rows:
        engines = tuple(language for language in languages_of(held) if language not in started)
        started.update(engines)
        bundles.append(_bundle(label, held, binary, engines))
    return tuple(bundles)


def _held(prefix: str, entries: Sequence[Entry], largest: int) -> list[tuple[str, list[Entry]]]:
    """Return the bundles' labels and documents, the newest first."""
    rows = [
        (f"{prefix}{shard.label}", [entry for entry in entries if shard.holds(entry.day)])
        for shard in cut_by_date((entry.day for entry in entries), largest)
    ]
    return [(label, held) for label, held in rows if held]


def languages_of(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return the languages of the indexes, those with most documents first."""
    counts = Counter(entry.lang for entry in entries)
    return tuple(sorted(counts, key=lambda language: (-counts[language], language)))


def _bundle(
    label: str, entries: Sequence[Entry], binary: Binary, engines: tuple[str, ...]
) -> Bundle:
    shared = shared_facets(entries)
    digest = blake2b(f"{RECIPE} {binary.version} {binary.extended} {engines} {shared}".encode())
    for entry in entries:
        digest.update(f"\0{entry.path}\0{entry.digest}".encode())
    return Bundle(f"{label}-{digest.hexdigest()[:12]}", label, entries, shared, engines)


def shared_facets(entries: Sequence[Entry]) -> dict[str, str]:
    """Return the facets in which all documents have the same one value."""
    common = set(entries[0].shared).intersection(*(entry.shared for entry in entries))
    if all(entry.is_article for entry in entries):
        common.add(("in", "text"))
    return dict(sorted(common))


def make_bundle(bundle: Bundle, docs: Iterable[SearchDoc], binary: Binary, folder: Path) -> Path:
    """Run Pagefind over one bundle's documents; return its folder, checked and trimmed.

    Raises `SearchError`.
    """
    shared = tuple(bundle.shared.items())
    files = bundle_files(binary, ((doc.path, document_html(doc, shared)) for doc in docs))
    languages = checked_languages(files, len(bundle.entries))
    stemmers = {f"wasm.{languages.get(one) or 'unknown'}.pagefind" for one in bundle.engines}
    wanted = {ENTRY, *stemmers, *(ENGINE if bundle.engines else ())}
    folder.mkdir()
    for name in ("index", "filter", "fragment"):
        (folder / name).mkdir()
    for file in files:
        if file.path in wanted or file.path.rpartition(".")[2] in KEPT:
            (folder / file.path).write_bytes(file.content)
    return folder


def checked_languages(files: Iterable[File], documents: int) -> dict[str, str | None]:
    """Return the bundle's languages, each with that of its stemmer.

    Raises `SearchError` unless the files are whole and have this many documents.
    """
    try:
        entry = next(file.content for file in files if file.path == ENTRY)
        languages = json.loads(entry)["languages"]
        indexed = sum(language["page_count"] for language in languages.values())
        packed = [f.content for f in files if f.path.rpartition(".")[2] in KEPT]
        empty = [data for data in packed if not gzip.decompress(data)]
        stemmers = {name: language["wasm"] for name, language in languages.items()}
    except (StopIteration, OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise SearchError(f"Pagefind left a bundle that is not whole: {error!r}") from error
    except (EOFError, zlib.error) as error:
        raise SearchError(f"Pagefind left a damaged file: {error}") from error
    if indexed != documents or empty:
        raise SearchError(f"Pagefind indexed {indexed} of {documents} documents")
    return stemmers


def list_of_bundles(bundles: Sequence[Bundle]) -> str:
    """Return what the search page reads first: the bundles, the newest first, as JSON."""
    rows = [
        {
            "name": bundle.name,
            "label": bundle.label,
            "langs": languages_of(bundle.entries),
            "kinds": sorted({entry.within for entry in bundle.entries}),
            "size": len(bundle.entries),
            "shared": bundle.shared,
        }
        for bundle in bundles
    ]
    return json.dumps({"shards": rows}, separators=(",", ":"), ensure_ascii=False) + "\n"


def _has(site: Path | None, listed: str) -> bool:
    place = site / NOW / LIST if site else None
    return place is not None and place.is_file() and place.read_text(encoding="utf-8") == listed


def _segmentation(languages: Collection[str]) -> tuple[Problem, ...]:
    if not languages:
        return ()
    message = (
        f"the archive has text in {', '.join(sorted(languages))}, and this Pagefind does not cut it"
        " into words: search will miss words inside sentences"
    )
    return (Problem(code="search-needs-extended", message=message, hint=EXTENDED_HINT),)
