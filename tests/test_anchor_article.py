"""One article past anchoring: what is shown, what is hidden, what is left out."""

from __future__ import annotations

import msgspec

from backfile.anchor_article import AnchorContext, anchor_article
from backfile.anchor_text import views_of
from backfile.ids import ArticleId
from backfile.model import SeedText
from backfile.names import NameTable
from backfile.read_article import ReadArticle
from backfile.shapes_sidecar import Sidecar
from tests.anchoring import anchored, codes, passages, tagged

SEED = "Flood in Ana\n\nIt rained in Ana.\n\nThe dam of Bor broke.\n\nNobody left Ana.\n"
PLACES = {
    "ana": {"type": "place", "name": "Ana", "former_ids": ["ana-town"]},
    "bor": {"type": "place", "name": "Bor"},
}


def note(at, **more):
    return {"type": "note", "at": at, "body": "?", **more}


def words(result, stretches):
    return [result.article.seed.text[slice(*stretch.span)] for stretch in stretches]


def test_a_seed_without_a_sidecar_is_a_whole_article():
    result = anchored(SEED, None, PLACES, article="2023-05-24-flood", lang="es")
    card = result.article.card
    assert (card.title, card.day, card.lang, card.kind) == (
        "Flood in Ana",
        "2023-05-24",
        "es",
        "news",
    )
    assert result.article.title_span == (0, 12)
    assert [p.number for p in result.article.paragraphs] == [1, 2, 3]
    assert tagged(result) == [("Ana", "ana"), ("Ana", "ana"), ("Bor", "bor"), ("Ana", "ana")]
    assert [mention.number for mention in result.article.mentions] == [0, 1, 2, 3]
    assert result.article.mentions[0].paragraph == ""


def test_an_id_that_begins_with_no_date_dates_nothing():
    assert anchored(SEED, article="000_5dadbd3c16b493a3").article.card.published is None
    assert anchored(SEED, article="2023-13-01-x").article.card.day == ""
    assert anchored(SEED, article="2023-05-flood").article.card.published == "2023-05"


def test_annotations_without_an_id_get_one_of_their_type_and_words():
    sidecar = {
        "annotations": [note("Bor broke"), note("Nobody", id="n"), note("Bor broke"), note(None)]
    }
    result = anchored(SEED, sidecar)
    ids = [(a.id, a.named, a.index) for a in result.article.annotations]
    first = ids[1][0]
    assert first.startswith("note-")
    assert len(first) == 11
    assert ids == [
        ("note-4oymiq", False, 3),
        (first, False, 0),
        (f"{first}-2", False, 2),
        ("n", True, 1),
    ]


def test_a_passage_over_two_paragraphs_is_parted_by_a_line_end_without_hidden_words():
    sidecar = {
        "text": {"hide": [{"at": "of Bor ", "why": "advert"}]},
        "annotations": [note({"from": "rained", "until": "broke."})],
    }
    result = anchored(SEED, sidecar)
    (passage,) = passages(result)
    assert passage.text == "rained in Ana.\nThe dam  broke."
    assert passage.number == 1
    assert passage.paragraph == result.article.paragraphs[0].id


def test_hidden_text_has_no_mention_and_no_anchor():
    sidecar = {
        "text": {"hide": [{"at": "The dam of Bor broke.", "why": "privacy", "note": "x"}]},
        "annotations": [note("Bor"), note({"quote": "Nobody left Ana."}, id="n")],
    }
    result = anchored(SEED, sidecar, PLACES)
    assert codes(result) == ["anchor-in-hidden"]
    assert "bor" not in {mention.entity for mention in result.article.mentions}
    assert [a.id for a in result.article.annotations] == ["n"]
    assert result.article.left_out == ("note 1",)
    assert words(result, result.article.hidden) == ["The dam of Bor broke."]
    assert result.article.hidden[0].private


def test_private_reasons_win_where_two_hidden_stretches_overlap():
    hide = [
        {"at": "The dam of Bor broke.", "why": "advert"},
        {"at": "of Bor", "why": "privacy"},
    ]
    result = anchored(SEED, {"text": {"hide": hide}})
    assert words(result, result.article.hidden) == ["The dam ", "of Bor", " broke."]
    assert [stretch.private for stretch in result.article.hidden] == [False, True, False]


def test_a_hide_takes_the_keys_of_an_anchor_and_every():
    hide = [{"quote": "Ana", "in": "left Ana", "why": "other"}, {"at": "Bor", "every": True}]
    result = anchored(SEED, {"text": {"hide": hide}})
    assert codes(result) == []
    assert words(result, result.article.hidden) == ["Bor", "Ana"]
    every = anchored(SEED, {"text": {"hide": [{"at": "Ana", "every": True}]}})
    assert words(every, every.article.hidden) == ["Ana"] * 3
    para = anchored(SEED).article.paragraphs[1].id
    result = anchored(SEED, {"text": {"hide": [{"para": para, "why": "legal"}]}})
    assert words(result, result.article.hidden) == ["The dam of Bor broke."]


def test_a_hide_that_matches_nothing_makes_a_placeholder_without_any_text():
    result = anchored(SEED, {"text": {"hide": [{"at": "Secret", "why": "legal"}]}}, PLACES)
    assert codes(result) == ["quote-not-found"]
    assert result.problems[0].keys == ("text", "hide", 0, "at")
    assert result.article.placeholder
    assert result.article.seed is None
    assert (result.article.mentions, result.article.paragraphs) == ((), ())
    assert result.article.card.title == "a"


def test_readings_may_not_overlap_each_other_or_hidden_text():
    readings = [{"at": "Bor broke", "read": "Boris"}, {"at": "broke", "read": "brake"}]
    assert codes(anchored(SEED, {"text": {"readings": readings}})) == ["reading-overlap"]
    text = {
        "readings": [{"at": {"from": "The dam", "until": "broke"}, "read": "x"}],
        "hide": [{"at": "Bor"}],
    }
    assert codes(anchored(SEED, {"text": text})) == ["reading-overlap"]


def test_show_passages_hides_paragraphs_without_an_annotation_for_rights():
    sidecar = {"show": "passages", "annotations": [note("dam of Bor"), note(None)]}
    result = anchored(SEED, sidecar, PLACES)
    article = result.article
    assert words(result, article.paragraphs) == ["The dam of Bor broke."]
    assert article.paragraphs[0].number == 2
    assert words(result, article.hidden) == ["It rained in Ana.", "Nobody left Ana."]
    assert {stretch.why for stretch in article.hidden} == {"rights"}
    assert tagged(result) == [("Ana", "ana"), ("Bor", "bor")]


def test_a_draft_annotation_shows_its_paragraph_in_the_preview_only():
    sidecar = {"annotations": [note("Bor", status="draft"), note("rained")]}
    public = anchored(SEED, sidecar, show="passages").article
    preview = anchored(SEED, sidecar, show="passages", preview=True).article
    assert [p.number for p in public.paragraphs] == [1]
    assert [p.number for p in preview.paragraphs] == [1, 2]
    assert len(public.annotations) == 2


def test_a_record_with_a_seed_shows_none_of_it_but_what_annotations_quote():
    result = anchored(SEED, {"show": "none", "annotations": [note("dam of Bor")]}, PLACES)
    article = result.article
    assert (article.paragraphs, article.mentions) == ((), ())
    assert article.title_span is None
    assert words(result, article.hidden) == [SEED.strip()]
    assert passages(result)[0].text == "dam of Bor"


def test_a_record_without_a_seed_keeps_what_the_editor_quotes():
    at = {"from": "The dam", "until": "broke"}
    sidecar = {"title": "Flood", "annotations": [note("Bor"), note(at), note(None)]}
    article = anchored(None, sidecar, show="none").article
    assert [a.quoted for a in article.annotations] == ["Bor", "The dam … broke", None]
    assert article.card.title == "Flood"
    assert not article.placeholder
    assert anchored(None, sidecar).article.placeholder


def test_a_withdrawn_article_has_no_text_mentions_or_annotations():
    sidecar = {
        "status": "withdrawn",
        "withdrawn": {"on": "2023-06-01", "reason": "?"},
        "annotations": [note("Bor")],
    }
    article = anchored(SEED, sidecar, PLACES).article
    assert article.seed is None
    assert (article.mentions, article.annotations) == ((), ())
    assert not article.placeholder


def test_links_have_their_passage_and_faulty_ones_are_left_out():
    links = [
        {"rel": "follows", "to": "b", "at": "dam of Bor"},
        {"rel": "related", "to": "c"},
        {"rel": "cites", "to": "d", "at": "Ana"},
    ]
    result = anchored(SEED, {"links": links})
    assert [link.index for link in result.article.links] == [0, 1]
    passage = result.article.links[0].passage
    assert passage is not None
    assert passage.text == "dam of Bor"
    assert codes(result) == ["quote-ambiguous"]
    assert result.article.left_out == ("link cites d",)


def test_former_ids_of_entities_are_followed():
    rules = {"mentions": {"fix": [{"at": "rained in Ana", "is": "ana-town"}], "skip": ["ana-town"]}}
    result = anchored(SEED, {**rules, "source": {"publisher": "ana-town"}}, PLACES)
    assert tagged(result) == [("rained in Ana", "ana"), ("Bor", "bor")]
    assert (result.article.card.publisher, result.article.card.publisher_is_entity) == ("ana", True)


def test_words_that_look_like_an_id_are_words_when_written_so():
    result = anchored(SEED, {"source": {"publisher": {"text": "reuters"}}})
    assert result.article.card.publisher == "reuters"
    assert not result.article.card.publisher_is_entity


def test_the_same_annotation_id_twice_is_an_error():
    sidecar = {"annotations": [note("Bor", id="n"), note("rained", id="n")]}
    result = anchored(SEED, sidecar)
    assert codes(result) == ["duplicate-id"]
    assert result.problems[0].keys == ("annotations", 1, "id")


def test_a_sidecar_that_cannot_be_trusted_makes_a_placeholder():
    seed = SeedText(path="seeds/a.txt", text=SEED, sha256="", counts_alike=True)
    plain = ReadArticle(id=ArticleId("a"), sidecar=Sidecar(), seed=seed)
    for key in ("text", "show", "status"):
        read = msgspec.structs.replace(plain, faulty=frozenset([key]))
        article = anchor_article(read, NameTable({}), AnchorContext()).article
        assert article.placeholder
        assert article.seed is None
    read = msgspec.structs.replace(plain, faulty=frozenset(["links"]))
    assert not anchor_article(read, NameTable({}), AnchorContext()).article.placeholder


def test_the_views_of_an_anchored_article_can_be_asked_again():
    text = {"readings": [{"at": "Bor", "read": "Boris"}]}
    views = views_of(anchored(SEED, {"text": text}).article)
    assert views is not None
    assert views.view.text.count("Boris") == 1
    assert views_of(anchored(None).article) is None
