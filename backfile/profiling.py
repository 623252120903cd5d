"""Where the time of a build goes."""

import cProfile
import io
import pstats

from backfile.build import build_site
from backfile.options import Options

ROWS = 40


def profile_of_build(options: Options) -> str:
    """Return a table of the functions that took the most time of a build in one process."""
    profile = cProfile.Profile()
    profile.runcall(build_site, options._replace(jobs=1))
    text = io.StringIO()
    found = pstats.Stats(profile, stream=text).strip_dirs()
    found.sort_stats("cumulative").print_stats("backfile|gather|link|plan|render|commit", ROWS)
    found.sort_stats("tottime").print_stats(ROWS)
    return text.getvalue()
