"""The nearest passage, as a hint."""

from __future__ import annotations

import random

from backfile.near import _nearest, near_passage


def edits(one, other):
    row = list(range(len(other) + 1))
    for k, sign in enumerate(one, 1):
        last, row[0] = row[0], k
        for n, wanted in enumerate(other, 1):
            last, row[n] = row[n], min(row[n] + 1, row[n - 1] + 1, last + (sign != wanted))
    return row[-1]


def test_the_search_finds_as_few_edits_as_trying_every_stretch():
    chance = random.Random(5)
    for _ in range(60):
        text = "".join(chance.choices("abc中", k=18))
        quote = "".join(chance.choices("abc中", k=5))
        best = min(edits(text[a:b], quote) for a in range(19) for b in range(a, 19))
        assert _nearest(text, quote).edits == best


def test_the_nearest_passage_is_in_whole_words():
    text = "then mayor ruíz left the town"
    assert near_passage(text, "mayor ruiz") == (5, 15)


def test_two_alike_passages_short_quotes_and_far_ones_give_none():
    assert near_passage("mayor ruíz met mayor ruís", "mayor ruiz") is None
    assert near_passage("then ruíz left", "ruiz") is None
    assert near_passage("nothing of the kind is here", "mayor ruiz") is None
