"""Conversion: every fault of a sidecar is told with its place and cut out."""

import pytest

from backfile.convert import convert_to
from backfile.shapes import At
from backfile.shapes_annotations import Assertion, Note
from backfile.shapes_registers import EntityFile, SiteFile
from backfile.shapes_sidecar import Sidecar
from backfile.yamldata import load_yaml
from tests.reading import read_sidecar


def sidecar(source):
    """Return a sidecar's value and the codes and keys of its problems."""
    found = load_yaml(source, "a.yaml")
    assert found.problems == ()
    value, problems = convert_to(found.data, Sidecar, "a.yaml")
    return value, [(problem.code, problem.keys) for problem in problems]


def faults(source, shape=Sidecar):
    """Return `code keys` of each problem of a YAML text."""
    _, problems = convert_to(load_yaml(source, "a.yaml").data, shape, "a.yaml")
    return [f"{p.code} {'.'.join(map(str, p.keys or ()))}" for p in problems]


def only(source, shape=Sidecar):
    """Return the only problem of a YAML text."""
    (problem,) = convert_to(load_yaml(source, "a.yaml").data, shape, "a.yaml")[1]
    return problem


WHOLE = """\
# yaml-language-server: $schema=../../schema/sidecar.json
format: 1
title: 1984
deck: no
kind: x-leaflet
lang: zh-Hant
published: 2023
updated: 2023-05-24T14:00:00+08:00
published_as: Wednesday
dateline: {place: Beijing, date: 2023-05-24}
byline: [mao-ning, A Reporter, {text: reuters}]
summary: Own *words*.
topics: [trade]
slug: other
status: withdrawn
withdrawn: {on: 2023-06-01, reason: Wrong.}
former_ids: [old-id]
notes_internal: not for readers
source:
  publisher: cgtn
  url: https://example.org/a
  archived: [{url: "https://web.archive.org/x", at: 2023-05-25}]
  retrieved: 2023-05-25
  method: by hand
  sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  via: http://example.org/b
  page: 3
  column: 2
  section: A
  issue: 7
  volume: 1
  edition: late
  shelfmark: X 12
  facsimile: https://example.org/a.png
  rights: {holder: cgtn, terms: All rights reserved, licence: CC-BY-4.0, basis: quotation}
show: passages
text:
  encoding: gb18030
  paragraphs: wrapped
  first_line: body
  hide:
    - {at: Search Trends, why: site-furniture, note: Menu}
    - {at: "ADVERTISEMENT", every: true, why: advert}
    - {quote: x, in: "a x b", why: privacy}
    - {from: a, until: b, why: x-own}
    - {at: {para: p-5t2fuu}, why: legal}
  readings:
    - {at: Gobemador, read: Gobernador, why: ocr}
  former_paragraphs: {p-5t2fuu: p-9ab3cd}
mentions:
  auto: False
  mean: {Mao: mao-ning, the minister: li-wei, Taiwan: none}
  fix: [{at: {quote: China, before: "urged ", after: "-U.S."}, is: none, why: part, confidence: low}]
  skip: [china]
  also: [export-control-reform-act]
  reviewed: {by: ed, on: 2023-06-01}
annotations:
  - {id: n, type: note, body: b, at: {quote: China, nth: 2}, sources: foo, about: [china]}
  - {type: definition, term: CII, body: b, sources: [a, "https://x.org", {title: T, quote: q}]}
  - {type: quotation, speaker: [a senior official, mao-ning], mode: direct, said: 2023-05-24,
     to: cgtn, event: briefing, original: {lang: zh, text: 话, url: "https://x.org"}}
  - {type: claim, claim: the sky is blue, stance: disputes, speaker: cac, confidence: high}
  - {type: correction, body: b, was: a, now: c, of: source, title: T, by: ed, on: 2023, updated: 2024}
  - {type: event, name: A fire, when: 2023-05, where: Beijing, who: [{entity: cac, role: r}, words]}
  - {type: translation, body: b, lang: en, status: retracted, reason: wrong, former_ids: [m]}
  - {type: context, body: b, status: draft}
  - {type: question, body: b, x-own: {a: [1, true]}}
links:
  - {rel: follows, to: b-1, at: x, to_at: {quote: y, in: "x y z"}, note: n}
  - {rel: x-own, to: "https://example.org"}
threads: [t]
entities:
  acme: {type: x-club, name: Acme, point: [52.1, -4], not_in: [Acme Hall]}
x-free: {deep: [1, ~, {a: }]}
"""


def test_every_key_of_the_format_is_read():
    value, problems = sidecar(WHOLE)
    assert problems == []
    assert (value.title, value.deck, value.published) == ("1984", "no", "2023")
    assert value.mentions.auto is False
    assert value.annotations[0].at.nth == 2
    assert value.annotations[0].sources == "foo"
    assert value.entities["acme"].point == (52.1, -4.0)
    assert value.text.hide[1].every is True
    assert value.text.hide[2].quote == "x"
    assert value.mentions.fix[0].at.before == "urged "
    assert value.extra == {"x-free": {"deep": ["1", {}]}}
    assert value.annotations[8].extra == {"x-own": {"a": ["1", "true"]}}


def test_an_empty_sidecar_is_a_sidecar():
    assert sidecar("") == (Sidecar(), [])
    assert sidecar("title:\nsource: ~\ntopics: null") == (Sidecar(), [])


ONE_FAULT = [
    ("titlle: x", "unknown-key titlle"),
    ("source: {publ: x}", "unknown-key source.publ"),
    ("speakr:", "unknown-key speakr"),
    ("annotations: [{type: note, body: b, X-own: c}]", "unknown-key annotations.0.X-own"),
    ("title: [a]", "wrong-type title"),
    ("title: {a: b}", "wrong-type title"),
    ("byline: cgtn", "wrong-type byline"),
    ("byline: [[a]]", "wrong-type byline.0"),
    ("annotations: {a: b}", "wrong-type annotations"),
    ("annotations: [words]", "wrong-type annotations.0"),
    ("annotations: [{type: [a]}]", "wrong-type annotations.0.type"),
    ("source: cgtn", "wrong-type source"),
    ("entities: [a]", "wrong-type entities"),
    ("mentions: {mean: [a]}", "wrong-type mentions.mean"),
    ("published: [2023]", "wrong-type published"),
    ("mentions: {auto: [a]}", "wrong-type mentions.auto"),
    ("kind: newz", "bad-value kind"),
    ("status: Published", "bad-value status"),
    ("show: some", "bad-value show"),
    ("mentions: {auto: no}", "bad-value mentions.auto"),
    ("text: {encoding: utf-99}", "bad-value text.encoding"),
    ("links: [{rel: foo, to: b}]", "bad-value links.0.rel"),
    ("links: [{rel: follows}]", "missing-key links.0"),
    ("annotations: [{type: nope}]", "bad-value annotations.0.type"),
    ("annotations: [{body: b}]", "missing-key annotations.0"),
    ("annotations: [{type: , body: b}]", "missing-key annotations.0"),
    ("annotations: [{type: note}]", "missing-key annotations.0"),
    ('annotations: [{type: note, body: " "}]', "bad-value annotations.0.body"),
    ("annotations: [{type: quotation}]", "missing-key annotations.0"),
    ("annotations: [{type: quotation, speaker: []}]", "bad-value annotations.0.speaker"),
    (
        "annotations: [{type: quotation, speaker: [{txt: a}]}]",
        "unknown-key annotations.0.speaker.0.txt",
    ),
    ("annotations: [{type: note, body: b, at: }]", "anchor-empty annotations.0.at"),
    ("annotations: [{type: note, body: b, at: ''}]", "anchor-empty annotations.0.at"),
    ("annotations: [{type: note, body: b, at: {}}]", "anchor-empty annotations.0.at"),
    ("annotations: [{type: note, body: b, at: {quote: }}]", "anchor-empty annotations.0.at"),
    (
        "annotations: [{type: note, body: b, at: {quote: ' '}}]",
        "anchor-empty annotations.0.at.quote",
    ),
    ("annotations: [{type: note, body: b, at: [a]}]", "wrong-type annotations.0.at"),
    (
        "annotations: [{type: note, body: b, at: {quote: a, from: b}}]",
        "anchor-incomplete annotations.0.at",
    ),
    (
        "annotations: [{type: note, body: b, at: {quote: a, para: b}}]",
        "anchor-incomplete annotations.0.at",
    ),
    ("annotations: [{type: note, body: b, at: {from: a}}]", "anchor-incomplete annotations.0.at"),
    ("annotations: [{type: note, body: b, at: {until: a}}]", "anchor-incomplete annotations.0.at"),
    ("annotations: [{type: note, body: b, at: {in: a}}]", "anchor-incomplete annotations.0.at"),
    ("annotations: [{type: note, body: b, at: {nth: 2}}]", "anchor-incomplete annotations.0.at"),
    (
        "annotations: [{type: note, body: b, at: {from: a, until: b, nth: 2}}]",
        "anchor-incomplete annotations.0.at",
    ),
    (
        "annotations: [{type: note, body: b, at: {quote: a, nth: 0}}]",
        "bad-value annotations.0.at.nth",
    ),
    (
        "annotations: [{type: note, body: b, at: {quote: a, nth: two}}]",
        "bad-value annotations.0.at.nth",
    ),
    (
        "annotations: [{type: note, body: b, at: {quote: a, nth: 9999999999}}]",
        "bad-value annotations.0.at.nth",
    ),
    ("annotations: [{type: note, body: b, status: retracted}]", "missing-key annotations.0"),
    ("annotations: [{type: event}]", "missing-key annotations.0"),
    ("annotations: [{type: event, name: x, who: [{role: r}]}]", "missing-key annotations.0.who.0"),
    (
        "annotations: [{type: note, body: b, sources: [{note: x}]}]",
        "missing-key annotations.0.sources.0",
    ),
    (
        "annotations: [{type: note, body: b, sources: [ftp://x.org]}]",
        "bad-address annotations.0.sources.0",
    ),
    ("annotations: [{type: note, body: b, id: A}]", "bad-id annotations.0.id"),
    ("annotations: [{type: note, body: b, on: May}]", "bad-date annotations.0.on"),
    ("text: {hide: [{why: advert}]}", "anchor-incomplete text.hide.0"),
    ("text: {hide: [{at: a, quote: b}]}", "anchor-incomplete text.hide.0"),
    ("text: {hide: [{at: {quote: b, nth: 2}, every: true}]}", "anchor-incomplete text.hide.0"),
    ("text: {hide: [{at: a, why: because}]}", "bad-value text.hide.0.why"),
    ("text: {hide: [{at: }]}", "anchor-empty text.hide.0.at"),
    ("text: {readings: [{at: a}]}", "missing-key text.readings.0"),
    ("text: {readings: [{at: , read: b}]}", "anchor-empty text.readings.0.at"),
    ("text: {readings: [{read: b}]}", "missing-key text.readings.0"),
    ("mentions: {fix: [{at: a}]}", "missing-key mentions.fix.0"),
    ("mentions: {fix: [{at: , is: b}]}", "anchor-empty mentions.fix.0.at"),
    ("withdrawn: {on: 2023}", "missing-key withdrawn"),
    ("slug: A b", "bad-id slug"),
    ("former_ids: [con]", "bad-id former_ids.0"),
    ("topics: [Foo]", "bad-id topics.0"),
    ("entities: {A: {type: person, name: A}}", "bad-id entities.A"),
    ("entities: {a: {type: person, name: ''}}", "bad-value entities.a.name"),
    ("entities: {a: {type: person, name: A, aliases: ['']}}", "bad-value entities.a.aliases.0"),
    ("entities: {a: {type: person, name: A, not_in: ['']}}", "bad-value entities.a.not_in.0"),
    (
        "entities: {a: {type: person, name: A, names: {english: A, e n: B}}}",
        "bad-language entities.a.names.e n",
    ),
    ("entities: {a: {type: place, name: A, point: [1]}}", "bad-value entities.a.point"),
    ("entities: {a: {type: place, name: A, point: [nan, 1]}}", "bad-value entities.a.point"),
    ("entities: {a: {type: place, name: A, point: [91, 1]}}", "bad-value entities.a.point"),
    ("entities: {a: {type: place, name: A, point: [1, [2]]}}", "bad-value entities.a.point"),
    ("entities: {a: {type: person, name: A, status: withdrawn}}", "missing-key entities.a"),
    (
        "entities: {a: {type: person, name: A, withdrawn: {on: 2023, reason: x}}}",
        "missing-key entities.a.withdrawn",
    ),
    (
        "entities: {a: {type: person, name: A, ids: {wikidata: 95}}}",
        "bad-identifier entities.a.ids.wikidata",
    ),
    ("published: 24 May 2023", "bad-date published"),
    ("lang: en_GB", "bad-language lang"),
    ("source: {url: example.org}", "bad-address source.url"),
    ("source: {archived: example.org}", "bad-address source.archived"),
    ("source: {archived: [{url: x}]}", "bad-address source.archived.0.url"),
    ("source: {sha256: abc}", "bad-identifier source.sha256"),
    ("format: 2", "format-version format"),
    (
        "annotations: [{type: note, at: Smith, Jones, body: b}]",
        "value-cut-by-comma annotations.0.Jones",
    ),
    (
        "annotations: [{type: note, at: Smith, Jones: , body: b}]",
        "value-cut-by-comma annotations.0.Jones",
    ),
    ("mentions: {mean: {Smith: a, Jones}}", "value-cut-by-comma mentions.mean.Jones"),
    (
        "entities: {a: {type: company, name: Acme, aliases: [Acme, Inc.]}}",
        "legal-form-alias entities.a.aliases.1",
    ),
    (
        "entities: {a: {type: company, name: Acme, aliases: [AC]}}",
        "short-alias entities.a.aliases.0",
    ),
]


@pytest.mark.parametrize(("source", "expected"), ONE_FAULT)
def test_one_fault_is_one_problem_at_its_key(source, expected):
    assert faults(source) == [expected]


@pytest.mark.parametrize(
    "source",
    [
        "entities: {a: {type: company, name: Acme, aliases: ['AC', \"Inc.\", 美光, Acme Co]}}",
        "entities:\n  a:\n    type: company\n    name: A\n    aliases:\n      - AC\n      - Inc.\n",
        "entities: {a: {type: company, name: Acme, aliases: [{text: MU, match: manual}]}}",
        "text: {hide: [{at: a}]}",
        "annotations: [{type: note, body: b, at: {quote: a, in: b, nth: 2}}]",
        "annotations: [{type: note, body: b, x-empty: }]",
        "source: {url: }",
        "format: '1'",
        "x-: y",
    ],
)
def test_what_is_allowed_is_no_problem(source):
    assert faults(source) == []


def test_a_missing_key_is_not_told_beside_an_unknown_one():
    assert faults("annotations: [{type: quotation, speakr: x}]") == [
        "unknown-key annotations.0.speakr"
    ]
    assert faults("annotations: [{typ: note, body: b}]") == ["unknown-key annotations.0.typ"]


def test_the_hint_guesses_and_lists():
    assert only("titlle: x").hint.startswith(
        "did you mean `title`? known here: format, title, deck"
    )
    assert only("status: Draft").hint.startswith("did you mean `draft`? allowed: ")
    assert only("published: 24 May 2023").hint == "write 2023-05-24"
    assert only("byline: cgtn").hint == "write [cgtn]"
    assert only("mentions: {auto: no}").hint == "write `false`"
    assert only("source: {url: www.example.org}").hint == "write https://www.example.org"
    assert only("annotations: [{typ: note}]").hint.startswith("did you mean `type`?")


def test_a_value_cut_by_a_comma_comes_with_the_line_to_paste():
    problem = only("annotations: [{type: note, at: Smith, Jones, Inc., body: b}]")
    assert problem.keys == ("annotations", 0, "Jones")
    assert problem.hint.endswith('at: "Smith, Jones, Inc."')


def test_all_faults_are_told_at_once():
    source = "titlle: x\npublished: May\nannotations:\n  - {type: nope}\n  - {type: note, id: A}\n"
    assert faults(source) == [
        "unknown-key titlle",
        "bad-date published",
        "bad-value annotations.0.type",
        "bad-id annotations.1.id",
        "missing-key annotations.1",
    ]


def test_what_is_faulty_is_left_out_and_the_rest_stays():
    value, _ = sidecar(
        "title: T\npublished: May\ntopics: [ok, [x]]\nsource: {publisher: p, url: x}\n"
        "annotations:\n  - {type: note, body: one, on: May}\n  - {type: note, body: two, "
        "sources: [{note: x}, good]}\n  - {type: claim, claim: c, speaker: [a, [b]]}\n"
        "text: {hide: [{at: a}, {at: }], paragraphs: line}\n"
    )
    assert (value.title, value.published, value.topics) == ("T", None, [])
    assert (value.source.publisher, value.source.url) == ("p", None)
    assert value.annotations == [Note(body="two", sources=["good"])]
    assert [entry.at for entry in value.text.hide] == ["a"]
    assert value.text.paragraphs == "line"


def test_what_is_no_mapping_at_all_gives_nothing():
    assert sidecar("- a")[0] is None
    assert sidecar("words") == (None, [("wrong-type", ())])


def test_white_space_around_words_does_not_count_except_in_an_anchor():
    value, problems = sidecar(
        "title: >\n  Words\n\nannotations:\n  - type: claim\n    claim: |\n      a b\n"
        '    at: {quote: " a ", before: " b ", in: "x "}\n'
    )
    assert problems == []
    assert value.title == "Words"
    remark = value.annotations[0]
    assert isinstance(remark, Assertion)
    assert isinstance(remark.at, At)
    assert (remark.claim, remark.at.quote, remark.at.before, remark.at.in_) == (
        "a b",
        " a ",
        " b ",
        "x ",
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", ["missing-key "]),
        ("title: T\nurl: //x", ["bad-address url"]),
        ("title: T\nper_page: 0", ["bad-value per_page"]),
        ("title: T\nfeeds: maybe", ["bad-value feeds"]),
        ("title: T\nlang: englisch sprache", ["bad-language lang"]),
        ("title: T\ntimezone: Mars/Olympus", ["bad-value timezone"]),
        ("title: T\nlook: {accent: 'red;}'}", ["bad-value look.accent"]),
        ("title: T\ncontact: nobody", ["bad-address contact"]),
        ("title: T\neditors: {ed: {url: 'https://x.org'}}", ["missing-key editors.ed"]),
        ("title: T\nnav: [{text: a}]", ["missing-key nav.0"]),
        ("title: T\ntheem: x", ["unknown-key theem"]),
        ("title: [T]", ["wrong-type title"]),
    ],
)
def test_a_site_file_is_checked_like_a_sidecar(source, expected):
    assert faults(source, SiteFile) == expected


def test_an_entity_without_its_register_key_is_an_unknown_key():
    assert faults("type: person\nname: A", EntityFile) == ["unknown-key type", "unknown-key name"]


def test_problems_are_located_in_the_file(tmp_path):
    archive = read_sidecar(tmp_path, "title: T\nannotations:\n  - {type: note, at: Smith, Jones}\n")
    assert archive.places == ["3:29 value-cut-by-comma"]
