"""Defaults: which of them an article gets, and how they are merged (docs/format.md, Defaults)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backfile.read_survey import ArticleFiles


def patterns_match(pattern: str, files: ArticleFiles) -> bool:
    """Tell whether a pattern names an article by its path below `seeds/`.

    An article without a seed goes by its sidecar's path below `content/articles/`. `**` stands for
    folders of any depth, `*` and `?` for signs of one name; the ending may be left out.
    """
    if files.seed is not None:
        path = files.seed.path.removeprefix("seeds/").removesuffix(".txt")
    elif files.sidecar is not None:
        path = files.sidecar.path.removeprefix("content/articles/").removesuffix(".yaml")
    else:
        return False
    return compiled(pattern).fullmatch(path) is not None


@lru_cache(maxsize=512)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return the regular expression of a pattern for paths without their ending."""
    bare = pattern.strip().removeprefix("./").removeprefix("seeds/").removesuffix(".txt")
    parts = []
    names = bare.split("/")
    for place, name in enumerate(names):
        last = place == len(names) - 1
        if name == "**":
            parts.append(".*" if last else "(?:.*/)?")
        else:
            parts.append(signs(name) + ("" if last else "/"))
    return re.compile("".join(parts), re.DOTALL)


def signs(name: str) -> str:
    """Return the regular expression of one name in a pattern."""
    wild = {"*": "[^/]*", "?": "[^/]"}
    return "".join(wild.get(sign) or re.escape(sign) for sign in name)


def merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Return two mappings as one: maps key by key, anything else from `above`."""
    result = dict(below)
    for key, value in above.items():
        under = result.get(key)
        both = isinstance(value, dict) and isinstance(under, dict)
        result[key] = merged(under, value) if both and under is not None else value
    return result
