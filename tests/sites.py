"""Tiny archives for tests: made of a mapping of paths to contents, built into a folder beside."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from backfile.build import Built, build_site
from backfile.options import Options
from backfile.report import as_text


class Site:
    """An archive in a folder of its own, and what building it gives."""

    def __init__(self, root: Path, files: Mapping[str, str | bytes], **options: object) -> None:
        self.root = root
        self.out = root / "public"
        self.options = options
        for path, content in {"site.yaml": "title: T\n", **files}.items():
            self.write(path, content)

    def write(self, path: str, content: str | bytes) -> None:
        """Write one file of the archive."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)

    def build(self, **options: object) -> Built:
        """Build the site; search is left out unless asked for."""
        wanted = {"search": False, **self.options, **options}
        return build_site(Options(site=self.root, **wanted))  # type: ignore[arg-type]

    @cached_property
    def built(self) -> Built:
        """The first build."""
        return self.build()

    @property
    def problems(self) -> list[str]:
        """The problems of the first build, each with its first line as people see it."""
        texts = [as_text([problem]).split("\n")[0] for problem in self.built.problems]
        return [text for text in texts if ": info[" not in text]

    def page(self, address: str) -> str:
        """Return the page at an address of the site."""
        assert not self.built.stopped, self.problems
        place = self.out / address
        return (place / "index.html" if place.is_dir() else place).read_text(encoding="utf-8")

    def tree(self) -> dict[str, bytes]:
        """Return every published file, the search bundles left out."""
        assert not self.built.stopped, self.problems
        return tree_of(self.out)


def tree_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path; Pagefind's own are left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "pagefind" not in path.relative_to(folder).parts
    }
