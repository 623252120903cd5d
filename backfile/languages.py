"""Language tags by their form (BCP 47, RFC 5646 section 2.1); no list of languages is needed."""

from __future__ import annotations

import re
from functools import lru_cache

TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"  # language
    r"(?:-[a-z]{4})?"  # script
    r"(?:-(?:[a-z]{2}|\d{3}))?"  # region
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"  # variants
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*"  # extensions
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"  # private use
    r"|x(?:-[a-z0-9]{1,8})+",
    re.ASCII | re.IGNORECASE,
)
OLD_TAGS = frozenset(
    (
        *("en-gb-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak", "i-klingon", "i-lux"),
        *("i-mingo", "i-navajo", "i-pwn", "i-tao", "i-tay", "i-tsu", "sgn-be-fr", "sgn-be-nl"),
        *("sgn-ch-de", "zh-min"),
    )
)
"""Tags that were registered before the form was fixed."""


@lru_cache(maxsize=1024)
def is_language_tag(text: str) -> bool:
    """Tell whether `text` has the form of a language tag, such as `en`, `zh-Hant` or `es-419`."""
    return TAG.fullmatch(text) is not None or text.lower() in OLD_TAGS


LANGUAGE_NAMES = {
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "français": "fr",
    "spanish": "es",
    "español": "es",
    "portuguese": "pt",
    "italian": "it",
    "russian": "ru",
    "polish": "pl",
    "chinese": "zh",
    "japanese": "ja",
    "korean": "ko",
    "arabic": "ar",
    "hebrew": "he",
    "thai": "th",
    "turkish": "tr",
    "ukrainian": "uk",
    "hindi": "hi",
    "dutch": "nl",
    "persian": "fa",
}


def nearest_tag(text: str) -> str:
    """Return the tag that was probably meant, for a hint; empty when there is no good guess."""
    name = LANGUAGE_NAMES.get(text.strip().lower())
    guess = name or text.strip().replace("_", "-").partition(".")[0]
    return guess if guess != text and is_language_tag(guess) else ""
