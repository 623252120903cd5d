"""Mentions: what the tables of names and anchors do not say."""

from __future__ import annotations

import pickle
import random
from itertools import pairwise

from backfile.name_doubts import problems_of_doubts
from backfile.names import NameTable
from tests.anchoring import anchored, codes, register, seed_of, tagged

CHINA = {"type": "country", "name": "China"}
WEBERS = {
    "karl-weber": {"type": "person", "name": "Karl Weber", "aliases": ["Weber"]},
    "max-weber": {"type": "person", "name": "Max Weber", "aliases": ["Weber"]},
}


def test_automatic_mentions_of_random_texts_never_overlap_and_are_the_seed_s_words():
    chance = random.Random(3)
    words = [
        "Li",
        "Li Wei",
        "Wei",
        "China",
        "中国",
        "中国外交部",
        "외교부",
        "-",
        "’s",
        " ",
        "\n\n",
        ".",
    ]
    words += ["L\u0069\u0301", "LI WEI", "chína", "\u200b", "\u00ad", "ي", "الصين", "و", "x", "9"]
    entities = {
        "li-wei": {
            "type": "person",
            "name": "Li Wei",
            "aliases": [{"text": "Li", "match": "article"}],
        },
        "wei": {"type": "person", "name": "Wei"},
        "china": {**CHINA, "names": {"zh": "中国", "ar": "الصين"}},
        "mfa": {"type": "public-body", "name": "中国外交部", "aliases": ["외교부"]},
    }
    for _ in range(1_500):
        text = "".join(chance.choices(words, k=chance.randint(1, 14)))
        result = anchored(f"T\n\nx {text}", {"title": "T"}, entities)
        spans = [mention.span for mention in result.article.mentions]
        for one, other in pairwise(spans):
            assert one.end <= other.start
        for mention in result.article.mentions:
            seed = seed_of(result)
            assert mention.excerpt.words == seed[slice(*mention.span)]
            assert sum(mention.excerpt.words in p for p in seed.split("\n\n")) >= 1


def test_a_name_does_not_run_over_two_paragraphs():
    entities = {"micron": {"type": "company", "name": "Micron Technology"}}
    assert tagged(anchored("T\n\nThey met Micron\n\nTechnology rose.", None, entities)) == []
    seed = "T\n\nThey met Micron\nTechnology. It rose.\n\nMore."
    assert len(tagged(anchored(seed, None, entities))) == 1


def test_one_warning_a_name_for_the_whole_archive_counts_and_shows_three_places():
    first = anchored("T\n\nWeber came, Weber left.", None, WEBERS, article="a")
    second = anchored("T\n\nthen Weber came, and Weber left.", None, WEBERS, article="b")
    assert tagged(first) == []
    (problem,) = problems_of_doubts([*second.doubts, *first.doubts])
    assert problem.code == "ambiguous-name"
    assert problem.message == (
        '"Weber" is a name of karl-weber and max-weber: 4 places tagged for neither'
    )
    assert (problem.path, problem.line, problem.column) == ("seeds/a.txt", 3, 1)
    lines = problem.hint.splitlines()
    assert lines[2].startswith("seeds/b.txt:3:6: then [Weber] came")
    assert len(lines) == 6
    assert "mean: {Weber: karl-weber}" in lines[3]


def test_a_phrase_of_capitalised_words_gives_the_line_to_paste():
    entities = {"weber": {"type": "person", "name": "Weber"}}
    result = anchored("T\n\nThey saw Karl Heinz Weber. Then Weber left.", None, entities)
    assert tagged(result) == [("Weber", "weber"), ("Weber", "weber")]
    (problem,) = problems_of_doubts(result.doubts)
    assert problem.code == "part-of-longer-name"
    assert '"Karl Heinz Weber"' in problem.message
    assert problem.hint.splitlines()[-1].endswith("weber: not_in: [Karl Heinz Weber]")


def test_the_first_word_of_a_sentence_and_a_form_of_address_are_no_part_of_a_name():
    entities = {"weber": {"type": "person", "name": "Weber"}}
    seed = "T\n\nThen Weber left. Yesterday Weber came. They met Mr Weber. Soon Weber soon left."
    assert codes(anchored(seed, None, entities)) == []


def test_a_headline_in_title_case_says_nothing_of_longer_names():
    entities = {"micron": {"type": "company", "name": "Micron"}}
    assert codes(anchored("Micron Fails Network Review\n\nIt did.", None, entities)) == []


def test_names_of_a_merged_entity_are_those_of_the_one_it_was_merged_into():
    entities = {
        "micron": {"type": "company", "name": "Micron"},
        "old": {
            "type": "company",
            "name": "Micron Inc",
            "aliases": ["Micron"],
            "merged_into": "micron",
        },
    }
    result = anchored("T\n\nthe Micron and the Micron Inc.", None, entities)
    assert tagged(result) == [("Micron", "micron"), ("Micron Inc", "micron")]


def test_a_withdrawn_or_draft_entity_holds_its_words_without_a_tag():
    entities = {
        "mao": {"type": "person", "name": "Mao"},
        "mao-ning": {"type": "person", "name": "Mao Ning", "status": "draft"},
    }
    seed = "T\n\nthen Mao Ning met Mao."
    assert tagged(anchored(seed, None, entities)) == [("Mao", "mao")]
    shown = anchored(seed, None, entities, preview=True)
    assert tagged(shown) == [("Mao Ning", "mao-ning"), ("Mao", "mao")]


def test_a_fix_that_says_none_takes_the_names_inside_its_words():
    rules = {"mentions": {"fix": [{"at": "China-U.S. trade bodies", "is": "none"}]}}
    entities = {"china": CHINA, "us": {"type": "country", "name": "U.S."}}
    seed = "T\n\nthe China-U.S. trade bodies; China left."
    assert tagged(anchored(seed, rules, entities)) == [("China", "china")]


def test_a_fix_of_other_words_stands_beside_the_automatic_mention_inside_it():
    rules = {"mentions": {"fix": [{"at": "trade bodies of China", "is": "bodies"}]}}
    entities = {
        "china": CHINA,
        "bodies": {"type": "organization", "name": "Bodies", "match": "manual"},
    }
    result = anchored("T\n\nthe trade bodies of China.", rules, entities)
    assert tagged(result) == [("trade bodies of China", "bodies"), ("China", "china")]
    assert [mention.how for mention in result.article.mentions] == ["fix", "auto"]


def test_a_span_that_two_fixes_claim_is_an_error_and_the_first_stays():
    fix = [
        {"at": "China", "is": "china"},
        {"at": {"para": "p-xyz"}, "is": "china"},
        {"at": "China", "is": "us"},
    ]
    entities = {"china": CHINA, "us": {"type": "country", "name": "U.S."}}
    result = anchored("T\n\nthe China talks.", {"mentions": {"fix": fix}}, entities)
    assert codes(result) == ["no-such-paragraph", "span-taken-twice"]
    assert tagged(result) == [("China", "china")]
    assert result.article.left_out == ("mention 2 (china)", "mention 3 (us)")


def test_mean_settles_a_name_in_all_its_forms_even_with_auto_off():
    entities = {
        "donald-tusk": {
            "type": "person",
            "name": "Donald Tusk",
            "aliases": [{"text": "Tusk", "endings": ["a", "owi"]}],
        },
        "other": {"type": "person", "name": "Tusk"},
    }
    rules = {"mentions": {"mean": {"Tusk": "donald-tusk"}}}
    result = anchored("T\n\nwidzieli Tuska, pomogli Tuskowi.", rules, entities)
    assert tagged(result) == [("Tuska", "donald-tusk"), ("Tuskowi", "donald-tusk")]
    off = {"mentions": {"auto": False, "mean": {"pomogli": "donald-tusk"}}}
    assert tagged(anchored("T\n\nwidzieli Tuska, pomogli.", off, entities)) == [
        ("pomogli", "donald-tusk")
    ]


def test_unused_words_of_mean_are_told_at_their_key():
    (problem,) = anchored("T\n\nNobody.", {"mentions": {"mean": {"Weber": "none"}}}).problems
    assert problem.code == "mean-unused"
    assert problem.keys == ("mentions", "mean", "Weber")
    assert problem.on_key


def test_a_name_table_survives_pickling():
    table = NameTable(register(WEBERS))
    again = pickle.loads(pickle.dumps(table))  # noqa: S301
    assert list(again.hits("Karl Weber")) == list(table.hits("Karl Weber"))
    assert len(list(table.hits("Karl Weber"))) == 3
    assert list(NameTable({}).hits("Karl Weber")) == []
