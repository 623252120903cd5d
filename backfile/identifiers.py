"""Identifiers in other registers: their forms and check digits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backfile.kinds import Fault, shown

if TYPE_CHECKING:
    from backfile.kinds import Check


def of_form(pattern: str, name: str, example: str) -> Check:
    """Return the check for an identifier that has nothing but a form."""
    form = re.compile(pattern, re.ASCII)

    def check(text: str) -> Fault | None:
        if form.fullmatch(text):
            return None
        return Fault("bad-identifier", f"`{shown(text)}` is no {name}", f"for example {example}")

    return check


check_wikidata = of_form(r"Q[1-9]\d{0,11}", "Wikidata id", "Q95 (Q and digits)")
check_digits = of_form(r"\d{1,30}", "number", "311331 (digits only)")
check_iso3166 = of_form(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?|[A-Z]{3}", "ISO 3166 code", "CN or ES-MD")
check_sha256 = of_form(
    r"[0-9a-fA-F]{64}", "SHA-256", "the 64 hexadecimal digits that `sha256sum FILE` prints"
)
check_lei_form = of_form(r"[A-Z0-9]{18}\d\d", "LEI", "B3DXGBC8GAIYWI2Z0172 (20 signs)")


def check_lei(text: str) -> Fault | None:
    """Return what is wrong with a legal entity identifier (ISO 17442, check by ISO 7064)."""
    fault = check_lei_form(text)
    if fault:
        return fault
    if int("".join(str(int(sign, 36)) for sign in text)) % 97 == 1:
        return None
    return wrong_digits(text, "LEI")


def check_isni(text: str) -> Fault | None:
    """Return what is wrong with an ISNI (ISO 27729); spaces between its four groups are fine."""
    return check_sixteen(text.replace(" ", ""), text, "ISNI", "0000 0001 2150 090X")


def check_orcid(text: str) -> Fault | None:
    """Return what is wrong with an ORCID id."""
    bare = text.removeprefix("https://orcid.org/")
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", bare, re.ASCII):
        return Fault(
            "bad-identifier", f"`{shown(text)}` is no ORCID id", "for example 0000-0002-1825-0097"
        )
    return check_sixteen(bare.replace("-", ""), text, "ORCID id", "0000-0002-1825-0097")


def check_sixteen(bare: str, text: str, name: str, example: str) -> Fault | None:
    """Return what is wrong with fifteen digits and a check sign by ISO 7064 mod 11-2."""
    if not re.fullmatch(r"\d{15}[\dX]", bare, re.ASCII):
        return Fault("bad-identifier", f"`{shown(text)}` is no {name}", f"for example {example}")
    total = 0
    for digit in bare[:15]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return None if bare[15] == ("X" if rest == 10 else str(rest)) else wrong_digits(text, name)


def check_imo(text: str) -> Fault | None:
    """Return what is wrong with the IMO number of a ship: seven digits, the last a check."""
    bare = text.removeprefix("IMO").strip()
    if not re.fullmatch(r"\d{7}", bare, re.ASCII):
        return Fault("bad-identifier", f"`{shown(text)}` is no IMO number", "for example 9074729")
    total = sum(
        int(digit) * weight for digit, weight in zip(bare[:6], range(7, 1, -1), strict=True)
    )
    return None if total % 10 == int(bare[6]) else wrong_digits(text, "IMO number")


def wrong_digits(text: str, name: str) -> Fault:
    """Return the fault of an identifier whose check digits do not fit the others."""
    message = f"`{shown(text)}` is no {name}: its check digits do not fit"
    return Fault("bad-identifier", message, "compare it with the register, digit by digit")
