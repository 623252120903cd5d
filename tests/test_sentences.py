"""The sentence around a mention."""

from __future__ import annotations

import pytest

from backfile.model import Span
from backfile.sentences import LONGEST_EXCERPT, excerpt_of, sentence_spans


def sentences(text):
    return [text[slice(*span)].rstrip() for span in sentence_spans(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "parts",
    [
        ["One came.", "Two left!", "Who?", "Nobody."],
        ["The U.S. Commerce Department met J. P. Morgan in D.C. yesterday.", "It left."],
        ["Mr. Ruiz paid 3.5 million.", "Dr. Weber did not."],
        ["He said “no.”", "“Why?” she asked.", "(So.)", "End."],
        ["中国反对。", "毛宁说：“不！”", "结束？"],
        ["ماذا حدث؟", "لا أحد يعرف."],
        ["Am 24. Mai kam er.", "Er ging."],
        ["It grew to 2023.", "Then it fell."],
        ["Wait… and see.", "Then…", "Now."],
    ],
)
def test_a_text_is_cut_where_sentences_end(parts):
    space = "" if "。" in parts[0] else " "
    assert sentences(space.join(parts)) == parts


def excerpt(text, words, hidden=()):
    start = text.index(words)
    block = Span(0, len(text))
    span = Span(start, start + len(words))
    return excerpt_of(text, span, block, sentence_spans(text, block), hidden)


def test_an_excerpt_is_the_sentence_around_the_words():
    text = "It rained. The U.S. and China met. They left."
    assert excerpt(text, "China") == ("The U.S. and ", "China", " met.")


def test_hidden_words_are_taken_out():
    text = "The AD China met."
    assert excerpt(text, "China", [Span(4, 7)]) == ("The ", "China", " met.")


def test_a_long_sentence_is_cut_at_words():
    text = "before " * 80 + "China" + " after" * 80 + "."
    found = excerpt(text, "China")
    assert len("".join(found)) <= LONGEST_EXCERPT
    assert found.before.startswith("before ")
    assert found.before.endswith("before ")
    assert found.after.endswith(" after")


def test_words_over_two_sentences_have_both():
    text = "One came. Two left. Three."
    assert excerpt(text, "came. Two") == ("One ", "came. Two", " left.")
