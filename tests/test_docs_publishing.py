"""docs/publishing.md, done with an archive that was just begun; GitHub is a folder here."""

import os
import re
from pathlib import Path

import pytest

from backfile.pinned_engine import Engine as Pinned
from backfile.starting import start_archive
from tests.installed import Engine, run
from tests.shipped import REPOSITORY

PAGE = (REPOSITORY / "docs/publishing.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
ADDRESS = "git@github.com:NAME/REPOSITORY.git"


@pytest.fixture(scope="module")
def pushed(engine: Engine, tmp_path_factory) -> tuple[Path, Path]:
    """Type the commands of the page; return the archive and the repository it was pushed to."""
    home = tmp_path_factory.mktemp("publisher")
    archive, host = home / "archive", home / "host.git"
    assert run(["git", "init", "--quiet", "--bare", "-b", "main", str(host)], home).returncode == 0
    begun = run([engine.program, "init", "archive", "--title", "Own"], home)
    assert begun.returncode == 0, begun.stderr
    site = archive / "site.yaml"
    (line,) = re.findall(r"^```yaml site.yaml\n(.*?\n)```$", PAGE, re.MULTILINE | re.DOTALL)
    text, replaced = re.subn(r"(?m)^# url:.*\n", line, site.read_text(encoding="utf-8"))
    assert replaced == 1
    site.write_text(text, encoding="utf-8")
    environment = {
        "PATH": f"{engine.home / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "GIT_CONFIG_COUNT": "3",
        "GIT_CONFIG_KEY_0": f"url.{host.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": ADDRESS,
        "GIT_CONFIG_KEY_1": "user.name",
        "GIT_CONFIG_VALUE_1": "Newcomer",
        "GIT_CONFIG_KEY_2": "user.email",
        "GIT_CONFIG_VALUE_2": "newcomer@example.org",
    }
    assert any(ADDRESS in commands for commands in COMMANDS)
    for commands in COMMANDS:
        done = run(commands, archive, environment)
        assert done.returncode == 0, f"{commands}\n{done.stdout}{done.stderr}"
    return archive, host


def test_what_is_pushed_is_all_that_a_build_needs_and_no_site(pushed):
    archive, host = pushed
    done = run(["git", "--git-dir", str(host), "ls-tree", "-r", "--name-only", "main"], archive)
    names = done.stdout.splitlines()
    assert {".github/workflows/pages.yml", "requirements.txt", "site.yaml", "HOWTO.md"} <= set(
        names
    )
    assert any(name.startswith("engine/backfile-") for name in names)
    assert not [name for name in names if name.startswith(("public/", ".backfile/"))]


def test_git_changes_no_byte_of_a_seed(pushed):
    archive, host = pushed
    path = "seeds/2024/2024-03-04-evening-ferry-to-stop.txt"
    kept = run(["git", "--git-dir", str(host), "show", f"main:{path}"], archive).stdout
    assert kept.encode() == (archive / path).read_bytes()


def test_the_site_for_another_host_has_its_address(pushed):
    archive, _ = pushed
    assert "https://example.org/papers/" in (archive / "public/sitemap.xml").read_text("utf-8")
    assert 'href="/papers/' in (archive / "public/404.html").read_text("utf-8")
    assert (archive / "public/data/archive.sqlite").is_file()


def test_the_libraries_are_written_down_without_a_folder_of_this_machine(pushed):
    archive, _ = pushed
    lines = (archive / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert any(line.startswith("Jinja2==") for line in lines)
    assert all("==" in line and "file:" not in line for line in lines)


def test_what_the_page_says_of_the_workflow_is_in_it(tmp_path):
    start_archive(tmp_path / "own", "T", Pinned(""))
    workflow = (tmp_path / "own/.github/workflows/pages.yml").read_text(encoding="utf-8")
    for name in (
        "Ask for the site's address",
        "Install Backfile",
        "Build the site",
        "Problems",
        "Deploy",
    ):
        assert f'"{name}"' in PAGE or f"**{name}**" in PAGE
        assert f"name: {name}\n" in workflow
    assert len(re.findall(r"(?m)^[^#\n]*\bmain\b", workflow)) == 2
