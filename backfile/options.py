"""What a build is asked to do."""

from pathlib import Path
from typing import NamedTuple

from backfile.cache import FOLDER


class Options(NamedTuple):
    """What a build is asked to do."""

    site: Path
    """The archive's folder."""
    out: Path | None = None
    """The output folder; `public` in the archive's folder when None."""
    base_url: str | None = None
    """In place of `url` in site.yaml."""
    strict: bool = False
    lenient: bool = False
    jobs: int = 1
    search: bool = True
    release: bool = False
    """Whether /data/ gets the larger files, too (docs/data.md)."""
    preview: bool = False
    """Whether drafts are part of the site."""
    commit: bool = True
    """False stops before the output folder is touched: `check`."""
    remember: bool = True
    """False uses nothing of earlier builds and leaves nothing for later ones."""

    why: str | None = None
    """An address of the site: `Built.reasons` then tell why its page was made again."""

    @property
    def memory(self) -> Path | None:
        """The folder of what earlier builds left."""
        return self.site / FOLDER if self.remember else None

    @property
    def output(self) -> Path:
        """The output folder."""
        return self.out or self.site / "public"
