"""The direction a language is written in."""

from typing import Literal, TypeAlias

Direction: TypeAlias = Literal["ltr", "rtl"]

RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "ks", "mzn", "nqo", "ps", "sd", "syr"}
    | {"ug", "ur", "yi"}
)
RIGHT_TO_LEFT_SCRIPTS = frozenset(["arab", "hebr", "mand", "nkoo", "rohg", "syrc", "thaa", "adlm"])


def direction_of(lang: str) -> Direction:
    """Return the direction of a BCP 47 language tag; a script subtag wins over the language."""
    parts = lang.lower().split("-")
    script = next((p for p in parts[1:] if len(p) == 4 and p.isalpha()), None)
    if script is not None:
        return "rtl" if script in RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if parts[0] in RIGHT_TO_LEFT else "ltr"
