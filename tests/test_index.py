"""The index stage: bundles that are whole, named by content, and made again only when they change."""

import gzip
import json
import re
import stat
import sys
from base64 import b64encode
from itertools import chain

import pytest

from backfile import index, pagefind
from backfile.index import build_index, index_entries
from backfile.pagefind import Binary
from backfile.searchdocs import Part, SearchDoc, entry_of


def article(name, day="2020-01-01", words="The quick brown fox.", lang="en"):
    return SearchDoc(
        path=f"articles/{name}.html",
        within="text",
        lang=lang,
        title=name.title(),
        day=day,
        parts=(Part("p-abcdef", 1, words),),
        filters=(("publisher", "times"),),
    )


def three_years():
    return [article(f"a{n}", day=f"{2016 + 4 * (n % 3)}-0{1 + n}-01") for n in range(6)]


def committed(found, site):
    """Move new trees into the site, as the commit stage does; return what stands then."""
    for tree, folder in found.trees.items():
        place = site / tree
        place.parent.mkdir(parents=True, exist_ok=True)
        folder.rename(place)
    return {*found.trees, *found.keep}


def scratch(tmp_path, name="scratch"):
    folder = tmp_path / name
    folder.mkdir()
    return folder


def words_in(folder):
    return "\n".join(
        gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        for path in sorted(folder.rglob("*.pf_*"))
    )


def fake_pagefind(tmp_path, monkeypatch, script):
    program = tmp_path / "pagefind"
    program.write_text(f"#!{sys.executable}\nimport sys\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(index, "find_binary", lambda: Binary(program, "fake", extended=False))


def answering(**files):
    """Return a program that gives these files for a bundle, whatever it is asked."""
    rows = [{"path": path, "content": b64encode(data).decode()} for path, data in files.items()]
    answer = {"message_id": 0, "payload": {"type": "GetFiles", "files": rows}}
    return f"print({b64encode(json.dumps(answer).encode()).decode()!r}, end=',')"


def note(name):
    return SearchDoc(
        path=f"articles/{name}~notes.html",
        within="notes",
        lang="en",
        title="",
        day="2020-01-01",
        parts=(Part("a-n", 0, "A remark."),),
        filters=(("publisher", "times"),),
    )


def test_no_documents_make_an_empty_list_of_bundles(tmp_path, monkeypatch):
    monkeypatch.setattr(index, "find_binary", lambda: pytest.fail("nothing is to be indexed"))
    found = build_index([], scratch(tmp_path))
    assert (found.shards, found.problems) == ((), ())
    assert (found.trees["pagefind/now"] / "shards.json").read_text() == '{"shards":[]}\n'


def test_a_small_archive_has_one_whole_bundle_without_spare_parts(tmp_path):
    found = build_index([article("a"), article("b")], scratch(tmp_path))
    assert found.problems == ()
    (name,) = found.shards
    assert re.fullmatch(r"all-[0-9a-f]{12}", name)
    assert set(found.trees) == {f"pagefind/{name}", "pagefind/now"}
    bundle = found.trees[f"pagefind/{name}"]
    assert len(list(bundle.glob("fragment/*"))) == 2
    files = {path.name for path in bundle.iterdir() if path.is_file()}
    assert {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json"} <= files
    assert {f for f in files if f.startswith("wasm")} == {"wasm.en.pagefind"}
    assert not [f for f in files if "ui" in f.split(".")[0].split("-") or "highlight" in f]
    listed = json.loads((found.trees["pagefind/now"] / "shards.json").read_text())
    assert listed == {
        "shards": [
            {
                **{"name": name, "label": "all", "langs": ["en"], "kinds": ["text"], "size": 2},
                "shared": {"in": "text", "publisher": "times"},
            }
        ]
    }


def test_a_document_without_words_is_indexed_by_its_title(tmp_path):
    doc = SearchDoc(
        path="claims/c.html", within="claims", lang="en", title="It rained", day="", parts=()
    )
    assert build_index([doc], scratch(tmp_path)).problems == ()


def test_only_the_newest_bundle_of_a_language_has_what_starts_it(tmp_path):
    docs = [*three_years(), article("ar", day="2016-05-01", words="قال", lang="ar")]
    found = build_index(docs, scratch(tmp_path), largest=3)
    assert [name.rpartition("-")[0] for name in found.shards] == [
        *("from-2024-01", "from-2020-01", "oldest")
    ]
    engines = {
        name: sorted(path.name for path in found.trees[f"pagefind/{name}"].glob("wasm*"))
        for name in found.shards
    }
    assert list(engines.values()) == [["wasm.en.pagefind"], [], ["wasm.ar.pagefind"]]


def test_remarks_have_bundles_of_their_own_after_those_of_the_texts(tmp_path):
    found = build_index([note("a"), article("a"), note("b")], scratch(tmp_path))
    assert [name.rpartition("-")[0] for name in found.shards] == ["all", "remarks-all"]
    rows = json.loads((found.trees["pagefind/now"] / "shards.json").read_text())["shards"]
    assert [(row["kinds"], row["size"]) for row in rows] == [(["text"], 1), (["notes"], 2)]
    remarks = found.trees[f"pagefind/{found.shards[1]}"]
    assert not list(remarks.glob("*.js"))
    assert "remark" in words_in(remarks)
    assert "remark" not in words_in(found.trees[f"pagefind/{found.shards[0]}"])


def test_what_all_documents_of_a_bundle_have_in_common_is_in_none_of_its_files(tmp_path):
    other = SearchDoc(
        path="articles/b.html", within="text", lang="en", title="B", day="2020-01-01",
        parts=(Part("p-abcdef", 1, "Words."),), filters=(("publisher", "planet"),),
    )  # fmt: skip
    alike = build_index([article("a")], scratch(tmp_path, "one"))
    mixed = build_index([article("a"), other], scratch(tmp_path, "two"))
    assert "publisher" not in words_in(alike.trees[f"pagefind/{alike.shards[0]}"])
    assert "planet" in words_in(mixed.trees[f"pagefind/{mixed.shards[0]}"])


def test_only_documents_of_bundles_that_must_be_made_are_asked_for(tmp_path):
    site = tmp_path / "site"
    docs = {doc.path: doc for doc in [*three_years(), note("a0")]}
    asked = []

    def docs_of(entries):
        asked.append([entry.path for entry in entries])
        return [docs[entry.path] for entry in entries]

    def run(name, standing=()):
        asked.clear()
        entries = [entry_of(doc) for doc in docs.values()]
        place = scratch(tmp_path, name)
        return index_entries(entries, docs_of, place, standing=standing, site=site, largest=3)

    standing = committed(run("one"), site)
    assert sorted(chain(*asked)) == sorted(docs)
    assert run("two", standing).trees == {}
    assert asked == []
    docs["articles/a1.html"] = article("a1", day="2020-02-01", words="Other words.")
    run("three", standing)
    assert asked == [["articles/a1.html", "articles/a4.html"]]


def test_the_same_documents_make_nothing_again(tmp_path):
    site = tmp_path / "site"
    first = build_index(three_years(), scratch(tmp_path, "one"), largest=3)
    standing = committed(first, site)
    again = build_index(
        reversed(three_years()), scratch(tmp_path, "two"), standing=standing, site=site, largest=3
    )
    assert again.trees == {}
    assert set(again.keep) == standing
    assert again.shards == first.shards


def test_an_edit_makes_its_own_shard_again_and_no_other(tmp_path):
    site = tmp_path / "site"
    first = build_index(three_years(), scratch(tmp_path, "one"), largest=3)
    standing = committed(first, site)
    docs = three_years()
    docs[0] = article("a0", day="2016-01-01", words="Other words.")
    again = build_index(docs, scratch(tmp_path, "two"), standing=standing, site=site, largest=3)
    assert again.shards[:2] == first.shards[:2]
    assert again.shards[2] != first.shards[2]
    assert set(again.trees) == {"pagefind/now", f"pagefind/{again.shards[2]}"}
    assert set(again.keep) == {f"pagefind/{name}" for name in first.shards[:2]}


def test_a_bundle_that_does_not_stand_is_made_again(tmp_path):
    first = build_index([article("a")], scratch(tmp_path, "one"))
    again = build_index([article("a")], scratch(tmp_path, "two"), standing=())
    assert set(again.trees) == set(first.trees)


def test_a_failing_pagefind_is_reported_in_its_own_words(tmp_path, monkeypatch):
    fake_pagefind(tmp_path, monkeypatch, "sys.exit('the disk is full')")
    found = build_index([article("a")], scratch(tmp_path))
    assert found.trees == {}
    (problem,) = found.problems
    assert problem.code == "search-failed"
    assert problem.message == "Pagefind failed: the disk is full"


def entry_of_pages(number):
    return json.dumps({"languages": {"en": {"page_count": number, "wasm": "en"}}}).encode()


ENTRY = "pagefind-entry.json"
META = {"pagefind.en_1.pf_meta": gzip.compress(b"x")}


@pytest.mark.parametrize(
    "script",
    [
        "",
        "print('no base64!', end=',')",
        answering(),
        answering(**{ENTRY: b"{}"}),
        answering(**{ENTRY: entry_of_pages(1), "empty.pf_meta": b""}),
        answering(**{ENTRY: entry_of_pages(1), "damaged.pf_meta": b"x"}),
        answering(**{ENTRY: entry_of_pages(1), "cut.pf_meta": META["pagefind.en_1.pf_meta"][:-4]}),
        answering(**{ENTRY: entry_of_pages(2)}, **META),
    ],
)
def test_a_bundle_that_is_not_whole_is_never_served(tmp_path, monkeypatch, script):
    fake_pagefind(tmp_path, monkeypatch, script)
    found = build_index([article("a")], scratch(tmp_path))
    assert found.trees == {}
    assert [problem.code for problem in found.problems] == ["search-failed"]


def test_a_bundle_that_is_whole_is_taken(tmp_path, monkeypatch):
    fake_pagefind(tmp_path, monkeypatch, answering(**{ENTRY: entry_of_pages(1)}, **META))
    assert build_index([article("a")], scratch(tmp_path)).problems == ()


def test_without_pagefind_the_message_says_what_to_install(tmp_path, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(pagefind, "import_module", missing)
    (problem,) = build_index([article("a")], scratch(tmp_path)).problems
    assert problem.code == "search-failed"
    assert "pip install pagefind-bin" in problem.message


def test_chinese_without_the_extended_binary_asks_for_it_and_is_indexed(tmp_path, monkeypatch):
    real = index.find_binary()
    monkeypatch.setattr(index, "find_binary", lambda: real._replace(extended=False))
    docs = [article("a", words="网络安全审查", lang="zh-Hans")]
    found = build_index(docs, scratch(tmp_path))
    assert [problem.code for problem in found.problems] == ["search-needs-extended"]
    assert "zh" in found.problems[0].message
    assert "backfile[zh]" in found.problems[0].hint
    assert found.shards
