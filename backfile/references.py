"""References: every place where a struct that people wrote points at something else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import msgspec
from msgspec import inspect

if TYPE_CHECKING:
    from backfile.problems import Keys

KINDS = frozenset(
    (
        *("article", "entity", "claim", "thread", "topic", "anything", "markdown"),
        *("entity-or-words", "entity-or-none", "claim-or-wording", "article-or-url", "source"),
    )
)
"""Kinds of texts that point at something; Markdown may do so with `[[…]]`."""


RESOLVED = frozenset({"merged_into"})
"""Keys that are followed, and checked, where the registers are read."""


class Reference(NamedTuple):
    """A text that points at something, or may do so."""

    kind: str
    """One of `KINDS`."""
    text: str
    keys: Keys
    """Where it stands in what was searched, by the names people write."""
    editors: bool = False
    """Whether a key of `editors` in site.yaml is meant, too."""


Finder: TypeAlias = Callable[[Any, "Keys", list[Reference]], None]


def references(value: msgspec.Struct, keys: Keys = ()) -> tuple[Reference, ...]:
    """Return every reference in a struct, in the order of its fields; `keys` lead to the struct."""
    found: list[Reference] = []
    finder = finder_of_struct(type(value))
    if finder is not None:
        finder(value, keys, found)
    return tuple(found)


@lru_cache(maxsize=256)
def finder_of_struct(shape: type[msgspec.Struct]) -> Finder | None:
    """Return what finds the references in a struct; None when it can have none."""
    described = inspect.type_info(shape)
    if not isinstance(described, inspect.StructType):
        return None
    fields = tuple(
        (field.name, field.encode_name, finder)
        for field in described.fields
        if field.encode_name not in RESOLVED and (finder := finder_of(field.type)) is not None
    )
    if not fields:
        return None

    def in_struct(value: Any, keys: Keys, found: list[Reference]) -> None:
        for name, key, finder in fields:
            below = getattr(value, name)
            if below:
                finder(below, (*keys, key), found)

    return in_struct


def finder_of(described: inspect.Type, meta: dict[str, Any] | None = None) -> Finder | None:
    """Return what finds the references in a value of a type; None when it can have none."""
    if isinstance(described, inspect.Metadata):
        return finder_of(described.type, described.extra or meta)
    if isinstance(described, inspect.StructType):
        return finder_of_struct(described.cls)
    if isinstance(described, inspect.UnionType):
        return finder_of_union(described, meta)
    if isinstance(described, inspect.ListType):
        finder = finder_of(described.item_type, meta)
        return None if finder is None else in_items(finder)
    if isinstance(described, inspect.DictType):
        finder = finder_of(described.value_type, meta)
        return None if finder is None else in_entries(finder)
    if isinstance(described, inspect.StrType) and meta and meta.get("kind") in KINDS:
        return in_text(meta["kind"], bool(meta.get("editors")))
    return None


def in_text(kind: str, editors: bool) -> Finder:
    """Return what takes a text as a reference."""

    def text(value: Any, keys: Keys, found: list[Reference]) -> None:
        found.append(Reference(kind, value, keys, editors))

    return text


def in_items(finder: Finder) -> Finder:
    """Return what looks into the items of a list."""

    def items(value: Any, keys: Keys, found: list[Reference]) -> None:
        for place, item in enumerate(value):
            finder(item, (*keys, place), found)

    return items


def in_entries(finder: Finder) -> Finder:
    """Return what looks into the values of a mapping."""

    def entries(value: Any, keys: Keys, found: list[Reference]) -> None:
        for key, item in value.items():
            finder(item, (*keys, key), found)

    return entries


def finder_of_union(described: inspect.UnionType, meta: dict[str, Any] | None) -> Finder | None:
    """Return what looks into a value that may be text, a list or one of several structs."""
    finders: dict[type, Finder] = dict(finders_by_class(described, meta))
    if not finders:
        return None

    def one_of_several(value: Any, keys: Keys, found: list[Reference]) -> None:
        finder = finders.get(type(value))
        if finder is not None:
            finder(value, keys, found)

    return one_of_several


def finders_by_class(
    described: inspect.UnionType, meta: dict[str, Any] | None
) -> Iterator[tuple[type, Finder]]:
    """Yield the classes that a value may be of, with what finds their references."""
    for one in described.types:
        inner = one.type if isinstance(one, inspect.Metadata) else one
        finder = finder_of(one, meta)
        if finder is not None and isinstance(inner, inspect.StructType):
            yield inner.cls, finder
        elif finder is not None and isinstance(inner, inspect.UnionType):
            own = one.extra if isinstance(one, inspect.Metadata) else None
            yield from finders_by_class(inner, own or meta)
        elif finder is not None:
            yield (list if isinstance(inner, inspect.ListType) else str), finder
