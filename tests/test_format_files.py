"""docs/format.md, Files: names, ids, YAML, id or words, severities and `--lenient`."""

import pytest

from tests.sites import Site

SEED = "The title\n\nAna Ruiz spoke. The dam held.\n"
SIDECAR = "content/articles/a.yaml"
PEOPLE = "content/entities/people.yaml"
RUIZ = "entities: {ruiz: {type: person, name: Ana Ruiz}}\n"


def site_of(tmp_path, sidecar="", *, seed=SEED, **files):
    """Return an archive of one article `a` with these files."""
    given = {"seeds/a.txt": seed, **files}
    if sidecar:
        given[SIDECAR] = sidecar
    return Site(tmp_path, given)


def codes(site):
    """Return the codes and severities of a build's problems, info left out."""
    return [line.split(": ")[1] for line in site.problems]


GOOD_IDS = ["a", "0", "000_5dadbd3c16b493a3", "a-b_c", "x" * 120, "2", "con-1", "com10", "nul_"]
BAD_IDS = [
    "A",
    "-a",
    "_a",
    "a.b",
    "ä",
    "x" * 121,
    "index",
    "none",
    "con",
    "nul",
    "com1",
    "lpt9",
    "aux",
    "prn",
    "a b",
]


@pytest.mark.parametrize("name", GOOD_IDS)
def test_a_seed_with_a_valid_name_is_an_article_at_its_id(tmp_path, name):
    site = Site(tmp_path, {f"seeds/{name}.txt": SEED})
    assert site.problems == []
    assert f'data-article="{name}"' in site.page(f"articles/{name}/")


@pytest.mark.parametrize("name", BAD_IDS)
def test_a_seed_whose_name_is_no_valid_id_is_an_error_that_names_the_command(tmp_path, name):
    site = Site(tmp_path, {f"seeds/{name}.txt": SEED})
    [problem] = [p for p in site.built.problems if p.severity == "error"]
    assert problem.code == "bad-file-name"
    assert "python build.py import" in problem.hint
    assert site.built.stopped
    assert not site.out.exists()


@pytest.mark.parametrize("name", [*BAD_IDS[:5], "index", "none", "com1"])
@pytest.mark.parametrize(
    "files",
    [
        {"content/entities/e.yaml": 'entities: {"ID": {type: person, name: Ana}}\n'},
        {"content/claims/e.yaml": 'claims: {"ID": {text: It rained.}}\n'},
        {"content/topics.yaml": '"ID": {label: L}\n'},
        {SIDECAR: 'annotations: [{id: "ID", type: note, body: B}]\n'},
        {SIDECAR: 'slug: "ID"\n'},
        {SIDECAR: 'former_ids: ["ID"]\n'},
    ],
    ids=["entity", "claim", "topic", "annotation", "slug", "former id"],
)
def test_ids_have_the_same_form_everywhere(tmp_path, files, name):
    site = site_of(tmp_path, **{path: text.replace("ID", name) for path, text in files.items()})
    [problem] = [p for p in site.built.problems if p.severity == "error"]
    assert problem.code == "bad-id"
    assert problem.path in files
    assert problem.line == 1
    assert problem.column > 0


@pytest.mark.parametrize("folder", ["content/threads", "content/pages"])
@pytest.mark.parametrize("name", ["A", "index", "none", "con"])
def test_a_thread_or_page_has_a_valid_id_for_a_name(tmp_path, folder, name):
    site = Site(tmp_path, {f"{folder}/{name}.md": "---\ntitle: T\n---\n"})
    assert codes(site) == ["error[bad-file-name]"]


def test_an_id_is_unique_over_all_folders(tmp_path):
    site = Site(tmp_path, {"seeds/a.txt": SEED, "seeds/deep/down/a.txt": SEED})
    assert codes(site) == ["error[duplicate-id]"]


def test_seeds_and_sidecars_may_lie_in_different_folders(tmp_path):
    site = Site(
        tmp_path, {"seeds/2023/a.txt": SEED, "content/articles/x/y/a.yaml": "title: Other words\n"}
    )
    assert site.problems == []
    assert "Other words" in site.page("articles/a/")


def test_a_seed_without_a_sidecar_is_a_whole_article(tmp_path):
    site = Site(tmp_path, {"seeds/2023-05-24-a.txt": SEED, PEOPLE: RUIZ})
    page = site.page("articles/2023-05-24-a/")
    assert '<span data-start="0">The title</span>' in page
    assert 'datetime="2023-05-24"' in page
    assert 'data-entity="ruiz"' in page
    assert site.tree()["articles/2023-05-24-a/text.txt"] == SEED.encode()
    assert "2023-05-24-a" in site.page("2023/05/")


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("2023-05-24-x", "2023/05/"),
        ("2023-05-x", "2023/05/"),
        ("2023-05-24", "2023/05/"),
        ("2023-13-01-x", None),
        ("2023-02-30-x", None),
        ("000_5dadbd3c16b493a3", None),
        ("20230524-x", None),
        ("x-2023-05-24", None),
    ],
)
def test_the_date_is_that_with_which_an_id_begins(tmp_path, name, where):
    site = Site(tmp_path, {f"seeds/{name}.txt": SEED})
    years = [path for path in site.tree() if path.startswith("2") and path.endswith("index.html")]
    assert years == (
        [f"{where[:5]}{where[5:]}index.html", f"{where[:5]}index.html"] if where else []
    )


def test_a_date_in_the_sidecar_goes_before_that_of_the_id(tmp_path):
    site = Site(
        tmp_path,
        {"seeds/2023-05-24-a.txt": SEED, "content/articles/2023-05-24-a.yaml": "published: 2021\n"},
    )
    assert "2021/index.html" in site.tree()
    assert "2023/index.html" not in site.tree()


@pytest.mark.parametrize(
    ("sidecar", "found"),
    [
        ("title: T\n", ["error[seed-missing]"]),
        ("show: none\ntitle: T\n", []),
        ("title: T\nstatus: withdrawn\nwithdrawn: {on: 2023-06-01, reason: R}\n", []),
        ("title: T\nstatus: draft\n", ["error[seed-missing]"]),
        ("show: passages\n", ["error[seed-missing]"]),
    ],
)
def test_a_sidecar_without_a_seed_is_an_error_unless_withdrawn_or_a_record(
    tmp_path, sidecar, found
):
    site = Site(tmp_path, {SIDECAR: sidecar})
    assert codes(site) == found


OLD_IDS = {
    "articles": ({SIDECAR: "former_ids: [old]\n"}, "articles/old/", "articles/a/"),
    "a slug": (
        {SIDECAR: "slug: new-words\nformer_ids: [old]\n"},
        "articles/old/",
        "articles/new-words/",
    ),
    "entities": (
        {PEOPLE: "entities: {ruiz: {type: person, name: Ana Ruiz, former_ids: [old]}}\n"},
        "entities/old/",
        "entities/ruiz/",
    ),
    "merged entities": (
        {
            PEOPLE: "entities:\n  ruiz: {type: person, name: Ana Ruiz}\n  old: {type: person, name: A. Ruiz, merged_into: ruiz}\n"
        },
        "entities/old/",
        "entities/ruiz/",
    ),
    "claims": (
        {"content/claims/c.yaml": "claims: {c: {text: It rained., former_ids: [old]}}\n"},
        "claims/old/",
        "claims/c/",
    ),
    "merged claims": (
        {
            "content/claims/c.yaml": "claims: {c: {text: It rained.}, old: {text: Rain., merged_into: c}}\n"
        },
        "claims/old/",
        "claims/c/",
    ),
    "threads": (
        {"content/threads/t.md": "---\ntitle: T\nformer_ids: [old]\n---\n"},
        "threads/old/",
        "threads/t/",
    ),
    "topics": (
        {"content/topics.yaml": "t: {label: T, former_ids: [old]}\n"},
        "topics/old/",
        "topics/t/",
    ),
}


@pytest.mark.parametrize(("files", "old", "new"), OLD_IDS.values(), ids=OLD_IDS.keys())
def test_a_former_id_is_a_redirect(tmp_path, files, old, new):
    site = site_of(tmp_path, **files)
    assert site.problems == []
    page = site.page(old)
    assert f'content="0; url=../../{new}"' in page
    assert f'href="../../{new}"' in page
    assert site.page(new)


@pytest.mark.parametrize("key", ["former_ids", "merged_into"])
def test_a_former_id_is_followed_in_references(tmp_path, key):
    register = "entities:\n  ruiz: {type: person, name: Ana Ruiz, former_ids: [old]}\n"
    if key == "merged_into":
        register = "entities:\n  ruiz: {type: person, name: Ana Ruiz}\n  old: {type: person, name: A. Ruiz, merged_into: ruiz}\n"
    sidecar = (
        "byline: [old]\nsource: {publisher: old}\nsummary: See [[old]].\nmentions: {also: [old], fix: [{at: dam, is: old}]}\n"
        "annotations: [{id: n, type: quotation, speaker: old, at: spoke, about: [old]}]\n"
    )
    site = site_of(tmp_path, sidecar, **{PEOPLE: register})
    assert site.problems == []
    page = site.page("articles/a/")
    assert 'data-entity="old"' not in page
    assert "entities/old" not in page
    assert page.count('data-entity="ruiz"') == 2
    assert "n,ruiz" not in site.page("data/mentions.csv")
    assert [line.split(",")[1] for line in site.page("data/mentions.csv").splitlines()[1:]] == [
        "ruiz"
    ] * 2
    entity = site.page("entities/ruiz/")
    assert entity.count("data-mention") == 2
    assert "spoke" in entity


def test_a_former_annotation_id_is_an_anchor_and_is_followed(tmp_path):
    sidecar = "annotations: [{id: n, type: note, at: spoke, body: B, former_ids: [old]}, {id: w, type: note, body: W, former_ids: [ow]}]\nsummary: See [[a#old]] and [[a#ow]].\n"
    site = site_of(tmp_path, sidecar)
    assert site.problems == []
    page = site.page("articles/a/")
    for anchor in ("a-n", "a-old", "a-w", "a-ow"):
        assert page.count(f'id="{anchor}"') == 1, anchor


@pytest.mark.parametrize(
    ("files", "path"),
    [
        ({"seeds/b.txt": SEED, SIDECAR: "former_ids: [b]\n"}, SIDECAR),
        (
            {
                "seeds/b.txt": SEED,
                SIDECAR: "former_ids: [x]\n",
                "content/articles/b.yaml": "former_ids: [x]\n",
            },
            "content/articles/b.yaml",
        ),
        (
            {"seeds/b.txt": SEED, SIDECAR: "slug: x\n", "content/articles/b.yaml": "slug: x\n"},
            "content/articles/b.yaml",
        ),
        ({"seeds/b.txt": SEED, SIDECAR: "slug: b\n"}, SIDECAR),
        (
            {
                "seeds/b.txt": SEED,
                SIDECAR: "slug: x\n",
                "content/articles/b.yaml": "former_ids: [x]\n",
            },
            "content/articles/b.yaml",
        ),
    ],
    ids=[
        "former id of one is id of another",
        "former id twice",
        "slug twice",
        "slug is an id",
        "slug is a former id",
    ],
)
def test_two_articles_never_have_one_address(tmp_path, files, path):
    site = site_of(tmp_path, **files)
    [problem] = [p for p in site.built.problems if p.severity == "error"]
    assert problem.code in ("duplicate-id", "address-taken")
    assert problem.path == path, problem
    assert problem.line == 1


SCALARS = """\
title: 1984
published: 2023
deck: no
summary: ~
annotations:
  - {id: n, type: note, at: {quote: dam, nth: 1}, body: null note}
  - {id: m, type: note, title: 0x1F, body: 1_000}
mentions: {auto: false}
x-mine: {cik: 0000723125}
"""


def test_the_field_decides_what_a_scalar_is(tmp_path):
    site = site_of(
        tmp_path,
        SCALARS,
        seed="1984\n\nThe dam.\n",
        **{
            PEOPLE: "entities: {no: {type: person, name: no}, p: {type: place, name: P, point: [52.1, 4.3]}}\n"
        },
    )
    assert site.problems == []
    page = site.page("articles/a/")
    assert '<span data-start="0">1984</span>' in page
    assert '<p class="deck">no</p>' in page
    assert "0x1F" in page
    assert "1_000" in page
    assert "2023/index.html" in site.tree()
    assert '"x-mine":{"cik":"0000723125"}' in site.page("data/articles.jsonl")
    assert '"point":[52.1,4.3]' in site.page("data/entities.jsonl")


@pytest.mark.parametrize(
    ("sidecar", "code"),
    [
        ("title: &a T\ndeck: *a\n", "yaml-anchor"),
        ("title: !!str T\n", "yaml-tag"),
        ("title: T\ntitle: U\n", "yaml-duplicate-key"),
        ("titel: T\n", "unknown-key"),
        ("source: {publisher: Reuters, Ltd}\n", "value-cut-by-comma"),
        ("format: 2\n", "format-version"),
        ("annotations:\n\t- {type: note}\n", "yaml-tab"),
        ("annotations: [{id: n, type: note, at: , body: B}]\n", "anchor-empty"),
        ("annotations: [{id: n, type: note, at: '', body: B}]\n", "anchor-empty"),
        ("annotations: [{id: n, type: note, at: {}, body: B}]\n", "anchor-empty"),
    ],
)
def test_what_yaml_must_not_be_is_an_error_with_a_place(tmp_path, sidecar, code):
    site = site_of(tmp_path, sidecar)
    found = [p for p in site.built.problems if p.severity == "error"]
    assert code in [p.code for p in found]
    assert all(p.path == SIDECAR and p.line and p.column for p in found)


@pytest.mark.parametrize(
    "sidecar",
    [
        "format: 1\n",
        "# yaml-language-server: $schema=x.json\nformat: 1\n",
        "",
        "# only words\n",
        "\ufefftitle: T\n",
    ],
)
def test_what_yaml_may_be(tmp_path, sidecar):
    site = site_of(tmp_path, **{SIDECAR: sidecar})
    assert site.problems == []


def test_a_folded_anchor_takes_anything(tmp_path):
    seed = 'Title\n\nHe said: "a, b # {c}" and went.\n'
    sidecar = 'annotations:\n  - id: n\n    type: note\n    body: B\n    at: >-\n      said: "a, b # {c}"\n      and\n'
    site = site_of(tmp_path, sidecar, seed=seed)
    assert site.problems == []
    assert '"text":"said: \\"a, b # {c}\\" and"' in site.page("data/annotations.jsonl")


@pytest.mark.parametrize("alias", ["Inc.", "Ltd", "GmbH", "Jr"])
def test_an_alias_that_is_a_legal_form_is_reported(tmp_path, alias):
    site = site_of(
        tmp_path,
        **{
            PEOPLE: f"entities: {{m: {{type: company, name: Micron, aliases: [Micron, {alias}]}}}}\n"
        },
    )
    [line] = [line for line in site.problems if "legal-form" in line or "comma" in line]
    assert PEOPLE in line


WHO = [
    "source: {{publisher: {}}}",
    "byline: [{}]",
    "dateline: {{place: {}}}",
    "annotations: [{{id: n, type: quotation, at: spoke, speaker: {}}}]",
    "annotations: [{{id: n, type: quotation, at: spoke, speaker: [{}]}}]",
    "annotations: [{{id: n, type: quotation, at: spoke, speaker: ruiz, to: {}}}]",
    "annotations: [{{id: n, type: event, name: Storm, when: 2023, where: {}}}]",
    "annotations: [{{id: n, type: event, name: Storm, when: 2023, who: [{{entity: {}, role: r}}]}}]",
    "annotations: [{{id: n, type: note, body: B, by: {}}}]",
    "source: {{rights: {{holder: {}}}}}",
    "annotations: [{{id: n, type: note, body: B, sources: [{{title: S, publisher: {}}}]}}]",
]


@pytest.mark.parametrize("form", WHO)
def test_a_value_in_the_form_of_an_id_must_be_a_known_id(tmp_path, form):
    site = site_of(tmp_path, form.format("ruix") + "\n", **{PEOPLE: RUIZ})
    [problem] = [p for p in site.built.problems if p.severity == "error"]
    assert (problem.code, problem.path, problem.line) == ("unknown-id", SIDECAR, 1)
    assert problem.hint == "did you mean `ruiz`?"


@pytest.mark.parametrize("form", WHO)
def test_a_known_id_is_shown_by_its_name(tmp_path, form):
    site = site_of(tmp_path, form.format("ruiz") + "\n", seed="T\n\nShe spoke.\n", **{PEOPLE: RUIZ})
    assert site.problems == []
    assert "Ana Ruiz</a>" in site.page("articles/a/")


@pytest.mark.parametrize(
    "words",
    ["a senior official", "Reuters", "{text: reuters}", "ex.ample", "{text: ruiz}", "路透社"],
)
@pytest.mark.parametrize("form", [form for form in WHO if "role" not in form])
def test_anything_else_is_words(tmp_path, form, words):
    site = site_of(tmp_path, form.format(words) + "\n", **{PEOPLE: RUIZ})
    assert site.problems == []
    page = site.page("articles/a/")
    shown = words.removeprefix("{text: ").removesuffix("}")
    assert shown in page


def test_words_equal_to_a_registered_name_get_an_info(tmp_path):
    site = site_of(tmp_path, "byline: [Ana Ruiz]\n", **{PEOPLE: RUIZ})
    found = [p for p in site.built.problems if p.code == "known-name"]
    assert [(p.severity, p.path, p.line, p.column) for p in found] == [("info", SIDECAR, 1, 10)]


def test_a_key_of_editors_may_sign_and_nothing_else(tmp_path):
    files = {
        "site.yaml": "title: T\neditors: {ed: {name: Edith Day, url: https://example.org/ed}}\n"
    }
    sidecar = "annotations: [{id: n, type: note, body: B, by: ed}]\n"
    assert "Edith Day" in site_of(tmp_path / "1", sidecar, **files).page("articles/a/")
    for form in (
        "byline: [ed]\n",
        "annotations: [{id: n, type: quotation, at: spoke, speaker: ed}]\n",
        "source: {publisher: ed}\n",
    ):
        assert codes(site_of(tmp_path / form[:6] / form[9:12].strip(), form, **files)) == [
            "error[unknown-id]"
        ], form


def test_a_speaker_who_shares_the_key_of_an_editor_is_the_entity(tmp_path):
    files = {
        "site.yaml": "title: T\neditors: {ruiz: {name: Edith Day}}\n",
        PEOPLE: RUIZ,
    }
    site = site_of(
        tmp_path, "annotations: [{id: n, type: quotation, at: spoke, speaker: ruiz}]\n", **files
    )
    page = site.page("articles/a/")
    assert "Edith Day" not in page


def test_keys_that_begin_with_x_travel_into_the_exports(tmp_path):
    files = {
        PEOPLE: "entities: {ruiz: {type: person, name: Ana Ruiz, x-e: 1, ids: {x-i: v}}}\n",
        "content/claims/c.yaml": "claims: {c: {text: It rained., x-c: {deep: [a]}}}\n",
        "content/threads/t.md": "---\ntitle: T\nx-t: yes\n---\n",
    }
    site = site_of(
        tmp_path, "x-a: no\nannotations: [{id: n, type: note, body: B, x-n: ~, x-o: 07}]\n", **files
    )
    assert site.problems == []
    assert '"x-a":"no"' in site.page("data/articles.jsonl")
    assert '"x-o":"07"' in site.page("data/annotations.jsonl")
    assert '"x-e":"1"' in site.page("data/entities.jsonl")
    assert '"x-i":"v"' in site.page("data/entities.jsonl")
    assert '"x-c":{"deep":["a"]}' in site.page("data/claims.jsonl")
    assert '"x-t":"yes"' in site.page("data/threads.jsonl")


@pytest.mark.parametrize("site_yaml", [None, "", "title:\n", "lang: en\n"])
def test_a_site_without_title_is_an_error(tmp_path, site_yaml):
    site = Site(tmp_path, {"seeds/a.txt": SEED})
    if site_yaml is None:
        (tmp_path / "site.yaml").unlink()
    else:
        site.write("site.yaml", site_yaml)
    assert site.built.stopped
    [problem] = [p for p in site.built.problems if p.severity == "error"]
    assert problem.path == "site.yaml"


LEFT_OUT = {
    "an annotation with an unknown key": (
        "annotations: [{id: n, type: note, body: B, bodi: C}, {id: m, type: note, body: Kept}]",
        "annotation",
    ),
    "an annotation of an unknown type": (
        "annotations: [{id: n, type: nope, body: B}, {id: m, type: note, body: Kept}]",
        "annotation",
    ),
    "an annotation without place": (
        "annotations: [{id: n, type: note, body: B, at: not there}, {id: m, type: note, body: Kept}]",
        "note n",
    ),
    "an annotation with an unknown id": (
        "annotations: [{id: n, type: note, body: B, about: [nobody]}, {id: m, type: note, body: Kept}]",
        "n",
    ),
    "an annotation that links nowhere": (
        "annotations: [{id: n, type: note, body: 'B [[nobody]]'}, {id: m, type: note, body: Kept}]",
        "n",
    ),
    "a link to an unknown article": (
        "links: [{rel: cites, to: nowhere}]\nannotations: [{id: m, type: note, body: Kept}]",
        "link",
    ),
    "a link without place": (
        "links: [{rel: cites, to: b, at: not there}]\nannotations: [{id: m, type: note, body: Kept}]",
        "link",
    ),
    "a link with an unknown relation": (
        "links: [{rel: sites, to: b}]\nannotations: [{id: m, type: note, body: Kept}]",
        "link",
    ),
    "a fix without place": (
        "mentions: {fix: [{at: not there, is: none}]}\nannotations: [{id: m, type: note, body: Kept}]",
        "mention",
    ),
    "a fix with an unknown id": (
        "mentions: {fix: [{at: dam, is: nobody}]}\nannotations: [{id: m, type: note, body: Kept}]",
        "mention",
    ),
    "a name that means nobody": (
        "mentions: {mean: {dam: nobody}}\nannotations: [{id: m, type: note, body: Kept}]",
        "mention",
    ),
    "a source with an unknown publisher": (
        "source: {publisher: nobody}\nannotations: [{id: m, type: note, body: Kept}]",
        "source",
    ),
    "a source with a bad address": (
        "source: {url: ftp://x}\nannotations: [{id: m, type: note, body: Kept}]",
        "source",
    ),
    "a source of an annotation": (
        "annotations: [{id: n, type: note, body: B, sources: [nowhere]}, {id: m, type: note, body: Kept}]",
        "",
    ),
    "a date": ("published: soon\nannotations: [{id: m, type: note, body: Kept}]", "published"),
    "an unknown key": (
        "anotations: []\nannotations: [{id: m, type: note, body: Kept}]",
        "anotations",
    ),
    "an annotation and then a link": (
        "annotations: [{id: n, type: nope}, {id: m, type: note, body: Kept}, {id: o, type: note, body: 'O [[nobody]]'}]",
        "o",
    ),
}


@pytest.mark.parametrize(("sidecar", "told"), LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_lenient_leaves_out_what_is_faulty_and_the_page_says_so(tmp_path, sidecar, told):
    site = Site(
        tmp_path,
        {"seeds/a.txt": SEED, "seeds/b.txt": "B\n\nOther.\n", SIDECAR: sidecar + "\n"},
        lenient=True,
    )
    assert any("error[" in line for line in site.problems)
    assert not site.built.stopped
    page = site.page("articles/a/")
    assert "Ana Ruiz spoke" in page
    assert "Kept" in page
    banner = page.partition("Left out of this page")[2].partition("</ul>")[0]
    assert banner
    assert told in banner


@pytest.mark.parametrize(
    "sidecar",
    [
        "text: {hide: [{at: Ana Ruiz, why: privacy}, {at: nothing like it, why: privacy}]}\n",
        "text: {hide: [{at: Ana Ruiz, why: nonsense}]}\n",
        "text: {hide: [{at: Ana Ruiz, wy: privacy}]}\n",
        "text: {hide: Ana Ruiz}\n",
        "text: {hides: [{at: Ana Ruiz, why: privacy}]}\n",
        "text: {encoding: nonsense}\n",
        "text: {encoding: utf-16}\n",
        "text: {paragraphs: nonsense}\n",
        "show: nothing\n",
        "status: withdrwan\n",
        "status: withdrawn\n",
        "withdrawn: {on: 2023-06-01, reason: R}\n",
        "Status: withdrawn\n",
        "hide: [{at: Ana Ruiz, why: privacy}]\n",
        "txt: {hide: [{at: Ana Ruiz, why: privacy}]}\n",
        "title: T\n show: none\n",
        "- a list\n",
        "just words\n",
        "title: [\n",
        "format: 2\n",
        b"title: \xff\n",
        "show: none\nshow: all\n",
    ],
)
def test_lenient_puts_a_placeholder_where_a_sidecar_cannot_be_trusted(tmp_path, sidecar):
    site = Site(
        tmp_path,
        {"seeds/a.txt": SEED, "seeds/b.txt": "B\n\nOther.\n", SIDECAR: sidecar, PEOPLE: RUIZ},
        lenient=True,
    )
    assert any("error[" in line for line in site.problems)
    assert not site.built.stopped
    assert 'data-tombstone="a"' in site.page("articles/a/")
    assert "Other." in site.page("articles/b/")
    for path, data in site.tree().items():
        assert b"spoke. The dam held" not in data, path
    assert "articles/a/text.txt" not in site.tree()
    assert ",a," not in site.page("data/mentions.csv")


def test_lenient_puts_a_placeholder_for_a_seed_that_cannot_be_decoded(tmp_path):
    site = Site(
        tmp_path,
        {"seeds/a.txt": b"T\n\nwords\xff here\n", "seeds/b.txt": "B\n\nOther.\n"},
        lenient=True,
    )
    assert codes(site) == ["error[seed-undecodable]"]
    assert 'data-tombstone="a"' in site.page("articles/a/")


@pytest.mark.parametrize(
    "files",
    [
        {"site.yaml": "titel: T\n"},
        {PEOPLE: "entities: {ruiz: {type: person}}\n"},
        {
            PEOPLE: "entities: {ruiz: {type: person, name: R, relations: [{rel: owns, to: nobody}]}}\n"
        },
        {"content/claims/c.yaml": "claims: {c: {}}\n"},
        {"content/claims/c.yaml": "claims: {c: {text: T, about: [nobody]}}\n"},
        {"content/topics.yaml": "a: {}\n"},
        {"templates/article.html": "{% if %}"},
        {"templates/article.html": "{{ page.nothing }}"},
    ],
)
def test_site_yaml_registers_and_templates_stop_even_a_lenient_build(tmp_path, files):
    site = Site(tmp_path, {"seeds/a.txt": SEED, **files}, lenient=True)
    assert site.built.stopped
    assert not (site.out / "index.html").exists()


def test_a_warning_stops_a_strict_build_and_an_info_never_does(tmp_path):
    files = {"seeds/a.txt": SEED, "content/topics.yaml": "t: {label: T}\n"}
    assert Site(tmp_path / "w", {**files, SIDECAR: "topics: [u]\n"}, strict=True).built.stopped
    assert not Site(tmp_path / "n", {**files, SIDECAR: "topics: [u]\n"}).built.stopped
    site = Site(
        tmp_path / "i", {**files, SIDECAR: "byline: [Ana Ruiz]\n", PEOPLE: RUIZ}, strict=True
    )
    assert not site.built.stopped
    assert any(p.severity == "info" for p in site.built.problems)
