"""docs/format.md, Links between articles, and threads; the timeline."""

import csv
import io
import json
import re

import pytest

from tests.sites import Site

INVERSES = {
    "follows": "followed-by",
    "responds-to": "answered-by",
    "confirms": "confirmed-by",
    "contradicts": "contradicted-by",
    "updates": "updated-by",
    "corrects": "corrected-by",
    "background-of": "has-background",
    "same-event": "same-event",
    "translation-of": "translated-as",
    "version-of": "has-version",
    "cites": "cited-by",
    "related": "related",
}
WORDS = {
    "followed-by": "Followed by",
    "answered-by": "Answered by",
    "same-event": "Same event",
    "related": "Related",
}


def site_of(tmp_path, sidecars, **files):
    """Return an archive of the articles a, b, c and d with these sidecars."""
    seeds = {
        f"seeds/{i}.txt": f"Title {i}\n\nFirst words of {i}.\n\nLast words of {i}.\n"
        for i in "abcd"
    }
    given = {f"content/articles/{i}.yaml": text for i, text in sidecars.items()}
    return Site(tmp_path, {**seeds, **given, **files})


def rows(site, name):
    """Return the rows of a CSV dump."""
    return list(csv.DictReader(io.StringIO(site.page(f"data/{name}"))))


def linked(site, article):
    """Return the part of an article's page that lists its links."""
    return site.page(f"articles/{article}/").partition('id="h-links"')[2].partition("</section>")[0]


def main_of(site, address):
    return site.page(address).partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("rel", [*INVERSES, "x-mine"])
def test_one_side_of_a_link_is_written_and_the_other_generated(tmp_path, rel):
    sidecar = (
        f"links: [{{rel: {rel}, to: b, at: First words, to_at: Last words, note: A *note*}}]\n"
    )
    site = site_of(tmp_path, {"a": sidecar}, **{"site.yaml": "title: T\nlabels: {x-mine: Mine}\n"})
    assert site.problems == []
    here, there = linked(site, "a"), linked(site, "b")
    for part, other in ((here, "b"), (there, "a")):
        assert f'href="../../articles/{other}/"' in part
        assert "First words" in part
        assert "Last words" in part
        assert "A <em>note</em>" in part
    assert re.search(r"articles/b/#p-", here)
    assert re.search(r"articles/a/#p-", there)
    if rel in INVERSES and INVERSES[rel] != rel:
        assert (
            here.partition("<h3>")[2].partition("</h3>")[0]
            != there.partition("<h3>")[2].partition("</h3>")[0]
        )
    [row] = rows(site, "links.csv")
    seed = "Title a\n\nFirst words of a.\n\nLast words of a.\n"
    assert (row["from"], row["rel"], row["to"]) == ("a", rel, "b")
    assert seed[int(row["from_start"]) : int(row["from_end"])] == "First words"
    assert seed[int(row["to_start"]) : int(row["to_end"])] == "Last words"


def test_a_link_may_lead_to_an_address(tmp_path):
    site = site_of(
        tmp_path, {"a": "links: [{rel: cites, to: 'https://example.org/x?a=1&b=2', at: First}]\n"}
    )
    assert site.problems == []
    assert 'href="https://example.org/x?a=1&amp;b=2"' in linked(site, "a")
    assert rows(site, "links.csv")[0]["to"] == "https://example.org/x?a=1&b=2"


@pytest.mark.parametrize(
    ("sidecars", "code", "where"),
    [
        ({"a": "links: [{rel: cites, to: nothing}]\n"}, "error[unknown-id]", "a"),
        ({"a": "links: [{rel: cites, to: a}]\n"}, "error[link-to-self]", "a"),
        ({"a": "former_ids: [old]\nlinks: [{rel: cites, to: old}]\n"}, "error[link-to-self]", "a"),
        ({"a": "links: [{rel: sites, to: b}]\n"}, "error[bad-value]", "a"),
        ({"a": "links: [{rel: cites}]\n"}, "error[missing-key]", "a"),
        ({"a": "links: [{rel: cites, to: 'ftp://x'}]\n"}, "error[bad-address]", "a"),
        ({"a": "links: [{rel: cites, to: b, at: nothing}]\n"}, "error[quote-not-found]", "a"),
        ({"a": "links: [{rel: cites, to: b, to_at: nothing}]\n"}, "error[quote-not-found]", "a"),
        ({"a": "links: [{rel: cites, to: b, to_at: words}]\n"}, "error[quote-ambiguous]", "a"),
        (
            {"a": "links: [{rel: follows, to: b}]\n", "b": "links: [{rel: follows, to: a}]\n"},
            "error[link-cycle]",
            "",
        ),
        (
            {
                "a": "links: [{rel: updates, to: b}]\n",
                "b": "links: [{rel: updates, to: c}]\n",
                "c": "links: [{rel: updates, to: a}]\n",
            },
            "error[link-cycle]",
            "",
        ),
        (
            {"a": "links: [{rel: corrects, to: b}]\n", "b": "links: [{rel: corrects, to: a}]\n"},
            "error[link-cycle]",
            "",
        ),
        (
            {"a": "links: [{rel: related, to: b}]\n", "b": "links: [{rel: related, to: a}]\n"},
            "warning[link-both-sides]",
            "",
        ),
        (
            {
                "a": "links: [{rel: same-event, to: b}]\n",
                "b": "links: [{rel: same-event, to: a}]\n",
            },
            "warning[link-both-sides]",
            "",
        ),
        (
            {
                "a": "published: 2023-05-01\nlinks: [{rel: follows, to: b}]\n",
                "b": "published: 2023-05-02\n",
            },
            "warning[link-order]",
            "a",
        ),
    ],
)
def test_what_is_wrong_with_links_is_reported_at_its_place(tmp_path, sidecars, code, where):
    site = site_of(tmp_path, sidecars)
    assert [line.split(": ")[1] for line in site.problems] == [code]
    assert f"content/articles/{where}" in site.problems[0]


@pytest.mark.parametrize(
    "sidecars",
    [
        {"a": "links: [{rel: cites, to: b}]\n", "b": "links: [{rel: cites, to: a}]\n"},
        {"a": "links: [{rel: responds-to, to: b}]\n", "b": "links: [{rel: responds-to, to: a}]\n"},
        {
            "a": "published: 2023-05-01\nlinks: [{rel: follows, to: b}]\n",
            "b": "published: 2023-05-01\n",
        },
        {"a": "links: [{rel: follows, to: b}]\n", "b": "published: 2023-05-02\n"},
        {
            "a": "links: [{rel: follows, to: b}, {rel: follows, to: c}]\n",
            "b": "links: [{rel: follows, to: c}]\n",
        },
    ],
)
def test_what_is_right_with_links_is_not_reported(tmp_path, sidecars):
    assert site_of(tmp_path, sidecars).problems == []


THREAD = """\
---
title: The review
summary: From *start* to end.
by: ed
articles: [c, {id: a, note: The *first*}]
order: ORDER
timeline: [{when: 2023-04, what: 'It **began**', article: b}, {when: 2023-06-01, what: It ended}, {when: ../1912, what: Long before}]
sources: [{title: A source}]
---
Text with [[ruiz|a link]].
"""
MEMBERS = {
    "a": "published: 2023-05-03\n",
    "b": "published: 2023-05-02\nthreads: [review]\nannotations: [{id: e, type: event, at: First words, name: The flood, when: 2023-04-15}]\n",
    "c": "published: 2023-05-04\nannotations: [{id: e, type: event, event: storm}]\n",
    "d": "published: 2023-05-01\nthreads: [review]\n",
}
REGISTER = {
    "content/entities/e.yaml": "entities:\n  ruiz: {type: person, name: Ana Ruiz}\n  storm: {type: event, name: The storm, when: 2023-04-20}\n",
    "site.yaml": "title: T\neditors: {ed: {name: Edith Day}}\n",
}


@pytest.mark.parametrize(("order", "found"), [("chronological", "dbac"), ("listed", "cadb")])
def test_members_of_a_thread_are_those_listed_and_those_that_name_it(tmp_path, order, found):
    site = site_of(
        tmp_path,
        MEMBERS,
        **REGISTER,
        **{"content/threads/review.md": THREAD.replace("ORDER", order)},
    )
    assert site.problems == []
    page = main_of(site, "threads/review/")
    members = page.partition('id="h-members"')[2].partition("</section>")[0]
    assert re.findall(r"Title (\w)", members) == list(found)
    assert "The <em>first</em>" in members
    for words in ("From <em>start</em> to end.", "Edith Day", "A source", "a link</a>"):
        assert words in page, words
    assert json.loads(site.page("data/threads.jsonl"))["articles"] == list(found)
    for article in found:
        assert "The review" in site.page(f"articles/{article}/")


def test_the_timeline_joins_own_entries_events_and_article_dates(tmp_path):
    site = site_of(
        tmp_path,
        MEMBERS,
        **REGISTER,
        **{"content/threads/review.md": THREAD.replace("ORDER", "listed")},
    )
    page = main_of(site, "threads/review/")
    moments = page.partition('<ol class="moments">')[2].partition("</section>")[0]
    words = [
        "It <strong>began</strong>",
        "The flood",
        "The storm",
        "Title d",
        "Title b",
        "Title a",
        "Title c",
        "It ended",
    ]
    places = [moments.find(w) for w in words]
    assert all(place >= 0 for place in places), list(zip(words, places, strict=True))
    assert places[0] < places[1] < places[2] < places[-1]
    assert "Long before" in moments
    year = main_of(site, "timeline/2023/")
    for word in words:
        assert word in year, word
    found = {(row["when"], row["kind"], row["article"]) for row in rows(site, "timeline.csv")}
    assert ("2023-04-15", "event", "b") in found
    assert ("2023-04", "thread", "b") in found
    assert ("2023-06-01", "thread", "") in found
    assert ("../1912", "thread", "") in found
    assert ("2023-05-03", "article", "a") in found


@pytest.mark.parametrize(
    "front",
    [
        "articles: [nothing]",
        "articles: [{id: nothing}]",
        "order: random",
        "timeline: [{when: soon, what: W}]",
        "timeline: [{what: W}]",
        "timeline: [{when: 2023, what: W, article: nothing}]",
        "sources: [nothing]",
        "by: nobody",
        "titel: X",
        "status: hidden",
    ],
)
def test_a_faulty_thread_is_an_error_at_its_place(tmp_path, front):
    site = site_of(tmp_path, {}, **{"content/threads/t.md": f"---\ntitle: T\n{front}\n---\n"})
    [problem] = [p for p in site.built.problems if p.severity == "error"]
    assert (problem.path, problem.line) == ("content/threads/t.md", 3)


def test_an_unknown_thread_is_an_error(tmp_path):
    assert "error[unknown-id]" in site_of(tmp_path, {"a": "threads: [nothing]\n"}).problems[0]


def test_drafts_and_withdrawn_articles_are_in_no_thread_or_timeline_but_its_own_entries_stay(
    tmp_path,
):
    sidecars = {
        **MEMBERS,
        "a": "published: 2023-05-03\nstatus: draft\n",
        "b": "status: withdrawn\nwithdrawn: {on: 2023-06-01, reason: R}\npublished: 2023-05-02\nthreads: [review]\n",
    }
    site = site_of(
        tmp_path,
        sidecars,
        **REGISTER,
        **{"content/threads/review.md": THREAD.replace("ORDER", "listed")},
    )
    assert [line for line in site.problems if "error" in line] == []
    page = main_of(site, "threads/review/")
    assert "Title a" not in page
    assert "Title b" not in page
    assert "It <strong>began</strong>" in page
    assert json.loads(site.page("data/threads.jsonl"))["articles"] == ["c", "d"]
