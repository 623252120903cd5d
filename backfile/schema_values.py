"""JSON Schemas of single values: texts by their kind, references with the ids an archive has.

Text takes strings, numbers and booleans, because the field decides what a scalar is: `title: 1984`
is text (docs/format.md, YAML). Patterns hold for strings only, so numbers pass.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from backfile.ids import LONGEST_ID

Schema: TypeAlias = dict[str, Any]
"""A JSON Schema with the keywords of draft 7."""

TEXT: Schema = {"type": ["string", "number", "boolean"]}
ID = r"^[a-z0-9][a-z0-9_-]*$"
ADDRESS = r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s\\@/]+(/[^\s\\]*|[?#][^\s\\]*)?$"
_POINT = (
    r"\d{3}[\dX]"
    r"(-(XX|(0[1-9]|1[0-2])"
    r"(-(0[1-9]|[12]\d|3[01])"
    r"(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-]\d\d:[0-5]\d))?)?))?[~?]?"
)
DATE = rf"^({_POINT}|{_POINT}/{_POINT}|{_POINT}/\.\.|\.\./{_POINT})$"

PATTERNS = {
    "date": DATE,
    "url": ADDRESS,
    "lang": r"^([A-Za-z]{2,8}|[xX]-[A-Za-z0-9]+)(-[A-Za-z0-9]{1,8})*$",
    "sha256": r"^[0-9a-fA-F]{64}$",
    "wikidata": r"^Q[1-9]\d{0,11}$",
    "digits": r"^\d{1,30}$",
    "iso3166": r"^([A-Z]{2}(-[A-Z0-9]{1,3})?|[A-Z]{3})$",
    "lei": r"^[A-Z0-9]{18}\d\d$",
    "isni": r"^(\d *){15}[\dX]$",
    "orcid": r"^(https://orcid\.org/)?\d{4}-\d{4}-\d{4}-\d{3}[\dX]$",
    "imo": r"^(IMO)? *\d{7}$",
    "colour": r"^(#[0-9a-fA-F]{3,8}|[A-Za-z]{3,30})$",
    "contact": r"^(mailto:)?[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$|^[Hh][Tt][Tt][Pp][Ss]?://\S+$",
}
"""What a text of a kind looks like, in the regular expressions JavaScript has, too."""

WORDS_OF_KIND = {
    "id": "An id: a-z, 0-9, - and _, beginning with a letter or digit.",
    "article": "An article's id.",
    "entity": "An entity's id.",
    "thread": "A thread's id.",
    "topic": "A topic's id.",
    "claim": "A claim's id.",
    "date": "A date: 2023, 202X, 2023-05, 2023-05-24, 2023-05-24T14:00:00+08:00, 2023-05~ (about), "
    "2023-05? (uncertain), 2023-05-21/2023-05-24, 2023-05-21/.. (open).",
    "entity-or-words": "An entity's id, or words; {text: …} for words that look like an id.",
    "entity-or-none": "An entity's id, or none.",
    "claim-or-wording": "A claim's id, or the neutral wording itself.",
    "article-or-url": "An article's id, or an http or https address.",
    "source": "An article's id, or an http or https address.",
    "anchor": "Words of the seed that occur once, or a form such as {quote: …, in: …}.",
    "alias": "A name, or {text: …} with how it is looked for.",
    "quote": "Words of the seed.",
    "encoding": "The name of a text encoding, such as gb18030; the default is utf-8.",
    "timezone": "A time zone, such as Europe/Madrid.",
    "format": "The version of the format.",
    "point": "Latitude and longitude in degrees.",
}
"""What editors show for a value that has no words of its own."""

ENCODINGS = (
    *("utf-8", "utf-16", "utf-32", "windows-1252", "windows-1250", "windows-1251", "gb18030"),
    *("big5", "shift_jis", "euc-jp", "euc-kr", "koi8-r", "iso-8859-15", "windows-1256"),
)
REFERRED = ("article", "entity", "claim", "thread", "topic")
"""The kinds of things whose ids are known."""


def id_definitions(known: Mapping[str, Sequence[str]]) -> dict[str, Schema]:
    """Return a definition for each kind of id: those the archive has, or any of the right form."""
    definitions = {"id": {**TEXT, "pattern": ID, "maxLength": LONGEST_ID}}
    for kind in REFERRED:
        form = {**TEXT, "pattern": ID, "maxLength": LONGEST_ID}
        words = WORDS_OF_KIND[kind]
        definitions[f"{kind}-id"] = {"description": words, **one_or_form(known.get(kind, ()), form)}
    words = "A key of `editors` in site.yaml, an entity's id, or words."
    signers = sorted({*known.get("editor", ()), *known.get("entity", ())})
    definitions["signer"] = {"description": words, **one_or_form(signers, TEXT)}
    return definitions


def one_or_form(values: Sequence[str], form: Schema) -> Schema:
    """Return what takes one of the values, which editors offer, or anything of the form."""
    return {"anyOf": [{"enum": sorted(values)}, form]} if values else dict(form)


def text_schema(meta: Mapping[str, Any] | None) -> Schema:
    """Return the schema of a text of the kind that `meta` names."""
    kind = str((meta or {}).get("kind", ""))
    special = special_schema(kind, meta or {})
    if special is not None:
        return described(special, WORDS_OF_KIND.get(kind, ""))
    if kind in PATTERNS:
        return described({**TEXT, "pattern": PATTERNS[kind]}, WORDS_OF_KIND.get(kind, ""))
    if kind in ("words", "alias", "quote", "anchor"):
        return described({**TEXT, "minLength": 1}, WORDS_OF_KIND.get(kind, ""))
    return dict(TEXT)


def special_schema(kind: str, meta: Mapping[str, Any]) -> Schema | None:
    """Return the schema of a kind that is more than a pattern; None for the others."""
    if kind in REFERRED:
        return {"$ref": f"#/definitions/{kind}-id"}
    if kind == "id":
        return {"$ref": "#/definitions/id"}
    if kind == "one-of":
        return values_schema(meta["values"], free=True)
    if kind == "entity-or-words":
        name = "signer" if meta.get("editors") else "entity-id"
        return {"anyOf": [{"$ref": f"#/definitions/{name}"}, TEXT]}
    if kind == "entity-or-none":
        return {"anyOf": [{"enum": ["none"]}, {"$ref": "#/definitions/entity-id"}]}
    if kind == "claim-or-wording":
        return {"anyOf": [{"$ref": "#/definitions/claim-id"}, {**TEXT, "pattern": r"\S\s+\S"}]}
    if kind in ("article-or-url", "source"):
        address = {**TEXT, "pattern": ADDRESS}
        return {"anyOf": [{"$ref": "#/definitions/article-id"}, address]}
    if kind == "encoding":
        return {"anyOf": [{"enum": sorted(ENCODINGS)}, TEXT]}
    return {"enum": [1, "1"]} if kind == "format" else None


def values_schema(values: Sequence[str], *, free: bool) -> Schema:
    """Return the schema of a choice; a `free` one also takes words that begin with `x-`."""
    every: list[str | bool] = list(values)
    # An editor reads `rating: true` as a boolean.
    every += [word == "true" for word in values if word in ("true", "false")]
    choice: Schema = {"enum": every}
    return (
        {"anyOf": [choice, {"type": "string", "pattern": r"^x-[a-z0-9_-]*$"}]} if free else choice
    )


def described(schema: Schema, words: str) -> Schema:
    """Return a schema with words for people; beside a `$ref` other keywords would not count."""
    if not words or "$ref" in schema or "description" in schema:
        return schema
    return {"description": words, **schema}
