"""YAML: scalars are text as written, and every trap is a problem with its place."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.report import as_text
from backfile.yamldata import LARGEST, composed, load_yaml
from backfile.yamlnodes import ABSENT, Absent, FlowWord


def places(source):
    """Return `line:column code` of each problem of a YAML text."""
    found = load_yaml(source, "a.yaml").problems
    return [f"{problem.line}:{problem.column} {problem.code}" for problem in found]


def hint_of(source):
    """Return the hint of the only problem of a YAML text."""
    (problem,) = load_yaml(source, "a.yaml").problems
    return problem.hint


@pytest.mark.parametrize(
    ("source", "data"),
    [
        ("a: NO", {"a": "NO"}),
        ("on: yes", {"on": "yes"}),
        ("a: 12:30", {"a": "12:30"}),
        ("a: 1.10", {"a": "1.10"}),
        ("a: 012", {"a": "012"}),
        ("a: 0000723125", {"a": "0000723125"}),
        ("a: 0x1F", {"a": "0x1F"}),
        ("a: 1_000", {"a": "1_000"}),
        ("a: 2023-05-24", {"a": "2023-05-24"}),
        ("a: 2023", {"a": "2023"}),
        ("a: true", {"a": "true"}),
        ("a: .nan", {"a": ".nan"}),
        ("a: =", {"a": "="}),
        ("1: 2", {"1": "2"}),
        ("~: x", {"~": "x"}),
        ("null: x", {"null": "x"}),
        ('a: "~"', {"a": "~"}),
        ("a: 'null'", {"a": "null"}),
        ('a: ""', {"a": ""}),
        ("a: [1, ~, 2, null]", {"a": ["1", "2"]}),
        ("a:\n-\n- x\n- ''", {"a": ["x", ""]}),
        ("a: >-\n  # x: \"y\" 'z' {&*!}\n", {"a": "# x: \"y\" 'z' {&*!}"}),
        ("a: R&D and AT&T!", {"a": "R&D and AT&T!"}),
        ("a: so! he said", {"a": "so! he said"}),
        ("a: Bonjour ! dit-il", {"a": "Bonjour ! dit-il"}),
        ("<<: {a: b}", {"<<": {"a": "b"}}),
        ("\ufeffa: 1", {"a": "1"}),
        ("a: 1\r\nb:\r\n  - c\r\n", {"a": "1", "b": ["c"]}),
        ("---\na: b\n", {"a": "b"}),
        ("a: b # fine\n# fine\nc: d  # fine", {"a": "b", "c": "d"}),
        ("a: C#7 and b#c", {"a": "C#7 and b#c"}),
        ('a: "x\u2028y"', {"a": "x\u2028y"}),
        ("- a\n- [b, [c]]", ["a", ["b", ["c"]]]),
        ("just words", "just words"),
    ],
)
def test_scalars_are_text_as_written(source, data):
    found = load_yaml(source, "a.yaml")
    assert found.problems == ()
    assert found.data == data


@pytest.mark.parametrize("source", ["", "\n", "# only a comment\n", "---\n", "~", "\ufeff"])
def test_an_empty_file_is_absent_and_no_problem(source):
    assert load_yaml(source, "a.yaml") == (ABSENT, ())


@pytest.mark.parametrize("value", ["", "~", "null", "Null", "NULL"])
def test_an_empty_value_is_absent(value):
    assert load_yaml(f"a: {value}\nb: c", "a.yaml").data == {"a": ABSENT, "b": "c"}
    inside = load_yaml(f"{{a: {value}, b: c}}", "a.yaml").data["a"]
    assert inside == Absent(flow=True, bare=False)


def test_a_key_that_a_comma_made_is_known_as_such():
    data = load_yaml("{at: Smith, Jones, is: x}", "a.yaml").data
    assert data == {"at": "Smith", "Jones": Absent(flow=True, bare=True), "is": "x"}


def test_short_plain_words_in_a_flow_list_are_marked():
    data = load_yaml('[Acme, Inc., MU, "US", U.S., 美光, Micron]', "a.yaml").data
    assert [str(word) for word in data if isinstance(word, FlowWord)] == ["Inc.", "MU", "U.S."]
    assert not any(isinstance(word, FlowWord) for word in load_yaml("- MU\n- Inc.", "a").data)


TRAPS = [
    ("a: 1\nb: 2\na: 3", ["3:1 yaml-duplicate-key"]),
    ("x:\n  - {a: 1, b: 2, a: 3}", ["2:18 yaml-duplicate-key"]),
    ("\ufeffa: 1\r\na: 2\r\n", ["2:1 yaml-duplicate-key"]),
    ("é: 1\né: 2", ["2:1 yaml-duplicate-key"]),
    ("a: &x 1\nb: *x", ["1:4 yaml-anchor", "2:4 yaml-anchor"]),
    ("a: &x 1", ["1:4 yaml-anchor"]),
    ("at: *foo", ["1:5 yaml-anchor"]),
    ("- [a, &b c]", ["1:7 yaml-anchor"]),
    ("at: *", ["1:6 yaml-syntax"]),
    ("at: &", ["1:6 yaml-syntax"]),
    ("at: !foo bar", ["1:5 yaml-tag"]),
    ("at: ! foo", ["1:5 yaml-tag"]),
    ("a: !!python/object/apply:os.system [x]", ["1:4 yaml-tag"]),
    ("a: !!binary aGk=", ["1:4 yaml-tag"]),
    ("!!map {a: b}", ["1:1 yaml-tag"]),
    ("[" * 20000, ["1:101 yaml-too-deep"]),
    ("a: " + "[" * 20000 + "]" * 20000, ["1:103 yaml-too-deep"]),
    ("a: " + "[" * 120 + "]" * 120, ["1:103 yaml-too-deep"]),
    ("a: " + "{b: " * 20000, ["1:400 yaml-too-deep"]),
    ("- " * 20000 + "a", ["1:201 yaml-too-deep"]),
    ("".join(" " * n + "a:\n" for n in range(600)), ["101:101 yaml-too-deep"]),
    ("a:\n\tb: c", ["2:1 yaml-tab"]),
    ("a:\n  b: c\n \td: e", ["3:2 yaml-tab"]),
    ("\ta: b", ["1:1 yaml-tab"]),
    ("at: the fund #3", ["1:14 yaml-comment-cut"]),
    ("- {at: x}\n- at: the fund #3\n", ["2:16 yaml-comment-cut"]),
    ("accent: #c00", ["1:9 yaml-comment-cut"]),
    ("title: Foo: bar", ["1:11 yaml-syntax"]),
    ("a: b\n  title: Foo", ["2:8 yaml-syntax"]),
    ("at: @foo", ["1:5 yaml-syntax"]),
    ("at: %foo", ["1:5 yaml-syntax"]),
    ("at: `foo`", ["1:5 yaml-syntax"]),
    ('at: "he said "no" to it"', ["1:15 yaml-syntax"]),
    ("at: 'don't do it'", ["1:10 yaml-syntax"]),
    ("at: [foo\nb: c", ["1:5 yaml-syntax"]),
    ("at: {foo\n", ["1:5 yaml-syntax"]),
    ('at: "foo\nb: c', ["1:5 yaml-syntax"]),
    ('at: "x\\q"', ["1:7 yaml-syntax"]),
    ("at: {{x}}", ["1:6 yaml-syntax"]),
    ("? [a]\n: b", ["1:3 yaml-syntax"]),
    ("a: 1\n---\nb: 2", ["2:1 yaml-syntax"]),
    ("a: - b", ["1:4 yaml-syntax"]),
    ("a: ? b", ["1:4 yaml-syntax"]),
    ("x: [a, b #c]", ["1:4 yaml-syntax"]),
    ("a: |x\n  b", ["1:5 yaml-syntax"]),
    ("a: b\u2028c: d", ["1:5 yaml-syntax"]),
    ("a: b\u0085c: d", ["1:5 yaml-syntax"]),
    ("title: a\u2028b", ["1:9 yaml-syntax"]),
    ("a: b\x01c", ["1:5 yaml-syntax"]),
    ("a: b\x00c", ["1:5 yaml-syntax"]),
    ("a: 1\nb: \x7f", ["2:4 yaml-syntax"]),
    (b"a: 1\nb: abc\xe9", ["2:7 yaml-not-utf8"]),
    (b"\xff\xfea\x00", ["1:1 yaml-not-utf8"]),
    (b"\xef\xbb\xbfa: \xff", ["1:4 yaml-not-utf8"]),
    ("x" * (LARGEST + 1), ["1:1 yaml-too-large"]),
]


@pytest.mark.parametrize(("source", "expected"), TRAPS, ids=[repr(s)[:30] for s, _ in TRAPS])
def test_a_trap_is_reported_at_its_place(source, expected):
    assert places(source) == expected


def test_an_alias_bomb_of_306_bytes_is_refused():
    levels = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    levels += [
        f"{n}: &{n} [{','.join(['*' + p] * 9)}]" for p, n in zip("abcdefg", "bcdefgh", strict=True)
    ]
    found = load_yaml("\n".join(levels)[:306], "a.yaml")
    assert found.data is ABSENT
    assert {problem.code for problem in found.problems} == {"yaml-anchor"}
    assert not found.readable


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("title: Foo: bar", 'title: "Foo: bar"'),
        ("- at: @foo", '- at: "@foo"'),
        ("at: *foo", '"*foo"'),
        ("at: &foo bar", '"&foo bar"'),
        ("at: !foo bar", '"!foo bar"'),
        ('at: "he said "no" to it"', "at: 'he said \"no\" to it'"),
        ("at: 'don't do it'", 'at: "don\'t do it"'),
        ("at: the fund #3", '"the fund #3"'),
        ("a: b\n c: d", "indent the keys of one mapping alike"),
        ("x: [a, b #c]", "begins a comment"),
        ("a:\n\tb: c", "use spaces"),
        (b"\xff\xfea\x00", "UTF-8"),
    ],
)
def test_the_hint_names_the_remedy(source, words):
    assert words in hint_of(source)


def test_all_duplicates_of_a_file_are_told_and_the_first_value_counts():
    found = load_yaml("a: 1\na: 2\nb: {c: 3, c: 4}", "a.yaml")
    assert found.data == {"a": "1", "b": {"c": "3"}}
    assert len(found.problems) == 2
    assert "first in line 1" in found.problems[0].message


def test_a_warning_leaves_a_file_readable():
    assert load_yaml("a: b #c", "a.yaml").readable
    assert not load_yaml("a: 1\na: 2", "a.yaml").readable


YAML_SIGNS = st.text(alphabet="ab:-#&*!|>'\"%@`{}[],?~ \n\t\r\u2028é中\ufeff.\\0", max_size=60)


@given(YAML_SIGNS)
def test_no_text_breaks_the_reader(text):
    found = load_yaml(text, "a.yaml")
    as_text(found.problems)
    composed(text)
    assert all(problem.line >= 1 for problem in found.problems)


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reader(data):
    as_text(load_yaml(data, "a.yaml").problems)


def test_quoted_words_come_back_whatever_they_are():
    signs = random.Random(7)
    for _ in range(300):
        words = "".join(signs.choice("a:#{}[]&*!%@`'\\ -é中|>,") for _ in range(12))
        text = "a: '" + words.replace("'", "''") + "'"
        assert load_yaml(text, "a.yaml") == ({"a": words}, ())
