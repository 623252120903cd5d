"""The line that pins the engine of an archive: a version, a wheel file, or a Git address."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

VERSION = re.compile(r"(?:backfile *== *)?(\d+(?:\.\d+)*(?:(?:a|b|rc|\.post|\.dev)\d+)?)")
WHEEL = re.compile(r"backfile-[^/-]+-[^/]+\.whl")
GIT = re.compile(r"(?:git\+)?((?:https|ssh)://[^\s@/]+(?:@[^\s/@]+)?/[^\s@#]+)@([^\s@#]+)")
FOLDER = "engine"
"""The folder of an archive in which its engine lies, when that is a wheel file."""
WAYS = (
    "it takes a version (0.1.0), a wheel file (backfile-0.1.0-py3-none-any.whl), or a Git address "
    "with a tag or commit (git+https://HOST/OWNER/backfile@v0.1.0)"
)


class EngineUnknownError(Exception):
    """Words that name no engine; the message says what would."""


class Engine(NamedTuple):
    """What an archive is built with."""

    line: str
    """A line of requirements.txt, e.g. `backfile==0.1.0`; empty while nothing is known."""
    wheel: Path | None = None
    """The wheel file to be copied into the archive, if the line names one."""


def engine_named(words: str) -> Engine:
    """Return the engine that words name; raises `EngineUnknownError`."""
    if words.startswith(("git+", "ssh://")) or words.startswith("https://"):
        return engine_at(words)
    if words.endswith(".whl"):
        path = Path(words)
        if not WHEEL.fullmatch(path.name):
            raise EngineUnknownError(f"{path.name} is not a wheel of Backfile: {WAYS}")
        if not path.is_file():
            raise EngineUnknownError(f"there is no file {words}")
        return engine_in(path)
    found = VERSION.fullmatch(words.strip())
    if not found:
        raise EngineUnknownError(f"`{words}` names no engine: {WAYS}")
    return Engine(f"backfile=={found[1]}")


def engine_at(address: str) -> Engine:
    """Return the engine at an address: a wheel on the web, or a commit of a Git repository."""
    parts = urlsplit(address)
    if parts.scheme == "https" and WHEEL.fullmatch(parts.path.rpartition("/")[2]):
        return Engine(f"backfile @ {address}")
    found = GIT.fullmatch(address)
    if not found:
        raise EngineUnknownError(f"`{address}` pins nothing: {WAYS}")
    return Engine(f"backfile @ git+{found[1]}@{found[2]}")


def engine_in(wheel: Path) -> Engine:
    """Return the engine in a wheel file, which is to be copied into the archive."""
    return Engine(f"./{FOLDER}/{wheel.name}", wheel)


def engine_installed() -> Engine:
    """Return the engine that is running, as it was installed; one without a line when it runs from
    a folder that others do not have.
    """
    try:
        installed = distribution("backfile")
    except PackageNotFoundError:
        return Engine("")
    origin = installed.read_text("direct_url.json")
    return engine_from(json.loads(origin)) if origin else Engine(f"backfile=={installed.version}")


def engine_from(origin: dict[str, Any]) -> Engine:
    """Return the engine that was installed from a file or an address; what pip wrote down of it."""
    url = str(origin.get("url", ""))
    parts = urlsplit(url)
    commit = origin.get("vcs_info", {}).get("commit_id")
    if commit:
        found = GIT.fullmatch(f"{url}@{commit}")
        return Engine(f"backfile @ git+{url}@{commit}") if found else Engine("")
    name = unquote(parts.path).rpartition("/")[2]
    if not WHEEL.fullmatch(name):
        return Engine("")
    if parts.scheme == "file":
        path = Path(unquote(parts.path))
        return engine_in(path) if path.is_file() else Engine("")
    return Engine(f"backfile @ {url}")
