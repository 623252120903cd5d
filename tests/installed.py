"""The engine as people get it: built as a wheel, installed into an environment of its own, with the
commands of docs/tutorial.md.
"""

import os
import shutil
import site
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.browsing import require
from tests.shipped import REPOSITORY
from tests.tutorial import installation

OFFLINE = ("No matching distribution", "ConnectionError", "Failed to establish", "Max retries")
"""How pip says that it reaches no index."""


class Engine(NamedTuple):
    """An installed engine."""

    home: Path
    """The folder of its environment."""
    wheel: Path

    @property
    def program(self) -> str:
        """Return the program `backfile`."""
        return str(self.home / "bin/backfile")


def run(
    words: list[str] | str, folder: Path, environment: Mapping[str, str] = {}, timeout: int = 600
) -> subprocess.CompletedProcess[str]:
    """Run a command, or a script of bash, and return what it said."""
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", words]
        if isinstance(words, str)
        else words,
        cwd=folder,
        env=clean_environment() | dict(environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )


def clean_environment() -> dict[str, str]:
    """Return this process's environment without what would lead a new Python back here."""
    left_out = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "CLICOLOR_FORCE")
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in left_out and not key.startswith(("GITHUB_", "COV_"))
    }
    return kept | {"PIP_CONSTRAINT": str(REPOSITORY / "constraints.txt"), "PIP_QUIET": "1"}


def installing(words: list[str] | str, folder: Path, environment: Mapping[str, str] = {}) -> None:
    """Run a command that installs; without an index it fails or skips the test (see `require`)."""
    done = run(words, folder, environment)
    if done.returncode and any(words in done.stderr for words in OFFLINE):
        require(None, "an index of Python packages, within reach,")
    assert done.returncode == 0, done.stderr


def install_engine(folder: Path) -> Engine:
    """Install the engine with the commands of the tutorial; only the clone is a copy of the files
    here.
    """
    clone, *others = installation()
    assert clone == "git clone ADDRESS backfile"
    copy_repository(folder / "backfile")
    installing("\n".join(others), folder)
    (wheel,) = (folder / "wheels").glob("backfile-*.whl")
    return Engine(folder / "venv", wheel)


def borrowing_environment(folder: Path) -> Path:
    """Make an environment that finds the libraries of this one, so that nothing is fetched twice;
    return its folder of programs.
    """
    installing([sys.executable, "-m", "venv", str(folder)], folder.parent)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    return folder / "bin"


def copy_repository(folder: Path) -> Path:
    """Copy the files of this repository as Git would check them out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        source = REPOSITORY / name
        if source.is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, folder / name)
    return folder
