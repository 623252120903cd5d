"""Registers: entities, claims, threads and the rest, over all files together."""

from backfile.ids import ClaimId, EntityId, PageId, ThreadId
from backfile.read_records import ClaimRecord
from tests.reading import read_archive

ACME = "entities:\n  acme: {type: company, name: Acme}\n"


def test_registers_are_read_from_all_their_files(tmp_path):
    archive = read_archive(
        tmp_path,
        {
            "site.yaml": "title: T\nshow: passages\neditors: {ed: {name: Ed}}\n",
            "content/entities/b.yaml": "entities:\n  b: {type: person, name: B}\n",
            "content/entities/a/x.yaml": ACME,
            "content/claims/c.yaml": "claims:\n  c: {text: A claim., about: [acme]}\n",
            "content/threads/t.md": "---\ntitle: T\narticles: [x, {id: y, note: n}]\n---\n\nBody\r\nmore\n",
            "content/pages/about.md": "---\ntitle: About\norder: 2\n---\nHello\n",
            "content/topics.yaml": "# topics\nformat: 1\nx-note: mine\ntrade: {label: Trade}\n",
            "content/corrections.yaml": "- {on: 2023-05-24, text: Wrong., about: [acme]}\n",
            "content/defaults.yaml": "- {seeds: 'a/**', lang: es}\n- {seeds: b, lang: de}\n",
        },
    )
    found = archive.registers
    assert archive.printed == []
    assert found.site
    assert found.site.show == "passages"
    assert list(found.entities) == ["acme", "b"]
    assert found.entities[EntityId("acme")].path == "content/entities/a/x.yaml"
    assert found.entities[EntityId("acme")].keys == ("entities", "acme")
    assert isinstance(found.claims[ClaimId("c")], ClaimRecord)
    assert found.threads[ThreadId("t")].body == "\nBody\nmore\n"
    assert found.threads[ThreadId("t")].body_line == 5
    assert (found.pages[PageId("about")].front.order, found.pages[PageId("about")].body) == (
        2,
        "Hello\n",
    )
    assert list(found.topics) == ["trade"]
    assert found.topics_listed
    assert found.corrections[0].about == ["acme"]
    assert [(entry.pattern, entry.data) for entry in found.defaults] == [
        ("a/**", {"lang": "es"}),
        ("b", {"lang": "de"}),
    ]


def test_an_empty_site_file_lacks_its_title(tmp_path):
    archive = read_archive(tmp_path, {"site.yaml": ""})
    assert archive.printed == ["site.yaml:1:1: missing-key: the key `title` is missing here"]
    assert archive.registers.site is None


def test_empty_registers_are_no_problem(tmp_path):
    paths = ("entities/a.yaml", "claims/a.yaml", "topics.yaml", "corrections.yaml", "defaults.yaml")
    archive = read_archive(tmp_path, {f"content/{path}": "# nothing yet\n" for path in paths})
    assert archive.printed == []
    assert archive.registers.topics_listed


def test_the_same_id_in_two_files_is_an_error(tmp_path):
    claims = "claims:\n  c: {text: A}\n"
    archive = read_archive(
        tmp_path,
        {
            "content/entities/a.yaml": ACME,
            "content/entities/b.yaml": ACME,
            "content/claims/a.yaml": claims,
            "content/claims/b.yaml": claims,
        },
    )
    assert archive.printed == [
        "content/claims/b.yaml:2:3: duplicate-id: the claim `c` is already given in content/claims/a.yaml",
        (
            "content/entities/b.yaml:2:3: duplicate-id: "
            "the entity `acme` is already given in content/entities/a.yaml"
        ),
    ]


def test_a_sidecar_may_define_entities_of_its_own(tmp_path):
    archive = read_archive(
        tmp_path,
        {
            "content/entities/a.yaml": ACME,
            "seeds/x.txt": "T\n\nx\n",
            "content/articles/x.yaml": "status: draft\nentities:\n  own: {type: person, name: O}\n"
            "  acme: {type: person, name: A}\n  bad: {type: person}\n",
        },
    )
    assert list(archive.registers.entities) == ["acme", "own"]
    own = archive.registers.entities[EntityId("own")]
    assert (own.article, own.article_status, own.path) == ("x", "draft", "content/articles/x.yaml")
    assert [problem.code for problem in archive.problems] == ["duplicate-id", "missing-key"]
    assert archive.problems[1].line == 5


def test_former_and_merged_ids_lead_to_what_they_are_now(tmp_path):
    archive = read_archive(
        tmp_path,
        {
            "content/entities/a.yaml": """\
entities:
  acme: {type: company, name: Acme, former_ids: [old, older]}
  acme-two: {type: company, name: Acme 2, merged_into: old, former_ids: [two]}
  acme-three: {type: company, name: Acme 3, merged_into: acme-two}
""",
            "content/topics.yaml": "trade: {label: T, former_ids: [commerce]}\n",
            "content/threads/t.md": "---\ntitle: T\nformer_ids: [s]\n---\n",
        },
    )
    assert archive.printed == []
    assert archive.registers.current == {
        "entity": dict.fromkeys(["acme-three", "acme-two", "old", "older", "two"], "acme"),
        "claim": {},
        "thread": {"s": "t"},
        "topic": {"commerce": "trade"},
    }


def test_a_merge_that_leads_nowhere_or_round_is_an_error(tmp_path):
    archive = read_archive(
        tmp_path,
        {
            "content/entities/a.yaml": """\
entities:
  a: {type: company, name: A, merged_into: b}
  b: {type: company, name: B, merged_into: a}
  c: {type: company, name: C, merged_into: c}
  acme: {type: company, name: Acme}
  d: {type: company, name: D, merged_into: akme}
"""
        },
    )
    assert [f"{p.line} {p.code} {p.hint}" for p in archive.problems] == [
        "2 bad-merge remove `merged_into` from one of them",
        "3 bad-merge remove `merged_into` from one of them",
        "4 bad-merge remove `merged_into` from one of them",
        "6 bad-merge did you mean `acme`?",
    ]


def test_a_former_id_names_one_thing_only(tmp_path):
    archive = read_archive(
        tmp_path,
        {
            "content/entities/a.yaml": """\
entities:
  a: {type: company, name: A, former_ids: [b, x]}
  b: {type: company, name: B, former_ids: [x]}
"""
        },
    )
    assert archive.places == ["2:44 duplicate-id", "3:44 duplicate-id"]


def test_two_entities_with_one_identifier_are_an_error(tmp_path):
    archive = read_archive(
        tmp_path,
        {
            "content/entities/a.yaml": """\
entities:
  a: {type: company, name: A, ids: {wikidata: Q95, wikipedia: {en: A}, x-own: 7}}
  b: {type: company, name: B, ids: {wikidata: Q95, wikipedia: {en: A, de: A}, x-own: 7}}
  c: {type: company, name: C, ids: {wikidata: Q95}, merged_into: a}
"""
        },
    )
    assert [problem.code for problem in archive.problems] == ["duplicate-identifier"] * 3
    assert {problem.line for problem in archive.problems} == {3}


def test_a_markdown_file_needs_front_matter(tmp_path):
    archive = read_archive(
        tmp_path,
        {
            "content/threads/a.md": "Just text\n",
            "content/threads/b.md": "---\ntitle: B\n",
            "content/threads/c.md": b"---\ntitle: \xff\n---\n",
            "content/threads/d.md": "---\ntitle: D\ntitle: E\n---\n",
            "content/threads/e.md": "---\ntitlle: E\n---\n",
            "content/pages/f.md": "",
            "content/pages/g.md": "---\n---\n",
        },
    )
    assert [f"{p.path}:{p.line}:{p.column} {p.code}" for p in archive.problems] == [
        "content/pages/f.md:1:1 front-matter",
        "content/pages/g.md:2:1 missing-key",
        "content/threads/a.md:1:1 front-matter",
        "content/threads/b.md:1:1 front-matter",
        "content/threads/c.md:2:8 yaml-not-utf8",
        "content/threads/d.md:3:1 yaml-duplicate-key",
        "content/threads/e.md:2:1 unknown-key",
    ]


def test_faults_of_a_register_do_not_hide_the_others(tmp_path):
    archive = read_archive(
        tmp_path,
        {
            "site.yaml": "titlle: T\n",
            "content/entities/a.yaml": "entities: [\n",
            "content/entities/b.yaml": "entities: {a: {type: persn, name: A}, b: {type: person, name: B}}\n",
            "content/topics.yaml": "- trade\n",
            "content/corrections.yaml": "on: 2023\n",
            "content/defaults.yaml": "- {lang: es}\n",
        },
    )
    assert sorted({problem.path for problem in archive.problems}) == [
        "content/corrections.yaml",
        "content/defaults.yaml",
        "content/entities/a.yaml",
        "content/entities/b.yaml",
        "content/topics.yaml",
        "site.yaml",
    ]
    assert list(archive.registers.entities) == ["b"]
