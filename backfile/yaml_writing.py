"""New YAML files: plain data written so that it reads back as the same data."""

import json
import re
from collections.abc import Mapping
from typing import Any

PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./~-]*(?: [A-Za-z0-9_./~-]+)*")
ADDRESS = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9._~:/?#=&%+;@!$()*-]*[A-Za-z0-9/=]")
SPECIAL = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def yaml_text(data: Mapping[str, Any]) -> str:
    """Return a mapping of texts, lists and mappings as YAML, one key a line."""
    return "".join(lines_of(data, ""))


def lines_of(data: Mapping[str, Any], indent: str) -> list[str]:
    """Return the lines of a mapping."""
    lines: list[str] = []
    for key, value in data.items():
        if isinstance(value, dict) and list(value) == ["text"]:
            lines.append(f"{indent}{key}: {{text: {scalar(value['text'])}}}\n")
        elif isinstance(value, dict):
            lines += [f"{indent}{key}:\n", *lines_of(value, indent + "  ")]
        elif isinstance(value, list):
            lines.append(f"{indent}{key}: [{', '.join(map(item, value))}]\n")
        else:
            lines.append(f"{indent}{key}: {scalar(value)}\n")
    return lines


def item(value: Any) -> str:
    """Return an item of a list in brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {scalar(below)}" for key, below in value.items()) + "}"
    plain = PLAIN.fullmatch(value) and len(value) > 3 and value.lower() not in SPECIAL
    return value if plain else quoted(value)


def scalar(text: str) -> str:
    """Return a text as YAML: bare where nothing can be misread, else in double quotes."""
    if ADDRESS.fullmatch(text):
        return text
    return text if PLAIN.fullmatch(text) and text.lower() not in SPECIAL else quoted(text)


def quoted(text: str) -> str:
    """Return a text in double quotes, on one line, with signs nobody sees as escapes."""
    body = json.dumps(text, ensure_ascii=False)
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", body)
