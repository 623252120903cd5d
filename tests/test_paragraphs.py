"""Headline, paragraphs and their permanent ids."""

from __future__ import annotations

from backfile.model import Span
from backfile.paragraphs import (
    digest_of_words,
    guessed_manner,
    headline_of,
    numbered_paragraphs,
    paragraph_spans,
)
from tests.anchoring import anchored, codes, passages


def cut(text, manner="blank-line", start=0):
    return [text[slice(*span)] for span in paragraph_spans(text, start, manner)]


def test_the_first_line_is_the_title_when_text_follows():
    assert headline_of("\n  Flood \n\nIt rained.", None) == ("Flood", Span(3, 8))


def test_a_single_line_is_title_and_body():
    assert headline_of("It rained.", None) == ("It rained.", None)


def test_a_long_first_line_is_cut_at_a_word_and_stays_in_the_body():
    title, span = headline_of("word " * 60 + "\n\nMore.", None)
    assert span is None
    assert title == " ".join(["word"] * 20)
    assert headline_of("水" * 300 + "\n多", None).title == "水" * 100


def test_leading_lines_that_together_equal_the_title_are_the_headline():
    text = "\nThe “big”\n  flood\n\nIt rained."
    assert headline_of(text, 'The "big" flood').span == Span(1, 18)
    assert headline_of(text, "The big flood").span is None
    assert headline_of(text, 'The "big" flood', keep=True).span is None


def test_a_reading_in_the_headline_is_read():
    text = "El Gobemador\n\nTexto."
    found = headline_of(text, "El Gobernador", readings=[(Span(3, 12), "Gobernador")])
    assert found.span == Span(0, 12)


def test_hidden_words_are_in_no_default_title():
    text = "ADVERT\n\nSecret Flood\n\nIt rained."
    assert headline_of(text, None, hidden=[Span(0, 6), Span(8, 14)]).title == "Flood"


def test_paragraphs_are_parted_by_blank_lines_of_four_kinds_of_space():
    assert cut("a\nb\n \t\u00a0\u3000\n  c  \n\n\nd\n") == ["a\nb", "c", "d"]
    assert cut("a\nb\n\nc", "line") == ["a", "b", "c"]
    assert cut("a\n\u2003\nb") == ["a\n\u2003\nb"]


def test_the_guess_looks_at_blank_lines_between_text():
    assert guessed_manner("T\n\na\nb\n\n", 1) == "line"
    assert guessed_manner("T\n\na\n\nb", 1) == "blank-line"


def test_ids_know_letters_and_digits_only_and_count_repeats():
    text = "The second, too: 12 of them.\n\n“The  SECOND” too 12 of them\n\n...\n\n!"
    ids = [p.id for p in numbered_paragraphs(text, paragraph_spans(text, 0, "blank-line"))]
    empty = digest_of_words("")
    assert ids == ["p-2osyjt", "p-2osyjt-2", f"p-{empty}", f"p-{empty}-2"]
    assert digest_of_words("Jose\u0301") == digest_of_words("JOSÉ")


def test_private_words_do_not_count_in_an_id_but_other_hidden_words_do():
    seed = "T\n\nAna Ruiz left town.\n\nMore.\n"
    plain = anchored(seed).article.paragraphs[0].id

    def hiding(why):
        hide = {"at": "Ana Ruiz", "why": why}
        return anchored(seed, {"text": {"hide": [hide]}}).article.paragraphs[0].id

    assert hiding("advert") == plain
    assert hiding("privacy") == hiding("legal") == hiding("rights") != plain
    assert hiding("privacy") == f"p-{digest_of_words('left town')}"


def test_a_wholly_hidden_paragraph_is_none_and_the_others_keep_their_ids():
    seed = "T\n\nSame words.\n\nSame words.\n\nLast.\n"
    every = anchored(seed).article.paragraphs
    hide = {"text": {"hide": [{"at": {"quote": "Same words.", "nth": 1}, "why": "duplicate"}]}}
    left = anchored(seed, hide).article.paragraphs
    assert [(p.id, p.span) for p in left] == [(p.id, p.span) for p in every[1:]]
    assert [p.number for p in left] == [1, 2], "readers count what they see"


def test_a_former_paragraph_id_keeps_working_as_an_anchor():
    seed = "T\n\nThe second, too: 12 of them.\n"
    former = {"former_paragraphs": {"p-aaaaaa": "p-2osyjt"}}
    note = {"type": "note", "at": {"para": "p-aaaaaa"}, "body": "?"}
    result = anchored(seed, {"text": former, "annotations": [note]})
    assert codes(result) == []
    assert result.article.former_paragraphs == (("p-aaaaaa", "p-2osyjt"),)
    assert passages(result)[0].paragraph == "p-2osyjt"
    wrong = {"text": {"former_paragraphs": {"p-aaaaaa": "p-bbbbbb"}}}
    (problem,) = anchored(seed, wrong).problems
    assert problem.code == "no-such-paragraph"
    assert problem.keys == ("text", "former_paragraphs", "p-aaaaaa")
