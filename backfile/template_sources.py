"""What a template is made of: its own text, that of all it includes, and the assets they name."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

OTHERS = re.compile(
    r"""\{%[-+]?\s*(?:extends|include|import|from)\b\s*"""
    r"""(?:(["'])([^"']*)\1\s*(?=[-+]?%\}|(?:ignore|with|without|import|as)\b))?"""
)
"""A tag that brings in another template, with its name where it is written out as a whole."""
ASSETS = re.compile(r"""\basset\b(?:\(\s*(["'])(.*?)\1\s*\))?""")
"""An asset that is asked for, with its name where it is written out."""


class Sources(NamedTuple):
    """Everything that decides what a template makes of a view."""

    texts: tuple[tuple[str, str], ...]
    """The text of each template by name; empty for one that does not exist."""
    assets: tuple[tuple[str, str], ...]
    """The address of each asset by name."""


class TemplateSources:
    """Tells what the templates of a site are made of."""

    def __init__(
        self,
        source_of: Callable[[str], str],
        every: Callable[[], Iterable[str]],
        assets: Callable[[], Iterable[tuple[str, str]]],
    ) -> None:
        """Take functions that give a template's text (empty when there is none), the names of all
        templates, and all assets with their addresses.
        """
        self._source_of = source_of
        self._every = every
        self._assets = assets

    def __call__(self, template: str) -> Sources:
        """Return what a template is made of; of everything, when names are not written out."""
        texts: dict[str, str] = {}
        named: set[str] = set()
        waiting, all_assets = [template], False
        while waiting:
            name = waiting.pop()
            if name in texts:
                continue
            text = texts[name] = self._source_of(name)
            for _, other in OTHERS.findall(text):
                waiting += [other] if other else self._every()
            wanted = [asset for _, asset in ASSETS.findall(text)]
            named.update(wanted)
            all_assets = all_assets or "" in wanted
        assets = tuple(row for row in self._assets() if all_assets or row[0] in named)
        return Sources(tuple(sorted(texts.items())), assets)
