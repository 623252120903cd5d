"""One article: seed and sidecar, defaults, and what is wrong with them together."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.ids import ArticleId
from backfile.locate import locate_problems
from backfile.read_article import EVERYTHING, article_from, read_article
from backfile.read_defaults import compiled
from backfile.read_survey import ArchiveFile, ArticleFiles
from backfile.report import as_text
from tests.reading import read_archive, read_sidecar

SIDECAR = """\
title: "Chinese Foreign Ministry: Review of Micron"
published: 2023-05-24
lang: en
byline: [CGTN]
topics: [cybersecurity-review, diplomacy]
source:
  publisher: cgtn
  url: https://news.example.org/news/2023-05-24/abc.html
  rights: {holder: cgtn, terms: All rights reserved, basis: quotation for research}
text:
  hide:
    - {at: Search Trends, why: site-furniture}
mentions:
  mean: {Mao: mao-ning}
  fix:
    - {at: {quote: China, in: "China-U.S. trade"}, is: none, why: part of a compound}
annotations:
  - id: c-risk
    type: claim
    at: {from: Micron's products have, until: national security}
    claim: micron-products-are-a-risk
    speaker: cac
    said: 2023-05-21
  - id: n-1
    type: note
    at: over 1,200 Chinese companies
    body: >-
      The number is Mao Ning's own; see [[the-lists]].
    sources:
      - {url: https://example.org/a, title: A report, publisher: reuters, date: 2023-05-24}
links:
  - {rel: follows, to: 2023-05-21-cac-decision}
threads: [micron-review]
entities:
  one-off: {type: person, name: One Off}
"""
FILES = ArticleFiles(
    ArticleId("a"),
    ArchiveFile("seeds/a.txt", 0, 0),
    ArchiveFile("content/articles/a.yaml", 0, 0),
)


def test_a_seed_without_a_sidecar_is_a_whole_article(tmp_path):
    archive = read_archive(tmp_path, {"seeds/a.txt": "Title\r\n\r\nText.\r\n"})
    article = archive.articles["a"]
    assert archive.printed == []
    assert article.seed
    assert article.seed.text == "Title\n\nText.\n"
    assert (article.sidecar_path, article.seed_path) == ("", "seeds/a.txt")
    assert article.sidecar.title is None


def test_a_sidecar_without_a_seed_is_an_error_unless_it_says_why(tmp_path):
    archive = read_archive(
        tmp_path,
        {
            "content/articles/a.yaml": "title: T\n",
            "content/articles/b.yaml": "title: T\nshow: none\n",
            "content/articles/c.yaml": "title: T\nstatus: withdrawn\nwithdrawn: {on: 2023, reason: r}\n",
            "content/articles/d.yaml": "",
            "content/articles/e.yaml": "show: nowhere\n",
        },
    )
    assert archive.printed == [
        "content/articles/a.yaml:1:1: seed-missing: there is no seed for the article `a`",
        "content/articles/d.yaml:1:1: seed-missing: there is no seed for the article `d`",
        "content/articles/e.yaml:1:7: bad-value: `nowhere` is none of the values known here",
    ]


def test_a_site_of_records_needs_no_seeds(tmp_path):
    archive = read_archive(
        tmp_path, {"site.yaml": "title: T\nshow: none\n", "content/articles/a.yaml": "title: T\n"}
    )
    assert archive.printed == []


def test_the_seed_of_a_withdrawn_article_is_not_looked_at(tmp_path):
    sidecar = "status: withdrawn\nwithdrawn: {on: 2023-06-01, reason: Wrong.}\n"
    archive = read_sidecar(tmp_path, sidecar, b"\xff\xfe\xfd")
    assert archive.printed == []
    assert archive.articles["a"].seed is None


@pytest.mark.parametrize(
    ("sidecar", "place"),
    [
        ("title: T\nstatus: withdrawn\n", "2:9 missing-key"),
        ("withdrawn: {on: 2023, reason: x}\n", "1:1 missing-key"),
        ("withdrawn: {on: 2023, reason: x}\nstatus: draft\n", "1:1 missing-key"),
        ("status: withdrawn\nwithdrawn: {on: 2023}\n", "2:12 missing-key"),
    ],
)
def test_a_withdrawal_needs_its_status_and_its_reason(tmp_path, sidecar, place):
    archive = read_sidecar(tmp_path, sidecar)
    assert place in archive.places
    assert archive.articles["a"].faulty & {"status", "withdrawn"}


def test_the_hash_of_the_seed_is_compared(tmp_path):
    archive = read_sidecar(tmp_path, f"source: {{sha256: {'a' * 64}}}\n", b"x\n")
    assert archive.places == ["1:18 sha256-mismatch"]
    digest = archive.articles["a"].seed.sha256  # type: ignore[union-attr]
    assert read_sidecar(tmp_path, f"source: {{sha256: {digest.upper()}}}\n", b"x\n").places == []


def test_the_encoding_is_that_of_the_sidecar(tmp_path):
    archive = read_sidecar(tmp_path, "text: {encoding: gb18030}\n", "中文\n".encode("gb18030"))
    assert archive.printed == []
    assert archive.articles["a"].seed
    assert archive.articles["a"].seed.text == "中文\n"
    archive = read_sidecar(tmp_path, "text: {encoding: gb}\n", "中文\n".encode("gb18030"))
    assert archive.places == ["1:18 bad-value"]
    assert archive.articles["a"].seed is None


def test_a_former_id_of_an_annotation_is_no_other_ones_id(tmp_path):
    archive = read_sidecar(
        tmp_path,
        "annotations:\n  - {id: n, type: note, body: a, former_ids: [n]}\n"
        "  - {id: m, type: note, body: b, former_ids: [n, x]}\n"
        "  - {id: o, type: note, body: c, former_ids: [x]}\n",
    )
    assert archive.places == ["3:47 duplicate-id", "4:47 duplicate-id"]


def test_defaults_are_merged_key_by_key_and_the_sidecar_wins(tmp_path):
    archive = read_archive(
        tmp_path,
        {
            "content/defaults.yaml": """\
- {seeds: "la-voz/**", lang: es, topics: [a, b], source: {publisher: la-voz, method: ocr}}
- {seeds: "la-voz/1950/*", source: {method: by hand}, x-box: {a: 1, b: 2}}
- {seeds: "other/**", kind: advert}
""",
            "seeds/la-voz/1950/x.txt": "T\n\nx\n",
            "content/articles/x.yaml": "topics: [c]\nsource: {page: 3}\nx-box: {b: 3}\n",
            "seeds/la-voz/y.txt": "T\n\nx\n",
            "seeds/z.txt": "T\n\nx\n",
        },
    )
    x, y, z = (archive.articles[name].sidecar for name in "xyz")
    assert archive.printed == []
    assert (x.lang, x.topics, x.kind, x.extra) == (
        "es",
        ["c"],
        "news",
        {"x-box": {"a": "1", "b": "3"}},
    )
    assert x.source
    assert (x.source.publisher, x.source.method, x.source.page) == ("la-voz", "by hand", "3")
    assert y.source
    assert (y.source.method, y.topics) == ("ocr", ["a", "b"])
    assert (z.lang, z.source) == (None, None)


def test_a_fault_in_the_defaults_is_told_once_and_there(tmp_path):
    archive = read_archive(
        tmp_path,
        {
            "content/defaults.yaml": "- {seeds: '**', lang: en_GB, kind: brief}\n",
            **{f"seeds/{name}.txt": "T\n\nx\n" for name in "abc"},
        },
    )
    assert archive.printed == [
        "content/defaults.yaml:1:23: bad-language: `en_GB` is no language tag"
    ]
    assert archive.articles["a"].sidecar.kind == "brief"


def test_what_comes_from_the_defaults_is_placed_there(tmp_path):
    archive = read_archive(
        tmp_path,
        {
            "content/defaults.yaml": f"- {{seeds: '*', source: {{sha256: {'a' * 64}}}, threads: [t]}}\n",
            "seeds/a.txt": "T\n\nx\n",
        },
    )
    assert archive.places == ["1:33 sha256-mismatch"]
    article = archive.articles["a"]
    assert article.written_at(("threads", 0)) == ("content/defaults.yaml", (0, "threads", 0))
    assert article.written_at(("title",)) == ("seeds/a.txt", ("title",))


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("la-voz/**", "la-voz/a", True),
        ("la-voz/**", "la-voz/1950/05/a", True),
        ("la-voz/**", "la-voz-2/a", False),
        ("la-voz/*", "la-voz/1950/a", False),
        ("**", "a", True),
        ("**", "x/y/a", True),
        ("**/a", "a", True),
        ("**/a", "x/y/a", True),
        ("x/**/a", "x/a", True),
        ("x/**/a", "x/y/z/a", True),
        ("20*", "2023-05-24-x", True),
        ("20*", "x/2023", False),
        ("a?c", "abc", True),
        ("a?c", "a/c", False),
        ("a.txt", "a", True),
        ("seeds/a", "a", True),
        ("a+b", "aab", False),
        ("[ab]", "a", False),
    ],
)
def test_patterns_match_paths_below_seeds(pattern, path, fits):
    assert (compiled(pattern).fullmatch(path) is not None) is fits


def test_places_count_the_items_that_were_left_out(tmp_path):
    archive = read_sidecar(
        tmp_path,
        "annotations:\n  - {type: note}\n  - {type: note, body: b, sources: [{page: 1}, x]}\n"
        "  - {type: clam}\n  - {type: note, body: d}\n",
    )
    article = archive.articles["a"]
    assert [remark.body for remark in article.sidecar.annotations] == ["b", "d"]
    path = "content/articles/a.yaml"
    assert article.written_at(("annotations", 0, "body")) == (path, ("annotations", 1, "body"))
    assert article.written_at(("annotations", 1)) == (path, ("annotations", 3))
    assert article.written_at(("annotations", 0, "sources", 0)) == (
        path,
        ("annotations", 1, "sources", 1),
    )
    assert article.faulty == {"annotations"}
    assert article.left_out == ("source 1", "annotation 1", "annotation 3")


@pytest.mark.parametrize(
    ("sidecar", "faulty"),
    [
        ("a: [", EVERYTHING),
        ("title: a\ntitle: b", EVERYTHING),
        ("title: &x b", EVERYTHING),
        ("- a", EVERYTHING),
        (b"title: \xff", EVERYTHING),
        ("showw: none", {"showw", "show"}),
        ("text: {hied: [{at: x}]}", {"text"}),
        ("text: {hide: [{at: }]}", {"text"}),
        ("title: T # fine", set()),
        ("title: T #1", set()),
    ],
)
def test_what_is_in_doubt_is_known_for_a_lenient_build(tmp_path, sidecar, faulty):
    assert read_sidecar(tmp_path, sidecar).articles["a"].faulty == faulty


def test_a_sidecar_that_must_not_be_read_puts_everything_in_doubt(tmp_path):
    archive = read_archive(
        tmp_path, {"seeds/a.txt": "T\n\nx\n", "content/articles/a.yml": "show: none\n"}
    )
    assert archive.articles["a"].faulty == EVERYTHING
    assert [problem.code for problem in archive.problems] == ["bad-file-name"]


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path):
    archive = read_archive(
        tmp_path, {"seeds/a.txt": "T\n\nx\n", "content/articles/a.yaml": "title: T\n"}
    )
    (tmp_path / "content/articles/a.yaml").unlink()
    article = read_article(tmp_path, archive.survey.articles[ArticleId("a")], archive.registers)
    assert [problem.code for problem in article.problems] == ["file-unreadable"]
    assert article.faulty == EVERYTHING


def test_a_sidecar_of_5_mb_is_refused(tmp_path):
    archive = read_sidecar(tmp_path, "title: T\nbody: " + "x" * 5_000_000)
    assert [problem.code for problem in archive.problems] == ["yaml-too-large"]


def mutated(source, chance):
    """Return a sidecar with one key, value, indent or byte changed."""
    data = bytearray(source.encode())
    place = chance.randrange(len(data))
    kind = chance.randrange(6)
    if kind == 0:
        data[place] = chance.randrange(256)
    elif kind == 1:
        del data[place : place + chance.randrange(1, 12)]
    elif kind == 2:
        data[place:place] = chance.choice([b" ", b"\t", b"\n", b":", b"- ", b"'", b'"', b"{", b"]"])
    else:
        lines = source.split("\n")
        line = chance.randrange(len(lines))
        change = chance.choice(["", "  ", "\t", "#"])
        lines[line] = change + lines[line] if kind == 3 else lines[chance.randrange(len(lines))]
        if kind == 5:
            del lines[line]
        return "\n".join(lines).encode()
    return bytes(data)


def made_of(sidecar):
    """Return an article made of a sidecar's bytes, its problems located and printed."""
    article = article_from(FILES, sidecar, b"T\n\nx\n", (), "all")
    as_text(locate_problems(article.problems, lambda _: sidecar))
    return article


def test_the_sidecar_that_is_mutated_has_no_fault():
    assert made_of(SIDECAR.encode()).problems == ()


@pytest.mark.parametrize("start", range(0, 600, 100))
def test_a_mutated_sidecar_is_read_or_reported_never_a_traceback(start):
    for number in range(start, start + 100):
        changed = mutated(SIDECAR, random.Random(number))
        article = made_of(changed)
        if b"\n    - {at: Search Trends" in changed and article.sidecar.text.hide == []:
            assert "text" in article.faulty, number


@given(st.binary(max_size=80))
def test_no_bytes_break_the_reading_of_an_article(data):
    made_of(data)


VALUES = st.recursive(
    st.sampled_from(["", "~", "a", "2023", "nan", "'x y'", "Inc.", "-1", "none", "true"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]")
        | st.dictionaries(
            st.sampled_from(
                ["at", "type", "quote", "id", "text", "url", "x-a", "Jones", "entity", "why"]
            ),
            inner,
            max_size=3,
        ).map(lambda entries: "{" + ", ".join(f"{k}: {v}" for k, v in entries.items()) + "}")
    ),
    max_leaves=8,
)


@given(st.sampled_from(sorted(EVERYTHING)), VALUES)
def test_no_value_of_any_key_breaks_the_reading(key, value):
    made_of(f"{key}: {value}\n".encode())
    for inner in ("hide", "fix", "mean", "archived", "auto", "rights", "one"):
        made_of(f"{key}: {{{inner}: {value}}}\n".encode())
        made_of(f"{key}: {{{inner}: [{value}]}}\n".encode())
    for kind in ("note", "event", "quotation", "claim"):
        made_of(f"annotations: [{{type: {kind}, body: b, {key}: {value}}}]\n".encode())
