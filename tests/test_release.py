"""What `build --release` adds to /data/."""

import hashlib
import json
import pickle
import sqlite3
import xml.etree.ElementTree as ET
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from backfile.dump_columns import ARRAYS, FILES, INTEGERS, OBJECTS, RELEASE_FILES
from backfile.dump_values import flat
from backfile.shapes_annotations import Note, Quotation
from tests.sites import Site
from tests.test_canaries import BASE as CANARY_BASE
from tests.test_canaries import (
    HIDE,
    HIDING,
    INTERNAL,
    OPEN,
    PASSAGES,
    PASSAGES_SEED,
    WITHDRAWN_OR_DRAFT,
    canaries_in,
)
from tests.test_dumps import ARCHIVE as DUMPED
from tests.test_dumps import rows

ARCHIVE = {
    **DUMPED,
    "content/entities/all.yaml": (
        "entities:\n  ana: {type: person, name: Ana Ruiz, ids: {x-no: 1}, x-seen: 2,\n"
        "    relations: [{rel: works-for, to: ben, from: 2020-05}, {rel: part-of, to: hidden}]}\n"
        '  ben: {type: person, name: "Ben Cole", description: "<B> & co"}\n'
        '  odd: {type: x-odd, name: "Q & <A>"}\n'
        "  hidden: {type: person, name: Somebody Else, private: true}\n"
    ),
    "site.yaml": "title: T\nurl: https://example.org/\nlicence: CC-BY-4.0\n",
}


@pytest.fixture
def site(tmp_path):
    found = Site(tmp_path, ARCHIVE, release=True)
    assert found.problems == []
    return found


def data_of(site: Site) -> set[str]:
    return {path.name for path in (site.out / "data").iterdir()} - {"index.html"}


def test_a_release_has_more_files_than_other_builds_and_its_page_lists_them(site):
    assert data_of(site) == {*FILES, *RELEASE_FILES}
    page = site.page("data/")
    assert all(f'href="../data/{name}"' in page for name in RELEASE_FILES)
    again = site.build(release=False)
    assert not again.stopped
    assert data_of(site) == set(FILES)
    assert "SHA256SUMS" not in site.page("data/")


def test_the_checksums_are_those_of_the_published_texts_and_files(site):
    lines = site.page("data/SHA256SUMS").splitlines()
    paths = []
    for line in lines:
        digest, path = line.split("  ")
        assert hashlib.sha256((site.out / path).read_bytes()).hexdigest() == digest
        paths.append(path)
    names = [*FILES, *(name for name in RELEASE_FILES if name != "SHA256SUMS")]
    texts = [f"articles/{article}/text.txt" for article in "ab"]
    assert paths == sorted([*texts, *(f"data/{name}" for name in names)])


def test_after_an_edit_the_checksums_are_those_of_the_new_files(site):
    site.page("data/")
    site.write("seeds/b.txt", "B\n\nAna Ruiz came =Sum of it.\n")
    assert not site.build().stopped
    for line in site.page("data/SHA256SUMS").splitlines():
        digest, path = line.split("  ")
        assert hashlib.sha256((site.out / path).read_bytes()).hexdigest() == digest


def test_the_same_archive_gives_the_same_release_whatever_the_number_of_workers(site, tmp_path):
    other = Site(tmp_path / "other", ARCHIVE, release=True, jobs=2)
    assert other.tree() == site.tree()


def test_a_release_that_stands_is_not_written_again(site):
    site.page("data/")
    result = site.build().result
    assert result is not None
    assert result.written == ()


def test_what_came_from_another_process_is_written_the_same():
    shapes = (
        Note(body="B", at="here", extra={"x-a": 1}),
        Quotation(speaker=["ana", "a clerk"], mode="direct", status="retracted"),
    )
    for shape in shapes:
        assert flat(pickle.loads(pickle.dumps(shape))) == flat(shape)  # noqa: S301  (our own bytes)
    assert flat(shapes[0]) == {"x-a": 1, "type": "note", "at": "here", "body": "B"}


def test_the_database_has_the_columns_and_rows_of_the_dumps(site):
    site.page("data/")
    with closing(sqlite3.connect(site.out / "data/archive.sqlite")) as database:
        for name, file in FILES.items():
            table = name.partition(".")[0]
            found = database.execute(f"PRAGMA table_info({table})").fetchall()
            assert [row[1] for row in found] == [column for column, _ in file.columns]
            count = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            assert count == len(rows(site, name)), name
        free = database.execute("SELECT * FROM free_keys").fetchall()
        assert free == [("articles", "a", "x-box", "7"), ("entities", "ana", "x-seen", "2")]
        place = database.execute('SELECT "start", text FROM mentions WHERE article = "b"')
        assert place.fetchall() == [(3, "=Sum")]
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_paragraphs_of_the_database_are_found_by_their_words(site):
    site.page("data/")
    with closing(sqlite3.connect(site.out / "data/archive.sqlite")) as database:
        query = "SELECT article, id, \"start\" FROM paragraphs WHERE paragraphs MATCH 'spoke'"
        [(article, ident, start)] = database.execute(query).fetchall()
    [row] = [row for row in rows(site, "articles.jsonl") if row["id"] == article]
    found = [(p["id"], p["start"]) for p in row["paragraphs"]]
    assert (ident, start) in found


def test_the_graph_has_the_entities_with_who_is_named_together_and_who_is_related(site):
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    tree = ET.fromstring(site.page("data/network.graphml"))  # noqa: S314  (our own file)
    nodes = {
        node.get("id"): {data.get("key"): data.text for data in node}
        for node in tree.iterfind(".//g:node", space)
    }
    assert list(nodes) == ["ana", "ben", "odd"]
    assert nodes["odd"]["node-name"] == "Q & <A>"
    assert nodes["ana"]["node-mentions"] == "2"
    edges = [
        (edge.get("source"), edge.get("target"), {data.get("key"): data.text for data in edge})
        for edge in tree.iterfind(".//g:edge", space)
    ]
    assert edges == [
        ("ana", "ben", {"edge-kind": "named-together", "edge-weight": "1"}),
        ("ana", "ben", {"edge-kind": "relation", "edge-rel": "works-for", "edge-from": "2020-05"}),
    ]


def test_every_article_is_cited_in_each_manner(site):
    assert [item["id"] for item in json.loads(site.page("data/citations.json"))] == ["a", "b"]
    entries = site.page("data/citations.bib").split("\n\n")
    assert [entry[:11] for entry in entries] == ["@article{a,", "@article{b,", ""]
    records = (site.out / "data/citations.ris").read_bytes()
    assert records.count(b"TY  - NEWS\r\n") == records.count(b"ER  - \r\n\r\n") == 2


def test_the_description_names_every_file_and_every_column(site):
    package = json.loads(site.page("data/datapackage.json"))
    assert package["licenses"] == [{"name": "CC-BY-4.0"}]
    resources = {resource["path"]: resource for resource in package["resources"]}
    assert {*resources, "SHA256SUMS", "datapackage.json"} == data_of(site)
    assert len({resource["name"] for resource in resources.values()}) == len(resources)
    for name, file in FILES.items():
        fields = resources[name]["schema"]["fields"]
        assert [field["name"] for field in fields] == [column for column, _ in file.columns]
        kinds = {"integer": int, "array": list, "object": dict, "string": str, "date": str}
        for row in rows(site, name) if name.endswith(".jsonl") else ():
            for field in fields:
                value = row[field["name"]]
                assert value is None or isinstance(value, kinds[field["type"]]), field


def test_every_kind_of_column_is_a_column():
    columns = {column for file in FILES.values() for column, _ in file.columns}
    assert columns >= INTEGERS | ARRAYS | OBJECTS


def test_the_annotations_of_all_articles_are_one_collection(site):
    items = json.loads(site.page("data/annotations.jsonld"))["first"]["items"]
    assert [item["id"] for item in items] == [
        f"https://example.org/articles/a/#a-{ident}" for ident in ("e", "q", "c")
    ]


def test_an_archive_of_nothing_has_a_release(tmp_path):
    site = Site(tmp_path, {"site.yaml": "title: T\n"}, release=True)
    assert data_of_built(site) == {*FILES, *RELEASE_FILES}
    assert json.loads(site.page("data/citations.json")) == []
    assert json.loads(site.page("data/annotations.jsonld"))["total"] == 0


def data_of_built(site: Site) -> set[str]:
    assert not site.built.stopped
    return data_of(site)


def test_a_check_makes_no_release(tmp_path):
    site = Site(tmp_path, ARCHIVE, release=True, commit=False)
    assert site.problems == []
    assert not site.out.exists()


@pytest.mark.parametrize("files", [*INTERNAL.values(), *WITHDRAWN_OR_DRAFT.values()])
def test_no_internal_draft_or_withdrawn_word_is_in_a_release(tmp_path, files):
    site = Site(tmp_path, {**CANARY_BASE, **files}, release=True)
    found = {path: words for path, words in canaries_in(site).items() if path.startswith("data/")}
    assert {word for words in found.values() for word in words} <= {"zqthread"}


@pytest.mark.parametrize("why", ["privacy", "legal", "rights", "advert", "x-why"])
def test_no_hidden_word_is_in_a_release(tmp_path, why):
    sidecar = OPEN + HIDE.replace("WHY", why)
    site = Site(tmp_path, {**HIDING, "content/articles/flood.yaml": sidecar}, release=True)
    found = canaries_in(site)
    assert [path for path in found if path.startswith("data/") or path.endswith(".jsonld")] == []
    digest = hashlib.sha256(HIDING["seeds/flood.txt"].encode()).hexdigest()
    assert (digest in site.page("data/SHA256SUMS")) == (why in ("advert", "x-why"))


def test_no_paragraph_that_is_left_out_is_in_a_release(tmp_path):
    files = {**HIDING, "seeds/flood.txt": PASSAGES_SEED}
    files["content/articles/flood.yaml"] = PASSAGES.replace("SHOW", "passages")
    files["content/articles/other.yaml"] = "links: [{rel: follows, to: flood, to_at: zqsecond}]\n"
    files["content/pages/about.md"] = "---\ntitle: A\n---\nA\n"
    assert canaries_in(Site(tmp_path, files, release=True)) == {}


def test_the_documentation_names_every_file_of_a_release_in_order():
    page = (Path(__file__).parent.parent / "docs/data.md").read_text("utf-8")
    places = [page.index(f"\n### `{name}`\n") for name in RELEASE_FILES]
    assert all(one < other for one, other in pairwise(places))
