"""Language tags by their form."""

import pytest

from backfile.languages import is_language_tag, nearest_tag


@pytest.mark.parametrize(
    "tag",
    [
        *("en", "zh", "de", "yue", "EN", "en-GB", "zh-Hant", "zh-Hant-TW", "es-419", "sr-Latn-RS"),
        *("sl-rozaj-biske", "de-CH-1901", "zh-cmn-Hans-CN", "en-u-ca-buddhist", "x-klingon"),
        *("de-x-goethe", "i-klingon", "en-GB-oed", "zh-min-nan", "und", "mul"),
    ],
)
def test_a_tag_of_the_right_form_is_a_language(tag):
    assert is_language_tag(tag)


@pytest.mark.parametrize(
    "tag",
    ["", "e", "en_GB", "english language", "中文", "en-", "-en", "en--GB", "123", "en-u", "x-"],
)
def test_anything_else_is_none(tag):
    assert not is_language_tag(tag)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("en_GB", "en-GB"), ("German", "de"), ("de_DE.UTF-8", "de-DE"), ("中文", ""), ("en", "")],
)
def test_a_tag_is_proposed(written, meant):
    assert nearest_tag(written) == meant
