"""JSON Schemas of the files people write, made of the structs, for editors (docs/format.md).

The structs of `backfile.shapes` and its neighbours are the one source: keys, values and what is
required come from them, what keys must be together from `RULES`. Only keywords of draft 7 are used,
no `null`, and `if`/`then` in place of alternatives, because that is what editors explain well.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import inspect

from backfile.key_words import words_for_key
from backfile.schema_values import (
    Schema,
    id_definitions,
    text_schema,
    values_schema,
)
from backfile.shapes import At, Citation, Hide, Party
from backfile.shapes_annotations import Happening, Remark
from backfile.shapes_registers import (
    ClaimEntry,
    ClaimFile,
    CorrectionEntry,
    EntityEntry,
    EntityFile,
    PageFront,
    SiteFile,
    ThreadFront,
    TopicEntry,
)
from backfile.shapes_sidecar import Defaults, Sidecar

DRAFT = "http://json-schema.org/draft-07/schema#"
SHAPES: dict[str, Any] = {
    "sidecar": Sidecar,
    "defaults": list[Defaults],
    "entities": EntityFile,
    "claims": ClaimFile,
    "topics": dict[str, TopicEntry],
    "corrections": list[CorrectionEntry],
    "thread": ThreadFront,
    "page": PageFront,
    "site": SiteFile,
}
"""The name of each schema, and the shape of the files it is for."""
TITLES = {
    "sidecar": "Sidecar of an article: content/articles/**/ID.yaml",
    "defaults": "What sidecars share: content/defaults.yaml",
    "entities": "Register of entities: content/entities/**/*.yaml",
    "claims": "Register of claims: content/claims/**/*.yaml",
    "topics": "Topics: content/topics.yaml",
    "corrections": "The archive's own errors: content/corrections.yaml",
    "thread": "Front matter of a thread: content/threads/**/ID.md",
    "page": "Front matter of a page: content/pages/**/ID.md",
    "site": "The site: site.yaml",
}


def schema_of(name: str, known: Mapping[str, Sequence[str]]) -> Schema:
    """Return the schema of one kind of file, a key of `SHAPES`.

    `known` has the ids of the archive by kind (`article`, `entity`, `claim`, `thread`, `topic`,
    `editor`); editors offer them, and take others of the right form.
    """
    maker = SchemaMaker(id_definitions(known))
    body = maker.value(inspect.type_info(SHAPES[name]))
    if "$ref" in body:
        body = maker.definitions.pop(body["$ref"].rpartition("/")[2])
    if name == "topics":
        body = {**body, "properties": {"format": text_schema({"kind": "format"})}, **FREE_KEYS}
        body["propertyNames"] = {"pattern": r"^(x-.*|[a-z0-9][a-z0-9_-]*)$"}
    used = definitions_used(body, maker.definitions)
    title = {"$schema": DRAFT, "title": TITLES[name]}
    return {**title, **body, "definitions": {key: maker.definitions[key] for key in sorted(used)}}


FREE_KEYS: Schema = {"patternProperties": {"^x-": {}}}
"""Keys that begin with `x-` are free."""


def definitions_used(body: Schema, definitions: Mapping[str, Schema]) -> set[str]:
    """Return the names of all definitions that a schema leads to."""
    used: set[str] = set()
    waiting = [body]
    while waiting:
        for name in sorted(refs_in(waiting.pop()) - used):
            used.add(name)
            if name in definitions:
                waiting.append(definitions[name])
    return used


def refs_in(value: Any) -> set[str]:
    """Return the names of the definitions that a part of a schema names."""
    if isinstance(value, list):
        return {name for item in value for name in refs_in(item)}
    if not isinstance(value, dict):
        return set()
    own = {value["$ref"].rpartition("/")[2]} if isinstance(value.get("$ref"), str) else set()
    return own | {name for item in value.values() for name in refs_in(item)}


class SchemaMaker:
    """Makes schemas of types; structs become definitions."""

    def __init__(self, definitions: dict[str, Schema]) -> None:
        self.definitions = definitions

    def value(self, found: inspect.Type, meta: dict[str, Any] | None = None) -> Schema:
        """Return the schema of a type; `meta` says what its texts mean."""
        if isinstance(found, inspect.Metadata):
            return self.value(found.type, found.extra or meta)
        if isinstance(found, inspect.UnionType):
            return self.union(found, meta)
        if isinstance(found, inspect.StructType):
            return {"$ref": f"#/definitions/{self.struct(found)}"}
        if isinstance(found, inspect.ListType):
            return {"type": "array", "items": self.value(found.item_type, meta)}
        if isinstance(found, inspect.DictType):
            return self.mapping(found, meta)
        if isinstance(found, inspect.LiteralType):
            return values_schema([str(value) for value in found.values], free=False)
        if isinstance(found, inspect.BoolType):
            return {"type": "boolean"}
        if isinstance(found, inspect.IntType):
            least = {} if found.ge is None else {"minimum": found.ge}
            return {"type": "integer", **least}
        if isinstance(found, inspect.TupleType):
            return {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
        return text_schema(meta)

    def mapping(self, found: inspect.DictType, meta: dict[str, Any] | None) -> Schema:
        """Return the schema of a mapping with free keys."""
        schema: Schema = {
            "type": "object",
            "additionalProperties": self.value(found.value_type, meta),
        }
        keys = found.key_type.extra if isinstance(found.key_type, inspect.Metadata) else None
        form = text_schema(keys)
        if "$ref" in form or "pattern" in form:
            schema["propertyNames"] = form
        return schema

    def union(self, found: inspect.UnionType, meta: dict[str, Any] | None) -> Schema:
        """Return the schema of a value that may be text, a list or a mapping."""
        types = [one for one in found.types if not isinstance(one, inspect.NoneType)]
        structs = [one for one in types if isinstance(one, inspect.StructType)]
        if len(structs) > 1:
            return {"$ref": f"#/definitions/{self.tagged(structs)}"}
        schemas = {kind_of(one): self.value(one, meta) for one in types}
        chosen: Schema = schemas.pop("text", {"type": list(schemas)})
        for kind, schema in schemas.items():
            chosen = {"if": {"type": kind}, "then": schema, "else": chosen}
        return chosen

    def tagged(self, structs: list[inspect.StructType]) -> str:
        """Return the name of the definition of a mapping whose `type` says what it is."""
        tags = [str(one.tag) for one in structs]
        chosen = {"description": words_for_key("Remark", "type"), "enum": tags}
        self.definitions["Annotation"] = {
            "type": "object",
            "required": ["type"],
            "properties": {"type": chosen},
            "allOf": [
                {
                    "if": {"properties": {"type": {"const": tag}}, "required": ["type"]},
                    "then": self.value(one),
                }
                for tag, one in zip(tags, structs, strict=True)
            ],
        }
        return "Annotation"

    def struct(self, found: inspect.StructType) -> str:
        """Return the name of the definition of a mapping with known keys."""
        name = found.cls.__name__
        if name in self.definitions:
            return name
        self.definitions[name] = {}  # what leads back to this struct finds its name
        properties: dict[str, Schema] = {}
        if found.tag_field:
            properties[found.tag_field] = {"const": found.tag}
        for field in found.fields:
            if field.encode_name != "x-":
                words = words_for_key(name, field.encode_name)
                properties[field.encode_name] = with_words(self.value(field.type), words)
        required = [field.encode_name for field in found.fields if field.required]
        self.definitions[name] = {
            "type": "object",
            "description": first_sentence(found.cls.__doc__ or ""),
            "properties": properties,
            **FREE_KEYS,
            "additionalProperties": False,
            **({"required": required} if required else {}),
            **rule_of(found.cls),
        }
        return name


def kind_of(found: inspect.Type) -> str:
    """Return what a part of a union is in JSON: `object`, `array`, or text."""
    if isinstance(found, inspect.Metadata):
        return kind_of(found.type)
    if isinstance(found, inspect.StructType):
        return "object"
    return "array" if isinstance(found, inspect.ListType) else "text"


def with_words(schema: Schema, words: str) -> Schema:
    """Return a schema with what editors show for its key."""
    if not words:
        return schema
    if "$ref" in schema:
        return {"description": words, "allOf": [schema]}
    return {**schema, "description": words}


def first_sentence(text: str) -> str:
    """Return the first line of a docstring, without a reference to the documentation."""
    return re.sub(r"\s*\(docs/[^)]*\)", "", text.strip().partition("\n")[0])


def needs(key: str, value: str, other: str) -> Schema:
    """Return the rule that a value of one key asks for another key."""
    return {
        "if": {"properties": {key: {"const": value}}, "required": [key]},
        "then": {"required": [other]},
    }


def any_key(*keys: str) -> Schema:
    """Return the rule that one of these keys must be there."""
    return {"anyOf": [{"required": [key]} for key in keys]}


def without(*keys: str) -> Schema:
    """Return the rule that none of these keys may be there."""
    return {"not": any_key(*keys)}


ANCHOR_KEYS: Schema = {
    "quote": without("from", "until", "para"),
    "para": without("from", "until"),
    "from": ["until"],
    "until": ["from"],
    **{key: ["quote"] for key in ("in", "before", "after", "nth")},
}
WITHDRAWN: Schema = needs("status", "withdrawn", "withdrawn")
RULES: dict[type, Schema] = {
    At: {"dependencies": ANCHOR_KEYS, **any_key("quote", "from", "para")},
    Hide: {
        "dependencies": {**ANCHOR_KEYS, "at": without("quote", "from", "para")},
        **any_key("at", "quote", "from", "para"),
    },
    Citation: any_key("url", "article", "title"),
    Party: any_key("entity", "text"),
    Happening: {**needs("status", "retracted", "reason"), **any_key("event", "name")},
    Remark: needs("status", "retracted", "reason"),
    **dict.fromkeys((EntityEntry, ClaimEntry, ThreadFront, Sidecar), WITHDRAWN),
}
"""What the keys of one mapping must be together, as `backfile.shape_rules` checks it."""


def rule_of(shape: type) -> Schema:
    """Return the rule for a struct: its own, or that of the struct it is a kind of."""
    return next((RULES[one] for one in shape.__mro__ if one in RULES), {})
