"""JSON Schemas for editors: they take what the format takes, and know its mistakes."""

import json
import re
from functools import cache
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from backfile import shapes, shapes_annotations, shapes_registers, shapes_sidecar
from backfile.convert import convert_to
from backfile.dates import parse_date
from backfile.frontmatter import front_matter
from backfile.key_words import words_for_key
from backfile.schema import SHAPES, schema_of
from backfile.schema_values import DATE
from backfile.schema_writing import known_ids, schema_lines, write_schemas
from backfile.yamldata import load_yaml
from tests.reading import write_files

ROOT = Path(__file__).resolve().parent.parent


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it: the core schema of YAML 1.2."""

    yaml_implicit_resolvers = {}  # noqa: RUF012


for tag, form, first in (
    ("bool", r"^(true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)$", "-+.0123456789"),
    ("null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(form), list(first))


@cache
def validator(name):
    """Return the validator of one schema, without known ids."""
    return Draft7Validator(schema_of(name, {}))


def read_as_editor(text):
    """Return the data of a text as an editor reads it."""
    return yaml.load(text, EditorLoader)  # noqa: S506


def faults(name, text):
    """Return what an editor would say of a text."""
    return [fault.message for fault in validator(name).iter_errors(read_as_editor(text))]


def archive_files():
    """Yield the name of the schema and the path of every file of the shipped archive."""
    content = ROOT / "content"
    yield "site", ROOT / "site.yaml"
    for folder, name in (("articles", "sidecar"), ("entities", "entities"), ("claims", "claims")):
        yield from ((name, path) for path in sorted((content / folder).rglob("*.yaml")))
    for folder, name in (("threads", "thread"), ("pages", "page")):
        yield from ((name, path) for path in sorted((content / folder).rglob("*.md")))
    for name in ("topics", "defaults", "corrections"):
        if (content / f"{name}.yaml").is_file():
            yield name, content / f"{name}.yaml"


def test_every_schema_is_one_of_draft_seven_and_has_no_null():
    for name in SHAPES:
        schema = schema_of(name, {"entity": ["micron"], "editor": ["ed"]})

        Draft7Validator.check_schema(schema)
        text = json.dumps(schema)
        assert '"null"' not in text
        assert "$defs" not in text
        for ref in set(re.findall(r'"#/definitions/([^"]+)"', text)):
            assert ref in schema["definitions"], ref


def test_every_file_of_the_shipped_archive_fits_its_schema():
    known = known_ids(ROOT)
    checks = {name: Draft7Validator(schema_of(name, known)) for name in SHAPES}
    counted = 0
    for name, path in archive_files():
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".md":
            front = front_matter(text)
            assert front is not None
            text = front.matter
        found = [
            f"{'/'.join(map(str, e.path))}: {e.message}"
            for e in checks[name].iter_errors(read_as_editor(text))
        ]
        assert found == [], path
        counted += 1
    assert counted > 40


MISTAKES = [
    ("sidecar", "titlee: A"),
    ("sidecar", "kind: newss"),
    ("sidecar", "published: May 2023"),
    ("sidecar", "published: 2023-13"),
    ("sidecar", "lang: english language"),
    ("sidecar", "topics: chips"),
    ("sidecar", "topics: [Chips and more]"),
    ("sidecar", "slug: Über"),
    ("sidecar", "status: withdrawn"),
    ("sidecar", "format: 2"),
    ("sidecar", "source: {url: 'ftp://example.org/a'}"),
    ("sidecar", "source: {url: 'https://user@example.org/a'}"),
    ("sidecar", "source: {sha256: abc}"),
    ("sidecar", "source: CGTN"),
    ("sidecar", "text: {paragraphs: lines}"),
    ("sidecar", "text: {hide: [{why: advert}]}"),
    ("sidecar", "text: {hide: [{at: A, quote: B}]}"),
    ("sidecar", "text: {hide: [{at: A, why: because}]}"),
    ("sidecar", "text: {readings: [{at: A}]}"),
    ("sidecar", "mentions: {auto: maybe}"),
    ("sidecar", "mentions: {fix: [{at: A}]}"),
    ("sidecar", "mentions: {mean: {A: Not An Id}}"),
    ("sidecar", "annotations: [{at: A, body: B}]"),
    ("sidecar", "annotations: [{type: note, at: A}]"),
    ("sidecar", "annotations: [{type: notes, at: A, body: B}]"),
    ("sidecar", "annotations: [{type: note, at: A, body: B, speaker: mao-ning}]"),
    ("sidecar", "annotations: [{type: note, at: '', body: B}]"),
    ("sidecar", "annotations: [{type: note, at: {}, body: B}]"),
    ("sidecar", "annotations: [{type: note, at: {in: A}, body: B}]"),
    ("sidecar", "annotations: [{type: note, at: {from: A}, body: B}]"),
    ("sidecar", "annotations: [{type: note, at: {until: A}, body: B}]"),
    ("sidecar", "annotations: [{type: note, at: {quote: A, para: p-5t2fuu}, body: B}]"),
    ("sidecar", "annotations: [{type: note, at: {quote: A, nth: 0}, body: B}]"),
    ("sidecar", "annotations: [{type: note, id: A B, body: B}]"),
    ("sidecar", "annotations: [{type: note, body: B, status: retracted}]"),
    ("sidecar", "annotations: [{type: note, body: B, sources: [{publisher: cgtn}]}]"),
    ("sidecar", "annotations: [{type: quotation, at: A}]"),
    ("sidecar", "annotations: [{type: claim, at: A}]"),
    ("sidecar", "annotations: [{type: claim, at: A, claim: NotAnId}]"),
    ("sidecar", "annotations: [{type: event, at: A}]"),
    ("sidecar", "annotations: [{type: event, name: A, who: [{role: buyer}]}]"),
    ("sidecar", "annotations: [{type: definition, body: A}]"),
    ("sidecar", "annotations: [{type: translation, body: A}]"),
    ("sidecar", "links: [{rel: follows}]"),
    ("sidecar", "links: [{rel: after, to: a}]"),
    ("sidecar", "links: [{rel: follows, to: 'mailto:a@example.org'}]"),
    ("defaults", "- {lang: es}"),
    ("defaults", "seeds: '**'"),
    ("entities", "micron: {type: company, name: Micron}"),
    ("entities", "entities: {micron: {name: Micron}}"),
    ("entities", "entities: {micron: {type: company}}"),
    ("entities", "entities: {micron: {type: firm, name: Micron}}"),
    ("entities", "entities: {Micron Inc: {type: company, name: Micron}}"),
    (
        "entities",
        "entities: {m: {type: company, name: M, ids: {wikidata: 95}}, n: {type: place, name: N, point: [1]}}",
    ),
    ("entities", "entities: {m: {type: company, name: M, aliases: [{text: A, match: never}]}}"),
    ("entities", "entities: {m: {type: company, name: M, private: 'yes'}}"),
    ("claims", "claims: {a: {about: [b]}}"),
    ("claims", "claims: {a: {text: A, assessments: [{summary: B}]}}"),
    ("claims", "claims: {a: {text: A, assessments: [{rating: maybe}]}}"),
    ("topics", "chips: {description: A}"),
    ("topics", "Chips: {label: A}"),
    ("corrections", "- {text: A}"),
    ("corrections", "- {on: yesterday, text: A}"),
    ("thread", "summary: A"),
    ("thread", "{title: A, order: newest}"),
    ("thread", "{title: A, timeline: [{when: 2023}]}"),
    ("page", "nav: A"),
    ("page", "{title: A, order: first}"),
    ("site", "tagline: A"),
    ("site", "{title: A, per_page: 0}"),
    ("site", "{title: A, mention_links: none}"),
    ("site", "{title: A, look: {accent: '#12'}}"),
]


SEEN_LATER = frozenset(
    {
        "status: withdrawn",
        "mentions: {mean: {A: Not An Id}}",
        "annotations: [{type: claim, at: A, claim: NotAnId}]",
    }
)
"""What the engine reports where the sidecar or the archive is known as a whole."""


@pytest.mark.parametrize(("name", "text"), MISTAKES)
def test_a_mistake_that_stops_the_build_is_seen_in_the_editor(name, text):
    assert faults(name, text)
    if name != "topics" and text not in SEEN_LATER:
        data = load_yaml(text, "a.yaml").data
        assert convert_to(data, SHAPES[name], "a.yaml")[1]


FINE = [
    (
        "entities",
        "entities: {a: {type: vessel, name: Ana, ids: {wikidata: Q42, wikipedia: {es: Ana}, lei: B3DXGBC8GAIYWI2Z0172, viaf: 113230702, isni: 0000 0001 2150 090X, orcid: 0000-0002-1825-0097, geonames: 3589801, opensanctions: NK-1, iso3166: GT-12, imo: 9074729}}}",
    ),
    (
        "claims",
        "claims: {a: {text: A, answers: {supports: [b], disputes: [c], corrects: [d], repeats: [e]}}}",
    ),
    (
        "site",
        '{title: A, theme: ../theme, look: {accent: "#7a2e1d", logo: logo.svg}, feeds: true, search: false, gaps: public}',
    ),
    ("sidecar", "{title: 1984, deck: true, published: 2023, x-own: {a: [1]}, format: 1}"),
    (
        "sidecar",
        "{byline: [ed, A senior official, {text: reuters}], kind: x-column, updated: 202X}",
    ),
    ("sidecar", "source: {archived: [{url: 'https://example.org/a', at: 2023-05~}], page: 3}"),
    (
        "sidecar",
        "text: {hide: [{quote: A, in: A B, why: x-own}, {at: {para: p-5t2fuu}, every: true}]}",
    ),
    (
        "sidecar",
        "annotations: [{type: note, at: 1200, body: 5, sources: [a, 'https://example.org/']}]",
    ),
    ("sidecar", "annotations: [{type: claim, claim: It is so., speaker: [cac, {text: cac}]}]"),
    ("sidecar", "mentions: {mean: {Mao: mao-ning, Taiwan: none}}"),
    ("sidecar", "{status: withdrawn, withdrawn: {on: 2023-06-01, reason: A}}"),
    ("sidecar", "links: [{rel: x-own, to: 'HTTPS://EXAMPLE.ORG/?a'}, {rel: related, to: 000_5d}]"),
    (
        "entities",
        "entities: {no-1: {type: x-ship, name: no, aliases: [Abc, {text: B, endings: [a]}], point: [52.1, 4]}}",
    ),
    (
        "claims",
        "claims: {a: {text: A, assessments: [{rating: true}, {rating: false}, {rating: x-odd}]}}",
    ),
    ("topics", "{format: 1, x-note: A, chips: {label: Chips}}"),
    ("defaults", "- {seeds: 'la-voz/**', lang: es, text: {paragraphs: wrapped}}"),
    ("thread", "{title: A, articles: [a, {id: b, note: C}]}"),
    ("site", "{title: A, editors: {Ed: {name: E}}, feeds: false, per_page: 5}"),
]


@pytest.mark.parametrize(("name", "text"), FINE)
def test_what_the_engine_takes_an_editor_takes_too(name, text):
    assert faults(name, text) == []
    if name != "topics":
        assert convert_to(load_yaml(text, "a.yaml").data, SHAPES[name], "a.yaml")[1] == ()


@given(
    st.from_regex(r"\A[0-9]{3}[0-9X](-(XX|[01][0-9])(-[0-3][0-9])?)?[~?]?\Z")
    | st.sampled_from(
        [
            "2023-05-24T14:00:00+08:00",
            "2023-05-24T14:00:00Z",
            "../1912",
            "2023-05-21/..",
            "2023/2024",
            "../..",
            "2023-05-24T14:00",
            "2023-5-4",
        ]
    )
)
def test_the_pattern_of_dates_takes_every_date(text):
    if parse_date(text):
        assert re.match(DATE, text)


def test_the_archives_own_ids_are_offered(tmp_path):
    root = write_files(
        tmp_path,
        {
            "site.yaml": "title: T\neditors: {ed: {name: Ed}}\n",
            "seeds/flood.txt": "A",
            "content/entities/a.yaml": "entities: {ruiz: {type: person, name: Ruiz}}",
            "content/claims/a.yaml": "claims: {dry: {text: It was dry.}}",
            "content/topics.yaml": "water: {label: Water}",
            "content/threads/rain.md": "---\ntitle: Rain\n---\n",
        },
    )

    written = write_schemas(root)

    assert [path.relative_to(root).as_posix() for path in written] == [
        f".backfile/schema/{name}.json" for name in SHAPES
    ]
    ids = json.loads(written[0].read_text(encoding="utf-8"))["definitions"]
    offered = {
        name: ids[f"{name}-id"]["anyOf"][0]["enum"]
        for name in ("article", "entity", "claim", "thread", "topic")
    }
    assert offered == {
        "article": ["flood"],
        "entity": ["ruiz"],
        "claim": ["dry"],
        "thread": ["rain"],
        "topic": ["water"],
    }
    assert ids["signer"]["anyOf"][0]["enum"] == ["ed", "ruiz"]


def test_schemas_are_the_same_bytes_again_and_what_is_the_same_is_not_written(tmp_path):
    root = write_files(tmp_path, {"site.yaml": "title: T\n", "seeds/a.txt": "A"})
    first = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in write_schemas(root)}

    assert {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in write_schemas(root)
    } == first


def test_the_lines_for_editors_are_relative_to_the_file_and_only_there_with_schemas(tmp_path):
    root = write_files(tmp_path, {"site.yaml": "title: T\n"})
    assert schema_lines(root, "content/articles/a.yaml", "sidecar") == ""
    write_schemas(root)

    lines = schema_lines(root, "content/articles/2023/a.yaml", "sidecar").splitlines()

    assert lines == [
        "# yaml-language-server: $schema=../../../.backfile/schema/sidecar.json",
        "# $schema: ../../../.backfile/schema/sidecar.json",
    ]


def test_every_key_has_words_that_editors_show():
    for module in (shapes, shapes_annotations, shapes_registers, shapes_sidecar):
        for name, shape in vars(module).items():
            if isinstance(shape, type) and issubclass(shape, shapes.Written):
                for field in msgspec.structs.fields(shape):
                    assert field.encode_name == "x-" or words_for_key(name, field.encode_name), (
                        name,
                        field,
                    )
