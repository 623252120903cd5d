"""docs/format.md, The sidecar: what it says about the article, its source, dates and defaults."""

import json

import pytest

from tests.sites import Site

SIDECAR = "content/articles/a.yaml"
SEED = "The title\n\nAna Ruiz spoke. The dam held.\n"
KINDS = [
    "news",
    "statement",
    "transcript",
    "analysis",
    "opinion",
    "report",
    "law",
    "letter",
    "obituary",
    "advert",
    "brief",
    "other",
    "x-mine",
]


def site_of(tmp_path, sidecar, **files):
    """Return an archive of one article `a` with this sidecar."""
    return Site(tmp_path, {"seeds/a.txt": SEED, SIDECAR: sidecar, **files})


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_article_is_known(tmp_path, kind):
    site = site_of(
        tmp_path, f"kind: {kind}\n", **{"site.yaml": "title: T\nlabels: {x-mine: My own kind}\n"}
    )
    assert site.problems == []
    assert json.loads(site.page("data/articles.jsonl"))["kind"] == kind
    if kind == "x-mine":
        assert "My own kind" in site.page("articles/a/")


def test_another_kind_is_an_error(tmp_path):
    assert "error[bad-value]" in site_of(tmp_path, "kind: gossip\n").problems[0]


def test_the_language_is_that_of_the_article_or_the_site(tmp_path):
    site = Site(
        tmp_path,
        {
            "site.yaml": "title: T\nlang: es\n",
            "seeds/a.txt": SEED,
            "seeds/b.txt": SEED,
            SIDECAR: "lang: ar\n",
        },
    )
    assert '<div class="text" data-body lang="ar" dir="rtl">' in site.page("articles/a/")
    assert '<html lang="es" dir="ltr">' in site.page("articles/a/")
    assert '<div class="text" data-body lang="es" dir="ltr">' in site.page("articles/b/")
    assert [json.loads(line)["lang"] for line in site.page("data/articles.jsonl").splitlines()] == [
        "ar",
        "es",
    ]


WHOLE = """\
title: The title
deck: A <b>deck</b>
kind: report
lang: en-GB
published: 2023-05-24
updated: 2023-05-26
published_as: Wednesday last
dateline: {place: Rivertown, date: 2023-05-23}
byline: [Jane Roe, {text: reuters}]
summary: Own *words* of [[a|it]].
topics: [floods, dams]
slug: the-dam
former_ids: [old-dam]
source:
  publisher: The Times
  url: https://example.org/a
  archived: [{url: "https://web.archive.org/a", at: 2023-05-25}, {url: "https://archive.today/a"}]
  retrieved: 2023-05-25
  method: reader view
  via: https://example.org/via
  page: 3
  column: 2
  section: World
  issue: 12
  volume: IV
  edition: late
  shelfmark: X 1
  facsimile: https://example.org/facsimile.png
  rights: {holder: The Times, terms: All rights reserved, licence: CC-BY-4.0, basis: quotation for research}
"""


def test_everything_said_about_an_article_is_on_its_page(tmp_path):
    site = site_of(tmp_path, WHOLE)
    assert site.problems == []
    page = site.page("articles/the-dam/")
    for words in (
        "A &lt;b&gt;deck&lt;/b&gt;",
        "Report",
        "2023-05-24",
        "2023-05-26",
        "Wednesday last",
        "Rivertown",
        "Jane Roe",
        "reuters",
        "Own <em>words</em> of",
        "Floods",
        "Dams",
        "The Times",
        "https://example.org/a",
        "https://web.archive.org/a",
        "https://archive.today/a",
        "2023-05-25",
        "reader view",
        "https://example.org/via",
        "World",
        "IV",
        "late",
        "X 1",
        "https://example.org/facsimile.png",
        "All rights reserved",
        "CC-BY-4.0",
        "quotation for research",
    ):
        assert words in page, words
    assert "articles/a/index.html" not in site.tree()
    assert "url=../../articles/the-dam/" in site.page("articles/old-dam/")
    row = json.loads(site.page("data/articles.jsonl"))
    assert row["id"] == "a"
    assert row["address"] == "articles/the-dam/"
    assert row["archived"] == ["https://web.archive.org/a", "https://archive.today/a"]


@pytest.mark.parametrize(
    "source",
    [
        "url: javascript:alert(1)",
        "url: ftp://example.org",
        "url: //example.org",
        "archived: x",
        "via: mailto:a@b.c",
        "archived: [{url: data:x}]",
        "url: 'https://'",
        "facsimile: javascript:x",
    ],
)
def test_only_http_addresses_are_allowed(tmp_path, source):
    site = site_of(tmp_path, f"source: {{{source}}}\n")
    assert "error[bad-address]" in site.problems[0]


def test_an_archived_copy_may_be_one_address(tmp_path):
    site = site_of(tmp_path, "source: {archived: https://web.archive.org/a}\n")
    assert "https://web.archive.org/a" in site.page("articles/a/")


def test_a_summary_is_plain_in_descriptions_and_feeds(tmp_path):
    files = {
        "site.yaml": "title: T\nurl: https://example.org/\n",
        "content/entities/e.yaml": "entities: {ruiz: {type: person, name: Ana Ruiz}}\n",
    }
    site = site_of(
        tmp_path,
        "published: 2023\nsummary: Own *words* of [[ruiz]] and [[ruiz|her]], [x](https://example.org/y).\n",
        **files,
    )
    plain = "Own words of Ana Ruiz and her, x."
    assert f'<meta name="description" content="{plain}">' in site.page("articles/a/")
    assert f"<summary>{plain}</summary>" in site.page("feed.xml")


DATES = [
    # written, year page, month page
    ("2023", "2023", None),
    ("202X", "2020", None),
    ("2023-05", "2023", "05"),
    ("2023-XX", "2023", None),
    ("2023-05-24", "2023", "05"),
    ("2023-05-24T14:00:00+08:00", "2023", "05"),
    ("2023-06-01T00:30:00+08:00", "2023", "06"),
    ("2023-05-31T23:30:00Z", "2023", "05"),
    ("2023~", "2023", None),
    ("2023-05~", "2023", "05"),
    ("2023-05-24?", "2023", "05"),
    ("202X~", "2020", None),
    ("2023-05-21/2023-06-24", "2023", "05"),
    ("2023-05-21/..", "2023", "05"),
    ("2023/2024", "2023", None),
    ("2023-05?/2024", "2023", "05"),
    ("1912", "1912", None),
    ("0987-05", "0987", "05"),
]


@pytest.mark.parametrize(("written", "year", "month"), DATES)
def test_addresses_of_years_and_months_use_the_earliest_day_as_written(
    tmp_path, written, year, month
):
    site = site_of(tmp_path, f"published: {written}\n")
    assert site.problems == []
    found = sorted(path for path in site.tree() if path[0].isdigit() and path != "404.html")
    assert found == sorted(
        [f"{year}/index.html", *([f"{year}/{month}/index.html"] if month else [])]
    )
    assert "The title" in site.page(f"{year}/")
    assert f"timeline/{year}/index.html" in site.tree()
    row = json.loads(site.page("data/articles.jsonl"))
    assert row["published"] == written
    assert row["day"].startswith(f"{year}-{month or '01'}-")


def test_a_date_open_at_its_beginning_is_a_date(tmp_path):
    site = site_of(tmp_path, "published: ../1912\n")
    assert site.problems == []
    assert "The title" in site.page("latest/")
    assert json.loads(site.page("data/articles.jsonl"))["published"] == "../1912"


@pytest.mark.parametrize(
    "written",
    [
        "yesterday",
        "24 May 2023",
        "2023-5-24",
        "2023-13",
        "2023-02-30",
        "24.05.2023",
        "2023-05-24T14:00",
        "20XX",
        "2023-05-XX",
        "23",
        "2023-05-24/2023-05-21",
        "2023/",
        "2023-05-24 14:00",
        "~2023",
        "2023-05-24T25:00:00Z",
    ],
)
def test_any_other_date_is_an_error_with_a_place(tmp_path, written):
    site = site_of(tmp_path, f"title: The title\npublished: {written}\n")
    [problem] = [p for p in site.built.problems if p.severity == "error"]
    assert (problem.code, problem.path, problem.line, problem.column) == (
        "bad-date",
        SIDECAR,
        2,
        12,
    )


def test_lists_are_in_order_of_the_earliest_day_and_undated_articles_come_last(tmp_path):
    dates = {
        "a": "2023-05-24",
        "b": "2023",
        "c": "2023-05",
        "d": "",
        "e": "2022-01-01/2024",
        "f": "2023-05-24T23:00:00-11:00",
        "g": "",
    }
    files = {}
    for ident, date in dates.items():
        files[f"seeds/{ident}.txt"] = f"Title {ident}\n\nAna Ruiz.\n"
        files[f"content/articles/{ident}.yaml"] = (
            f"published: {date}\n" if date else ""
        ) + "topics: [t]\nthreads: [s]\n"
    files["content/entities/e.yaml"] = "entities: {ruiz: {type: person, name: Ana Ruiz}}\n"
    files["content/threads/s.md"] = "---\ntitle: S\n---\n"
    site = Site(tmp_path, files)

    def order(address):
        html = site.page(address).partition("<main")[2]
        return "".join(sorted("abcdefg", key=lambda i: html.index(f"Title {i}")))

    assert order("latest/")[-2:] in ("dg", "gd")
    assert order("latest/")[:5] == "facbe" or order("latest/")[:5] == "afcbe"
    assert order("threads/s/") == "ebcafdg"
    entity = site.page("entities/ruiz/")
    assert [part[0] for part in entity.split('data-mention data-article="')[1:]] == list("ebcafdg")
    assert order("topics/t/")[-2:] in ("dg", "gd")


def test_later_defaults_win_maps_merge_and_the_sidecar_wins(tmp_path):
    defaults = (
        "- {seeds: '**', lang: es, source: {publisher: First, method: by hand}, topics: [one]}\n"
        "- {seeds: 'voz/**', source: {publisher: La Voz, rights: {terms: T1}}, x-d: 1}\n"
        "- {seeds: 'voz/b*', lang: pt, topics: [two, three]}\n"
    )
    files = {
        "content/defaults.yaml": defaults,
        "seeds/a.txt": SEED,
        "seeds/voz/b1.txt": SEED,
        "seeds/voz/c.txt": SEED,
        "content/articles/c.yaml": "lang: fr\nsource: {method: scanned, rights: {holder: H}}\ntopics: []\n",
    }
    site = Site(tmp_path, files)
    assert site.problems == []
    rows = {
        row["id"]: row for row in map(json.loads, site.page("data/articles.jsonl").splitlines())
    }
    assert {i: (r["lang"], r["publisher"], r["topics"], r.get("x-d")) for i, r in rows.items()} == {
        "a": ("es", "First", ["one"], None),
        "b1": ("pt", "La Voz", ["two", "three"], "1"),
        "c": ("fr", "La Voz", [], "1"),
    }
    page = site.page("articles/c/")
    assert "scanned" in page
    assert "T1" in page
    assert ">H" in page
    assert "by hand" in site.page("articles/b1/")


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("la-voz/**", ["la-voz/a", "la-voz/deep/b"]),
        ("la-voz/*", ["la-voz/a"]),
        ("**", ["la-voz/a", "la-voz/deep/b", "c"]),
        ("**/b", ["la-voz/deep/b"]),
        ("*", ["c"]),
        ("c", ["c"]),
    ],
)
def test_a_pattern_of_defaults_names_seeds(tmp_path, pattern, matches):
    seeds = ["la-voz/a", "la-voz/deep/b", "c"]
    files = {f"seeds/{name}.txt": SEED for name in seeds}
    for form in (pattern, f"{pattern}.txt") if not pattern.endswith("**") else (pattern,):
        site = Site(
            tmp_path / form.replace("*", "_"),
            {**files, "content/defaults.yaml": f"- {{seeds: '{form}', lang: es}}\n"},
        )
        rows = [json.loads(line) for line in site.page("data/articles.jsonl").splitlines()]
        found = sorted(row["id"] for row in rows if row["lang"] == "es")
        assert found == sorted(name.rpartition("/")[2] for name in matches), form


def test_a_fault_in_the_defaults_is_told_where_it_is_written(tmp_path):
    site = Site(
        tmp_path,
        {
            "seeds/a.txt": SEED,
            "content/defaults.yaml": "- seeds: '**'\n  source: {publisher: nobody}\n",
        },
    )
    [problem] = [p for p in site.built.problems if p.severity == "error"]
    assert (problem.code, problem.path, problem.line) == ("unknown-id", "content/defaults.yaml", 2)


def test_problems_of_later_items_are_told_at_their_own_lines(tmp_path):
    sidecar = (
        "annotations:\n"
        "  - {id: n, type: nope}\n"
        "  - {id: o, type: note, body: 'B [[nobody]]'}\n"
        "  - {id: p, type: note, body: B, about: [nobody]}\n"
        "links:\n"
        "  - {rel: nope, to: a}\n"
        "  - {rel: cites, to: nowhere}\n"
    )
    site = site_of(tmp_path, sidecar)
    found = {(p.line, p.code) for p in site.built.problems if p.severity == "error"}
    assert {(3, "unknown-id"), (4, "unknown-id"), (7, "unknown-id")} <= found
