"""What the overlay says of a problem."""

from pathlib import Path

import pytest

from backfile.dev.overlay import MOST, Editor, shown, shown_problem, yaml_in
from backfile.problems import Problem

PROBLEM = Problem(
    code="quote-not-found",
    message='"Ruiz" is not in seeds/a.txt',
    path="content/articles/a b.yaml",
    line=3,
    column=5,
    width=4,
    source="at: Ruiz, x",
    hint='line 8 has "Ruíz"',
)


def test_a_problem_has_place_source_caret_hint_and_a_way_into_the_editor():
    found = shown_problem(PROBLEM, Editor(Path("/archive"), "vscode"))
    assert found["place"] == "content/articles/a b.yaml:3:5"
    assert found["source"] == ["at: ", "Ruiz", ", x"]
    assert found["hints"] == [{"text": 'line 8 has "Ruíz"', "yaml": '"Ruíz"'}]
    assert found["open"] == "vscode://file/archive/content/articles/a%20b.yaml:3:5"


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("idea", "idea://open?file=/archive/content/articles/a%20b.yaml&line=3&column=5"),
        ("my://{path}#{line}", "my:///archive/content/articles/a%20b.yaml#3"),
        ("none", ""),
    ],
)
def test_other_editors_have_other_links(name, link):
    assert Editor(Path("/archive"), name).link(PROBLEM) == link


def test_errors_come_first_and_not_all_of_a_thousand_are_sent():
    remark = Problem(code="known-name", message="m", path="a")
    many = [Problem(code="unknown-id", message=str(n), path="b") for n in range(1000)]
    found = shown([remark, *many], Editor(Path("/"), "none"))
    assert len(found) == MOST
    assert {problem["severity"] for problem in found} == {"error"}


@pytest.mark.parametrize(
    ("hint", "yaml"),
    [
        ('line 3: [Ana] met Ana.  in: "here Ana"', 'in: "here Ana"'),
        ("in a sidecar: mentions: {mean: {MU: micron}}", "mentions: {mean: {MU: micron}}"),
        ("did you mean `note`? allowed: note, claim", "note"),
        ("look what changed in the seed", ""),
    ],
)
def test_what_can_be_pasted_is_found_in_a_hint(hint, yaml):
    assert yaml_in(hint) == yaml
