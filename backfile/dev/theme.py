"""The theme while it is edited: every state of the templates is kept apart, so that the last good
one can still be used when the newest is broken.
"""

import shutil
from collections.abc import Mapping
from hashlib import blake2b
from itertools import count
from pathlib import Path

from backfile.assets import STYLE, Asset, Assets, files_below
from backfile.facts import Facts
from backfile.facts_things import setting
from backfile.read_survey import Walk
from backfile.templates import Templates
from backfile.theme import homes_of, templates_of
from backfile.view_site import site_view

PARTS = ("templates", "assets")
"""The folders of a theme."""
FORMER_THEMES = 4
"""How many states of the templates are kept, the newest included."""
OLD_ASSETS = 200
"""How many files of former states can still be asked for by pages that are open."""


class Theme:
    """Templates and assets of an archive, followed through edits."""

    def __init__(self, root: Path, scratch: Path) -> None:
        self._root = root
        self._scratch = scratch
        self._numbers = count(1)
        self._setting: object = None
        self._accent = ""
        self._digest = b""
        self._folders: tuple[Path, ...] = ()
        self._made_for: tuple[object, ...] = ()
        self.assets = LiveAssets()
        self.templates: list[Templates] = []
        """The newest, then some before it that no page found a fault in, the newest first."""
        self._faulty: list[Templates] = []
        self._published: dict[str, bytes] = {}
        self._seen: frozenset[tuple[str, int, int]] = frozenset()

    def homes(self) -> tuple[Path, ...]:
        """Return the folders with templates and assets, the site's own first."""
        own, builtin = homes_of(self._root, self._setting)
        return (*own, builtin)

    def follow(self, facts: Facts, *, edited: bool) -> bool:
        """Take the theme as it is now; tell whether anything is different.

        `edited` tells that its files may have changed. Raises `OSError` when they cannot be read.
        """
        wanted = (setting(facts, "theme"), facts.archive.site.look.accent or "")
        different = not self.templates or wanted != (self._setting, self._accent)
        if edited or different:
            self._setting, self._accent = wanted
            different = self._take_files() or different
        made_for = (self._digest, site_view(facts), setting(facts, "labels"))
        if made_for != self._made_for:
            self._made_for = made_for
            *folders, builtin = self._folders
            new = templates_of(folders, builtin, facts, self.assets)
            good = [templates for templates in self.templates if templates not in self._faulty]
            self.templates, self._faulty = [new, *good][:FORMER_THEMES], []
            different = True
        return different

    def blame(self, templates: Templates) -> None:
        """Remember that a page could not be made with these templates."""
        self._faulty.append(templates)

    def looks_changed(self) -> bool:
        """Tell whether a file of the theme has another size or time than when it was read."""
        return self._look() != self._seen

    def _look(self) -> frozenset[tuple[str, int, int]]:
        files = (f for h in self.homes() for part in PARTS for f in Walk(str(h)).files(part))
        return frozenset((file.path, file.size, file.mtime_ns) for file in files)

    def asset(self, path: str) -> bytes | None:
        """Return a published file of the theme, also one of the states just before."""
        return self._published.get(path)

    @property
    def style(self) -> str:
        """The address of the style sheet."""
        return self.assets.address(STYLE)

    def _take_files(self) -> bool:
        """Read templates and assets; tell whether any is different."""
        self._seen = self._look()
        assets = Assets([home / "assets" for home in self.homes()], self._accent)
        sources = [dict(files_below(home / "templates")) for home in self.homes()]
        before = {asset.path for asset in self.assets.all()}
        self.assets.now = assets
        for asset in assets.all():
            self._published.pop(asset.path, None)
            self._published[asset.path] = asset.data
        for path in list(self._published)[: -OLD_ASSETS - len(assets.all())]:
            del self._published[path]
        digest = digest_of_sources(sources)
        if digest != self._digest:
            self._digest = digest
            self._folders = self._copied(sources)
            return True
        return before != {asset.path for asset in assets.all()}

    def _copied(self, sources: list[dict[str, bytes]]) -> tuple[Path, ...]:
        """Return folders with these templates that nobody edits."""
        number = next(self._numbers)
        for old in range(number - FORMER_THEMES - 1):
            shutil.rmtree(self._scratch / f"theme-{old}", ignore_errors=True)
        folders = []
        for place, files in enumerate(sources):
            folder = self._scratch / f"theme-{number}" / str(place)
            folder.mkdir(parents=True)
            write_files(folder, files)
            folders.append(folder)
        return tuple(folders)


class LiveAssets(Assets):
    """The assets of this moment: templates need not be read again when only the style changes."""

    def __init__(self) -> None:
        self.now = Assets([])

    def address(self, name: str) -> str:
        """Return where an asset is, relative to the site's root."""
        return self.now.address(name)

    def __contains__(self, name: str) -> bool:
        return name in self.now

    def all(self) -> tuple[Asset, ...]:
        """Return every asset, by name."""
        return self.now.all()


def digest_of_sources(sources: list[dict[str, bytes]]) -> bytes:
    """Return a digest of the names and the bytes of templates."""
    digest = blake2b(digest_size=16)
    for files in sources:
        for name, data in sorted(files.items()):
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
        digest.update(b"\0\0")
    return digest.digest()


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder."""
    for name, data in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
