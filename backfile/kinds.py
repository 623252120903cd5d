"""What a text means, checked by its kind: ids, dates, addresses, language tags, identifiers.

The kind of a text is written beside its type in the shapes (`Meta(extra={"kind": …})`). A check
takes the text and returns what is wrong with it; references are checked where the whole archive is
known.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple, TypeAlias
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from backfile.dates import FORMS, nearest_form, parse_date
from backfile.ids import id_fault
from backfile.languages import is_language_tag, nearest_tag


class Fault(NamedTuple):
    """What is wrong with a text."""

    code: str
    message: str
    hint: str = ""


Check: TypeAlias = Callable[[str], Fault | None]


def nearest(text: str, known: tuple[str, ...] | list[str]) -> str:
    """Return the known word that was probably meant, ignoring case and `-` or `_`; or nothing."""
    folded = {fold(word): word for word in known}
    found = get_close_matches(fold(text), list(folded), n=1, cutoff=0.6)
    return folded[found[0]] if found else ""


def fold(word: str) -> str:
    """Return a word as names of keys and values are compared for a guess."""
    return word.casefold().replace("-", "").replace("_", "").replace(" ", "")


def one_of(values: tuple[str, ...], *, free: bool = True) -> Check:
    """Return the check for a text that is one of `values`, or with `free` begins with `x-`."""
    allowed = frozenset(values)
    listed = ", ".join(values) + (", or x-… for one of your own" if free else "")

    def check(text: str) -> Fault | None:
        if text in allowed or (free and text.startswith("x-") and not id_fault(text)):
            return None
        guess = nearest(text, values)
        hint = (f"did you mean `{guess}`? " if guess else "") + f"allowed: {listed}"
        return Fault("bad-value", f"`{shown(text)}` is none of the values known here", hint)

    return check


def shown(text: str) -> str:
    """Return a value as a message shows it: on one line and not too long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else flat[:59] + "…"


def check_id(text: str) -> Fault | None:
    """Return what is wrong with a text as an id."""
    fault = id_fault(text)
    if not fault:
        return None
    guess = re.sub(r"[^a-z0-9_]+", "-", text.lower()).strip("-_")
    hint = f"write `{guess}`, for example" if guess and not id_fault(guess) else ""
    return Fault("bad-id", f"`{shown(text)}` is no valid id: it {fault}", hint)


def check_date(text: str) -> Fault | None:
    """Return what is wrong with a text as a date."""
    if parse_date(text):
        return None
    guess = nearest_form(text)
    hint = f"write {guess}" if guess else f"the forms are {FORMS}"
    return Fault("bad-date", f"`{shown(text)}` is no date in a known form", hint)


ADDRESS_SIGNS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\s]")


@lru_cache(maxsize=4096)
def check_url(text: str) -> Fault | None:
    """Return what is wrong with a text as an http or https address."""
    wrong = address_fault(text)
    if not wrong:
        return None
    hint = "write the whole address, for example https://example.org/page"
    if re.match(r"(www\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(/|$)", text, re.ASCII | re.IGNORECASE):
        hint = f"write https://{shown(text)}"
    return Fault("bad-address", f"`{shown(text)}` {wrong}", hint)


def address_fault(text: str) -> str:
    """Say what keeps a text from being a plain http or https address; empty when it is one."""
    if ADDRESS_SIGNS.search(text):
        return "has white space, a backslash or a control character"
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is no valid address"
    if parts.scheme.lower() not in ("http", "https") or not text.lower().startswith("http"):
        return "is no http or https address"
    if "@" in parts.netloc:
        return "has a user name in it"
    return "" if host and host.strip(".") else "has no host name"


def check_lang(text: str) -> Fault | None:
    """Return what is wrong with a text as a language tag."""
    if is_language_tag(text):
        return None
    guess = nearest_tag(text)
    hint = f"write `{guess}`" if guess else "examples: en, zh, es-419, zh-Hant"
    return Fault("bad-language", f"`{shown(text)}` is no language tag", hint)


def check_words(text: str) -> Fault | None:
    """Return what is wrong with a text that must say something."""
    return None if text.strip() else Fault("bad-value", "there are no words here")


def check_format(text: str) -> Fault | None:
    """Return what is wrong with the number of the format."""
    if text == "1":
        return None
    message = f"`format: {shown(text)}` is not known; this program reads format 1"
    return Fault("format-version", message, "write `format: 1`, or use a newer program")


def check_encoding(text: str) -> Fault | None:
    """Return what is wrong with a text as the name of a text encoding."""
    try:
        known = is_text_encoding(text)
    except (LookupError, ValueError):
        known = False
    if known:
        return None
    hint = "examples: utf-8, utf-16, windows-1252, gb18030, shift_jis, euc-kr, koi8-r"
    return Fault("bad-value", f"`{shown(text)}` is no text encoding Python knows", hint)


NOT_FOR_FILES = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"})


def is_text_encoding(name: str) -> bool:
    """Tell whether a name is that of an encoding of text files; raises `LookupError`."""
    if not name.isascii() or "\0" in name:
        return False
    found = codecs.lookup(name)
    is_text: bool = getattr(found, "_is_text_encoding", True)
    return is_text and found.name.replace("_", "-") not in NOT_FOR_FILES


def check_timezone(text: str) -> Fault | None:
    """Return what is wrong with a text as the name of a time zone."""
    if is_timezone(text) or not is_timezone("Europe/Paris"):
        return None
    hint = "examples: UTC, Europe/Madrid, Asia/Shanghai"
    return Fault("bad-value", f"`{shown(text)}` is no time zone", hint)


def is_timezone(name: str) -> bool:
    """Tell whether the system knows a time zone of this name."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return False
    return True


COLOUR = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})|[a-z]{3,30}", re.IGNORECASE)


def check_colour(text: str) -> Fault | None:
    """Return what is wrong with a text as a colour."""
    if COLOUR.fullmatch(text):
        return None
    return Fault("bad-value", f"`{shown(text)}` is no colour", 'write "#0b5394" or a name')


MAIL = re.compile(r"(?:mailto:)?[^\s@<>\"'()\\,;:?&]+@[^\s@<>\"'()\\,;:?&]+\.[^\s@<>\"'()\\,;:?&]+")


def check_contact(text: str) -> Fault | None:
    """Return what is wrong with a text as an address or mail address."""
    if MAIL.fullmatch(text) or not address_fault(text):
        return None
    message = f"`{shown(text)}` is neither a mail address nor an http or https address"
    return Fault("bad-address", message, "for example editors@example.org")


def check_reference_or_url(text: str) -> Fault | None:
    """Return what is wrong with a text that is an id or an address."""
    return check_url(text) if ":" in text or "/" in text else None
