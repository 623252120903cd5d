"""Words of the interface: catalogues, terms, plurals; numbers, lists and dates of a language."""

import re
import subprocess
import sys
from typing import get_args

import pytest

from backfile.date_words import date_in_words
from backfile.fragments import Fragments, apart
from backfile.locales import language_in_words, list_in_words, number_in_words
from backfile.shapes import ARTICLE_KINDS, HIDE_REASONS, LINK_RELATIONS
from backfile.shapes_annotations import AnnotationShape
from backfile.shapes_registers import ENTITY_RELATIONS, ENTITY_TYPES, RATINGS
from backfile.words import PLURALS, TERMS, catalogue_names, say, term, translations
from tests.sites import Site


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        ("en", ("en",)),
        ("AR-eg", ("ar-EG", "ar")),
        ("zh", ("zh",)),
        ("zh-CN", ("zh-CN", "zh")),
        ("zh-hans", ("zh-Hans", "zh")),
        ("zh-hant-tw", ("zh-Hant-TW", "zh-Hant", "zh")),
        ("zh-TW", ("zh-Hant-TW", "zh-Hant", "zh")),
    ],
)
def test_a_language_tag_leads_to_the_closest_catalogue(tag, names):
    assert catalogue_names(tag) == names


def test_a_language_without_a_catalogue_speaks_english():
    assert say("tlh", "Latest") == "Latest"
    assert translations("tlh").ngettext("one", "many", 5) == "many"


def test_a_sentence_without_translation_stays_english():
    assert say("ar", "A sentence that no page has") == "A sentence that no page has"


def test_a_country_has_the_words_of_its_language():
    assert say("ar-EG", "Latest") == say("ar", "Latest") != "Latest"


ARTICLES = {
    0: "لا مقالات",
    1: "مقال واحد",
    2: "مقالان",
    3: "3 مقالات",
    10: "10 مقالات",
    11: "11 مقالا",
    99: "99 مقالا",
    100: "100 مقال",
    102: "102 مقال",
    103: "103 مقالات",
    111: "111 مقالا",
}


@pytest.mark.parametrize("number", ARTICLES)
def test_arabic_has_six_plural_forms(number):
    one, many = "%(shown)s article", "%(shown)s articles"

    words = translations("ar").ngettext(one, many, number) % {"shown": number}

    assert words == ARTICLES[number]


@pytest.mark.parametrize("number", [0, 1, 2, 1000])
def test_chinese_has_one_form_for_all_numbers(number):
    words = translations("zh").ngettext("%(shown)s article", "%(shown)s articles", number)

    assert words % {"shown": number} == f"{number}篇文章"


def test_every_closed_term_of_the_format_has_words():
    types = [str(shape.__struct_config__.tag) for shape in get_args(AnnotationShape)]
    closed = {*ARTICLE_KINDS, *HIDE_REASONS, *LINK_RELATIONS, *types, *ENTITY_TYPES, *RATINGS}
    closed |= {*ENTITY_RELATIONS, *(f"{relation}-back" for relation in ENTITY_RELATIONS)}

    assert closed - TERMS.keys() == set()
    assert set(ENTITY_TYPES) == PLURALS.keys()


def test_a_term_of_the_sites_own_has_the_sites_words():
    assert term("ar", "x-built-by", {"x-built-by": "بناه"}) == "بناه"
    assert term("ar", "x-built-by", {}) == "Built by"
    assert term("ar", "place", {}, plural=True) == "الأماكن"


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "A, B and C"), ("en-US", "A, B, and C"), ("ar", "A وB وC"), ("zh", "A、B和C")],
)
def test_names_in_a_row_are_joined_as_the_language_does(lang, words):
    assert list_in_words("ABC", lang) == words


def test_a_row_of_one_or_none_has_nothing_to_join():
    assert list_in_words([], "ar") == ""
    assert list_in_words(["A"], "ar") == "A"
    assert list_in_words("AB", "en") == "A and B"
    assert list_in_words("ABCD", "zh") == "A、B、C和D"


def test_names_in_a_row_are_escaped():
    assert list_in_words(["<a>", "{0}"], "en") == "&lt;a&gt; and {0}"


def test_numbers_have_the_signs_of_their_language():
    assert number_in_words(1234567, "en") == "1,234,567"
    assert number_in_words(1234567, "de") == "1.234.567"
    assert number_in_words(1234567, "ar") == "1,234,567"


def test_languages_have_names_in_other_languages():
    assert language_in_words("ar", "en") == "Arabic"
    assert language_in_words("zh", "ar") == "الصينية"
    assert language_in_words("en", "zh") == "英语"
    assert language_in_words("x-none", "en") == "x-none"


DATES = {
    "2023": ("2023", "2023", "2023年"),
    "199X": ("1990s", "عقد 1990", "1990年代"),
    "2023-05": ("May 2023", "مايو 2023", "2023年5月"),
    "2023-XX": ("2023", "2023", "2023年"),
    "2023-05-24": ("24 May 2023", "24 مايو 2023", "2023年5月24日"),
    "2023-05-24T14:00:00+08:00": ("24 May 2023", "24 مايو 2023", "2023年5月24日"),
    "1995~": ("about 1995", "نحو 1995", "约1995年"),
    "202X~": ("about 2020s", "نحو عقد 2020", "约2020年代"),
    "2023-05?": ("May 2023 (uncertain)", "مايو 2023 (غير مؤكد)", "2023年5月（存疑）"),
    "../2020-05": ("until May 2020", "حتى مايو 2020", "至2020年5月"),
    "2023-05-21/..": ("since 21 May 2023", "منذ 21 مايو 2023", "2023年5月21日起"),
    "2023-05-21/2023-05-24": ("21–24 May 2023", "21–24 مايو 2023", "2023年5月21日至24日"),
    "2023-04-28/2023-05-03": (
        "28 April – 3 May 2023",
        "28 أبريل – 3 مايو 2023",
        "2023年4月28日至5月3日",
    ),
    "2022-12-30/2023-01-02": (
        "30 December 2022 – 2 January 2023",
        "30 ديسمبر 2022 – 2 يناير 2023",
        "2022年12月30日至2023年1月2日",
    ),
    "2021/2023": ("2021–2023", "2021–2023", "2021–2023年"),
    "2023-04/2023-06": ("April – June 2023", "أبريل – يونيو 2023", "2023年4月至6月"),
    "2023-05-24/2023-05-24": ("24 May 2023", "24 مايو 2023", "2023年5月24日"),
    "2023-05~/2023-06": (
        "about May 2023 – June 2023",
        "نحو مايو 2023 – يونيو 2023",
        "约2023年5月 – 2023年6月",
    ),
    "2022/2023-06": ("2022 – June 2023", "2022 – يونيو 2023", "2022年 – 2023年6月"),
    "some day": ("some day", "some day", "some day"),
}


@pytest.mark.parametrize("text", DATES)
def test_dates_are_written_as_the_language_writes_them(text):
    assert tuple(date_in_words(text, lang) for lang in ("en", "ar", "zh")) == DATES[text]


def test_american_dates_begin_with_the_month():
    assert date_in_words("2023-05-24", "en-US") == "May 24, 2023"


def test_a_language_that_babel_does_not_know_has_english_dates():
    assert date_in_words("2023-05-24", "tlh") == "24 May 2023"


def test_babel_is_not_loaded_before_it_is_needed():
    code = "import sys, backfile; sys.exit('babel' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_traditional_characters_have_words_of_their_own():
    assert say("zh-TW", "Search") == "搜尋"
    assert say("zh-CN", "Search") == "搜索"


def test_a_plain_citation_has_the_words_and_signs_of_the_site(tmp_path):
    files = {
        "site.yaml": "title: أرشيف\nlang: ar\nurl: https://example.org/\n",
        "seeds/a.txt": "عنوان\n\nنص.\n",
        "content/articles/a.yaml": "published: 2023-05-22\nsource: {publisher: الصحافة}\n",
    }

    page = Site(tmp_path, files).page("articles/a/")

    kept = "<bdi>https://example.org/articles/a/</bdi>"
    assert f"«عنوان»، الصحافة، 22 مايو 2023. مع تعليقات في: أرشيف، {kept}." in page


def test_addresses_in_plain_words_keep_their_own_direction():
    assert apart("<i>، https://x.org/?a&b.") == ("&lt;i&gt;، <bdi>https://x.org/?a&amp;b</bdi>.")
    assert apart("见https://x.org/a/。另见") == "见<bdi>https://x.org/a/</bdi>。另见"


def test_a_stretch_of_time_that_is_open_says_so():
    spans = {lang: Fragments("", lang, str).span("2019", "") for lang in ("en", "ar", "zh")}

    assert {lang: re.sub("<.*?>", "", span) for lang, span in spans.items()} == {
        "en": "since 2019",
        "ar": "منذ 2019",
        "zh": "2019年起",
    }
    assert "until 2020" in re.sub("<.*?>", "", Fragments("", "en", str).span("", "2020"))
    assert Fragments("", "en", str).span("", "") == ""
