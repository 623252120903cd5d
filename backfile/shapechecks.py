"""Checks made of the shapes' types: lists, mappings, structs, and one of several.

`check_of` turns a msgspec type description into a function that takes data, its keys and a sink for
faults, and returns data that fits the type, or `FAULTY`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import inspect

from backfile import kinds
from backfile.checks import FAULTY, as_written, given
from backfile.shape_rules import ITEMS, UNITS, rule_of
from backfile.valuechecks import (
    TEXT_CHECKS,
    bool_check,
    check_of_text,
    int_check,
    point_check,
    text_check,
)
from backfile.yamlnodes import Absent

if TYPE_CHECKING:
    from backfile.checks import Sink
    from backfile.problems import Keys
    from backfile.valuechecks import Check


def check_of(found: inspect.Type, meta: dict[str, Any] | None = None) -> Check:
    """Return the check for a type; `meta` says what its texts mean."""
    if isinstance(found, inspect.Metadata):
        return check_of(found.type, found.extra or meta)
    if isinstance(found, inspect.UnionType):
        return check_of_union(found, meta)
    if isinstance(found, inspect.StructType):
        return struct_check(found)
    if isinstance(found, inspect.ListType):
        return list_check(found, meta)
    if isinstance(found, inspect.DictType):
        return map_check(found, meta)
    if isinstance(found, inspect.LiteralType):
        return text_check(kinds.one_of(tuple(map(str, found.values)), free=False))
    if isinstance(found, inspect.BoolType):
        return bool_check
    if isinstance(found, inspect.IntType):
        return int_check(found)
    if isinstance(found, inspect.TupleType):
        return point_check
    return check_of_text(meta)


def list_check(found: inspect.ListType, meta: dict[str, Any] | None) -> Check:
    """Return the check for a list; of `ITEMS` faulty ones are left out, others spoil the list."""
    item_check = check_of(found.item_type, meta)
    has_units = any(issubclass(one.cls, ITEMS) for one in structs_of(found.item_type))

    def items(value: Any, keys: Keys, sink: Sink) -> Any:
        if not isinstance(value, list):
            return sink.wrong_type(value, keys, "a list")
        clean = [item_check(item, (*keys, place), sink) for place, item in enumerate(value)]
        if FAULTY not in clean:
            return clean
        if not has_units:
            return FAULTY
        sink.dropped.extend((*keys, at) for at, item in enumerate(clean) if item is FAULTY)
        return [item for item in clean if item is not FAULTY]

    return items


def structs_of(found: inspect.Type) -> list[inspect.StructType]:
    """Return the structs that a type can be."""
    if isinstance(found, inspect.Metadata):
        return structs_of(found.type)
    if isinstance(found, inspect.UnionType):
        return [one for part in found.types for one in structs_of(part)]
    return [found] if isinstance(found, inspect.StructType) else []


def map_check(found: inspect.DictType, meta: dict[str, Any] | None) -> Check:
    """Return the check for a mapping with free keys; a faulty entry is left out."""
    key_meta = found.key_type.extra if isinstance(found.key_type, inspect.Metadata) else None
    key_check = TEXT_CHECKS.get((key_meta or {}).get("kind", ""))
    value_check = check_of(found.value_type, meta)
    of_structs = isinstance(found.value_type, inspect.StructType)

    def entries(value: Any, keys: Keys, sink: Sink) -> Any:
        if not isinstance(value, dict):
            return sink.wrong_type(value, keys, "a mapping (`key: value`)")
        clean = {}
        for key, below in value.items():
            fault = key_check(key) if key_check is not None else None
            if fault is not None:
                sink.add(fault.code, fault.message, (*keys, key), fault.hint, on_key=True)
            if isinstance(below, Absent):
                if below.bare:
                    sink.cut_by_comma(value, key, keys)
                elif of_structs:
                    value_check({}, (*keys, key), sink)
                continue
            result = value_check(below, (*keys, key), sink)
            if fault is None and result is not FAULTY:
                clean[key] = result
        return clean

    return entries


def check_of_union(found: inspect.UnionType, meta: dict[str, Any] | None) -> Check:
    """Return the check for a value that may be text, a list or a mapping."""
    types = [one for one in found.types if not isinstance(one, inspect.NoneType)]
    if len(types) == 1:
        return check_of(types[0], meta)
    structs = [one for one in types if isinstance(one, inspect.StructType)]
    lists = [one for one in types if isinstance(one, inspect.ListType)]
    texts = [one for one in types if one not in structs and one not in lists]
    by_text = check_of(texts[0], meta) if texts else None
    by_list = check_of(lists[0], meta) if lists else None
    by_mapping = struct_check(structs[0]) if len(structs) == 1 else None
    if len(structs) > 1:
        by_mapping = tagged_check(structs)
    words = (("text", by_text), ("a list", by_list), ("a mapping (`key: value`)", by_mapping))
    wanted = " or ".join(name for name, check in words if check is not None)

    def one_of_several(value: Any, keys: Keys, sink: Sink) -> Any:
        check = by_text
        if isinstance(value, dict):
            check = by_mapping
        elif isinstance(value, list):
            check = by_list
        return check(value, keys, sink) if check else sink.wrong_type(value, keys, wanted)

    return one_of_several


def tagged_check(structs: list[inspect.StructType]) -> Check:
    """Return the check for a mapping whose `type` says which struct it is."""
    checks = {str(one.tag): struct_check(one) for one in structs}
    tags = tuple(checks)
    type_check = text_check(kinds.one_of(tags, free=False))
    names = {field.encode_name for one in structs for field in one.fields} - {"x-"}
    known = ("type", *sorted(names))

    def tagged(value: Any, keys: Keys, sink: Sink) -> Any:
        if not given(value, "type"):
            unknown = [key for key in value if key not in known and not key.startswith("x-")]
            for key in unknown:
                sink.unknown_key(key, keys, known)
            hint = f"one of {', '.join(tags)}"
            return FAULTY if unknown else sink.missing_key("type", keys, hint)
        tag = type_check(value["type"], (*keys, "type"), sink)
        return FAULTY if tag is FAULTY else checks[tag](value, keys, sink)

    return tagged


class FieldCheck(NamedTuple):
    """How the value of one key of a struct is checked."""

    check: Check
    anchor: bool
    """Whether an empty value is a fault of its own."""
    required: bool


def struct_check(found: inspect.StructType) -> Check:
    """Return the check for a mapping with known keys.

    A faulty value is left out with its key; a struct that is a unit, or lacks what it needs, is
    faulty as a whole.
    """
    fields = {
        field.encode_name: FieldCheck(check_of(field.type), is_anchor(field.type), field.required)
        for field in found.fields
        if field.encode_name != "x-"
    }
    required = [name for name, field in fields.items() if field.required]
    if found.tag_field:
        tag = FieldCheck(text_check(None), anchor=False, required=True)
        fields = {found.tag_field: tag, **fields}
    unit = issubclass(found.cls, UNITS)
    rule = rule_of(found.cls)

    def struct(data: Any, keys: Keys, sink: Sink) -> Any:
        if not isinstance(data, dict):
            return sink.wrong_type(data, keys, "a mapping (`key: value`)")
        clean: dict[str, Any] = {}
        free: dict[str, Any] = {}
        faults = unknown = 0
        for key, value in data.items():
            field = fields.get(key)
            if field is None:
                if key.startswith("x-"):
                    if not isinstance(value, Absent):
                        free[key] = as_written(value)
                    continue
                note_unknown(data, key, keys, sink, fields)
                unknown += 1
            elif isinstance(value, Absent):
                if field.anchor:
                    sink.add("anchor-empty", f"`{key}` is empty", (*keys, key), EMPTY_ANCHOR)
                    faults += 1
            else:
                result = field.check(value, (*keys, key), sink)
                if result is FAULTY:
                    faults += unit or field.required
                elif field.required and result in ("", []):
                    sink.add("bad-value", f"`{key}` is empty", (*keys, key))
                    faults += 1
                else:
                    clean[key] = result
        if free:
            clean["x-"] = free
        missing = [name for name in required if is_missing(data, name, fields[name])]
        if not unknown:
            for name in missing:
                sink.missing_key(name, keys)
            faults += rule is not None and rule(data, clean, keys, sink)
        return FAULTY if faults or missing or (unknown and unit) else clean

    return struct


EMPTY_ANCHOR = "give the words of the seed, or leave the key out to mean the whole article"


def is_missing(data: dict[str, Any], key: str, field: FieldCheck) -> bool:
    """Tell whether a required key is not there; of an empty anchor that is told already."""
    return key not in data if field.anchor else not given(data, key)


def note_unknown(
    data: dict[str, Any], key: str, keys: Keys, sink: Sink, fields: dict[str, FieldCheck]
) -> None:
    """Add that a key is not known, or that a comma made a key of words."""
    value = data[key]
    if isinstance(value, Absent) and value.flow:
        sink.cut_by_comma(data, key, keys)
    else:
        sink.unknown_key(key, keys, fields)


def is_anchor(found: inspect.Type) -> bool:
    """Tell whether a type is that of an anchor."""
    if isinstance(found, inspect.Metadata):
        return (found.extra or {}).get("kind") == "anchor" or is_anchor(found.type)
    return isinstance(found, inspect.UnionType) and any(map(is_anchor, found.types))
