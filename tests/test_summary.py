"""The report on a run: every problem in Markdown, and the size beside the limits."""

import pytest

from backfile import summary
from backfile.cli import main
from backfile.problems import Problem
from backfile.summary import address_line, fenced, measured, size_lines, summary_of
from tests.sites import Site

SEED = "Title\n\nThe river rose.\n"


def problem(code: str, message: str, line: int = 1) -> Problem:
    """Return a problem in some sidecar."""
    return Problem(code=code, message=message, path="content/articles/a.yaml", line=line, column=1)


def test_problems_stand_by_severity_and_only_errors_stand_open():
    text = summary_of(
        "Done", [problem("nth-used", "Three"), problem("link-order", "Two"), problem("bad-id", "One")], ["Words."]
    )  # fmt: skip
    assert text.startswith("## Done\n\nWords.\n\n### Problems\n\n1 error, 1 warning, 1 info.\n")
    parts = [line for line in text.split("\n") if "<summary>" in line]
    assert parts == [
        "<details open><summary>Errors: 1</summary>",
        "<details><summary>Warnings: 1</summary>",
        "<details><summary>Advice: 1</summary>",
    ]


def test_an_archive_without_problems_says_so():
    assert summary_of("Done", [], []) == "## Done\n\n### Problems\n\nNo problems.\n\n"


def test_no_words_of_a_file_leave_their_block():
    text = summary_of("Done", [problem("bad-id", "```\n</details><script>")], [])
    assert "````text\n" in text
    assert fenced("a ```` b").startswith("`````text\n")


def test_more_than_github_takes_is_counted(monkeypatch):
    monkeypatch.setattr(summary, "LONGEST", 200)
    text = summary_of("Done", [problem("bad-id", "x" * 60, line) for line in range(1, 6)], [])
    assert text.count("error[bad-id]") == 1
    assert "4 more are not shown here." in text


def test_hidden_files_are_not_counted(tmp_path):
    for path, size in {
        "a/b.html": 10,
        "a/c.html": 5,
        "top": 2,
        ".hidden": 99,
        ".git/x": 99,
    }.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(b"x" * size)
    found = measured(tmp_path)
    assert found == (17, 3, "a/b.html", 10, (("a/", 15), (".", 2)))
    assert measured(tmp_path / "nowhere").files == 0


def test_a_site_near_a_limit_is_told(tmp_path, monkeypatch):
    (tmp_path / "public").mkdir()
    (tmp_path / "public/index.html").write_bytes(b"x" * 900)
    assert not any("near a limit" in line for line in size_lines(tmp_path, tmp_path / "public"))
    monkeypatch.setattr(summary, "LARGEST_SITE", 1000)
    assert any("near a limit" in line for line in size_lines(tmp_path, tmp_path / "public"))


@pytest.mark.parametrize(
    ("site", "base_url", "told"),
    [
        ("title: T\nurl: https://a.example.org/x/\n", "https://a.example.org/x", False),
        ("title: T\nurl: https://a.example.org/\n", "https://a.example.org/x", True),
        ("title: T\n", "https://a.example.org/x", False),
        ("title: T\nurl: https://a.example.org/\n", None, False),
        ("[", "https://a.example.org/x", False),
    ],
)
def test_another_address_than_that_of_the_site_is_told(tmp_path, site, base_url, told):
    (tmp_path / "site.yaml").write_text(site)
    assert bool(address_line(tmp_path, base_url)) is told


def test_build_and_check_add_to_the_file(tmp_path):
    site = Site(tmp_path / "own", {"seeds/a.txt": SEED, "content/articles/a.yaml": "titel: x\n"})
    file = tmp_path / "summary.md"
    words = ["--site", str(site.root), "--summary", str(file), "--format", "github"]
    assert main(["check", *words]) == 1
    assert main(["build", "--no-search", *words]) == 1
    assert main(["build", "--no-search", "--lenient", *words]) == 1
    titles = [line for line in file.read_text("utf-8").split("\n") if line.startswith("## ")]
    assert titles == [
        "## The archive was checked",
        "## The site was left as it was",
        "## The site was built",
    ]
    assert file.read_text("utf-8").count("a.yaml:1:1: error[unknown-key]") == 3


def test_a_file_that_cannot_be_written_is_wrong_use(tmp_path):
    site = Site(tmp_path, {"seeds/a.txt": SEED})
    words = ["--site", str(site.root), "--summary", str(tmp_path / "no/such/folder.md")]
    assert main(["check", *words]) == 2
