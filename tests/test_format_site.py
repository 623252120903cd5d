"""docs/format.md, Anchors, mentions by hand, and whole sites in odd states: pages agree with dumps."""

import csv
import io
import json
import re

import pytest

from tests.contract import ArticlePage, faults_of_page
from tests.sites import Site

SIDECAR = "content/articles/a.yaml"
REGISTER = """\
entities:
  china: {type: country, name: China}
  taiwan: {type: place, name: Taiwan}
  mao-ning: {type: person, name: Mao Ning, aliases: [{text: Mao, match: article}]}
  mao-zedong: {type: person, name: Mao Zedong, aliases: [Mao]}
  li: {type: person, name: Li Wei, match: manual}
  us: {type: country, name: "U.S."}
"""
SEED = "China and Taiwan\n\nMao Ning of China spoke to the minister. Mao left for China.\n\nLi Wei stayed. China-U.S. trade.\n"


def site_of(tmp_path, mentions, seed=SEED, **files):
    """Return an archive of one article with these rules for its mentions."""
    sidecar = f"mentions: {mentions}\n" if mentions else ""
    return Site(
        tmp_path,
        {"seeds/a.txt": seed, "content/entities/e.yaml": REGISTER, SIDECAR: sidecar, **files},
    )


def mentions_of(site):
    """Return the mentions by the dump, as entity, words and how."""
    rows = csv.DictReader(io.StringIO(site.page("data/mentions.csv")))
    return [(row["entity"], row["text"], row["how"]) for row in rows]


AUTO = [
    ("china", "China", "auto"),
    ("taiwan", "Taiwan", "auto"),
    ("mao-ning", "Mao Ning", "auto"),
    ("china", "China", "auto"),
    ("mao-ning", "Mao", "auto"),
    ("china", "China", "auto"),
    ("china", "China", "auto"),
    ("us", "U.S.", "auto"),
]


def test_automatic_mentions_are_those_of_the_rules(tmp_path):
    assert mentions_of(site_of(tmp_path, "")) == AUTO


OVERRIDES = {
    "auto: false": ("{auto: false}", []),
    "mean": (
        "{mean: {the minister: li, Taiwan: none}}",
        [*AUTO[:1], AUTO[2], AUTO[3], ("li", "the minister", "mean"), *AUTO[4:]],
    ),
    "mean with auto: false": (
        "{auto: false, mean: {the minister: li}}",
        [("li", "the minister", "mean")],
    ),
    "fix to none": (
        "{fix: [{at: {quote: China, in: China-U.S. trade}, is: none}]}",
        [*AUTO[:6], AUTO[7]],
    ),
    "fix with auto: false": (
        "{auto: false, fix: [{at: Li Wei, is: li, confidence: low}]}",
        [("li", "Li Wei", "fix")],
    ),
    "fix of a manual entity": (
        "{fix: [{at: Li Wei, is: li}]}",
        [*AUTO[:6], ("li", "Li Wei", "fix"), *AUTO[6:]],
    ),
    "fix beats automatic": (
        "{fix: [{at: Taiwan, is: china}]}",
        [AUTO[0], ("china", "Taiwan", "fix"), *AUTO[2:]],
    ),
    "fix nests": (
        "{fix: [{at: China and Taiwan, is: li}]}",
        [("li", "China and Taiwan", "fix"), *AUTO],
    ),
    "fix crosses": (
        "{fix: [{at: Ning of China, is: li}]}",
        [*AUTO[:3], ("li", "Ning of China", "fix"), *AUTO[3:]],
    ),
    "skip": ("{skip: [china, us]}", [AUTO[1], AUTO[2], AUTO[4]]),
}


@pytest.mark.parametrize(("rules", "found"), OVERRIDES.values(), ids=OVERRIDES.keys())
def test_the_sidecar_overrides_names(tmp_path, rules, found):
    site = site_of(tmp_path, rules)
    assert [line for line in site.problems if "error" in line] == []
    assert mentions_of(site) == found
    page = ArticlePage(site.page("articles/a/"))
    for row in csv.DictReader(io.StringIO(site.page("data/mentions.csv"))):
        start, end = int(row["start"]), int(row["end"])
        first = f"m-{start}-{end}"
        assert page.ids.count(first) == 1
        pieces = [
            p
            for p in page.mentions
            if p[0] == row["entity"] and start <= p[2] and p[2] + len(p[3]) <= end
        ]
        covered = {n for _, _, at, text in pieces for n in range(at, at + len(text))}
        assert {n for n in range(start, end) if not SEED[n].isspace()} <= covered
        assert f"#{first}" in site.page(f"entities/{row['entity']}/")
    assert list(faults_of_page(site.page("articles/a/"), SEED, [])) == []


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ("{fix: [{at: Taiwan, is: china}, {at: Taiwan, is: li}]}", "error[span-taken-twice]"),
        ("{fix: [{at: Taiwan, is: nobody}]}", "error[unknown-id]"),
        ("{fix: [{at: China, is: china}]}", "error[quote-ambiguous]"),
        ("{fix: [{at: Japan, is: china}]}", "error[quote-not-found]"),
        ("{fix: [{at: Taiwan}]}", "error[missing-key]"),
        ("{mean: {Mao: nobody}}", "error[unknown-id]"),
        ("{skip: [nobody]}", "error[unknown-id]"),
        ("{also: [nobody]}", "error[unknown-id]"),
        ("{only: [china]}", "error[unknown-key]"),
    ],
)
def test_a_faulty_rule_is_an_error_at_its_place(tmp_path, rules, code):
    site = site_of(tmp_path, rules)
    found = [line for line in site.problems if "error" in line]
    assert [line.split(": ")[1] for line in found] == [code]
    assert found[0].startswith(f"{SIDECAR}:1:")


def test_subjects_that_are_never_named_are_listed_and_are_no_mention(tmp_path):
    site = site_of(tmp_path, "{also: [li], reviewed: {by: me too, on: 2023-06-01}}")
    assert site.problems == []
    assert "Li Wei" in site.page("articles/a/").partition("Also about")[2]
    assert mentions_of(site) == AUTO
    assert "articles/a/" in site.page("entities/li/")


def test_a_shared_name_is_one_warning_with_count_places_and_ways_out(tmp_path):
    register = "entities:\n  n: {type: person, name: Mao Ning, aliases: [Mao]}\n  z: {type: person, name: Mao Zedong, aliases: [Mao]}\n"
    seed = "T\n\nMao came.\n\nMao saw. Mao left. Mao.\n"
    site = site_of(tmp_path, "", seed=seed, **{"content/entities/e.yaml": register})
    [problem] = [p for p in site.built.problems if p.severity == "warning"]
    assert problem.code == "ambiguous-name"
    assert "4" in problem.message
    assert mentions_of(site) == []


@pytest.mark.parametrize("code", ["ar", "he", "zh", "ja", "ko", "th", "ru"])
def test_a_site_in_one_language_builds(tmp_path, code):
    words = {
        "ar": "زارت آنا رويز المدينة",
        "he": "אנה רויז ביקרה בעיר",
        "zh": "安娜访问了城市",
        "ja": "アナは市を訪れた",
        "ko": "아나는 도시를 방문했다",
        "th": "แอนนาเยี่ยมชมเมือง",
        "ru": "Анна посетила город",
    }[code]
    name = {
        "ar": "آنا رويز",
        "he": "אנה רויז",
        "zh": "安娜",
        "ja": "アナ",
        "ko": "아나",
        "th": "แอนนา",
        "ru": "Анна",
    }[code]
    seed = f"{words}\n\n{words}.\n"
    files = {
        "site.yaml": f"title: T\nlang: {code}\n",
        "content/entities/e.yaml": f"entities: {{x: {{type: person, name: {name}}}}}\n",
    }
    site = Site(tmp_path, {"seeds/a.txt": seed, **files})
    assert [line for line in site.problems if "error" in line] == []
    assert f'<html lang="{code}" dir="{"rtl" if code in ("ar", "he") else "ltr"}">' in site.page(
        "articles/a/"
    )
    assert [row[:2] for row in mentions_of(site)] == [("x", name)] * 2
    assert list(faults_of_page(site.page("articles/a/"), seed, [])) == []


def test_an_archive_of_nothing_builds(tmp_path):
    site = Site(tmp_path, {})
    assert site.problems == []
    assert site.page("data/articles.jsonl") == ""
    assert site.page("data/mentions.csv") == "article,entity,start,end,text,paragraph,how\n"
    for address in (
        "",
        "latest/",
        "topics/",
        "types/",
        "threads/",
        "claims/",
        "timeline/",
        "quotations/",
        "corrections/",
        "data/",
        "search/",
    ):
        assert site.page(address)


def test_every_list_goes_on_by_pages(tmp_path):
    files = {f"seeds/2023-05-{n:02}-x.txt": f"Title {n}\n\nAna Ruiz.\n" for n in range(1, 8)}
    files |= {
        f"content/articles/2023-05-{n:02}-x.yaml": f"topics: [t]\nannotations: [{{id: q, type: quotation, speaker: x, at: Ana}}, {{id: c, type: claim, claim: Claim number {n}.}}]\n"
        for n in range(1, 8)
    }
    files |= {f"content/threads/t{n}.md": f"---\ntitle: Thread {n}\n---\n" for n in range(1, 8)}
    files |= {
        "site.yaml": "title: T\nper_page: 3\n",
        "content/entities/e.yaml": "entities: {x: {type: person, name: Ana Ruiz}}\n",
    }
    site = Site(tmp_path, files)
    assert site.problems == []
    for address in (
        "latest/",
        "topics/t/",
        "2023/",
        "2023/05/",
        "claims/",
        "quotations/",
        "entities/x/",
    ):
        assert f"{address}3/index.html" in site.tree(), address
        assert f"{address}4/index.html" not in site.tree(), address


def test_a_passage_is_the_same_in_page_dump_and_lists(tmp_path):
    seed = "Title here\n\nOne “curly” quote—dash.\n\nTwo lines, Ana.\n"
    sidecar = (
        "annotations:\n  - {id: a1, type: note, at: 'One \"curly\" quote', body: B}\n  - {id: a2, type: note, at: one “CURLY”, body: B}\n"
        "  - {id: a3, type: quotation, at: {from: One, until: Two lines}, speaker: Ana}\n  - {id: a4, type: note, at: Title here, body: B}\n"
        "  - {id: a5, type: note, at: {from: Title, until: Two}, body: B}\n"
    )
    site = Site(tmp_path, {"seeds/a.txt": seed, SIDECAR: sidecar})
    assert [line for line in site.problems if "error" in line] == []
    rows = {
        row["id"]: row for row in map(json.loads, site.page("data/annotations.jsonl").splitlines())
    }
    page = ArticlePage(site.page("articles/a/"))
    wanted = {
        "a1": "One “curly” quote",
        "a2": "One “curly”",
        "a3": "One “curly” quote—dash.\n\nTwo lines",
        "a4": "Title here",
        "a5": "Title here\n\nOne “curly” quote—dash.\n\nTwo",
    }
    for ident, words in wanted.items():
        assert seed[rows[ident]["start"] : rows[ident]["end"]] == words
        text = "".join(text for annotation, _, text in page.annotations if annotation == ident)
        assert re.sub(r"\s", "", text) == re.sub(r"\s", "", words)
        assert page.ids.count(f"a-{ident}") == 1
        first = min(start for annotation, start, _ in page.annotations if annotation == ident)
        assert first == rows[ident]["start"]
