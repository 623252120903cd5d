"""What texts mean: ids, addresses, identifiers, encodings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile import identifiers, kinds

GOOD = [
    (kinds.check_id, ["a", "000_5dadbd3c16b493a3", "2023-05-24-x", "a" * 120]),
    (
        kinds.check_url,
        ["https://example.org", "http://a.b/c?d=e#f", "https://[::1]:80/", "HTTPS://A.B"],
    ),
    (kinds.check_url, ["https://пример.рф/путь", "https://web.archive.org/web/2023/https://a.b/"]),
    (kinds.check_encoding, ["utf-8", "gb18030", "Windows-1252", "shift_jis", "utf-16", "latin-1"]),
    (kinds.check_timezone, ["UTC", "Europe/Paris", "Asia/Shanghai"]),
    (kinds.check_colour, ["#0b5394", "#fff", "navy"]),
    (kinds.check_contact, ["editors@example.org", "mailto:e@example.org", "https://example.org/x"]),
    (kinds.check_format, ["1"]),
    (kinds.check_reference_or_url, ["2023-05-24-x", "https://example.org/a"]),
    (identifiers.check_wikidata, ["Q95", "Q1"]),
    (identifiers.check_digits, ["1", "311331"]),
    (identifiers.check_iso3166, ["CN", "ES-MD", "USA"]),
    (identifiers.check_sha256, ["a" * 64, "0123456789abcdefABCDEF" + "0" * 42]),
    (
        identifiers.check_lei,
        ["549300MLUDYVRQOOXS22", "B3DXGBC8GAIYWI2Z0172", "5493001KJTIIGC8Y1R12"],
    ),
    (identifiers.check_isni, ["0000 0001 2103 2683", "0000000121032683", "0000 0001 2150 090X"]),
    (identifiers.check_orcid, ["0000-0002-1825-0097", "https://orcid.org/0000-0001-5109-3700"]),
    (identifiers.check_imo, ["9074729", "IMO 9319466"]),
]
BAD = [
    (
        kinds.check_id,
        ["", "A", "a b", "-a", "index", "none", "con", "com1", "a" * 121, "é", "a/b", "../a"],
    ),
    (kinds.check_url, ["", "example.org", "ftp://a.b", "javascript:alert(1)", "//a.b", "https://"]),
    (
        kinds.check_url,
        ["https://u:p@a.b/", "https://a b.c", "https://a.b\\c", "https://a.b/\u0001"],
    ),
    (
        kinds.check_url,
        ["https:///a", "http:a.b", "https://a.b:99999999/", "https://[a", "https://a.b\n"],
    ),
    (kinds.check_url, [" https://a.b", "https://a.b/\u2028", "data:text/html,x", "https://."]),
    (
        kinds.check_encoding,
        ["", "utf-99", "rot13", "base64", "idna", "punycode", "undefined", "a\0b", "é"],
    ),
    (kinds.check_encoding, ["unicode_escape", "raw_unicode_escape", "zlib", "hex"]),
    (kinds.check_timezone, ["Europe/Nowhere", "../etc/passwd", "", "/etc/passwd"]),
    (kinds.check_colour, ["#12", "red;}", "expression(1)", "url(x)"]),
    (kinds.check_contact, ["nobody", "javascript:x", "a@b", "a@b.c?subject=x"]),
    (kinds.check_format, ["2", "1.0", "one"]),
    (kinds.check_reference_or_url, ["ftp://a.b", "a/b", "mailto:x@y.z"]),
    (identifiers.check_wikidata, ["95", "q95", "Q", "Q0", "P31", "Q９"]),
    (identifiers.check_digits, ["", "a", "1.5", "-1"]),
    (identifiers.check_iso3166, ["cn", "China", "C", "CN-", "CHNA"]),
    (identifiers.check_sha256, ["a" * 63, "g" * 64]),
    (identifiers.check_lei, ["B3DXGBC8GAIYWI2Z0173", "b3dxgbc8gaiywi2z0172", "1234"]),
    (identifiers.check_isni, ["0000 0001 2103 2684", "0000", "000000012103268X"]),
    (identifiers.check_orcid, ["0000-0002-1825-0098", "0000000218250097"]),
    (identifiers.check_imo, ["9074728", "907472", "x"]),
]


@pytest.mark.parametrize(
    ("check", "text"), [(check, text) for check, texts in GOOD for text in texts]
)
def test_what_has_the_right_form_passes(check, text):
    assert check(text) is None


@pytest.mark.parametrize(
    ("check", "text"), [(check, text) for check, texts in BAD for text in texts]
)
def test_what_has_not_is_a_fault_with_words(check, text):
    fault = check(text)
    assert fault is not None
    assert fault.message
    assert "\n" not in fault.message


def test_a_value_is_compared_without_case_and_hyphens():
    check = kinds.one_of(("blank-line", "line"))
    fault = check("Blank_Line")
    assert fault is not None
    assert fault.hint.startswith("did you mean `blank-line`?")
    assert check("x-own") is None


def test_a_free_value_needs_a_name_after_x():
    assert kinds.one_of(("a",))("x-Foo Bar") is not None
    assert kinds.one_of(("a",), free=False)("x-foo") is not None


def test_a_host_without_scheme_gets_one_in_the_hint():
    fault = kinds.check_url("www.example.org/a")
    assert fault is not None
    assert fault.hint == "write https://www.example.org/a"


@given(st.text(max_size=40), st.sampled_from([check for check, _ in BAD]))
def test_no_text_breaks_a_check(text, check):
    check(text)
