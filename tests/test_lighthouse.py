"""What Lighthouse measures of the shipped site, served compressed as a host of static pages does."""

import json
import os
import shutil
import statistics
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from backfile.build import build_site
from backfile.options import Options
from tests.browsing import BROWSER_FLAGS, BROWSER_NAMES, require, serving
from tests.shipped import copy_archive

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LIGHTHOUSE = Path(__file__).parent / "tools/node_modules/lighthouse/cli/index.js"
PAGES = {
    "home": "",
    "article": "articles/000_5dadbd3c16b493a3/",
    "entity": "entities/micron/",
    "search": "search/",
}
WHOLE = ("accessibility", "best-practices", "seo")
"""In these nothing may be amiss; how fast a page is differs from run to run."""
FAST = 95
"""The least that the median of the runs must reach, of 100."""
RUNS = 3


@pytest.fixture(scope="module")
def shipped(tmp_path_factory) -> Path:
    """Return the shipped site, built with search."""
    folder = copy_archive(tmp_path_factory.mktemp("measured") / "archive")
    assert not build_site(Options(folder)).stopped
    return folder / "public"


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_accessible_well_made_found_and_fast(kind, shipped, browser, tmp_path):
    with serving(shipped, "/memory-chips/", compressed=True) as site:
        runs = [measured(browser, site.at(PAGES[kind]), tmp_path) for _ in range(RUNS)]
    scores = {name: [score_of(run, name) for run in runs] for name in (*WHOLE, "performance")}
    print(f"\n{kind}: {scores}")  # noqa: T201
    amiss = {fault for run in runs for name in WHOLE for fault in faults_of(run, name)}
    assert amiss == set()
    assert all(scores[name] == [100] * RUNS for name in WHOLE), scores
    assert statistics.median(scores["performance"]) >= FAST, (
        scores,
        [faults_of(run, "performance") for run in runs],
    )


def measured(browser: Browser, address: str, folder: Path) -> dict[str, Any]:
    """Return what Lighthouse says of a page, seen on its slow phone."""
    node = shutil.which("node")
    require(node and LIGHTHOUSE.is_file(), "Lighthouse, or Node.js")
    chromium = next(filter(None, map(shutil.which, BROWSER_NAMES)), None)
    report = folder / "report.json"
    done = subprocess.run(
        [
            *(str(node), str(LIGHTHOUSE), address, "--quiet", "--no-enable-error-reporting"),
            f"--only-categories={','.join((*WHOLE, 'performance'))}",
            f"--chrome-flags={' '.join(map(quoted, ('--headless=new', *BROWSER_FLAGS)))}",
            *("--output=json", f"--output-path={report}"),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CHROME_PATH": chromium or browser.browser_type.executable_path},
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    assert "runtimeError" not in found, found["runtimeError"]
    return found


def quoted(flag: str) -> str:
    """Return a flag so that its spaces do not end it."""
    return f"'{flag}'" if " " in flag else flag


def score_of(run: dict[str, Any], category: str) -> int:
    """Return the score of a category, of 100."""
    share: float = run["categories"][category]["score"]
    return round(100 * share)


def faults_of(run: dict[str, Any], category: str) -> list[str]:
    """Return the audits of a category that count and were not passed in full."""
    return [
        f"{audit['id']}: {audit['title']} {audit.get('displayValue', '')}".rstrip()
        for row in run["categories"][category]["auditRefs"]
        if row["weight"] > 0
        and (audit := run["audits"][row["id"]])["score"] is not None
        and audit["score"] < 1
    ]
