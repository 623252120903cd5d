"""The proof, on a user's own archive: a build with what is remembered, against one from nothing."""

import filecmp
import os
import tempfile
from pathlib import Path

from backfile.build import build_site
from backfile.exchange import read_manifest
from backfile.options import Options
from backfile.staging import Layout


def differences(options: Options) -> tuple[str, ...]:
    """Return the paths of the files that a build from nothing makes otherwise, sorted.

    The search bundles are left out: Pagefind's own files are not the same twice.
    """
    with tempfile.TemporaryDirectory() as folder:
        clean = Path(folder, "clean")
        build_site(options._replace(out=clean, remember=False, search=False))
        here, there = files_of(options.output), files_of(clean)
        both = sorted(here & there)
        _, other, unread = filecmp.cmpfiles(options.output, clean, both, shallow=False)
        return tuple(sorted({*(here ^ there), *other, *unread}))


def files_of(out: Path) -> frozenset[str]:
    """Return the files of the site in a folder."""
    found = read_manifest(Layout(os.path.realpath(out)).manifest)
    return found.files if found else frozenset()
