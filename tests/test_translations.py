"""The catalogues are whole, and no page of another language has an English word of the interface."""

import re
from html.parser import HTMLParser
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

from backfile import words as words_module
from backfile.words import LOCALES, TERMS, translations
from scripts import catalogues
from tests.every_kind import FILES, KINDS
from tests.odd_archives import ARABIC, ARABIC_KINDS
from tests.page_words import SPOKEN, latin_words, own_words, texts_of
from tests.sites import Site

COMPLETE = catalogues.languages()
ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "assets").rglob("*.js"))
NAMES = frozenset(
    (
        *("SHA", "SHA-256", "BibTeX", "RIS", "CSL-JSON", "CSL", "JSON", "Backfile", "JavaScript"),
        *("Unicode", "Markdown", "SQLite", "W3C", "Web", "Annotations", "YYYY-MM-DD", "JSON-LD"),
        *("DOI", "ID", "URL", "SVG", "CSV", "Wikidata", "Wikipedia", "W", "C", "Esc", "Tab", "at"),
    )
)
"""Names, and words of formats, that are the same in every language."""
CLOSED = frozenset(
    [*TERMS, "auto", "mean", "fix", "all", "none", "passages", "published", "withdrawn"]
)
"""Values of the format, as the data page names them: small letters, never translated."""
OF_ITS_OWN = frozenset(["Structure", "Orders"])
"""Terms of the archive with every kind of page that it has given no label."""


@pytest.fixture(scope="module")
def english():
    """Every sentence and term of the interface."""
    return catalogues.words()


def test_arabic_and_chinese_have_catalogues():
    assert {"ar", "zh"} <= set(COMPLETE)


@pytest.mark.parametrize("lang", COMPLETE)
def test_no_sentence_lacks_a_translation(english, lang):
    found = catalogues.updated(catalogues.catalogue(lang), english)

    assert catalogues.lacking(found) == []


@pytest.mark.parametrize("lang", COMPLETE)
def test_translations_have_the_places_and_plural_forms_of_the_english(lang):
    assert list(catalogues.faults(catalogues.catalogue(lang))) == []


@pytest.mark.parametrize("lang", COMPLETE)
def test_the_catalogues_are_as_the_script_would_write_them(lang):
    assert catalogues.up_to_date(lang), "run scripts/words"


@pytest.mark.parametrize("lang", [lang for lang in COMPLETE if lang[:2] in ("ar", "zh")])
def test_translations_have_no_english_left(lang):
    left = {
        form: rest
        for message in catalogues.catalogue(lang)
        if message.id
        for form in catalogues.forms(message)
        if (rest := latin_words(catalogues.PLACE.sub(" ", form)) - NAMES - CLOSED)
    }

    assert left == {}


# --- templates ----------------------------------------------------------------------------------


class Bare(HTMLParser):
    """Collects texts and spoken attributes of a template that have letters."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.found += [
            f"{name}: {value}" for name, value in attrs if name in SPOKEN and has_letters(value)
        ]

    def handle_data(self, data):
        if has_letters(data):
            self.found.append(" ".join(data.split()))


def has_letters(text):
    """Tell whether a text has letters other than those of names."""
    return bool(latin_words(text or "") - NAMES)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_words_of_their_own(path):
    source = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    source = re.sub(r"\{% block (page_class|og_type) %\}[\w-]+\{% endblock %\}", "", source)
    bare = Bare()
    # What Jinja fills in is looked at below; a quote inside it would end an attribute.
    bare.feed(re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "\u00b7", source, flags=re.DOTALL))

    assert bare.found == [], "put these words into _(…)"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_say_no_words_of_their_own_from_expressions(path):
    tree = jinja2.Environment(autoescape=True, extensions=["jinja2.ext.i18n"]).parse(
        path.read_text()
    )
    shown = {
        text
        for output in tree.find_all(nodes.Output)
        for part in output.nodes
        for text in said(part)
    }

    # Values of attributes are written so, too: they are single words in small letters.
    assert {text for text in shown if re.search(r"[A-Za-z] [A-Za-z]|[A-Z][a-z]", text)} == set()


def said(node):
    """Yield the constants an expression puts on the page, those of calls left out."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.CondExpr):
        yield from said(node.expr1)
        yield from said(node.expr2) if node.expr2 else ()
    elif isinstance(node, nodes.Concat | nodes.Or | nodes.Add):
        for child in node.iter_child_nodes():
            yield from said(child)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_have_no_words_of_their_own(path):
    code = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    code = re.sub(r"(?m)(^|\s)//.*$", "", code)
    quoted = {text for pair in re.findall(r'"([^"\n]*)"|`([^`\n]*)`', code) for text in pair}

    assert {
        text for text in quoted - KEYS if re.search(r"^[A-Z][a-z]+( [a-z]+)*\W*$", text)
    } == set()


KEYS = frozenset(["Escape", "Enter", "Shift", "Home", "Control", "Delete", "Backspace"])
"""Names of keys."""


# --- pages --------------------------------------------------------------------------------------


def english_words(page, allowed):
    """Return the texts of a page that have words which are neither the archive's nor allowed."""
    known = allowed | NAMES | CLOSED
    return {
        text: left
        for text in texts_of(page)
        if (left := latin_words(catalogues.PLACE.sub(" ", text)) - known)
    }


@pytest.fixture(scope="module")
def arabic(tmp_path_factory):
    """The Arabic archive, as a site of one of the languages."""
    built = {}

    def site(lang):
        if lang not in built:
            text = str(ARABIC["site.yaml"]).replace("lang: ar", f"lang: {lang}")
            built[lang] = Site(tmp_path_factory.mktemp("arabic"), {**ARABIC, "site.yaml": text})
        return built[lang]

    return site


@pytest.fixture(scope="module")
def every(tmp_path_factory):
    """The archive with every kind of page, as a site of one of the languages."""
    built = {}

    def site(lang):
        if lang not in built:
            files = {**FILES, "site.yaml": FILES["site.yaml"].replace("lang: en", f"lang: {lang}")}
            built[lang] = Site(tmp_path_factory.mktemp("every"), files, lenient=True)
        return built[lang]

    return site


@pytest.mark.parametrize("path", ARABIC_KINDS)
@pytest.mark.parametrize("lang", ["ar", "zh"])
def test_no_english_word_is_on_a_page_of_an_archive_without_english(arabic, lang, path):
    allowed = own_words(ARABIC)

    assert english_words(arabic(lang).page(path), allowed) == {}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["ar", "zh"])
def test_no_english_word_of_the_interface_is_on_any_kind_of_page(every, english, lang, kind):
    page = every(lang).page(KINDS[kind])
    sentences = {catalogues.identity(m) for m in english if m.id} - own_texts() - NAMES

    assert english_words(page, own_words(FILES) | OF_ITS_OWN) == {}
    assert [
        text
        for text in texts_of(page)
        if text in sentences and latin_words(catalogues.PLACE.sub("", text))
    ] == []


def own_texts():
    """Return the lines and values that the archive's files have for themselves."""
    return {part.strip(' "') for text in FILES.values() for part in re.split(r"[:,{}\[\]\n]", text)}


@pytest.mark.parametrize(("lang", "direction"), [("ar", "rtl"), ("zh", "ltr"), ("ar-EG", "rtl")])
def test_a_page_says_its_language_and_direction(every, lang, direction):
    assert f'<html lang="{lang}" dir="{direction}">' in every(lang).page("index.html")


def test_the_notes_of_a_text_in_another_language_are_in_that_of_the_site(every):
    page = every("zh").page("articles/arabic/index.html")

    assert '<div class="text" data-body lang="ar" dir="rtl">' in page
    assert re.search(r'<aside class="notes"[^>]* lang="zh" dir="ltr">', page)


# --- a new language -----------------------------------------------------------------------------


def test_a_language_is_added_by_adding_a_file(tmp_path, monkeypatch):
    (tmp_path / "tlh.po").write_text(
        'msgid ""\nmsgstr ""\n"Language: tlh\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Latest"\nmsgstr "chu’"\n\n'
        'msgid "Organisations"\nmsgstr "moS"\n\n'
        'msgid "%(shown)s article"\nmsgid_plural "%(shown)s articles"\nmsgstr[0] "De’ %(shown)s"\n',
        encoding="utf-8",
    )
    found = catalogues.bring_up_to_date("tlh", tmp_path)
    monkeypatch.setattr(words_module, "LOCALES", tmp_path)
    translations.cache_clear()
    try:
        site = Site(
            tmp_path / "site",
            {**FILES, "site.yaml": FILES["site.yaml"].replace("lang: en", "lang: tlh")},
            lenient=True,
        )
        home = site.page("index.html")
    finally:
        translations.cache_clear()

    assert "Latest" not in texts_of(home)
    assert "chu’" in texts_of(home)
    assert any(text.startswith("De’ 2") for text in texts_of(home))
    assert "Threads" in texts_of(home), "what has no translation is in English"
    assert "Latest" not in catalogues.lacking(found)
    assert "Threads" in catalogues.lacking(found)


def test_a_new_catalogue_has_the_plural_forms_of_its_language(tmp_path):
    catalogues.bring_up_to_date("pl", tmp_path)

    text = (tmp_path / "pl.po").read_text(encoding="utf-8")

    assert "nplurals=3" in text
    assert 'msgstr[2] ""' in text
    assert catalogues.up_to_date("pl", tmp_path)


FAULTY = {
    "a place is missing": ('msgid "By %(names)s"\nmsgstr "Von"\n', "'By %(names)s' has []"),
    "a place is misspelt": (
        'msgid "{n} of {all}"\nmsgstr "{n}/{al}"\n',
        "'{n} of {all}' has ['{al}'",
    ),
    "markup": ('msgid "Cite"\nmsgstr "<b>Zitieren</b>"\n', "'Cite' has markup"),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_translation_is_named(tmp_path, fault):
    text, expected = FAULTY[fault]
    head = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    (tmp_path / "de.po").write_text(head + text, encoding="utf-8")

    (told,) = catalogues.faults(catalogues.catalogue("de", tmp_path))

    assert told.startswith(expected)


def test_a_doubtful_translation_is_none(tmp_path):
    (tmp_path / "de.po").write_text('#, fuzzy\nmsgid "Cite"\nmsgstr "Zitat"\n', encoding="utf-8")

    found = catalogues.catalogue("de", tmp_path)

    assert catalogues.lacking(found) == ["Cite"]
    assert b"Zitat" not in catalogues.as_mo(found)


def test_sentences_are_found_in_code():
    code = 'say(lang, "One") + facts.spoken(f(x), "Two" if y else "Three") + say(lang, name)'

    assert list(catalogues.spoken_in(code)) == ["One", "Two", "Three"]


def test_compiled_catalogues_are_in_the_repository():
    assert sorted(path.stem for path in LOCALES.glob("*.mo")) == COMPLETE
