"""The annotations as W3C Web Annotations."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.model import Span
from backfile.w3c_targets import occurs_once, quoted
from tests.sites import Site

SITE = "title: T\nurl: https://example.org/t/\nannotations_jsonld: true\n"
SEED = """\
The flood

ADVERTISEMENT

Ana Ruiz met Ben Cole. They spoke. Ana Ruiz met Ben Cole again, and they spoke.

They spoke. “Nobody must stay,” said Ana Ruiz. 𝔸 long day.
"""
NOTES = """\
published: 2023-05-24
text: {hide: [{at: ADVERTISEMENT, why: advert}]}
annotations:
  - {id: whole, type: context, body: "All of it, see [[ana]].", by: ed}
  - {id: head, type: note, at: The flood, body: B, about: [ben]}
  - {id: again, type: question, at: {quote: They spoke, nth: 2}, body: B, x-page: 3}
  - {id: said, type: quotation, at: Nobody must stay, speaker: [ana, a clerk], mode: direct}
  - {id: day, type: definition, at: {quote: long day, before: "𝔸 "}, term: Day, body: B}
  - {id: rated, type: claim, at: {from: "They spoke. “Nobody", until: must}, claim: known, speaker: ana}
  - {id: own, type: claim, at: Ben Cole again, claim: They met again.}
  - {id: fixed, type: correction, at: {quote: Ruiz, in: said Ana Ruiz}, body: B, was: a, now: b}
  - {id: storm, type: event, at: met Ben Cole., event: flood-day}
  - {id: words, type: translation, at: "again, and they spoke", body: de nuevo, lang: es}
  - {id: over, type: note, at: {from: flood, until: Ben Cole.}, body: B}
  - {id: soon, type: note, at: again, body: Not yet, status: draft}
  - {id: gone, type: note, at: said Ana, body: B, status: retracted, reason: R}
"""
ARCHIVE = {
    "site.yaml": SITE + "editors: {ed: {name: The editors, url: 'https://example.org/ed'}}\n",
    "seeds/flood.txt": SEED,
    "content/articles/flood.yaml": NOTES,
    "content/entities/all.yaml": (
        "entities:\n  ana: {type: person, name: Ana Ruiz}\n  ben: {type: person, name: Ben Cole}\n"
        "  flood-day: {type: event, name: The great flood}\n"
    ),
    "content/claims/all.yaml": "claims:\n  known: {text: It rained., assessments: [{rating: mixed}]}\n",
}
FILE = "articles/flood/annotations.jsonld"
PAGE = "https://example.org/t/articles/flood/"
REASONS = ["privacy", "legal", "rights", "advert", "duplicate", "other"]

Item = dict[str, Any]


def exported(site: Site, path: str = FILE) -> dict[str, Item]:
    """Return the annotations of a file by their ids."""
    assert [p for p in site.problems if ": error[" in p] == []
    file = json.loads(site.page(path))
    page = file["first"]
    assert (file["type"], page["type"]) == ("AnnotationCollection", "AnnotationPage")
    assert file["total"] == len(page["items"])
    return {item["id"].partition("#a-")[2]: item for item in page["items"]}


def found_by_quote(item: Item, text: str) -> tuple[int, int]:
    """Return where plain search finds the words of an annotation; there is just one place."""
    quote = item["target"]["selector"][0]
    words = quote["prefix"] + quote["exact"] + quote["suffix"]
    start = text.index(words)
    assert text.find(words, start + 1) < 0
    start += len(quote["prefix"])
    return start, start + len(quote["exact"])


def test_every_quotation_is_found_by_plain_search_where_the_annotation_stands(tmp_path):
    site = Site(tmp_path, ARCHIVE)
    found = exported(site)
    rows = [json.loads(row) for row in site.page("data/annotations.jsonl").splitlines()]
    spans = {row["id"]: (row["start"], row["end"]) for row in rows}
    assert sorted(found) == sorted(spans)
    in_text = [i for i in found.values() if "text.txt" in str(i["target"])]
    assert len(in_text) == 10
    for item in in_text:
        quote, position = item["target"]["selector"]
        span = found_by_quote(item, site.page("articles/flood/text.txt"))
        assert span == spans[item["id"].partition("#a-")[2]]
        assert span == (position["start"], position["end"])
        assert SEED[slice(*span)] == quote["exact"]
        assert "ADVERT" not in str(item)


def test_an_annotation_says_what_it_is_for_and_what_it_names(tmp_path):
    found = exported(Site(tmp_path, ARCHIVE))
    motivations = {ident: item["motivation"] for ident, item in found.items()}
    assert motivations == {
        "whole": ["commenting", "describing", "backfile:context"],
        "head": ["commenting", "backfile:note"],
        "again": ["questioning", "backfile:question"],
        "said": ["identifying", "backfile:quotation"],
        "day": ["describing", "backfile:definition"],
        "rated": ["classifying", "assessing", "backfile:claim"],
        "own": ["classifying", "backfile:claim"],
        "fixed": ["editing", "backfile:correction"],
        "storm": ["identifying", "linking", "backfile:event"],
        "words": ["describing", "backfile:translation"],
        "over": ["commenting", "backfile:note"],
        "gone": ["commenting", "backfile:note"],
    }
    assert found["whole"]["target"] == PAGE
    assert found["whole"]["creator"] == {"id": "https://example.org/ed", "name": "The editors"}
    named = [(body["purpose"], body["source"]) for body in found["rated"]["body"]]
    assert named == [
        ("identifying", "https://example.org/t/entities/ana/"),
        ("classifying", "https://example.org/t/claims/known/"),
    ]
    assert found["words"]["body"][0] == {
        "type": "TextualBody",
        "value": "de nuevo",
        "format": "text/markdown",
        "language": "es",
    }


def test_what_runs_across_hidden_words_stands_in_the_page(tmp_path):
    target = exported(Site(tmp_path, ARCHIVE))["over"]["target"]
    assert target["source"] == PAGE
    [quote] = target["selector"]
    assert quote["exact"] == "flood\n\n\n\nAna Ruiz met Ben Cole."
    assert "ADVERT" not in json.dumps(target)


def test_the_items_of_an_export_make_the_same_sidecar_again(tmp_path):
    first = Site(tmp_path / "first", ARCHIVE)
    items = [item["item"] for item in exported(first).values()]
    sidecar = json.dumps(
        {
            "published": "2023-05-24",
            "text": {"hide": [{"at": "ADVERTISEMENT", "why": "advert"}]},
            "annotations": items,
        },
        ensure_ascii=False,
    )
    again = Site(tmp_path / "again", {**ARCHIVE, "content/articles/flood.yaml": sidecar})
    assert again.page(FILE) == first.page(FILE)
    assert again.page("articles/flood/") == first.page("articles/flood/")


@pytest.mark.parametrize("why", REASONS)
def test_no_hidden_word_is_in_an_export(tmp_path, why):
    seed = "Head\n\nAna spoke in zqsecret of it. Ana left zqsecret of it. She came.\n"
    sidecar = (
        f"text: {{hide: [{{at: zqsecret, every: true, why: {why}}}]}}\nannotations:\n"
        "  - {id: a, type: note, at: {from: Ana spoke, until: left}, body: B}\n"
        "  - {id: b, type: note, at: {quote: of it, nth: 2}, body: B}\n"
        "  - {id: c, type: note, at: {quote: She came, before: 'it. '}, body: B}\n"
        "  - {id: d, type: note, at: {quote: Ana left, after: ' zqsecret'}, body: B}\n"
    )
    site = Site(
        tmp_path,
        {"site.yaml": SITE, "seeds/flood.txt": seed, "content/articles/flood.yaml": sidecar},
    )
    found = exported(site)
    assert "zqsecret" not in site.page(FILE)
    private = why in ("privacy", "legal", "rights")
    shown = seed.replace("zqsecret", "")
    for ident, item in found.items():
        in_page = item["target"]["source"] == PAGE
        assert in_page == (private or ident == "a")
        assert ("TextPositionSelector" in str(item)) == (not in_page)
        start, end = found_by_quote(item, shown if in_page else seed)
        text = shown if in_page else seed
        words = {"a": "Ana spoke in  of it. Ana left", "b": "of it", "c": "She came"}
        assert text[start:end] == words.get(ident, "Ana left")
        assert start == text.rindex(words.get(ident, "Ana left"))
    assert {i for i, item in found.items() if "at" not in item["item"]} == {"d"}


@pytest.mark.parametrize("seed", [b"\xef\xbb\xbfA\n\nAna spoke.\n", b"A\r\n\r\nAna spoke.\r\n"])
def test_where_text_txt_counts_otherwise_the_quotation_stands_alone(tmp_path, seed):
    sidecar = "annotations: [{id: a, type: note, at: Ana spoke, body: B}]\n"
    files = {"site.yaml": SITE, "seeds/flood.txt": seed, "content/articles/flood.yaml": sidecar}
    target = exported(Site(tmp_path, files))["a"]["target"]
    assert target["source"] == PAGE + "text.txt"
    assert [selector["type"] for selector in target["selector"]] == ["TextQuoteSelector"]
    assert "line ends" in target["remark"]


def test_a_record_without_text_is_annotated_as_a_whole(tmp_path):
    sidecar = "show: none\ntitle: R\nannotations: [{id: a, type: note, at: Ana spoke, body: B}]\n"
    site = Site(tmp_path, {"site.yaml": SITE, "content/articles/flood.yaml": sidecar})
    assert exported(site)["a"]["target"] == PAGE


def test_without_an_address_of_the_site_addresses_are_relative_to_the_file(tmp_path):
    files = {**ARCHIVE, "site.yaml": "title: T\nannotations_jsonld: true\n"}
    files["content/articles/flood.yaml"] = NOTES.replace(", by: ed", "")
    item = exported(Site(tmp_path, files))["head"]
    assert item["id"] == "../../articles/flood/#a-head"
    assert item["target"]["source"] == "../../articles/flood/text.txt"


def test_an_article_has_the_file_only_where_the_site_wants_it(tmp_path):
    site = Site(
        tmp_path,
        {**ARCHIVE, "site.yaml": ARCHIVE["site.yaml"].replace("jsonld: true", "jsonld: false")},
    )
    assert not [path for path in site.tree() if path.endswith(".jsonld")]


@given(
    st.text("ab \n", max_size=40),
    st.tuples(*[st.integers(0, 40)] * 4),
)
def test_a_quotation_is_unique_and_stays_in_its_room(text, places):
    first, start, end, last = sorted(min(place, len(text)) for place in places)
    found = quoted(text, Span(start, end), Span(first, last))
    if found is None:
        assert not occurs_once(text, text[first:last])
        return
    words = found["prefix"] + found["exact"] + found["suffix"]
    assert found["exact"] == text[start:end]
    assert occurs_once(text, words)
    assert text.index(words) == start - len(found["prefix"]) >= first
    assert end + len(found["suffix"]) <= last
