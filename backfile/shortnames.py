"""Names that look as if a comma had cut them: legal forms, and names of one or two letters."""

from __future__ import annotations

LEGAL_FORMS = frozenset(
    (
        *("inc", "incorporated", "ltd", "limited", "llc", "llp", "lp", "corp", "co", "plc"),
        *("gmbh", "ag", "kg", "se", "sa", "sas", "sarl", "srl", "sl", "spa", "nv", "bv"),
        *("pty", "ab", "as", "asa", "oy", "oyj", "kk", "kft", "zrt", "pjsc", "ooo", "oao"),
        *("jr", "sr", "ii", "iii", "esq", "phd", "md"),
    )
)
LONGEST = 14
"""Code points of the longest text that can be one of these."""


def is_legal_form(text: str) -> bool:
    """Tell whether words are a mere legal form or name suffix such as `Inc.` or `Jr`."""
    return text.replace(".", "").replace("/", "").strip().casefold() in LEGAL_FORMS


def is_short_name(text: str) -> bool:
    """Tell whether a name has fewer than three letters, in a script where that is short.

    Chinese, Japanese, Korean, Thai and their like name things with two signs.
    """
    letters = [sign for sign in text if sign.isalnum()]
    return len(letters) < 3 and all(sign < "\u0e00" for sign in letters)
