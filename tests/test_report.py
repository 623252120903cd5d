"""Problems printed: for people, for programs, for GitHub."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.problem_codes import CODES
from backfile.problems import Problem
from backfile.report import as_github, as_json_lines, as_text, summary

QUOTE = Problem(
    code="quote-not-found",
    message='"Mayor Ruiz" is not in seeds/flood.txt',
    path="content/articles/flood.yaml",
    line=12,
    column=9,
    width=10,
    source="  - at: Mayor Ruiz",
    hint='line 8 has "Mayor Ruíz"',
)


def test_a_problem_is_printed_with_its_line_and_a_way_out():
    assert as_text([QUOTE]) == (
        'content/articles/flood.yaml:12:9: error[quote-not-found]: "Mayor Ruiz" is not in seeds/flood.txt\n'
        "   12 |   - at: Mayor Ruiz\n"
        "      |         ^^^^^^^^^^\n"
        '   hint: line 8 has "Mayor Ruíz"\n'
    )


def carets(source, column, width):
    """Return the two lines of an excerpt, after the bar."""
    problem = Problem(
        code="bad-value", message="m", path="a", line=1, column=column, width=width, source=source
    )
    return [line.partition("| ")[2] for line in as_text([problem]).split("\n")[1:3]]


@pytest.mark.parametrize(
    ("source", "column", "width", "below"),
    [
        ("a: b", 4, 1, "   ^"),
        ("\ta: b", 5, 1, "\t   ^"),
        ("标题: 美光", 5, 2, "      ^^^^"),
        ("e\u0301: b", 5, 1, "   ^"),
        ("a: 美", 4, 1, "   ^^"),
        ("a", 1, 0, "^"),
        ("a: bc", 4, 99, "   ^^"),
    ],
)
def test_the_caret_stands_below_the_words(source, column, width, below):
    assert carets(source, column, width)[1] == below


def test_signs_that_steer_a_terminal_are_not_printed():
    problem = Problem(
        code="bad-value", message="a\x1b[2Jb\nc", path="a", line=1, column=1, source="\x07x\u202ey"
    )
    printed = as_text([problem])
    assert "\x1b" not in printed
    assert "\x07" not in printed
    assert "\u202e" not in printed
    assert len(printed.split("\n")) == 4


def test_problems_are_sorted_by_file_and_line_and_told_once():
    problems = [
        Problem(code="bad-value", message="3", path="b", line=1, column=1),
        Problem(code="bad-value", message="2", path="a", line=10, column=1),
        Problem(code="bad-value", message="1", path="a", line=9, column=5),
        Problem(code="bad-value", message="1", path="a", line=9, column=5),
        Problem(code="search-failed", message="0"),
    ]
    lines = as_text(problems).splitlines()
    assert lines == [
        "error[search-failed]: 0",
        "a:9:5: error[bad-value]: 1",
        "a:10:1: error[bad-value]: 2",
        "b:1:1: error[bad-value]: 3",
    ]
    assert summary(problems) == "4 errors"


def test_a_hint_of_several_lines_is_indented():
    problem = Problem(
        code="bad-value", message="m", path="a", hint="write one of\n  in: x\n  in: y"
    )
    assert as_text([problem]) == (
        "a:1:1: error[bad-value]: m\n   hint: write one of\n           in: x\n           in: y\n"
    )


def test_the_json_lines_have_the_documented_fields():
    (line,) = as_json_lines([QUOTE]).splitlines()
    assert json.loads(line) == {
        "code": "quote-not-found",
        "severity": "error",
        "path": "content/articles/flood.yaml",
        "line": 12,
        "column": 9,
        "message": '"Mayor Ruiz" is not in seeds/flood.txt',
        "hint": 'line 8 has "Mayor Ruíz"',
    }


def test_github_gets_escaped_workflow_commands():
    problem = Problem(
        code="nth-used", message="100%\nmore", path="a,b:c.yaml", line=2, column=3, hint="h"
    )
    assert as_github([problem]) == (
        "::notice file=a%2Cb%3Ac.yaml,line=2,col=3,endColumn=4,title=nth-used::100%25%0Amore%0Ah\n"
    )
    assert (
        as_github([Problem(code="search-failed", message="m")])
        == "::error title=search-failed::m\n"
    )


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ([], "no problems"),
        (["bad-value"], "1 error"),
        (["bad-value", "bad-date", "seed-empty"], "2 errors, 1 warning"),
        (["nth-used", "seed-empty"], "1 warning, 1 info"),
    ],
)
def test_the_summary_counts_by_severity(codes, words):
    assert summary(Problem(code=code, message="m") for code in codes) == words


@given(st.text(max_size=20), st.text(max_size=30), st.integers(0, 40), st.integers(0, 40))
def test_no_words_break_the_printing(message, source, column, width):
    problem = Problem(
        code=sorted(CODES)[column],
        message=message,
        path="a",
        line=1,
        column=column,
        width=width,
        source=source,
    )
    printed = as_text([problem])
    assert all(unicodedata.category(sign) != "Cc" or sign in "\t\n" for sign in printed)
    assert len(as_github([problem]).splitlines()) >= 1
    assert len(as_json_lines([problem]).split("\n")) == 2
