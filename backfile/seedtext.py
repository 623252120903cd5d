"""Seeds as text: bytes decoded strictly, line ends made one (docs/format.md, The decoded seed)."""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata

from backfile.model import SeedText
from backfile.problems import Problem
from backfile.sourcelines import at_index

UTF_8 = "utf-8"
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
RUN = re.compile("[\u200b-\u200d\u2060-\u2064\ufeff]{3,}")
OVERRIDES = re.compile("[\u202d\u202e]")
DIRECTIONS = re.compile("[\u202a\u202b\u2066-\u2068]")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
SURROGATE = re.compile("[\ud800-\udfff]")


def decode_seed(
    data: bytes, encoding: str | None, path: str
) -> tuple[SeedText | None, tuple[Problem, ...]]:
    """Return a seed's text and what is wrong with it; None when its bytes do not fit the encoding.

    `encoding` is a name Python knows; without one it is UTF-8. A byte order mark is dropped, CRLF
    and a lone CR become one LF.
    """
    name = codecs.lookup(encoding).name if encoding else UTF_8
    try:
        text = data.decode(name)
    except UnicodeError as fault:
        return None, (undecodable(data, name, path, fault),)
    if name != UTF_8 and SURROGATE.search(text):
        return None, (undecodable(data, name, path, UnicodeError("half a surrogate pair")),)
    counts_alike = (name == UTF_8 or data.isascii()) and b"\r" not in data
    if text.startswith("\ufeff"):
        text, counts_alike = text[1:], False
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    digest = hashlib.sha256(data).hexdigest()
    seed = SeedText(path=path, text=text, sha256=digest, counts_alike=counts_alike)
    return seed, tuple(doubts(text, path))


def undecodable(data: bytes, name: str, path: str, fault: UnicodeError) -> Problem:
    """Return the problem of bytes that do not fit their encoding, at the first of them."""
    start = fault.start if isinstance(fault, UnicodeDecodeError) else 0
    found = f"byte 0x{data[start]:02X} at offset {start}" if start < len(data) else "the text"
    message = f"{found} is not {shown_encoding(name)}"
    hint = "name the encoding in the sidecar, for example `text: {encoding: windows-1252}`"
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        hint = "the file begins like UTF-16: write `text: {encoding: utf-16}` in the sidecar"
    before = data[:start].decode(name, "replace").removeprefix("\ufeff")
    after = data[start : start + 200].decode(name, "replace")
    lines = (before + after).replace("\r\n", "\n").replace("\r", "\n")
    place = len(before.replace("\r\n", "\n"))
    problem = Problem(code="seed-undecodable", message=message, path=path, hint=hint)
    return at_index(problem, lines, place)


def shown_encoding(name: str) -> str:
    """Return the name of an encoding as people write it."""
    return name.upper() if name.startswith("utf") else name


def doubts(text: str, path: str) -> list[Problem]:
    """Return warnings about a seed that has no words, or has signs nobody sees."""
    if not text.strip():
        message = "the seed has no text"
        hint = "remove the file, or write `show: none` in its sidecar"
        empty = Problem(code="seed-empty", message=message, path=path, hint=hint)
        return [at_index(empty, text, 0)]
    if text.isascii() or not INVISIBLE.search(text):
        return []
    found = [*RUN.finditer(text), *OVERRIDES.finditer(text)]
    found = [one for one in found if not is_joining(text, one)]
    if not found and not RIGHT_TO_LEFT.search(text):
        found = list(DIRECTIONS.finditer(text))
    return [suspicious(text, path, min(found, key=re.Match.start), len(found))] if found else []


def is_joining(text: str, found: re.Match[str]) -> bool:
    """Tell whether a run is of joiners between letters that join, as in Persian typing."""
    before = text[found.start() - 1 : found.start()]
    return set(found[0]) <= {"\u200c", "\u200d"} and RIGHT_TO_LEFT.match(before) is not None


def suspicious(text: str, path: str, first: re.Match[str], count: int) -> Problem:
    """Return the warning about invisible signs, at the first of them."""
    sign = first[0][0]
    name = unicodedata.name(sign, "an invisible sign").lower()
    message = f"U+{ord(sign):04X} ({name}) stands here"
    if count > 1:
        message += f", and {count - 1} more such places"
    hint = "such signs can hide words or mark a copy; the page shows the seed as it is"
    problem = Problem(code="suspicious-characters", message=message, path=path, hint=hint)
    return at_index(problem, text, first.start(), first.end())
