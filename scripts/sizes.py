"""Report modules and functions that have grown too long to hold in mind."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

MODULE_LINES = 300
FUNCTION_LINES = 60


def too_long(path: Path) -> Iterator[str]:
    """Yield one line for the module and for each of its functions that is over its limit."""
    source = path.read_text(encoding="utf-8")
    lines = len(source.splitlines())
    if lines > MODULE_LINES:
        yield f"{path}: {lines} lines, at most {MODULE_LINES}: is there a second subject in it?"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                place = f"{path}:{node.lineno}"
                yield f"{place}: {node.name} has {length} lines, at most {FUNCTION_LINES}"


def main(folders: list[str]) -> int:
    """Print what is too long in the Python files under `folders`; 1 if there is any, else 0."""
    paths = sorted(path for folder in folders for path in Path(folder).rglob("*.py"))
    faults = [fault for path in paths for fault in too_long(path)]
    print("\n".join(faults) or f"{len(paths)} modules are within the limits")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
