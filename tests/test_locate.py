"""Places: keys of a YAML file become line, column and source line."""

import pytest

from backfile.locate import locate_problems
from backfile.problems import Problem

SIDECAR = """\
# yaml-language-server: $schema=x
title: "Ä title"
annotations:
  - id: x
    at: >-

      first words
      second words
  -
  - {at: "Mü", is: [a, ~, b]}
text:
empty: ~
"""


def place(keys, source=SIDECAR, path="a.yaml", **more):
    """Return line, column and width of a problem at `keys`."""
    problem = Problem(code="bad-value", message="m", path=path, keys=keys, **more)
    data = source.encode() if isinstance(source, str) else source
    (found,) = locate_problems([problem], lambda _: data)
    return (found.line, found.column, found.width)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("title",), (2, 8, 9)),
        (("annotations", 0, "id"), (4, 9, 1)),
        (("annotations", 0, "at"), (7, 7, 11)),
        (("annotations", 1, "at"), (10, 10, 4)),
        (("annotations", 1, "is", 1), (10, 27, 1)),
        (("annotations", 1), (10, 5, 25)),
        (("annotations", 1, "missing"), (10, 5, 25)),
        (("annotations", 9), (3, 1, 11)),
        (("text",), (11, 1, 4)),
        (("empty",), (12, 1, 5)),
        (("nothing",), (2, 1, 16)),
        ((), (2, 1, 16)),
        (None, (1, 1, 1)),
    ],
)
def test_keys_lead_to_a_place(keys, expected):
    assert place(keys) == expected


def test_a_key_itself_can_be_meant():
    assert place(("annotations", 1, "at"), on_key=True) == (10, 6, 2)


def test_words_inside_a_value_can_be_meant():
    assert place(("annotations", 0, "at"), words="second") == (8, 7, 6)
    assert place(("annotations", 0, "at"), words="absent") == (7, 7, 11)


def test_crlf_and_a_byte_order_mark_do_no_harm():
    data = b"\xef\xbb\xbf" + SIDECAR.replace("\n", "\r\n").encode()
    assert place(("annotations", 1, "at"), data) == (10, 10, 4)
    assert place(("title",), data) == (2, 8, 9)


def test_front_matter_is_counted_from_the_start_of_the_file():
    source = "---\ntitle: T\narticles: [a,\n  b]\n---\nText: [[x]]\n"
    assert place(("articles", 1), source, "content/threads/t.md") == (4, 3, 1)


@pytest.mark.parametrize("source", ["", "a: [", "a: *x", "[" * 5000, b"\xff\xfe"])
def test_a_file_without_places_is_meant_as_a_whole(source):
    assert place(("a",), source)[:2] == (1, 1)


def test_a_file_that_went_away_is_meant_as_a_whole():
    def gone(path):
        raise FileNotFoundError(path)

    problem = Problem(code="bad-value", message="m", path="a.yaml", keys=("a",))
    (found,) = locate_problems([problem], gone)
    assert (found.line, found.column) == (1, 1)


def test_problems_keep_their_order_and_known_places():
    problems = [
        Problem(code="bad-value", message="2", path="b.yaml", keys=("b",)),
        Problem(code="bad-value", message="1", path="a.yaml", line=7, column=3),
        Problem(code="search-failed", message="3"),
        Problem(code="bad-value", message="4", path="b.yaml", keys=("a",)),
    ]
    found = locate_problems(problems, lambda _: b"a: 1\nb: 2\n")
    assert [(p.message, p.line, p.column) for p in found] == [
        ("2", 2, 4),
        ("1", 7, 3),
        ("3", 0, 0),
        ("4", 1, 4),
    ]


def test_the_source_line_travels_with_the_problem():
    problem = Problem(code="bad-value", message="m", path="a.yaml", keys=("title",))
    (found,) = locate_problems([problem], lambda _: SIDECAR.encode())
    assert found.source == 'title: "Ä title"'


def test_a_very_long_line_is_cut():
    problem = Problem(code="bad-value", message="m", path="a.yaml", keys=("title",))
    (found,) = locate_problems([problem], lambda _: b"title: " + b"x" * 5000)
    assert len(found.source) == 201
    assert found.column + found.width <= 202
