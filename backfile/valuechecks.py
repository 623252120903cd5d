"""Checks of single values: text by its kind, anchors' words, numbers, true and false."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from backfile import identifiers, kinds
from backfile.checks import Sink, subject
from backfile.problems import Keys
from backfile.shortnames import is_legal_form
from backfile.yamlnodes import FlowWord

if TYPE_CHECKING:
    from msgspec import inspect

Check: TypeAlias = Callable[[Any, Keys, Sink], Any]
"""Takes data, the keys to it, and where faults go; returns data that fits, or `FAULTY`."""

TEXT_CHECKS: dict[str, kinds.Check] = {
    "id": kinds.check_id,
    "topic": kinds.check_id,
    "date": kinds.check_date,
    "url": kinds.check_url,
    "lang": kinds.check_lang,
    "words": kinds.check_words,
    "alias": kinds.check_words,
    "format": kinds.check_format,
    "encoding": kinds.check_encoding,
    "timezone": kinds.check_timezone,
    "colour": kinds.check_colour,
    "contact": kinds.check_contact,
    "source": kinds.check_reference_or_url,
    "article-or-url": kinds.check_reference_or_url,
    "sha256": identifiers.check_sha256,
    "wikidata": identifiers.check_wikidata,
    "digits": identifiers.check_digits,
    "iso3166": identifiers.check_iso3166,
    "lei": identifiers.check_lei,
    "isni": identifiers.check_isni,
    "orcid": identifiers.check_orcid,
    "imo": identifiers.check_imo,
}
"""Checks of texts by kind; the kinds not named here are references, or mean nothing but words."""


def check_of_text(meta: dict[str, Any] | None) -> Check:
    """Return the check for a text of the kind that `meta` names."""
    kind = (meta or {}).get("kind", "")
    if kind == "anchor":
        return anchor_check
    if kind == "alias":
        return alias_check
    if kind == "one-of" and meta is not None:
        return text_check(kinds.one_of(meta["values"]))
    return text_check(TEXT_CHECKS.get(kind), strip=kind not in ("literal", "quote"))


def text_check(check: kinds.Check | None, *, strip: bool = True) -> Check:
    """Return the check for a text."""

    def text(value: Any, keys: Keys, sink: Sink) -> Any:
        if not isinstance(value, str):
            return sink.wrong_type(value, keys, "text")
        words = str(value).strip() if strip else str(value)
        fault = check(words) if check is not None else None
        return words if fault is None else sink.fault(fault, keys)

    return text


def anchor_check(value: Any, keys: Keys, sink: Sink) -> Any:
    """Check the words of an anchor; white space at their ends may tell two places apart."""
    words = str(value)
    return (
        words
        if words.strip()
        else sink.add("anchor-empty", f"{subject(keys)} is empty", keys, ANCHOR_HINT)
    )


ANCHOR_HINT = "give the words of the seed, or leave the key out to mean the whole article"


def alias_check(value: Any, keys: Keys, sink: Sink) -> Any:
    """Check a name given as text; one that a comma seems to have cut is a warning."""
    words = str(value).strip()
    fault = kinds.check_words(words)
    if fault:
        return sink.fault(fault, keys)
    if isinstance(value, FlowWord):
        code = "legal-form-alias" if is_legal_form(words) else "short-alias"
        what = "a legal form" if code == "legal-form-alias" else "shorter than three letters"
        message = f"the alias `{words}` is {what}: a comma seems to have cut a name"
        hint = f'put the whole name in quotes, or the alias itself if it is meant: "{words}"'
        sink.add(code, message, keys, hint)
    return words


def bool_check(value: Any, keys: Keys, sink: Sink) -> Any:
    """Check a value that is true or false."""
    if isinstance(value, str):
        truth = {"true": True, "false": False}.get(value.strip().lower())
        if truth is not None:
            return truth
        words = f"`{kinds.shown(value)}` is neither `true` nor `false`"
        guess = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(value.lower())
        return sink.add("bad-value", words, keys, f"write `{guess}`" if guess else "")
    return sink.wrong_type(value, keys, "`true` or `false`")


def int_check(found: inspect.IntType) -> Check:
    """Return the check for a whole number."""
    least = found.ge

    def number(value: Any, keys: Keys, sink: Sink) -> Any:
        if not isinstance(value, str):
            return sink.wrong_type(value, keys, "a whole number")
        digits = value.strip().removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
            return sink.add("bad-value", f"`{kinds.shown(value)}` is no whole number", keys)
        if least is not None and int(value) < least:
            return sink.add("bad-value", f"{subject(keys)} must be {least} or more", keys)
        return int(value)

    return number


def point_check(value: Any, keys: Keys, sink: Sink) -> Any:
    """Check a place on the map: latitude and longitude in degrees."""
    hint = "write [latitude, longitude] in degrees, such as [52.1, 4.3]"
    if not isinstance(value, list):
        return sink.wrong_type(value, keys, "a list of two numbers")
    try:
        point = [float(part) for part in value]
    except (TypeError, ValueError):
        point = []
    if len(point) != 2 or not all(math.isfinite(part) for part in point):
        return sink.add("bad-value", f"{subject(keys)} is no pair of numbers", keys, hint)
    if abs(point[0]) > 90 or abs(point[1]) > 180:
        return sink.add("bad-value", f"{subject(keys)} lies outside the globe", keys, hint)
    return point
