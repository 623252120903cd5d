"""The archive this repository ships, copied and built for tests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PARTS = ("site.yaml", "seeds", "content", "templates", "assets")


def copy_archive(folder: Path) -> Path:
    """Copy the shipped archive, without the engine, into a new folder."""
    folder.mkdir(parents=True)
    for part in PARTS:
        source = REPOSITORY / part
        if source.is_dir():
            shutil.copytree(source, folder / part)
        elif source.exists():
            shutil.copy(source, folder / part)
    return folder


def run_build(site: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build a site as people do, in a process of its own."""
    return subprocess.run(
        [sys.executable, str(REPOSITORY / "build.py"), "build", "--site", str(site), *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=site,
        env={**os.environ, **environment},
    )
