"""The survey: which files an archive has, and which names and places are wrong."""

import os

import pytest

from backfile.ids import ArticleId
from backfile.read_survey import survey
from tests.reading import write_files


def surveyed(root, files):
    """Return the survey of an archive with these files."""
    return survey(write_files(root, {"site.yaml": "title: T\n", **dict.fromkeys(files, "x\n")}))


def codes(found):
    """Return `path code` of each problem."""
    return [f"{problem.path} {problem.code}" for problem in found.problems]


def test_every_kind_of_file_is_found_and_sorted(tmp_path):
    found = surveyed(
        tmp_path,
        [
            *("seeds/b.txt", "seeds/1950/a.txt", "content/articles/1950/a.yaml"),
            *("content/articles/c.yaml", "content/defaults.yaml", "content/topics.yaml"),
            *("content/entities/x/People.yaml", "content/entities/a.yaml", "content/claims/c.yaml"),
            *("content/corrections.yaml", "content/threads/t.md", "content/pages/about.md"),
            *("templates/base.html", "assets/css/a.css"),
        ],
    )
    assert codes(found) == []
    assert list(found.articles) == ["a", "b", "c"]
    article = found.articles["a"]
    assert article.seed
    assert article.seed.path == "seeds/1950/a.txt"
    assert article.seed.size == 2
    assert article.seed.mtime_ns == (tmp_path / "seeds/1950/a.txt").stat().st_mtime_ns
    assert article.sidecar
    assert article.sidecar.path == "content/articles/1950/a.yaml"
    assert found.articles["b"].sidecar is None
    assert found.articles["c"].seed is None
    assert [file.path for file in found.entities] == [
        "content/entities/a.yaml",
        "content/entities/x/People.yaml",
    ]
    assert [file.path for file in found.claims] == ["content/claims/c.yaml"]
    assert (list(found.threads), list(found.pages)) == (["t"], ["about"])
    assert [file.path for file in found.theme] == ["assets/css/a.css", "templates/base.html"]
    assert found.defaults
    assert found.topics
    assert found.corrections
    assert found.site


def test_an_empty_archive_is_an_archive(tmp_path):
    found = surveyed(tmp_path, [])
    assert (found.articles, found.problems) == ({}, ())


def test_a_folder_without_site_yaml_is_no_archive(tmp_path):
    (problem,) = survey(tmp_path).problems
    assert (problem.code, problem.path, problem.line) == ("site-missing", "site.yaml", 1)
    assert "init" in problem.hint


@pytest.mark.parametrize(
    "name",
    [".DS_Store", "Thumbs.db", "a.txt~", ".#a.txt", ".a.txt.swp", "4913", ".git/x", "a.txt.swp"],
)
def test_what_editors_and_systems_leave_behind_is_ignored(tmp_path, name):
    found = surveyed(tmp_path, [f"seeds/{name}", f"content/{name}", f"content/articles/{name}"])
    assert (found.articles, found.problems) == ({}, ())


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("seeds/My Article.txt", "bad-file-name"),
        ("seeds/Ä.txt", "bad-file-name"),
        ("seeds/index.txt", "bad-file-name"),
        ("seeds/con.txt", "bad-file-name"),
        ("seeds/.txt.txt", None),
        ("seeds/-a.txt", "bad-file-name"),
        ("seeds/" + "a" * 121 + ".txt", "bad-file-name"),
        ("seeds/a.TXT", "bad-file-name"),
        ("seeds/a.html", "unexpected-file"),
        ("content/articles/a.yml", "bad-file-name"),
        ("content/articles/A.yaml", "bad-file-name"),
        ("content/articles/a.txt", "unexpected-file"),
        ("content/entities/a.yml", "bad-file-name"),
        ("content/entities/a.md", "unexpected-file"),
        ("content/threads/a.markdown", "bad-file-name"),
        ("content/pages/About Us.md", "bad-file-name"),
        ("content/topic.yaml", "unexpected-file"),
        ("content/stuff/a.yaml", "unexpected-file"),
    ],
)
def test_a_wrong_name_is_told(tmp_path, path, expected):
    problems = surveyed(tmp_path, [path]).problems
    assert [problem.code for problem in problems] == ([expected] if expected else [])
    assert all(problem.line == 1 and problem.column == 1 for problem in problems)


def test_a_seed_with_an_impossible_name_names_the_command_that_imports_it(tmp_path):
    (problem,) = surveyed(tmp_path, ["seeds/It's new.txt"]).problems
    assert problem.path == "seeds/It's new.txt"
    assert "`python build.py import 'seeds/It'\\''s new.txt'`" in problem.hint


def test_the_same_id_in_two_folders_is_an_error_that_names_both(tmp_path):
    found = surveyed(tmp_path, ["seeds/x/a.txt", "seeds/y/a.txt", "content/articles/a.yaml"])
    (problem,) = found.problems
    assert (problem.code, problem.path) == ("duplicate-id", "seeds/y/a.txt")
    assert "seeds/x/a.txt" in problem.message


def test_symbolic_links_are_refused_wherever_they_stand(tmp_path):
    write_files(tmp_path, {"site.yaml": "title: T\n", "elsewhere/a.txt": "x", "seeds/b.txt": "x"})
    for link in ("seeds/a.txt", "content/articles/b.yaml", "assets/a.css", "content/topics.yaml"):
        place = tmp_path / link
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(tmp_path / "elsewhere/a.txt")
    (tmp_path / "seeds/folder").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "content/threads").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "templates").symlink_to(tmp_path / "nowhere")
    found = survey(tmp_path)
    assert codes(found) == [
        "assets/a.css symlink",
        "content/articles/b.yaml symlink",
        "content/threads symlink",
        "content/topics.yaml symlink",
        "seeds/a.txt symlink",
        "seeds/folder symlink",
        "templates symlink",
    ]
    assert found.articles[ArticleId("b")].doubtful
    assert found.topics is None


def test_a_pipe_is_no_file_and_is_not_opened(tmp_path):
    write_files(tmp_path, {"site.yaml": "title: T\n", "seeds/b.txt": "x"})
    os.mkfifo(tmp_path / "seeds/a.txt")
    found = survey(tmp_path)
    assert codes(found) == ["seeds/a.txt file-unreadable"]


def test_a_name_of_strange_bytes_can_be_printed(tmp_path):
    write_files(tmp_path, {"site.yaml": "title: T\n", "seeds/b.txt": "x"})
    (tmp_path / "seeds" / os.fsdecode(b"\xff\x1b\n.txt")).write_bytes(b"x")
    (problem,) = survey(tmp_path).problems
    assert problem.code == "bad-file-name"
    problem.path.encode()
    assert problem.path.isprintable()
    assert problem.message.isprintable()
