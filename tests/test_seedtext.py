"""Seeds: bytes decoded strictly, line ends made one, doubtful signs told."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.seedtext import decode_seed


def text_of(data, encoding=None):
    """Return the text of a seed that can be decoded."""
    seed, problems = decode_seed(data, encoding, "seeds/a.txt")
    assert seed is not None, problems
    return seed.text


@pytest.mark.parametrize(
    ("data", "encoding", "text", "alike"),
    [
        (b"a\nb\n", None, "a\nb\n", True),
        ("é中🙂".encode(), None, "é中🙂", True),
        (b"\xef\xbb\xbfa", None, "a", False),
        (b"\xef\xbb\xbfa", "utf-8-sig", "a", False),
        (b"a\r\nb\rc\n", None, "a\nb\nc\n", False),
        (b"a\r\n\r\nb", None, "a\n\nb", False),
        (b"a\n\rb", None, "a\n\nb", False),
        (b"\xff\xfea\x00", "utf-16", "a", False),
        (b"\xfe\xff\x00a", "UTF-16", "a", False),
        (b"\xff\xfea\x00", "utf-16-le", "a", False),
        ("a".encode("utf-32"), "utf-32", "a", False),
        ("中文".encode("gb18030"), "gb18030", "中文", False),
        ("日本".encode("shift_jis"), "Shift_JIS", "日本", False),
        (b"abc\xe9", "windows-1252", "abcé", False),
        (b"plain", "ascii", "plain", True),
        (b"plain", "latin-1", "plain", True),
        ("e\u0301\u2028\u0085x".encode(), None, "e\u0301\u2028\u0085x", True),
        (b"a\x00\x0bb", None, "a\x00\x0bb", True),
    ],
)
def test_a_seed_is_decoded_and_its_line_ends_are_made_one(data, encoding, text, alike):
    seed, _ = decode_seed(data, encoding, "seeds/a.txt")
    assert seed is not None
    assert seed.text == text
    assert seed.counts_alike is alike
    assert seed.sha256 == hashlib.sha256(data).hexdigest()
    assert seed.path == "seeds/a.txt"


@pytest.mark.parametrize(
    ("data", "encoding", "place", "message"),
    [
        (b"abc\xe9", None, (1, 4), "byte 0xE9 at offset 3 is not UTF-8"),
        ("é\n中".encode() + b"x\xff", None, (2, 3), "byte 0xFF at offset 7 is not UTF-8"),
        (b"a\r\nb\xe9", None, (2, 2), "byte 0xE9 at offset 4 is not UTF-8"),
        (b"\xef\xbb\xbfa\xe9", None, (1, 2), "byte 0xE9 at offset 4 is not UTF-8"),
        (b"\xed\xa0\x80", None, (1, 1), "byte 0xED at offset 0 is not UTF-8"),
        (b"ab\x81", "windows-1252", (1, 3), "byte 0x81 at offset 2 is not cp1252"),
        (b"a\xff", "gb18030", (1, 2), "byte 0xFF at offset 1 is not gb18030"),
        (b"\xff\xfea", "utf-16", (1, 1), "byte 0x61 at offset 2 is not UTF-16"),
        (b"\xff\xfea\x00", None, (1, 1), "byte 0xFF at offset 0 is not UTF-8"),
    ],
)
def test_bytes_that_do_not_fit_are_named_with_their_offset(data, encoding, place, message):
    seed, (problem,) = decode_seed(data, encoding, "seeds/a.txt")
    assert seed is None
    assert problem.code == "seed-undecodable"
    assert (problem.line, problem.column) == place
    assert problem.message == message
    assert "encoding" in problem.hint


def test_half_a_surrogate_pair_is_no_text():
    seed, (problem,) = decode_seed(b"+2AA-", "utf-7", "seeds/a.txt")
    assert seed is None
    assert problem.code == "seed-undecodable"


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf\r\n", "\u3000\u00a0".encode()])
def test_a_seed_without_text_is_a_warning(data):
    seed, (problem,) = decode_seed(data, None, "seeds/a.txt")
    assert seed is not None
    assert (problem.code, problem.line) == ("seed-empty", 1)


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم کتاب\u200cها",
        "\u200fשלום\u200e 123",
        "مرحبا \u2067123\u2069 \u202babc\u202c",
        "a\u200bb soft\u00adhyphen",
        "👩\u200d👩\u200d👧 family",
        "\u202cpop alone\u202c",
        "ไทย\u200bภาษา",
        "می\u200c\u200c\u200cخواهم",
    ],
)
def test_signs_that_scripts_need_are_no_reason_to_doubt(text):
    assert decode_seed(text.encode(), None, "seeds/a.txt")[1] == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("user\u202etxt.exe", (1, 5)),
        ("a\nb\u2066c\u2069", (2, 2)),
        ("w\u200b\u200c\u200d\u2060atermark", (1, 2)),
        ("שלום \u202d123", (1, 6)),
    ],
)
def test_signs_that_hide_or_mark_are_a_warning(text, place):
    _, (problem,) = decode_seed(text.encode(), None, "seeds/a.txt")
    assert problem.code == "suspicious-characters"
    assert (problem.line, problem.column) == place


ENCODINGS = [
    None,
    "utf-8",
    "utf-16",
    "gb18030",
    "windows-1252",
    "utf-7",
    "big5",
    "iso2022_jp",
    "hz",
]


@given(st.binary(max_size=40), st.sampled_from(ENCODINGS))
def test_no_bytes_break_the_decoding(data, encoding):
    seed, problems = decode_seed(data, encoding, "seeds/a.txt")
    assert (seed is None) == any(p.code == "seed-undecodable" for p in problems)
    if seed is not None:
        seed.text.encode()
        assert "\r" not in seed.text


@given(st.text(max_size=40))
def test_where_counts_are_alike_the_bytes_have_the_same_code_points(text):
    data = text.encode()
    seed, _ = decode_seed(data, None, "seeds/a.txt")
    assert seed is not None
    if seed.counts_alike:
        assert data.decode() == seed.text
