"""Build this archive: `python build.py`, or see `python build.py --help`."""

import sys
from pathlib import Path

from backfile.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], site=Path(__file__).resolve().parent))
