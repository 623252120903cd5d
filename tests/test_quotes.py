"""Anchors: what is said of a quote, and that a quote never lands elsewhere."""

from __future__ import annotations

import random
import unicodedata

from backfile.anchor_writing import anchor_for, tidy_span
from backfile.model import Span
from backfile.normal import WHITE_SPACE
from backfile.places import SeedViews
from backfile.quotes import anchor_quote
from backfile.shapes import At
from tests.anchoring import anchored, codes, decoded, passages

ALPHABETS = (
    "ab AB.\n",
    "aé\u0301e u\u0308ü\n\r",
    "中国外交部 、。\n",
    "-\u2010\u2011–—“”\"'’… \xa0\n\t",
    "ß ſ ﬁ İ ı ŉ K k\n",
    "🚀👩\u200d🔬 \u2067אב\u2069 \u202bعر\u202c\n",
    "a\u00adb\u200bc \ufeff\u2060\n",
    "\u1112\u1161\u11ab한 가\n",
)


def random_seed(chance: random.Random) -> str:
    """Return a text of a few words and signs, some repeated, in one state or another."""
    signs = "".join(chance.sample(ALPHABETS, chance.randint(1, 3)))
    words = ["".join(chance.choices(signs, k=chance.randint(1, 6))) for _ in range(8)]
    text = "".join(chance.choices(words, k=chance.randint(3, 16)))
    state = chance.randrange(4)
    if state == 0:
        text = unicodedata.normalize("NFD", text)
    elif state == 1:
        text = "\ufeff" + text.replace("\n", "\r\n")
    return decoded(text)


def random_span(chance: random.Random, text: str) -> Span:
    start = chance.randrange(len(text))
    return Span(start, chance.randint(start + 1, min(len(text), start + 12)))


def test_ten_thousand_random_quotes_land_where_they_were_taken_from_or_nowhere():
    chance = random.Random(20230524)
    count = ambiguous = 0
    while count < 10_000:
        text = random_seed(chance)
        if not text:
            continue
        views = SeedViews(text, path="seeds/a.txt", wrapped=chance.random() < 0.3)
        for _ in range(20):
            count += 1
            start, end = random_span(chance, text)
            quote = text[start:end]
            found = anchor_quote(views, quote)
            said = [fault.code for fault in found.faults]
            if not quote.strip(WHITE_SPACE):
                assert said == ["anchor-empty"]
                continue
            start += len(quote) - len(quote.lstrip(WHITE_SPACE))
            place = (start, start + len(quote.strip(WHITE_SPACE)))
            ambiguous += said == ["quote-ambiguous"]
            assert found.spans == (place,) or said == ["quote-ambiguous"], (text, quote)
    assert 1_000 < ambiguous < 9_000


def test_an_anchor_written_for_a_random_stretch_means_that_stretch():
    chance = random.Random(7)
    for _ in range(600):
        text = random_seed(chance)
        if not text:
            continue
        hidden = [random_span(chance, text)] if chance.random() < 0.3 else []
        views = SeedViews(text, path="seeds/a.txt", hidden=hidden)
        span = random_span(chance, text)
        at = anchor_for(views, span)
        words = text[slice(*span)]
        start = span.start + len(words) - len(words.lstrip(WHITE_SPACE))
        if not words.strip(WHITE_SPACE) or views.touches_hidden(span):
            continue
        assert at is not None
        assert anchor_quote(views, at).spans == ((start, start + len(words.strip(WHITE_SPACE))),)


def test_the_shortest_anchor_is_written():
    text = "China met China.\n\nThen Japan left, said Micron. China agreed."
    views = SeedViews(text, paragraphs={"p-1": Span(0, 16), "p-2": Span(18, len(text))})
    assert anchor_for(views, Span(23, 28)) == At(quote="Japan")
    start = text.rindex("China")
    written = anchor_for(views, Span(start, start + 5))
    assert written == At(quote="China", in_="China agreed.")
    assert anchor_for(views, Span(0, 5)) == At(quote="China", in_="China met")


def test_a_long_stretch_is_written_by_its_ends():
    text = " ".join(f"word{n}" for n in range(200))
    at = anchor_for(SeedViews(text), Span(0, len(text)))
    assert at == At(from_="word0 word1 word2", until="word197 word198 word199")


def test_a_selection_is_widened_to_words_and_loses_a_lone_quotation_mark():
    text = "He said “no deal today” and left."
    start = text.index("“")
    assert text[slice(*tidy_span(text, Span(start, start + 5)))] == "no deal"
    assert text[slice(*tidy_span(text, Span(start, text.index("”") + 2)))] == "“no deal today”"


def note(at: object) -> dict[str, object]:
    return {"annotations": [{"type": "note", "at": at, "body": "?"}]}


def test_a_missing_quote_names_the_seed_and_what_is_near():
    seed = "T\n\nOne.\n\nTwo.\n\nThen Mayor Ruíz left the flooded town.\n"
    (problem,) = anchored(seed, note("Mayor Ruiz")).problems
    assert problem.code == "quote-not-found"
    assert problem.message == '"Mayor Ruiz" is not in seeds/a.txt'
    assert problem.hint == 'line 7 has "Mayor Ruíz"'
    assert problem.keys == ("annotations", 0, "at")
    assert problem.path == "content/articles/a.yaml"


def test_two_passages_that_are_equally_near_give_no_hint():
    seed = "T\n\nMayor Ruíz came. Mayor Ruís left.\n"
    (problem,) = anchored(seed, note("Mayor Ruiz")).problems
    assert problem.hint == ""


def test_an_ambiguous_quote_lists_its_places_with_a_passage_to_paste():
    seed = "T\n\nThe U.S. and China urged calm.\n\nLater China left.\n"
    (problem,) = anchored(seed, note("China")).problems
    assert problem.message == '"China" occurs twice in seeds/a.txt'
    assert problem.hint == (
        'line 3: The U.S. and [China] urged calm.  in: "and China"\n'
        'line 5: Later [China] left.  in: "Later China"'
    )


def test_a_fault_in_one_key_of_an_anchor_points_at_that_key():
    at = {"quote": "China", "in": "Japan and China"}
    (problem,) = anchored("T\n\nThe U.S. and China.\n", note(at)).problems
    assert problem.keys == ("annotations", 0, "at", "in")


def test_keys_that_make_no_form_are_reported():
    for at in ({"in": "and China"}, {"from": "The"}, {"quote": "a", "para": "p-aaaaaa"}):
        assert codes(anchored("T\n\nThe U.S. and China.\n", note(at))) == ["anchor-incomplete"]
    found = anchor_quote(SeedViews("The."), At(quote="The", nth=0))
    assert [fault.code for fault in found.faults] == ["anchor-incomplete"]
    assert codes(anchored("T\n\nThe.\n", note({"quote": ""}))) == ["anchor-empty"]
    assert codes(anchored("T\n\nThe.\n", note({}))) == ["anchor-empty"]


def test_a_later_place_than_there_is_is_an_error():
    (problem,) = anchored("T\n\nThe U.S. and China.\n", note({"quote": "China", "nth": 3})).problems
    assert problem.code == "quote-not-found"
    assert problem.message == '"China" occurs once in seeds/a.txt, not 3 times'


def test_a_quote_beside_other_neighbours_is_told_so():
    at = {"quote": "China", "before": "met"}
    (problem,) = anchored("T\n\nThey met China.\n", note(at)).problems
    assert problem.message == '"China" is not directly after "met" in seeds/a.txt'


def test_white_space_in_a_passage_may_tell_its_place():
    at = {"quote": "ana", "in": " ana"}
    result = anchored("T\n\nbanana, ana.\n", note(at))
    assert passages(result)[0].span == (11, 14)
