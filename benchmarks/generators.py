"""The generators that are compared: their sources, and how each is told to do a job."""

import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple, TypeAlias

from benchmarks.peer_sources import Source, front_matter, metadata
from benchmarks.peer_tools import PEERS, Tool

ENGINE = Path(__file__).resolve().parent.parent
Command: TypeAlias = tuple[str | Path, ...]
PORT = "PORT"
"""Stands for the port in the command that serves."""


class Generator(NamedTuple):
    """A generator with an archive of its own."""

    name: str
    version: str
    folder: Path
    output: Path
    memory: tuple[Path, ...]
    """What earlier builds left to be faster; a cold build has none of it."""
    articles: Path
    """The folder of the article's texts."""
    cold: Command
    again: Command
    """Builds when there has been a build."""
    serve: Command
    """Serves at `PORT` and follows the files."""
    search: Command = ()
    """Builds with search; empty where the generator has none."""
    events: str = ""
    """Address at which an open page hears of what is new; else pages are asked for until then."""

    def forget(self) -> None:
        """Delete the output and all that earlier builds left."""
        for folder in (self.output, *self.memory):
            shutil.rmtree(folder, ignore_errors=True)

    def source_of(self, article: str) -> Path:
        """Return the file that has an article's text."""
        return next(self.articles.rglob(f"{article}.*"))


def backfile(archive: Path) -> Generator:
    """Return Backfile for an archive that is written already."""
    output = archive / "public"
    program = (sys.executable, ENGINE / "build.py")
    build = (*program, "build", "--site", archive, "--out", output)
    return Generator(
        name="Backfile",
        version=version("backfile"),
        folder=archive,
        output=output,
        memory=(archive / ".backfile",),
        articles=archive / "seeds",
        cold=(*build, "--no-search"),
        again=(*build, "--no-search"),
        search=build,
        serve=(*program, "serve", "--site", archive, "--at", "/", "--port", PORT),
        events="/_backfile/events",
    )


def hugo(tool: Tool, folder: Path) -> Generator:
    """Return Hugo, which has no memory of earlier builds."""
    build = (*tool.command, "--quiet")
    at = ("--bind", "127.0.0.1", "--port", PORT)
    return Generator(
        name=tool.name,
        version=tool.version,
        folder=folder,
        output=folder / "public",
        memory=(folder / "resources",),
        articles=folder / "content" / "articles",
        cold=build,
        again=build,
        serve=(*tool.command, "server", *at),
    )


def eleventy(tool: Tool, folder: Path) -> Generator:
    """Return Eleventy; its `--incremental` is for serving, a single run starts from nothing."""
    build = (*tool.command, "--quiet")
    return Generator(
        name=tool.name,
        version=tool.version,
        folder=folder,
        output=folder / "_site",
        memory=(folder / ".cache",),
        articles=folder / "content" / "articles",
        cold=build,
        again=build,
        serve=(*build, "--incremental", "--serve", f"--port={PORT}"),
    )


def pelican(tool: Tool, folder: Path) -> Generator:
    """Return Pelican; its cache is on where there has been a build before."""
    build = (*tool.command, "--quiet", "--settings", "pelicanconf.py")
    cached = (*build, "--extra-settings", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true")
    return Generator(
        name=tool.name,
        version=tool.version,
        folder=folder,
        output=folder / "output",
        memory=(folder / "cache",),
        articles=folder / "content" / "articles",
        cold=build,
        again=cached,
        serve=(*cached, "--autoreload", "--listen", "--bind", "127.0.0.1", "--port", PORT),
    )


class Peer(NamedTuple):
    """How a peer is set up."""

    make: Callable[[Tool, Path], Generator]
    write: Callable[[Source], str]


MAKERS: Mapping[str, Peer] = {
    "hugo": Peer(hugo, front_matter),
    "eleventy": Peer(eleventy, front_matter),
    "pelican": Peer(pelican, metadata),
}


def write_peer(name: str, tool: Tool, folder: Path, sources: Iterable[Source]) -> Generator:
    """Write a peer's templates and articles into a new folder and return the generator."""
    unused = shutil.ignore_patterns(
        "package-lock.json", ".npmrc", "requirements.txt", "__pycache__"
    )
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(PEERS / name, folder, ignore=unused)
    articles = folder / "content" / "articles"
    articles.mkdir(parents=True, exist_ok=True)
    for source in sources:
        path = articles / f"{source.id}.md"
        path.write_text(MAKERS[name].write(source), encoding="utf-8", newline="\n")
    return MAKERS[name].make(tool, folder)
