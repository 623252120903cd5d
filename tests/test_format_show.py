"""docs/format.md, How the text is shown: encodings, titles, paragraphs, hiding, readings, records."""

import json

import pytest

from tests.contract import ArticlePage, faults_of_page
from tests.sites import Site

SIDECAR = "content/articles/a.yaml"
RUIZ = "entities: {ruiz: {type: person, name: Ana Ruiz}, dam: {type: place, name: Gobernador}}\n"


def article(tmp_path, seed, sidecar="", **files):
    """Return an archive of one article."""
    given = {"seeds/a.txt": seed, "content/entities/e.yaml": RUIZ, **files}
    return Site(tmp_path, {**given, SIDECAR: sidecar} if sidecar else given)


def page_of(site):
    """Return the built page of the article, read by the contract."""
    return ArticlePage(site.page("articles/a/"))


TEXT = "标题 Über\n\nAna Ruiz 说 è.\n"
ENCODINGS = {
    "utf-8": TEXT.encode(),
    "utf-8 with a mark": b"\xef\xbb\xbf" + TEXT.encode(),
    "gb18030": TEXT.encode("gb18030"),
    "utf-16": TEXT.encode("utf-16"),
    "utf-16-le": TEXT.encode("utf-16-le"),
    "utf-16-be": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "utf-8 with CRLF": TEXT.replace("\n", "\r\n").encode(),
    "utf-8 with CR": TEXT.replace("\n", "\r").encode(),
    "gb18030 with mark and CRLF": ("\ufeff" + TEXT).replace("\n", "\r\n").encode("gb18030"),
    "utf-16 with CRLF": TEXT.replace("\n", "\r\n").encode("utf-16"),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_offsets_count_the_decoded_seed_whatever_its_bytes(tmp_path, name):
    encoding = name.split()[0]
    sidecar = f"text: {{encoding: {encoding}}}\n" if encoding != "utf-8" else ""
    site = article(tmp_path, ENCODINGS[name], sidecar)
    assert site.problems == []
    assert list(faults_of_page(site.page("articles/a/"), TEXT, [])) == []
    start = TEXT.index("Ana")
    assert (
        site.page("data/mentions.csv")
        .splitlines()[1]
        .startswith(f"a,ruiz,{start},{start + 8},Ana Ruiz,p-")
    )
    assert site.tree()["articles/a/text.txt"] == ENCODINGS[name]


def test_a_decoding_error_names_byte_and_offset(tmp_path):
    site = article(tmp_path, b"Title\n\nwords \xff here\n")
    [problem] = [p for p in site.built.problems if p.severity == "error"]
    assert problem.code == "seed-undecodable"
    assert "0xff" in problem.message.lower()
    assert "13" in problem.message


def test_control_characters_are_shown_as_replacement_one_for_one(tmp_path):
    seed = "Title\n\nA\x00b\x08c\x0bd\x0ce\x1ff\x7fg\x9fh\ufffei\uffff Ana Ruiz.\n"
    site = article(tmp_path, seed)
    page = site.page("articles/a/")
    assert list(faults_of_page(page, seed, [])) == []
    assert "A\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffdg\ufffdh\ufffdi\ufffd" in page
    for path, data in site.tree().items():
        if path.endswith((".html", ".xml")):
            assert not any(sign in data for sign in (b"\x00", b"\x0b", b"\x7f", b"\xef\xbf\xbe")), (
                path
            )


LONG = "word " * 39 + "wor"
TITLES = [
    # seed, sidecar, title shown, its span in the seed or None, text of the body's first run
    ("A line\n\nBody.\n", "", "A line", 0, "Body."),
    ("\n\n  A line  \nBody.\n", "", "A line", 4, "Body."),
    ("Only a line\n", "", "Only a line", None, "Only a line"),
    ("Only a line", "", "Only a line", None, "Only a line"),
    (f"{'x' * 200}\n\nBody.\n", "", "x" * 200, 0, "Body."),
    (f"{'x' * 201}\n\nBody.\n", "", "x" * 100, None, "x" * 201),
    (f"{LONG} end of it\n\nBody.\n", "", ("word " * 20).strip(), None, f"{LONG} end of it"),
    ("A line\n\nBody.\n", "title: Other\n", "Other", None, "A line"),
    ("A line\n\nBody.\n", "title: A line\n", "A line", 0, "Body."),
    ("A line\n\nBody.\n", "title: a line\n", "a line", None, "A line"),
    ("A line\nof two\n\nBody.\n", "title: A line of two\n", "A line\nof two", 0, "Body."),
    ("A line\nof two\n\nBody.\n", "title: A line\n", "A line", 0, "of two"),
    ("A line\n\nof two\n\nBody.\n", "title: A line of two\n", "A line\n\nof two", 0, "Body."),
    ("“A” – line\n\nBody.\n", "title: '\"A\" - line'\n", "“A” – line", 0, "Body."),
    ("A line\n\nBody.\n", "title: A line\ntext: {first_line: body}\n", "A line", None, "A line"),
    ("A line\n\nBody.\n", "text: {first_line: body}\n", "A line", None, "A line"),
]


@pytest.mark.parametrize(("seed", "sidecar", "title", "start", "first"), TITLES)
def test_title_lines_are_the_headline_shown_once(tmp_path, seed, sidecar, title, start, first):
    site = article(tmp_path, seed, sidecar)
    assert site.problems == []
    html = site.page("articles/a/")
    page = ArticlePage(html)
    heads = [run for run in page.runs if run.part == "title"]
    if start is None:
        assert heads == []
        assert f"<h1 data-title>{title}</h1>" in html
    else:
        assert [(run.start, run.text) for run in heads] == [(start, title)]
    body = [run for run in page.runs if run.part == "body"]
    assert body[0].text == first
    assert list(faults_of_page(html, seed, [])) == []


def test_an_empty_seed_is_a_warning_and_a_page(tmp_path):
    site = article(tmp_path, "\n \n")
    assert [line.split(": ")[1] for line in site.problems] == ["warning[seed-empty]"]
    assert "<h1 data-title>a</h1>" in site.page("articles/a/")


PARAGRAPHS = [
    ("T\n\nOne\ntwo\n\nthree\n", "", ["One\ntwo", "three"]),
    ("T\n\nOne\ntwo\nthree\n", "", ["One", "two", "three"]),
    ("T\nOne\ntwo\nthree\n", "", ["One", "two", "three"]),
    ("T\n\n\n\nOne\ntwo\n", "", ["One", "two"]),
    ("T\n\nOne\n \t\u00a0\u3000\ntwo\n", "", ["One", "two"]),
    ("T\n\nOne\n\u200b\ntwo\n", "", ["One", "\u200b", "two"]),
    ("T\n\nOne\ntwo\n\nthree\n", "text: {paragraphs: line}\n", ["One", "two", "three"]),
    ("T\n\nOne\ntwo\n\nthree\n", "text: {paragraphs: wrapped}\n", ["One\ntwo", "three"]),
    ("T\n\nOne\ntwo\nthree\n", "text: {paragraphs: blank-line}\n", ["One\ntwo\nthree"]),
    ("T\n\nOne\u2028two\x0bthree\x85four\n", "", ["One\u2028two\ufffdthree\ufffdfour"]),
]


@pytest.mark.parametrize(("seed", "sidecar", "found"), PARAGRAPHS)
def test_paragraphs_are_as_the_seed_marks_them(tmp_path, seed, sidecar, found):
    site = article(tmp_path, seed, sidecar)
    assert [run.text for run in page_of(site).runs if run.part == "body"] == found
    rows = json.loads(site.page("data/articles.jsonl"))["paragraphs"]
    assert [seed[row["start"] : row["end"]] for row in rows] == [row["text"] for row in rows]


def paragraph_ids(site):
    return [row["id"] for row in json.loads(site.page("data/articles.jsonl"))["paragraphs"]]


def test_a_paragraph_id_is_made_of_letters_and_digits_only_and_repeats_are_numbered(tmp_path):
    site = article(tmp_path, "T\n\nÀ bc 1!\n\nà, BC – 1\n\nÀbc1\n\nnot\n")
    ids = paragraph_ids(site)
    assert ids[1:3] == [f"{ids[0]}-2", f"{ids[0]}-3"]
    assert ids[3] != ids[0]
    assert len(ids[0]) == 8
    page = site.page("articles/a/")
    assert all(page.count(f'id="{ident}"') == 1 for ident in ids)


def test_a_paragraph_id_is_base32_of_the_hash(tmp_path):
    import base64
    import hashlib

    digest = hashlib.sha256(b"helloworld1").digest()
    wanted = "p-" + base64.b32encode(digest).decode().lower()[:6]
    assert paragraph_ids(article(tmp_path, "T\n\nHello, World 1.\n\nx\n"))[0] == wanted


@pytest.mark.parametrize(
    ("why", "counts"),
    [("privacy", False), ("legal", False), ("rights", False), ("advert", True), ("other", True)],
)
def test_privately_hidden_words_do_not_count_for_a_paragraph_id(tmp_path, why, counts):
    with_words = article(
        tmp_path / "1",
        "T\n\nHello dark world\n\nx\n",
        f"text: {{hide: [{{at: dark, why: {why}}}]}}\n",
    )
    without = article(tmp_path / "2", "T\n\nHello world\n\nx\n")
    whole = article(tmp_path / "3", "T\n\nHello dark world\n\nx\n")
    assert paragraph_ids(with_words)[0] == paragraph_ids(whole if counts else without)[0]


def test_a_former_paragraph_id_is_kept_as_an_anchor(tmp_path):
    seed = "T\n\nHello world\n\nx\n"
    new = paragraph_ids(article(tmp_path / "1", seed))[0]
    sidecar = f"text: {{former_paragraphs: {{p-5t2fuu: {new}}}}}\nsummary: See [[a#p-5t2fuu]].\nannotations: [{{id: n, type: note, body: B, at: {{para: p-5t2fuu}}}}]\n"
    site = article(tmp_path / "2", seed, sidecar)
    assert site.problems == []
    page = site.page("articles/a/")
    assert page.count('id="p-5t2fuu"') == 1
    assert page.count(f'id="{new}"') == 1
    assert 'data-annotation="n"' in page


def test_a_former_paragraph_id_that_leads_nowhere_is_an_error(tmp_path):
    site = article(tmp_path, "T\n\nHello\n", "text: {former_paragraphs: {p-5t2fuu: p-aaaaaa}}\n")
    assert [line.split(": ")[1] for line in site.problems] == ["error[no-such-paragraph]"]


HIDES = [
    # hide, what is hidden of the seed
    ("{at: ADVERTISEMENT, every: true, why: advert}", ["ADVERTISEMENT", "ADVERTISEMENT"]),
    ("{at: Search Trends, why: site-furniture, note: Menu label}", ["Search Trends"]),
    ("{at: {quote: ADVERTISEMENT, nth: 2}, why: advert}", ["ADVERTISEMENT"]),
    ("{at: {quote: ADVERTISEMENT, after: ' two'}, why: advert}", ["ADVERTISEMENT"]),
    ("{at: {quote: ADVERTISEMENT, in: two ADVERTISEMENT}, why: advert}", None),
    ("{at: {from: Search, until: two}, why: x-mine}", ["Search Trends\n\nADVERTISEMENT two"]),
    ("{quote: ADVERTISEMENT, nth: 1, why: duplicate}", ["ADVERTISEMENT"]),
    ("{from: Search, until: Trends, why: other}", ["Search Trends"]),
]
HIDE_SEED = "T line\n\nOne ADVERTISEMENT end\n\nSearch Trends\n\nADVERTISEMENT two\n"


@pytest.mark.parametrize(("hide", "found"), HIDES)
def test_hide_takes_the_keys_of_an_anchor(tmp_path, hide, found):
    site = article(tmp_path, HIDE_SEED, f"text: {{hide: [{hide}]}}\n")
    if found is None:
        assert "error[" in site.problems[0]
        return
    assert [line for line in site.problems if "error" in line] == []
    page = site.page("articles/a/")
    statement = page.partition('class="withheld"')[2].partition("</details>")[0]
    start = 0
    spans = []
    for words in found:
        start = HIDE_SEED.index(words, start)
        if "nth: 2" in hide or "after" in hide:
            start = HIDE_SEED.rindex(words)
        spans.append((start, start + len(words)))
        assert words.split("\n")[0] in statement
        start += 1
    assert list(faults_of_page(page, HIDE_SEED, spans)) == []


def test_the_page_says_how_many_passages_are_hidden_why_and_what_they_say(tmp_path):
    site = article(
        tmp_path,
        HIDE_SEED,
        "text: {hide: [{at: ADVERTISEMENT, every: true, why: advert}, {at: Search Trends, why: privacy, note: A name}]}\n",
    )
    statement = site.page("articles/a/").partition('class="withheld"')[2].partition("</details>")[0]
    assert "3 passages" in statement
    assert "ADVERTISEMENT" in statement
    assert "A name" in statement
    assert "Search Trends" not in statement


@pytest.mark.parametrize(
    "hide",
    [
        "{at: nothing such, why: advert}",
        "{at: nothing such, every: true, why: advert}",
        "{at: ADVERTISEMENT, why: advert}",
    ],
)
def test_a_hide_that_matches_nothing_or_too_much_is_an_error(tmp_path, hide):
    site = article(tmp_path, HIDE_SEED, f"text: {{hide: [{hide}]}}\n")
    [problem] = [p for p in site.built.problems if p.severity == "error"]
    assert problem.code in ("quote-not-found", "quote-ambiguous")
    assert (problem.path, problem.line) == (SIDECAR, 1)


def test_everything_hidden_is_still_a_page_that_says_so(tmp_path):
    site = article(
        tmp_path,
        "T\n\nOne.\n\nTwo.\n",
        "text: {hide: [{at: {from: One., until: Two.}, why: advert}]}\n",
    )
    page = site.page("articles/a/")
    assert list(faults_of_page(page, "T\n\nOne.\n\nTwo.\n", [(3, 13)])) == []
    assert "1 passage" in page


def test_a_place_that_touches_hidden_text_does_not_count(tmp_path):
    seed = "T\n\nAna Ruiz came. ADVERT Ana Ruiz END. Bye.\n"
    sidecar = "text: {hide: [{at: ADVERT Ana Ruiz END, why: advert}]}\nannotations: [{id: n, type: note, at: Ana Ruiz, body: B}]\n"
    site = article(tmp_path, seed, sidecar)
    assert site.problems == []
    assert page_of(site).annotations == [("n", 3, "Ana Ruiz")]
    assert len(site.page("data/mentions.csv").splitlines()) == 2


def test_an_annotation_across_a_hidden_stretch_leaves_those_words_out(tmp_path):
    seed = "T\n\nOne two dark three four.\n"
    sidecar = "text: {hide: [{at: ' dark', why: privacy}]}\nannotations: [{id: n, type: note, at: {from: two, until: three}, body: B}]\n"
    site = article(tmp_path, seed, sidecar)
    assert site.problems == []
    page = page_of(site)
    assert "".join(text for _, _, text in page.annotations) == "two  three"
    row = json.loads(site.page("data/annotations.jsonl"))
    assert (row["start"], row["end"], row["text"]) == (7, 21, "two  three")
    assert [ident for ident in page.ids if ident.startswith("a-")] == ["a-n"]


def test_a_reading_is_what_names_see_and_the_page_shows_the_seed_and_tells_it(tmp_path):
    seed = "T\n\nThe Gobemador spoke.\n"
    sidecar = "text: {readings: [{at: Gobemador, read: Gobernador, why: ocr}]}\n"
    site = article(tmp_path, seed, sidecar)
    assert site.problems == []
    page = site.page("articles/a/")
    assert list(faults_of_page(page, seed, [])) == []
    assert page_of(site).mentions == [("dam", "m-7-16", 7, "Gobemador")]
    assert "Gobernador" in page.partition("Misprints")[2]
    assert site.page("data/mentions.csv").splitlines()[1].split(",")[:5] == [
        "a",
        "dam",
        "7",
        "16",
        "Gobemador",
    ]


SHOWN = "T\n\nFirst Ana Ruiz.\n\nSecond words here.\n\nThird words Ana Ruiz.\n"


@pytest.mark.parametrize("where", ["sidecar", "site", "defaults"])
def test_passages_shows_only_paragraphs_that_an_annotation_is_anchored_in(tmp_path, where):
    sidecar = "annotations: [{id: n, type: note, at: Second words, body: B}, {id: w, type: note, body: W}]\n"
    files = {}
    if where == "sidecar":
        sidecar += "show: passages\n"
    elif where == "site":
        files["site.yaml"] = "title: T\nshow: passages\n"
    else:
        files["content/defaults.yaml"] = "- {seeds: 'a*', show: passages}\n"
    site = article(tmp_path, SHOWN, sidecar, **files)
    assert site.problems == []
    page = page_of(site)
    assert [run.text for run in page.runs if run.part == "body"] == ["Second words here."]
    html = site.page("articles/a/")
    assert "2 passages are not shown" in html
    assert site.page("data/mentions.csv").splitlines()[1:] == []
    rows = json.loads(site.page("data/articles.jsonl"))
    assert [row["text"] for row in rows["paragraphs"]] == ["Second words here."]
    assert rows["show"] == "passages"
    assert "articles/a/text.txt" not in site.tree()


def test_a_record_without_seed_quotes_what_the_editor_quoted(tmp_path):
    sidecar = (
        "title: The record\nshow: none\nsummary: What it says.\npublished: 2023-05-01\n"
        "annotations:\n  - {id: n, type: note, at: words of the text, body: B}\n"
        "  - {id: m, type: quotation, at: {from: He said, until: the end}, speaker: ruiz}\n"
    )
    site = Site(tmp_path, {SIDECAR: sidecar, "content/entities/e.yaml": RUIZ})
    assert site.problems == []
    page = site.page("articles/a/")
    assert "quoted by the editor, text not held" in page.lower()
    assert "words of the text" in page
    assert "He said … the end" in page
    assert page.count('id="a-n"') == 1
    assert page.count('id="a-m"') == 1
    assert "What it says." in page
    assert "The record" in site.page("latest/")
    assert "He said … the end" in site.page("quotations/")
    rows = [json.loads(line) for line in site.page("data/annotations.jsonl").splitlines()]
    assert {(row["id"], row["start"], row["text"]) for row in rows} == {
        ("n", None, "words of the text"),
        ("m", None, "He said … the end"),
    }
    assert ArticlePage(page).runs == []


def test_a_record_with_a_seed_has_no_run_of_it(tmp_path):
    site = article(
        tmp_path,
        SHOWN,
        "show: none\ntitle: R\nannotations: [{id: n, type: note, body: B, at: Second words}]\n",
    )
    assert site.problems == []
    html = site.page("articles/a/")
    assert ArticlePage(html).runs == []
    assert "First" not in html
    assert html.count('id="a-n"') == 1


@pytest.mark.parametrize("seed", [True, False])
def test_a_withdrawn_article_is_a_tombstone_with_the_reason(tmp_path, seed):
    sidecar = (
        "title: Dusk title\nslug: dusk\nformer_ids: [old]\nstatus: withdrawn\nsummary: Dusk summary\n"
        "withdrawn: {on: 2023-06-02, reason: The **author** asked.}\n"
        "annotations: [{id: n, type: claim, claim: Dusk claim words., at: Dusk quote}]\nthreads: [t]\n"
    )
    files = {
        SIDECAR: sidecar,
        "content/threads/t.md": "---\ntitle: T\narticles: [a]\n---\n",
        "content/entities/e.yaml": RUIZ,
    }
    if seed:
        files["seeds/a.txt"] = "Dusk title\n\nDusk quote of Ana Ruiz.\n"
    site = Site(tmp_path, files)
    assert site.problems == []
    page = site.page("articles/dusk/")
    assert "The <strong>author</strong> asked." in page
    assert 'datetime="2023-06-02"' in page
    assert "noindex" in page
    assert "url=../../articles/dusk/" in site.page("articles/old/")
    for path, data in site.tree().items():
        assert b"Dusk" not in data, path


@pytest.mark.parametrize("status", ["published", "draft"])
def test_withdrawn_without_the_status_is_an_error(tmp_path, status):
    site = article(
        tmp_path, "T\n\nx\n", f"status: {status}\nwithdrawn: {{on: 2023-06-02, reason: R}}\n"
    )
    assert "error[missing-key]" in site.problems[0]


def test_a_seed_with_another_hash_is_a_warning(tmp_path):
    site = article(tmp_path, "T\n\nx\n", f"source: {{sha256: {'0' * 64}}}\n")
    assert [line.split(": ")[1] for line in site.problems] == ["warning[sha256-mismatch]"]
