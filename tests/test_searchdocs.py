"""Search documents: what is found, as what, and what never is."""

import gzip
import json
import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.build import load_archive
from backfile.facts import Facts
from backfile.plan_search import Catalogue, names_json, search_docs
from backfile.searchdocs import (
    EVERYTHING,
    Part,
    SearchDoc,
    cut_by_date,
    document_html,
    entry_of,
    index_language,
    plain_words,
)
from tests.sites import Site

DAYS = st.one_of(st.just(""), st.dates().map(str))


def docs_of(folder, files):
    archive, problems = load_archive(Site(folder, files).root)
    assert archive is not None, problems
    return {doc.path: doc for doc in search_docs(Facts(archive))}


def words_in(doc):
    return " ".join(part.words for part in doc.parts)


def a_doc(**fields):
    given = {"path": "articles/a.html", "within": "text", "lang": "en", "title": "T"}
    return SearchDoc(**{**given, "day": "", "parts": (), **fields})


def test_an_article_is_found_by_paragraph_with_its_facets(tmp_path):
    docs = docs_of(
        tmp_path,
        {
            "seeds/flood.txt": "The flood\n\nAna came.\n\nBob left.",
            "content/articles/flood.yaml": "published: 2023-05\ntopics: [water]\n"
            "source: {publisher: the-times}",
            "content/entities/all.yaml": "entities:\n"
            "  ana: {type: person, name: Ana, names: {ru: Анна}, aliases: [{text: Anita, match: manual}]}\n"
            "  the-times: {type: publication, name: The Times}",
        },
    )
    doc = docs["articles/flood.html"]
    assert [(part.number, part.words) for part in doc.parts] == [(1, "Ana came."), (2, "Bob left.")]
    assert all(part.id.startswith("p-") for part in doc.parts)
    assert set(doc.filters) == {
        *[("kind", "news"), ("lang", "en"), ("day", "2023-05"), ("publisher", "the-times")],
        *[("by", "The Times"), ("topic", "water"), ("entity", "ana")],
    }
    assert doc.names == ("Ana", "Анна", "Anita")
    assert doc.day == "2023-05-01"


def test_notes_quotations_and_claims_are_found_at_their_own_places(tmp_path):
    docs = docs_of(
        tmp_path,
        {
            "seeds/a.txt": "Talk\n\nAna said it rains.",
            "content/articles/a.yaml": "annotations:\n"
            "  - {id: n, type: note, at: rains, body: 'It did *not* [rain](https://x.example).'}\n"
            "  - {id: q, type: quotation, at: it rains, speaker: Ana Ruiz}\n"
            "  - {id: c, type: claim, at: it rains, claim: wet}\n",
            "content/claims/c.yaml": "claims: {wet: {text: It rained that day.}}",
        },
    )
    assert {path: doc.within for path, doc in docs.items()} == {
        "articles/a.html": "text",
        "articles/a~notes.html": "notes",
        "articles/a~quotations.html": "quotations",
        "claims/wet.html": "claims",
    }
    assert words_in(docs["articles/a~notes.html"]) == "It did not rain."
    (note,) = docs["articles/a~notes.html"].parts
    (quotation,) = docs["articles/a~quotations.html"].parts
    assert (note.id, quotation.id) == ("a-n", "a-q")
    assert quotation.words == "Ana Ruiz: it rains"


def test_readings_and_joined_hyphens_are_searched_in_place_of_the_seed(tmp_path):
    docs = docs_of(
        tmp_path,
        {
            "seeds/a.txt": "Title here\n\nThe Gobemador came to the govern-\nment house.",
            "content/articles/a.yaml": "text: {paragraphs: wrapped, readings: "
            "[{at: Gobemador, read: Gobernador, why: ocr}]}",
        },
    )
    words = words_in(docs["articles/a.html"])
    assert words == "The Gobernador came to the government house."


HIDDEN = {
    "seeds/a.txt": "Title\n\nAna HIDDENA came. HIDDENB left.\n\nHIDDENC stays.",
    "content/articles/a.yaml": "notes_internal: HIDDEND\n"
    "text: {hide: [{at: HIDDENA, why: privacy}, {at: HIDDENB left., why: advert},"
    " {at: HIDDENC stays., why: legal}]}\n"
    "annotations:\n"
    "  - {id: d, type: note, status: draft, body: HIDDENE}\n",
    "seeds/b.txt": "HIDDENF\n\nHIDDENG is a draft.",
    "content/articles/b.yaml": "status: draft",
    "content/articles/c.yaml": "title: HIDDENH\nstatus: withdrawn\n"
    "withdrawn: {on: 2024-01-01, reason: Law.}",
    "content/entities/all.yaml": "entities:\n"
    "  ana: {type: person, name: Ana, aliases: [HIDDENI], private: true}\n"
    "  bob: {type: person, name: HIDDENJ, status: draft}",
    "content/claims/c.yaml": "claims: {x: {text: HIDDENK, status: draft}}",
}


def test_nothing_that_is_not_public_is_in_any_document(tmp_path):
    docs = docs_of(tmp_path, HIDDEN)
    assert docs
    everything = "\n".join(document_html(doc) for doc in docs.values())
    assert "Ana" in everything
    assert "HIDDEN" not in everything


def test_nothing_that_is_not_public_is_in_any_file_of_the_index(tmp_path):
    site = Site(tmp_path, HIDDEN, search=True)
    assert not site.built.stopped, site.problems
    packed = [*site.out.rglob("*.pf_*")]
    words = [gzip.decompress(path.read_bytes()) for path in packed]
    words += [path.read_bytes() for path in (site.out / "pagefind").rglob("*.json")]
    words.append((site.out / "search/names.json").read_bytes())
    everything = b"\n".join(words).lower()
    assert {path.suffix for path in packed} == {
        ".pf_meta",
        ".pf_index",
        ".pf_filter",
        ".pf_fragment",
    }
    assert b"came" in everything
    assert b"hidden" not in everything


def test_entries_tell_which_documents_have_changed(tmp_path):
    files = {
        "seeds/a.txt": "Title\n\nAna came.",
        "seeds/b.txt": "Other\n\nBob left.",
        "content/articles/a.yaml": "annotations: [{id: n, type: note, at: Ana, body: Who?}]",
        "content/claims/c.yaml": "claims: {x: {text: It rains}}",
    }

    def catalogue(name, changed):
        archive, problems = load_archive(Site(tmp_path / name, {**files, **changed}).root)
        assert archive is not None, problems
        return Catalogue(Facts(archive))

    old = {entry.path: entry for entry in catalogue("old", {}).entries()}
    edited = catalogue("new", {"seeds/b.txt": "Other\n\nBob stayed."})
    new = {entry.path: entry for entry in edited.entries()}
    assert sorted(old) == [
        *["articles/a.html", "articles/a~notes.html", "articles/b.html", "claims/x.html"]
    ]
    changed = [new[path] for path in old if new[path].digest != old[path].digest]
    assert [entry.path for entry in changed] == ["articles/b.html"]
    assert [words_in(doc) for doc in edited.docs_of(changed)] == ["Bob stayed."]
    some = [new[path] for path in ("claims/x.html", "articles/a~notes.html")]
    assert [entry_of(doc) for doc in edited.docs_of(some)] == some


def test_only_the_passages_that_are_shown_are_searched(tmp_path):
    docs = docs_of(
        tmp_path,
        {
            "seeds/a.txt": "Title\n\nOne shown here.\n\nTwo kept back.",
            "content/articles/a.yaml": "show: passages\nannotations:\n"
            "  - {id: n, type: note, at: One shown, body: Mine.}",
        },
    )
    assert words_in(docs["articles/a.html"]) == "One shown here."


def test_a_record_without_text_is_found_by_its_summary(tmp_path):
    files = {"content/articles/a.yaml": "title: Letter\nshow: none\nsummary: About *rain*."}
    assert words_in(docs_of(tmp_path, files)["articles/a.html"]) == "About rain."


def test_the_names_of_public_entities_are_listed_for_the_browser(tmp_path):
    site = Site(
        tmp_path,
        {
            "seeds/a.txt": "Title\n\nAna came.",
            "content/entities/all.yaml": "entities:\n"
            "  ana: {type: person, name: Ana, aliases: [Anita]}\n"
            "  eve: {type: person, name: Eve, private: true}",
        },
    )
    archive, _ = load_archive(site.root)
    assert archive is not None
    found = json.loads(names_json(Facts(archive)))
    assert found["types"] == [["person", "Person", "People"]]
    assert found["entities"] == [[0, 0, "Ana", "Anita"]]


def test_a_document_carries_ids_of_paragraphs_only_and_escapes_everything():
    doc = a_doc(
        title='A "<b>" & co',
        parts=(Part("p-abcdef", 3, "1 < 2 & \x07bell"), Part("", 0, "deck")),
        filters=(("publisher", 'X: "Y", Z'), ("lang", "en")),
        names=("Kyiv", "Kiev"),
    )
    html = document_html(doc, [("lang", "en")])
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    assert [e.get("id") for e in tree.iter() if e.get("id")] == ["p-abcdef.3"]
    assert [p.text for p in tree.iter("p")] == ["1 < 2 & bell", "deck", EVERYTHING]
    filters = {e.get("data-pagefind-filter") for e in tree.iter("i")}
    assert filters == {'publisher:X: "Y", Z', "in:text", "year:none"}
    metas = [e.get("data-pagefind-meta") for e in tree.iter("meta")]
    assert 'title:A "<b>" & co' in metas
    assert "aliases:Kyiv; Kiev" in metas
    assert all(e.text is None for e in tree.iter("i"))


@pytest.mark.parametrize(
    ("lang", "expected"), [("en-GB", "en"), ("zh-Hant", "zh"), ("ar", "ar"), ("", "unknown")]
)
def test_variants_of_a_language_share_an_index(lang, expected):
    assert index_language(lang) == expected


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Plain words, a_b and 2*3.", "Plain words, a_b and 2*3."),
        ("**Bold** and _slanted_ `code`", "Bold and slanted code"),
        ("See [[flood|the flood]] and [[ana]]", "See the flood and Ana"),
        ("[a link](https://x.example/y)", "a link"),
        ("# Head\n\n- one\n- two", "Head one two"),
    ],
)
def test_markdown_is_searched_as_plain_words(source, words):
    assert plain_words(source, {"ana": "Ana"}) == words


def test_up_to_the_limit_there_is_one_shard():
    assert [shard.label for shard in cut_by_date(["2020-01-01"] * 5, 5)] == ["all"]


def test_shards_begin_at_fixed_dates_and_are_newest_first():
    days = [f"{year}-06-01" for year in range(2012, 2024) for _ in range(4)]
    shards = cut_by_date(days, 16)
    assert [(shard.start, shard.end) for shard in shards] == [
        ("2020-01", ""),
        ("2016-01", "2020-01"),
        ("", "2016-01"),
    ]


def test_a_crowded_year_is_cut_by_months():
    days = [f"2020-{month:02}-05" for month in range(1, 13) for _ in range(3)]
    starts = [shard.start for shard in cut_by_date(days, 9)]
    assert starts == ["2020-10", "2020-07", "2020-04", ""]


def test_years_are_filled_up_to_a_shard_within_their_sixteen():
    days = [f"{year}-06-01" for year in range(2005, 2025) for _ in range(5)]
    shards = cut_by_date(days, 16)
    assert [shard.start for shard in reversed(shards)] == [
        *["", "2008-01", "2011-01", "2014-01", "2016-01", "2019-01", "2022-01"]
    ]


def test_a_few_old_articles_get_no_shard_of_their_own():
    days = ["1871-03-18", *["2020-02-01"] * 8, *["2021-02-01"] * 8]
    assert [shard.start for shard in cut_by_date(days, 10)] == ["2021-01", ""]


@given(st.lists(DAYS, max_size=60), st.integers(1, 20))
def test_every_day_belongs_to_exactly_one_shard(days, largest):
    shards = cut_by_date(days, largest)
    assert all(sum(shard.holds(day) for shard in shards) == 1 for day in days)
    assert [s.start for s in shards] == sorted({s.start for s in shards}, reverse=True)


def test_an_article_more_moves_no_other_while_its_shard_has_room():
    days = [f"{year}-06-01" for year in range(2012, 2024) for _ in range(3)]
    assert cut_by_date([*days, "2013-01-01", "2022-02-02", ""], 16) == cut_by_date(days, 16)


@given(st.text(max_size=40))
def test_any_words_make_a_valid_document(words):
    html = document_html(a_doc(title=words, parts=(Part("p-aaaaaa", 1, words),), names=(words,)))
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", html)
    assert html.count("<p ") == 1
