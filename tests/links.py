"""Every link and fragment of a built tree, followed by lychee."""

import json
import subprocess
import sys
from pathlib import Path


def assert_no_broken_link(root: Path, place: Path, pages: str = "**/*.html") -> None:
    """Let lychee follow every link below `root`, without the network."""
    done = subprocess.run(
        [
            *(str(Path(sys.executable).parent / "lychee"), "--offline", "--include-fragments"),
            *("--root-dir", str(root), "--index-files", "index.html", "--no-progress"),
            *("--format", "json", str(place / pages)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(done.stdout)
    assert found["errors"] == 0, json.dumps(found["error_map"], indent=1)[:3000]
    assert found["total"] > 100 or pages == "404.html"
