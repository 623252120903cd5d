"""The index stage: bundles that are whole, named by content, and made again only when they change."""

import gzip
import json
import re
import stat

import pytest

from backfile import index
from backfile.index import Binary, build_index, check_bundle
from backfile.searchdocs import Part, SearchDoc


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
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(index, "find_binary", lambda: Binary(program, "fake", extended=False))


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
    check_bundle(bundle, 2)
    files = {path.name for path in bundle.iterdir() if path.is_file()}
    assert {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json"} <= files
    assert {f for f in files if f.startswith("wasm")} == {"wasm.en.pagefind"}
    assert not [f for f in files if "ui" in f.split(".")[0].split("-") or "highlight" in f]
    listed = json.loads((found.trees["pagefind/now"] / "shards.json").read_text())
    assert listed == {"shards": [{"name": name, "label": "all", "langs": ["en"]}]}


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
    for name in found.shards:
        assert f"shard:{name.rpartition('-')[0]}"[6:] in words_in(found.trees[f"pagefind/{name}"])


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
    fake_pagefind(tmp_path, monkeypatch, "echo 'the disk is full' >&2; exit 3")
    found = build_index([article("a")], scratch(tmp_path))
    assert found.trees == {}
    (problem,) = found.problems
    assert problem.code == "search-failed"
    assert problem.message == "Pagefind failed (3): the disk is full"


ENTRY = '{"languages": {"en": {"page_count": %d}}}'


@pytest.mark.parametrize(
    "script",
    [
        "exit 0",
        'mkdir -p "$4"; echo "{}" > "$4/pagefind-entry.json"',
        f"mkdir -p $4; echo '{ENTRY % 1}' > $4/pagefind-entry.json; : > $4/empty.pf_meta",
        f"mkdir -p $4; echo '{ENTRY % 1}' > $4/pagefind-entry.json; echo x > $4/damaged.pf_meta",
        f"mkdir -p $4; echo '{ENTRY % 2}' > $4/pagefind-entry.json",
    ],
)
def test_a_bundle_that_is_not_whole_is_never_served(tmp_path, monkeypatch, script):
    fake_pagefind(tmp_path, monkeypatch, script)
    found = build_index([article("a")], scratch(tmp_path))
    assert found.trees == {}
    assert [problem.code for problem in found.problems] == ["search-failed"]


def test_without_pagefind_the_message_says_what_to_install(tmp_path, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(index, "import_module", missing)
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
