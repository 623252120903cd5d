"""What the overlay in the page shows of problems."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from backfile.problems import Problem, sort_key

EDITORS: Mapping[str, str] = {
    "vscode": "vscode://file/{path}:{line}:{column}",
    "vscodium": "vscodium://file/{path}:{line}:{column}",
    "cursor": "cursor://file/{path}:{line}:{column}",
    "zed": "zed://file/{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
}
"""Editors by name, with the address that opens a place in them."""
MOST = 60
"""How many problems are shown; the rest is counted."""
YAML_IN_HINT = (
    re.compile(r"  ((?:in|at|quote|before|after|nth|to_at): .+)$"),
    re.compile(r"^(?:in a sidecar|in the register|if it is another's): (.+?)(?:: only [^}]*)?$"),
    re.compile(r"`([^`]+)`"),
    re.compile(r' has (".+")$'),
)
"""Where a hint has words that can be pasted."""


class Editor:
    """Makes the links that open a place in the author's editor."""

    def __init__(self, root: Path, name: str) -> None:
        """`name` is one of `EDITORS`, an address with `{path}`, or `none`."""
        self._root = root.resolve()
        self._address = EDITORS.get(name, name if "{path}" in name else "")

    def link(self, problem: Problem) -> str:
        """Return the address that opens a problem's place; empty when there is none."""
        if not self._address or not problem.path:
            return ""
        path = quote((self._root / problem.path).as_posix(), safe="/:")
        # The addresses of most editors have the slash before the path already.
        path = path.removeprefix("/") if "file/{path}" in self._address else path
        places = {"{path}": path, "{line}": problem.line or 1, "{column}": problem.column or 1}
        address = self._address
        for written, value in places.items():
            address = address.replace(written, str(value))
        return address


def shown(problems: Iterable[Problem], editor: Editor) -> list[dict[str, Any]]:
    """Return problems as the overlay wants them, errors first, each once."""
    order = {"error": 0, "warning": 1, "info": 2}
    every = sorted(dict.fromkeys(problems), key=lambda p: (order[p.severity], *sort_key(p)))
    return [shown_problem(problem, editor) for problem in every[:MOST]]


def shown_problem(problem: Problem, editor: Editor) -> dict[str, Any]:
    """Return one problem as the overlay wants it."""
    place = f"{problem.path}:{problem.line or 1}:{problem.column or 1}" if problem.path else ""
    start = max(problem.column - 1, 0)
    end = start + max(problem.width, 1)
    source = problem.source
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "message": problem.message,
        "place": place,
        "line": problem.line,
        "source": [source[:start], source[start:end], source[end:]] if source.strip() else [],
        "hints": [
            {"text": line, "yaml": yaml_in(line)} for line in problem.hint.split("\n") if line
        ],
        "open": editor.link(problem),
    }


def yaml_in(hint: str) -> str:
    """Return what of a line of a hint can be pasted into a file; empty for nothing."""
    for pattern in YAML_IN_HINT:
        found = pattern.search(hint)
        if found:
            return found[1]
    return ""
