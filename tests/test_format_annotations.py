"""docs/format.md, Annotations and Claims: types, addresses, wikilinks, embeds, sources, ledgers."""

import json
import re

import pytest

from tests.contract import ArticlePage
from tests.sites import Site

SIDECAR = "content/articles/a.yaml"
SEED = "The title\n\nAna Ruiz spoke of the dam.\n\nIt held, she said, for years.\n"
FILES = {
    "seeds/a.txt": SEED,
    "seeds/b.txt": "Other title\n\nOther words.\n",
    "seeds/d.txt": "Draft title\n\nDraft words.\n",
    "content/articles/d.yaml": "status: draft\n",
    "content/entities/e.yaml": "entities:\n  ruiz: {type: person, name: Ana Ruiz}\n  cac: {type: public-body, name: The Council}\n"
    "  storm: {type: event, name: The storm, when: 2023-05-03, where: Rivertown, who: [{entity: ruiz, role: witness}]}\n"
    "  both: {type: person, name: Both}\n  draft-one: {type: person, name: D, status: draft}\n",
    "content/claims/c.yaml": "claims: {held: {text: The dam held.}, both: {text: Both.}, draft-claim: {text: D, status: draft}}\n",
    "content/threads/t.md": "---\ntitle: The thread\n---\nBody.\n",
    "content/threads/draft-thread.md": "---\ntitle: D\nstatus: draft\n---\nBody.\n",
    "content/pages/about.md": "---\ntitle: About us\n---\nBody.\n",
}


def site_of(tmp_path, sidecar, **files):
    """Return an archive with this sidecar of the article `a`."""
    return Site(tmp_path, {**FILES, SIDECAR: sidecar, **files})


def lines(site, name):
    """Return the rows of a dump."""
    return [json.loads(line) for line in site.page(f"data/{name}").splitlines()]


REQUIRED = {
    "note": "body",
    "context": "body",
    "question": "body",
    "definition": "term body",
    "quotation": "speaker",
    "claim": "claim",
    "correction": "body",
    "translation": "body lang",
}
WORDS = {"body": "Words.", "term": "dam", "speaker": "ruiz", "claim": "held", "lang": "fr"}


@pytest.mark.parametrize("kind", REQUIRED)
def test_a_type_is_complete_with_its_required_keys_and_not_without_one(tmp_path, kind):
    keys = REQUIRED[kind].split()
    whole = ", ".join(f"{key}: {WORDS[key]}" for key in keys)
    assert (
        site_of(
            tmp_path / "w", f"annotations: [{{id: n, type: {kind}, at: spoke, {whole}}}]\n"
        ).problems
        == []
    )
    for missing in keys:
        rest = "".join(f", {key}: {WORDS[key]}" for key in keys if key != missing)
        site = site_of(
            tmp_path / missing, f"annotations: [{{id: n, type: {kind}, at: spoke{rest}}}]\n"
        )
        assert "error[missing-key]" in site.problems[0]
        assert missing in site.problems[0]


@pytest.mark.parametrize(
    ("keys", "good"),
    [
        ("event: storm", True),
        ("name: N, when: 2023", True),
        ("name: N", False),
        ("when: 2023", False),
        ("body: B", False),
    ],
)
def test_an_event_is_a_registered_one_or_has_a_name(tmp_path, keys, good):
    site = site_of(tmp_path, f"annotations: [{{id: n, type: event, at: spoke, {keys}}}]\n")
    if keys == "name: N":
        return  # `with when, where, who`: an open reading
    assert (site.problems == []) is good


ALL_KEYS = """\
annotations:
  - {id: q, type: quotation, at: It held, title: Q title, body: Q *body*, by: ed, on: 2023-06-01, updated: 2023-06-02,
     about: [cac], confidence: low, speaker: [ruiz, a senior official], to: cac, mode: translated, said: 2023-05-02, event: storm,
     original: {lang: es, text: Aguantó, url: https://example.org/es}, sources: [{url: https://example.org/s, archived: https://web.archive.org/s,
     title: S title, publisher: cac, date: 2023-05, accessed: 2023-06, quote: S quote, page: 7, note: S note}]}
  - {id: r, type: note, at: spoke, body: R body, status: retracted, reason: R reason}
  - {id: k, type: correction, at: dam, body: K body, was: K was, now: K now, of: q}
  - {id: t, type: translation, at: she said, body: T body, lang: fr}
  - {id: d, type: definition, at: for years, term: D term, body: D body}
"""


def test_every_key_of_an_annotation_is_on_the_page(tmp_path):
    site = site_of(
        tmp_path, ALL_KEYS, **{"site.yaml": "title: T\neditors: {ed: {name: Edith Day}}\n"}
    )
    assert site.problems == []
    page = site.page("articles/a/")
    for words in (
        "Q title",
        "Q <em>body</em>",
        "Edith Day",
        "2023-06-01",
        "2023-06-02",
        "The Council",
        "a senior official",
        "2023-05-02",
        "The storm",
        "Aguantó",
        "https://example.org/es",
        "https://example.org/s",
        "https://web.archive.org/s",
        "S title",
        "S quote",
        "S note",
        "R body",
        "R reason",
        "K was",
        "K now",
        "T body",
        "D term",
    ):
        assert words in page, words
    read = ArticlePage(page)
    for ident in "qrktd":
        assert read.ids.count(f"a-{ident}") == 1
    assert "It held" in site.page("entities/ruiz/")
    assert "It held" in site.page("quotations/")
    assert "K body" in site.page("corrections/")
    assert "R reason" in site.page("corrections/")


def test_an_annotation_without_id_has_an_address_of_type_and_words(tmp_path):
    sidecar = "annotations: [{type: note, at: spoke, body: B}, {type: note, at: held, body: C}, {type: context, at: spoke, body: D}]\n"
    site = site_of(tmp_path, sidecar)
    ids = [row["id"] for row in lines(site, "annotations.jsonl")]
    assert all(re.fullmatch(r"(note|context)-[a-z2-7]{6}", ident) for ident in ids)
    assert len(set(ids)) == 3
    assert all(site.page("articles/a/").count(f'id="a-{ident}"') == 1 for ident in ids)


def test_check_asks_for_an_id_once_something_links_to_an_annotation(tmp_path):
    sidecar = "annotations: [{type: note, at: spoke, body: B}]\n"
    ident = lines(site_of(tmp_path / "1", sidecar), "annotations.jsonl")[0]["id"]
    site = site_of(tmp_path / "2", f"{sidecar}summary: See [[a#{ident}]].\n")
    assert "annotation-needs-id" in site.problems[0]


@pytest.mark.parametrize(
    ("link", "href", "text"),
    [
        ("[[b]]", "articles/b/", "Other title"),
        ("[[b|words]]", "articles/b/", "words"),
        ("[[ruiz]]", "entities/ruiz/", "Ana Ruiz"),
        ("[[t]]", "threads/t/", "The thread"),
        ("[[held]]", "claims/held/", "The dam held."),
        ("[[about]]", "about/", "About us"),
        ("[[thread:t]]", "threads/t/", "The thread"),
        ("[[claim:both]]", "claims/both/", "Both."),
        ("[[entity:both|B]]", "entities/both/", "B"),
        ("[[article:b]]", "articles/b/", "Other title"),
        ("[[page:about]]", "about/", "About us"),
        ("[[a#n]]", "articles/a/#a-n", "The title"),
        ("[[a#n|there]]", "articles/a/#a-n", "there"),
    ],
)
def test_a_wikilink_leads_to_any_thing(tmp_path, link, href, text):
    site = site_of(
        tmp_path, f"annotations: [{{id: n, type: note, at: spoke, body: 'See {link}.'}}]\n"
    )
    assert site.problems == []
    shown = re.search(r'See <a href="([^"]*)">(.*?)</a>\.', site.page("articles/a/"))
    assert shown
    assert (shown[1].removeprefix("../../"), re.sub("<[^>]*>", "", shown[2])) == (href, text)


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("[[both]]", "error[ambiguous-id]"),
        ("[[nothing]]", "error[unknown-id]"),
        ("[[thread:b]]", "error[unknown-id]"),
        ("[[a#nothing]]", "error[unknown-id]"),
        ("[[a#p-aaaaaa]]", "error[no-such-paragraph]"),
        ("[[d]]", "warning[link-to-draft]"),
        ("[[d|words]]", "warning[link-to-draft]"),
        ("[[draft-one|words]]", "warning[link-to-draft]"),
        ("[[draft-claim|words]]", "warning[link-to-draft]"),
        ("[[draft-thread|words]]", "warning[link-to-draft]"),
        ("[[a#draft-note|words]]", "warning[link-to-draft]"),
    ],
)
def test_a_wikilink_that_leads_nowhere_or_to_a_draft_is_reported(tmp_path, link, code):
    sidecar = f"annotations: [{{id: n, type: note, at: spoke, body: 'See {link}.'}}, {{id: draft-note, type: note, status: draft, at: held, body: B}}]\n"
    site = site_of(tmp_path, sidecar)
    assert [line.split(": ")[1] for line in site.problems] == [code]
    assert f"{SIDECAR}:1:" in site.problems[0]
    if "draft" in code:
        assert re.search(r"See (words|d)\.", site.page("articles/a/"))


def test_one_thing_may_be_linked_with_words_and_without_in_one_text(tmp_path):
    site = site_of(tmp_path, "summary: See [[ruiz]], [[ruiz|her]] and [[ruiz]].\n")
    link = '<a href="../../entities/ruiz/">{}</a>'
    wanted = f"See {link.format('Ana Ruiz')}, {link.format('her')} and {link.format('Ana Ruiz')}."
    assert wanted in site.page("articles/a/")


PLACES = {
    "summary": "summary: '{}'\n",
    "body": "annotations: [{{id: x, type: note, body: '{}'}}]\n",
    "reason": "annotations: [{{id: x, type: note, body: B, status: retracted, reason: '{}'}}]\n",
    "note of a source": "annotations: [{{id: x, type: note, body: B, sources: [{{title: S, note: '{}'}}]}}]\n",
    "note of a link": "links: [{{rel: cites, to: b, note: '{}'}}]\n",
}


@pytest.mark.parametrize("form", PLACES.values(), ids=PLACES.keys())
def test_wikilinks_work_in_any_markdown_of_a_sidecar(tmp_path, form):
    site = site_of(tmp_path / "good", form.format("See [[ruiz]].").replace("  ", " "))
    assert site.problems == []
    assert 'See <a href="../../entities/ruiz/">' in site.page("articles/a/")
    assert (
        "error[unknown-id]"
        in site_of(tmp_path / "bad", form.format("See [[nothing]].")).problems[0]
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "content/entities/x.yaml",
            "entities: {x: {type: person, name: X, description: 'See [[WHAT]].'}}\n",
        ),
        (
            "content/claims/x.yaml",
            "claims: {x: {text: X., assessments: [{rating: 'true', summary: 'See [[WHAT]].'}]}}\n",
        ),
        ("content/threads/x.md", "---\ntitle: X\nsummary: See [[WHAT]].\n---\n"),
        ("content/threads/x.md", "---\ntitle: X\n---\nSee [[WHAT]].\n"),
        (
            "content/threads/x.md",
            "---\ntitle: X\ntimeline: [{when: 2023, what: 'See [[WHAT]].'}]\n---\n",
        ),
        (
            "content/threads/x.md",
            "---\ntitle: X\narticles: [{id: b, note: 'See [[WHAT]].'}]\n---\n",
        ),
        ("content/pages/x.md", "---\ntitle: X\n---\nSee [[WHAT]].\n"),
        ("content/corrections.yaml", "- {on: 2023-06-01, text: 'See [[WHAT]].'}\n"),
        ("content/topics.yaml", "x: {label: X, description: 'See [[WHAT]].'}\n"),
    ],
)
def test_wikilinks_work_in_any_markdown_of_registers_threads_and_pages(tmp_path, path, text):
    site = site_of(tmp_path / "good", "", **{path: text.replace("WHAT", "ruiz")})
    assert site.problems == []
    pages = b"".join(data for name, data in site.tree().items() if name.endswith(".html"))
    assert re.search(rb'See <a href="(\.\./)+entities/ruiz/">', pages)
    assert (
        "error[unknown-id]"
        in site_of(tmp_path / "bad", "", **{path: text.replace("WHAT", "nothing")}).problems[0]
    )
    assert (
        path
        in site_of(tmp_path / "bad2", "", **{path: text.replace("WHAT", "nothing")}).problems[0]
    )


@pytest.mark.parametrize(("folder", "address"), [("threads", "threads/x/"), ("pages", "x/")])
def test_threads_and_pages_embed_passages_as_quotations_with_their_source(
    tmp_path, folder, address
):
    sidecar = "annotations: [{id: n, type: note, at: Ana Ruiz spoke, body: B}]\nsource: {publisher: The Times}\npublished: 2023-05-24\n"
    paragraph = json.loads(
        site_of(tmp_path / "1", sidecar).page("data/articles.jsonl").splitlines()[0]
    )["paragraphs"][1]["id"]
    body = f"---\ntitle: X\n---\nBefore.\n\n![[a#n]]\n\n![[a#{paragraph}]]\n\nAfter.\n"
    site = site_of(tmp_path / "2", sidecar, **{f"content/{folder}/x.md": body})
    assert site.problems == []
    page = site.page(address)
    quotes = re.findall(r"<blockquote.*?</blockquote>", page, re.DOTALL)
    assert "Ana Ruiz spoke" in quotes[0]
    assert "It held, she said, for years." in quotes[1]
    assert "The Times" in page
    assert "The title" in page
    assert re.search(r'href="(\.\./)+articles/a/#a-n"', page)
    assert re.search(rf'href="(\.\./)+articles/a/#{paragraph}"', page)


@pytest.mark.parametrize("what", ["a#nothing", "a#p-aaaaaa", "nothing#n"])
def test_an_embed_that_leads_nowhere_is_an_error(tmp_path, what):
    site = site_of(tmp_path, "", **{"content/pages/x.md": f"---\ntitle: X\n---\n![[{what}]]\n"})
    assert "content/pages/x.md:4:" in site.problems[0]
    assert "error[" in site.problems[0]


@pytest.mark.parametrize("what", ["d#n", "a#draft-note"])
def test_an_embed_of_a_draft_is_a_warning_and_no_dead_link(tmp_path, what):
    files = {
        "content/articles/d.yaml": "status: draft\nannotations: [{id: n, type: note, at: Draft words, body: B}]\n"
    }
    sidecar = "annotations: [{id: draft-note, type: note, status: draft, at: held, body: B}]\n"
    site = site_of(
        tmp_path,
        sidecar,
        **files,
        **{"content/pages/x.md": f"---\ntitle: X\n---\nBefore.\n\n![[{what}]]\n\nAfter.\n"},
    )
    assert [line.split(": ")[1] for line in site.problems] == ["warning[link-to-draft]"]
    page = site.page("x/")
    assert "Draft words" not in page
    assert "#a-" not in page


def test_tables_and_footnotes_are_for_threads_and_pages_only(tmp_path):
    text = "| A | B |\n| --- | --- |\n| 1 | 2 |\n\nWord[^1].\n\n[^1]: The foot.\n"
    body = "---\ntitle: X\n---\n" + text
    indented = text.replace("\n", "\n      ")
    site = site_of(
        tmp_path,
        f"annotations:\n  - id: n\n    type: note\n    body: |-\n      {indented}\n",
        **{"content/pages/x.md": body, "content/threads/x.md": body},
    )
    for address in ("x/", "threads/x/"):
        assert "<table" in site.page(address)
        assert "The foot." in site.page(address)
        assert "[^1]" not in site.page(address)
    page = site.page("articles/a/")
    assert "<table" not in page
    assert "[^1]" in page


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ("b", "Other title"),
        ("[b]", "Other title"),
        ("[{article: b}]", "Other title"),
        ("[{article: b, title: Mine}]", "Mine"),
        ("https://example.org/s", "https://example.org/s"),
        ("[https://example.org/s, b]", "Other title"),
        ("[{title: A book, page: 12}]", "A book"),
    ],
)
def test_sources_are_an_article_an_address_or_a_list(tmp_path, sources, words):
    site = site_of(tmp_path, f"annotations: [{{id: n, type: note, body: B, sources: {sources}}}]\n")
    assert site.problems == []
    assert words in site.page("articles/a/")


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        ("[{url: https://example.org/s}]", True),
        ("https://example.org/s", True),
        ("[{url: https://example.org/s, archived: https://web.archive.org/s}]", False),
        ("b", False),
    ],
)
def test_a_source_without_archived_copy_is_an_info(tmp_path, sources, told):
    site = site_of(tmp_path, f"annotations: [{{id: n, type: note, body: B, sources: {sources}}}]\n")
    site.options["commit"] = False
    found = [p for p in site.built.problems if p.code == "source-not-archived"]
    assert [(p.severity, p.path) for p in found] == ([("info", SIDECAR)] if told else [])


@pytest.mark.parametrize(
    "sources", ["nothing", "[{article: nothing}]", "[{}]", "[{url: 'ftp://x'}]"]
)
def test_a_faulty_source_is_an_error(tmp_path, sources):
    site = site_of(tmp_path, f"annotations: [{{id: n, type: note, body: B, sources: {sources}}}]\n")
    assert "error[" in site.problems[0]


CLAIMS = """\
claims:
  risk:
    text: Micron chips are a risk.
    about: [ruiz]
    answers: {disputes: [no-basis], supports: [other]}
    assessments:
      - {rating: 'true', summary: Second *look*., by: ed, on: 2023-06-05, sources: [{title: S1, quote: Q1}]}
      - {rating: unverified, summary: First look., by: cac, on: 2023-06-02}
  no-basis: {text: There is no basis.}
  other: {text: Other.}
"""


def test_a_claim_has_a_page_with_who_asserted_and_disputed_it_where(tmp_path):
    files = {
        "content/claims/m.yaml": CLAIMS,
        "site.yaml": "title: T\neditors: {ed: {name: Edith Day}}\n",
        "content/articles/b.yaml": "published: 2023-05-01\nannotations: [{id: n, type: claim, at: Other words, claim: risk, stance: disputes, speaker: cac, said: 2023-04-30}]\n",
    }
    sidecar = "published: 2023-05-02\nannotations:\n  - {id: c, type: claim, at: It held, claim: risk, speaker: ruiz}\n  - {id: rep, type: claim, at: she said, claim: risk, stance: repeats, speaker: a friend}\n"
    site = site_of(tmp_path, sidecar, **files)
    assert site.problems == []
    page = site.page("claims/risk/")
    for words in (
        "Micron chips are a risk.",
        "It held",
        "Other words",
        "she said",
        "a friend",
        "Ana Ruiz",
        "The Council",
        "Second <em>look</em>.",
        "First look.",
        "Edith Day",
        "S1",
        "There is no basis.",
    ):
        assert words in page, words
    assert page.index("Second <em>") < page.index("First look.")
    assert page.index("Other words") < page.index("It held")
    assert "Micron chips are a risk." in site.page("claims/no-basis/")
    assert "Micron chips are a risk." in site.page("entities/ruiz/")
    row = next(row for row in lines(site, "claims.jsonl") if row["id"] == "no-basis")
    assert row["answers"] == [{"rel": "disputed-by", "claim": "risk"}]
    row = next(row for row in lines(site, "claims.jsonl") if row["id"] == "risk")
    assert [
        (entry["article"], entry["annotation"], entry["stance"]) for entry in row["ledger"]
    ] == [("b", "n", "disputes"), ("a", "c", "asserts"), ("a", "rep", "repeats")]


@pytest.mark.parametrize(
    "annotation",
    [
        "{id: c, type: claim, at: It held, claim: The dam is strong., speaker: ruiz}",
        "{id: c, type: claim, claim: The dam is strong.}",
    ],
)
def test_a_worded_claim_is_a_claim_of_its_own(tmp_path, annotation):
    site = site_of(
        tmp_path, f"annotations: [{annotation}, {{id: s, type: note, body: 'See [[a--c]].'}}]\n"
    )
    assert site.problems == []
    assert "The dam is strong." in site.page("claims/a--c/")
    assert '<a href="../../claims/a--c/">The dam is strong.</a>' in site.page("articles/a/")
    assert "a--c" in [row["id"] for row in lines(site, "claims.jsonl")]


def test_an_unknown_claim_is_an_error(tmp_path):
    site = site_of(tmp_path, "annotations: [{id: c, type: claim, claim: hold}]\n")
    assert "error[unknown-id]" in site.problems[0]


@pytest.mark.parametrize(
    "entry",
    [
        "{about: [ruiz]}",
        "{text: T., about: [nobody]}",
        "{text: T., answers: {disputes: [nothing]}}",
        "{text: T., answers: {denies: [held]}}",
        "{text: T., assessments: [{rating: maybe}]}",
        "{text: T., assessments: [{summary: S}]}",
    ],
)
def test_a_faulty_claim_is_an_error_at_its_place(tmp_path, entry):
    site = site_of(tmp_path, "", **{"content/claims/x.yaml": f"claims:\n  x: {entry}\n"})
    [problem] = [p for p in site.built.problems if p.severity == "error"]
    assert (problem.path, problem.line) == ("content/claims/x.yaml", 2)


def test_a_correction_is_of_the_source_or_of_an_annotation_of_the_article(tmp_path):
    form = "annotations: [{{id: k, type: correction, body: B, was: x, now: y, of: {}}}, {{id: n, type: note, at: spoke, body: B, former_ids: [old]}}]\n"
    for number, of in enumerate(["source", "n", "old"]):
        site = site_of(tmp_path / str(number), form.format(of))
        assert site.problems == []
        assert ("#a-n" in site.page("articles/a/").partition("in <")[2]) is (
            of != "source"
        ) or of == "source"
        assert "#a-old" not in site.page("articles/a/")
    assert "error[unknown-id]" in site_of(tmp_path / "bad", form.format("nothing")).problems[0]


def test_assessments_stand_newest_first_however_they_are_written(tmp_path):
    entry = "{text: C., assessments: [{rating: 'false', on: 2022, summary: Old one.}, {rating: 'true', on: 2023-05, summary: New one.}]}"
    site = site_of(tmp_path, "", **{"content/claims/x.yaml": f"claims: {{x: {entry}}}\n"})
    page = site.page("claims/x/")
    assert page.index("New one.") < page.index("Old one.")
    [row] = [row for row in lines(site, "claims.jsonl") if row["id"] == "x"]
    assert [one["rating"] for one in row["assessments"]] == ["true", "false"]


def test_a_worded_claim_never_takes_the_id_of_a_registered_one(tmp_path):
    files = {"content/claims/x.yaml": "claims: {a--n: {text: Registered.}}\n"}
    site = site_of(tmp_path, "annotations: [{id: n, type: claim, claim: Other words.}]\n", **files)
    assert "error[duplicate-id]" in site.problems[0]
