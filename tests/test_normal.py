"""The normalised view and the way back from it."""

from __future__ import annotations

import random
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from backfile.model import Span
from backfile.normal import fold_needle, fold_words, normalised

SIGNS = (
    "ab cé\n\t  -\u2011—’“…ﬁſß\u00ad\u200b\u200d\u2066e\u0301\u0327\u1112\u1161\u11ab\ufb1f"
    "中\ufe00\u212bİ\u3000-\n🚀"
)


def spans(text, **rules):
    view = normalised(text, **rules)
    return view.text, [tuple(view.span(at, at + 1)) for at in range(len(view.text))]


def test_signs_are_folded_one_for_one():
    assert spans("“a”\u00a0b–c") == ('"a" b-c', [(n, n + 1) for n in range(7)])


def test_what_is_dropped_or_joined_belongs_to_no_neighbour():
    assert spans("a\u00adb") == ("ab", [(0, 1), (2, 3)])
    assert spans("a \u200b b") == ("a b", [(0, 1), (1, 4), (4, 5)])


def test_what_widens_stands_for_its_whole_sign():
    assert spans("ﬁn…") == ("fin...", [(0, 1), (0, 1), (1, 2), (2, 3), (2, 3), (2, 3)])


def test_a_decomposed_letter_is_one_letter():
    assert spans("Rui\u0301z") == ("Ruíz", [(0, 1), (1, 2), (2, 4), (4, 5)])


def test_a_wrapped_hyphen_goes_with_the_break_between_letters_only():
    assert normalised("Mic- \n ron", wrapped=True).text == "Micron"
    assert normalised("Mic-\nron").text == "Mic- ron"
    assert normalised("1990-\n91", wrapped=True).text == "1990- 91"
    assert normalised("Mic-\n\nron", wrapped=True).text == "Mic- ron"
    assert normalised("Mic\u00ad\nron", wrapped=True).text == "Micron"


def test_a_reading_stands_for_the_whole_of_what_it_reads():
    view = normalised("El Gobemador.", replaced=[(Span(3, 12), "Gobernador")])
    assert view.text == "El Gobernador."
    assert view.span(5, 6) == (3, 12)
    assert view.span(13, 14) == (12, 13)


def test_folding_case_may_widen_a_sign():
    folded = normalised("Straße\u00ad, ja").folded()
    assert folded.text == "strasse, ja"
    assert folded.span(4, 5) == folded.span(5, 6) == (4, 5)
    assert folded.span(9, 11) == (9, 11)


def test_a_needle_is_spelled_like_the_view_without_outer_white_space():
    assert fold_needle(" \u3000“Ruí\u200bz”\n") == '"Ruíz"'
    assert fold_words("urged ") == "urged "


def test_every_place_of_random_views_leads_back_in_order():
    chance = random.Random(1)
    for _ in range(4_000):
        text = "".join(chance.choice(SIGNS) for _ in range(chance.randrange(25)))
        wrapped = chance.random() < 0.4
        replaced = []
        if len(text) > 6 and chance.random() < 0.4:
            start = chance.randrange(len(text) - 3)
            span = Span(start, start + chance.randrange(1, 3))
            replaced = [(span, chance.choice(["xy", "", "ﬁé\u0301  q"]))]
        view = normalised(text, wrapped=wrapped, replaced=replaced)
        if not wrapped and not replaced:
            assert view.text == fold_words(text)
        for one in (view, view.folded()):
            last = Span(0, 0)
            for at in range(len(one.text)):
                span = Span(one.seed_start(at), one.seed_end(at))
                assert 0 <= span.start < span.end <= len(text)
                assert span == last or span.start >= last.end
                last = span


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_a_view_is_in_nfc_and_folding_it_again_changes_little(text):
    view = normalised(text)
    composed = normalised(unicodedata.normalize("NFC", text))
    assert view.text == composed.text
    for never in ("\u00a0", "\n", "  "):
        assert never not in view.text
