"""Mentions and annotations that overlap in all manners, as well-formed HTML."""

import random
from itertools import pairwise

import html5lib
import pytest

from backfile.body import AnnotationTag, Block, MentionTag, choose_links
from backfile.markup import render_blocks, shown
from backfile.model import Span
from tests.tagged_text import TaggedText

SIGNS = [*"abcde  <>&\"'\n\t", "é", "e\u0301", "中", "国", "😀", "\u202e", "\u200b", "ﷺ", "\x07"]
TEXT = "Ana Ruiz of Ruiz & Sons met the Mayor."


def mention(words, href="../e/", text=TEXT, entity=None):
    start = text.index(words)
    entity = entity or words.lower().replace(" ", "-")
    return MentionTag(entity, Span(start, start + len(words)), href)


def note(ident, words, number=1, text=TEXT, **more):
    start = text.index(words)
    span = Span(start, start + len(words))
    return AnnotationTag(ident, span, number, f"Note {number}, note", "note", **more)


def render(*mentions, notes=(), hidden=(), text=TEXT):
    spans = [Span(*(text.index(words) + at for at in (0, len(words)))) for words in hidden]
    block = Block(Span(0, len(text)), "p-abc234")
    [html] = render_blocks(text, [block], hidden=spans, mentions=mentions, annotations=notes)
    return html


def test_a_paragraph_is_one_run_of_the_seed():
    assert (
        render() == '<p id="p-abc234" data-start="0">Ana Ruiz of Ruiz &amp; Sons met the Mayor.</p>'
    )


def test_a_mention_is_a_link_with_its_place():
    tag = MentionTag("ana", Span(0, 8), '../a/?q=1&r="', "person")

    assert render(tag).startswith(
        '<p id="p-abc234" data-start="0"><a id="m-0-8" data-entity="ana" data-type="person"'
        ' href="../a/?q=1&amp;r=&quot;">Ana Ruiz</a> of'
    )


def test_a_mention_without_address_is_tagged_only():
    assert '<span id="m-32-37" data-entity="mayor">Mayor</span>' in render(mention("Mayor", None))


def test_words_of_the_seed_are_escaped_inside_and_beside_mentions():
    html = render(mention("<b>", text="a <b> & <i>"), text="a <b> & <i>")

    assert "a <a" in html
    assert ">&lt;b&gt;</a> &amp; &lt;i&gt;</p>" in html


def test_a_mention_inside_a_longer_one_is_tagged_inside_the_link():
    html = render(mention("Ruiz & Sons"), mention("Sons"))

    assert (
        '<a id="m-12-23" data-entity="ruiz-&amp;-sons" href="../e/">Ruiz &amp; '
        '<span id="m-19-23" data-entity="sons">Sons</span></a>'
    ) in html


def test_of_two_mentions_that_cross_the_longer_is_whole_and_the_other_in_pieces():
    html = render(mention("Ana Ruiz of"), mention("of Ruiz"))

    assert (
        '<a id="m-0-11" data-entity="ana-ruiz-of" href="../e/">Ana Ruiz '
        '<span id="m-9-16" data-entity="of-ruiz">of</span></a>'
        '<span data-entity="of-ruiz"> Ruiz</span> &amp;'
    ) in html


def test_of_two_mentions_as_long_the_earlier_is_the_link():
    html = render(mention("Ana Ruiz"), mention("Ruiz of "))

    assert '<a id="m-0-8"' in html
    assert '<span id="m-4-12"' in html


def test_a_headline_over_two_lines_is_one_run():
    text = "Flood in\nNorthport\n\nThe river rose."
    blocks = [Block(Span(0, 18), "", "h1", "data-title"), Block(Span(20, 35), "p-a")]

    title, paragraph = render_blocks(text, blocks)

    assert title == '<h1 data-title data-start="0">Flood in\nNorthport</h1>'
    assert paragraph == '<p id="p-a" data-start="20">The river rose.</p>'


def test_a_hidden_span_parts_a_paragraph_into_runs():
    assert render(hidden=["of Ruiz "]) == (
        '<p id="p-abc234"><span data-start="0">Ana Ruiz </span>'
        '<span data-start="17">&amp; Sons met the Mayor.</span></p>'
    )


@pytest.mark.parametrize(
    ("hidden", "rest"),
    [
        (["Ana "], '<p id="p-abc234" data-start="4">Ruiz of Ruiz &amp; Sons met the Mayor.</p>'),
        ([" the Mayor."], '<p id="p-abc234" data-start="0">Ana Ruiz of Ruiz &amp; Sons met</p>'),
        (["Ana ", "Ruiz of Ruiz & Sons met the"], '<p id="p-abc234" data-start="31"> Mayor.</p>'),
        ([TEXT], ""),
        (["Ana", "Ruiz of Ruiz & Sons met the Mayor."], ""),
    ],
)
def test_a_hidden_span_at_an_end_shortens_a_paragraph(hidden, rest):
    assert render(hidden=hidden) == rest


def test_a_link_across_hidden_words_goes_on_behind_them_without_a_second_id():
    html = render(mention("Ana Ruiz of"), hidden=["Ruiz "])

    assert (
        '<span data-start="0"><a id="m-0-11" data-entity="ana-ruiz-of" href="../e/">Ana </a></span>'
        '<span data-start="9"><a data-entity="ana-ruiz-of" href="../e/">of</a> Ruiz'
    ) in html


def test_a_mention_that_begins_in_hidden_words_has_its_id_where_it_shows():
    html = render(mention("Ana Ruiz"), hidden=["Ana "])

    assert '<a id="m-0-8" data-entity="ana-ruiz" href="../e/">Ruiz</a>' in html


def test_hidden_mentions_and_annotations_leave_nothing():
    html = render(mention("Mayor"), notes=[note("n", "Mayor")], hidden=["the Mayor"])

    assert TaggedText(html).ids == ["p-abc234"]


def test_an_annotation_is_one_element_with_its_reference_behind():
    html = render(notes=[note("n1", "Ana", 3)])

    assert html.startswith(
        '<p id="p-abc234" data-start="0"><span id="a-n1" data-annotation="n1" data-type="note">'
        'Ana</span><a class="ref" role="doc-noteref" id="r-n1" href="#n-n1" data-type="note"'
        ' data-n="3" aria-label="Note 3, note"></a> Ruiz'
    )


def test_annotations_that_overlap_share_the_words_between_them():
    html = render(notes=[note("n1", "Ana Ruiz"), note("n2", "Ruiz of", 2)])
    pieces = [(e.get("id"), e.get("data-annotation"), e.text) for e in TaggedText(html).elements]

    assert pieces[1:] == [
        ("a-n1", "n1", "Ana "),
        ("a-n2", "n1 n2", "Ruiz"),
        ("r-n1", None, ""),
        (None, "n2", " of"),
        ("r-n2", None, ""),
    ]


def test_annotations_that_begin_together_each_have_an_anchor():
    html = render(notes=[note("n1", "Ana Ruiz"), note("n2", "Ana", 2, former_ids=("old",))])

    assert (
        '<span id="a-old"></span><span id="a-n2" data-annotation="n2"></span>'
        '<span id="a-n1" data-annotation="n1 n2" data-type="note">Ana</span>'
    ) in html


def test_a_reference_stands_behind_the_link_its_annotation_ends_in():
    html = render(mention("Ana Ruiz"), notes=[note("n1", "Ana")])

    assert (
        '<span id="a-n1" data-annotation="n1" data-type="note">Ana</span> Ruiz</a><a class' in html
    )


def test_references_at_one_place_are_in_order_of_their_numbers():
    html = render(notes=[note("n2", "Ana Ruiz", 2), note("n1", "Ruiz", 1)])

    assert html.index("r-n1") < html.index("r-n2")


def test_words_are_marked_retracted_when_all_their_annotations_are():
    html = render(
        notes=[note("n1", "Ana Ruiz", retracted=True), note("n2", "Ruiz", 2, note="../n/#x")]
    )

    assert 'data-annotation="n1" data-type="note" data-retracted>Ana' in html
    assert 'data-annotation="n1 n2" data-type="note">Ruiz' in html
    assert 'href="../n/#x"' in html


def test_annotations_and_mentions_over_two_paragraphs_have_one_id_and_one_reference():
    text = "One two.\n\nThree four."
    blocks = [Block(Span(0, 8), "p-a"), Block(Span(10, 21), "p-b")]
    tags = [MentionTag("e", Span(4, 15), "../e/")]
    notes = [note("n", "two.\n\nThree four", text=text)]

    first, second = render_blocks(text, blocks, mentions=tags, annotations=notes)

    assert TaggedText(first).ids == ["p-a", "m-4-15", "a-n"]
    assert TaggedText(second).ids == ["p-b", "r-n"]
    assert [e.text for e in TaggedText(second).having("data-annotation")] == ["Three", " four"]


def test_former_ids_of_a_paragraph_are_empty_anchors():
    [html] = render_blocks("Ana.", [Block(Span(0, 4), "p-a", former_ids=("p-old",))])

    assert html == '<p id="p-a" data-start="0"><span id="p-old"></span>Ana.</p>'


def test_signs_that_cannot_be_shown_are_replaced_one_for_one():
    assert shown("a\x00b\x0b\x1f\x7f\x85\x9f\ufffe\uffff\ud800") == "a\ufffdb" + "\ufffd" * 8
    assert shown("\t\n \xa0é中😀\u200b\ufffd") == "\t\n \xa0é中😀\u200b\ufffd"


@pytest.mark.parametrize("code", [*range(0xA1), *range(0xFFF0, 0x10000), 0xD7FF, 0xD800, 0xDFFF])
def test_each_sign_alone_is_shown_or_replaced(code):
    stays = (
        code in {9, 10, 13} or 32 <= code < 127 or 0xA0 <= code < 0xD800 or 0xFFF0 <= code < 0xFFFE
    )

    assert shown(chr(code)) == (chr(code) if stays else "\ufffd")


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ("all", ["ab", "cd", "ab", "ab"]),
        ("first-in-paragraph", ["ab", "cd", None, "ab"]),
        ("first", ["ab", "cd", None, None]),
    ],
)
def test_the_site_chooses_which_mentions_are_links(links, expected):
    blocks = [Block(Span(0, 10)), Block(Span(12, 20))]
    spans = [(Span(0, 2), "ab"), (Span(3, 5), "cd"), (Span(6, 8), "ab"), (Span(12, 14), "ab")]
    tags = [MentionTag(entity, span, entity) for span, entity in spans]

    assert [tag.href for tag in choose_links(tags, blocks, links)] == expected


def test_a_mention_inside_a_longer_one_is_not_the_first_link():
    tags = [MentionTag("board", Span(0, 8), "b"), MentionTag("ana", Span(2, 5), "a")]
    later = MentionTag("ana", Span(9, 12), "a")

    chosen = choose_links([*tags, later], [Block(Span(0, 20))], "first")

    assert [tag.href for tag in chosen] == ["b", None, "a"]


def test_mentions_that_only_touch_are_both_links():
    spans = [Span(0, 10), Span(9, 12), Span(10, 19)]
    tags = [MentionTag(f"e{at}", span, "x") for at, span in enumerate(spans)]

    assert [tag.href for tag in choose_links(tags, [Block(Span(0, 20))], "all")] == ["x", None, "x"]


def test_a_longer_mention_without_a_page_leaves_the_link_to_the_other():
    tags = [MentionTag("board", Span(0, 10), None), MentionTag("ana", Span(3, 6), "../a/")]
    [html] = render_blocks("Of Ana Co.", [Block(Span(0, 10))], mentions=tags)

    assert html == (
        '<p data-start="0"><span id="m-0-10" data-entity="board">Of </span>'
        '<a id="m-3-6" data-entity="ana" href="../a/"><span data-entity="board">Ana</span></a>'
        '<span data-entity="board"> Co.</span></p>'
    )


def some_spans(chance, length, most):
    spans = set()
    for _ in range(chance.randint(0, most)):
        start = chance.randrange(length)
        spans.add(Span(start, min(length, start + chance.choice([1, 2, 3, 5, 8, 20]))))
    return sorted(spans, key=lambda span: (span.start, -span.end))


def some_article(chance):
    """Return a random text in blocks, with hidden spans, mentions and annotations."""
    text = "".join(chance.choices(SIGNS, k=chance.randint(1, 60)))
    cuts = sorted(
        chance.sample(range(len(text) + 1), k=min(len(text) + 1, chance.choice([2, 4, 6])))
    )
    blocks = [Block(Span(*cut), f"p-{at}") for at, cut in enumerate(pairwise(cuts)) if at % 2 == 0]
    hidden = some_spans(chance, len(text), 2)
    mentions = [
        MentionTag(f"e{at}", span, chance.choice(["../e/", "../e/", None]))
        for at, span in enumerate(some_spans(chance, len(text), 6))
    ]
    annotations = [
        AnnotationTag(f"n{at}", span, at, f"Note {at}", "note", former_ids=(f"o{at}",) * (at % 2))
        for at, span in enumerate(some_spans(chance, len(text), 4))
    ]
    return text, blocks, hidden, mentions, annotations


def visible_places(text, blocks, hidden):
    gone = {place for span in hidden for place in range(*span)}
    shown_places = [[at for at in range(*block.span) if at not in gone] for block in blocks]
    return [at for block in shown_places if "".join(text[p] for p in block).strip() for at in block]


def assert_pieces(pieces, span, visible, ident):
    """A tag's pieces are its shown words, each once and in order; the first has the id."""
    places = [place for piece in pieces for place in piece.places]
    assert places == [place for place in visible if span.start <= place < span.end]
    assert [piece.get("id") for piece in pieces if piece.get("id")] == [ident] * bool(places)
    if places:
        assert pieces[0].get("id") == ident


def assert_right(article):
    text, blocks, hidden, mentions, annotations = article
    parts = render_blocks(text, blocks, hidden=hidden, mentions=mentions, annotations=annotations)
    read = TaggedText("".join(parts))
    visible = visible_places(text, blocks, hidden)
    runs = read.having("data-start")
    assert [place for run in runs for place in run.places] == visible
    for run in runs:
        assert run.text == "".join(shown(text)[place] for place in run.places)
        assert run.places[0] == int(run.get("data-start") or "")
    assert len(read.ids) == len(set(read.ids))
    links = {tag.entity for tag in choose_links(mentions, blocks, "all") if tag.href}
    for tag in mentions:
        pieces = [e for e in read.having("data-entity") if e.get("data-entity") == tag.entity]
        assert_pieces(pieces, tag.span, visible, f"m-{tag.span.start}-{tag.span.end}")
        assert {piece.tag for piece in pieces} <= {"a" if tag.entity in links else "span"}
        touched = [run for run in runs if set(run.places) & set(range(*tag.span))]
        assert tag.entity not in links or len(pieces) == len(touched), "no link is cut"
    for tag in annotations:
        noted = read.having("data-annotation")
        pieces = [e for e in noted if tag.id in (e.get("data-annotation") or "").split()]
        firsts = [
            e for e in pieces if e.get("id") not in {f"a-{o.id}" for o in annotations if o != tag}
        ]
        places = [place for piece in pieces for place in piece.places]
        assert places == [at for at in visible if tag.span.start <= at < tag.span.end]
        assert [e for e in pieces if e.get("id") == f"a-{tag.id}"] == (firsts[:1] or pieces[:0])
        references = [e for e in read.elements if e.get("id") == f"r-{tag.id}"]
        assert len(references) == bool(places)
        for reference in references:
            assert reference.text == ""
            assert reference.after >= places[-1]
            assert not any("data-entity" in outer.attributes for outer in reference.inside)
        assert [f"a-{old}" in read.ids for old in tag.former_ids] == [bool(places)] * len(
            tag.former_ids
        )
    return "".join(parts)


def test_ten_thousand_random_articles_are_rendered_right():
    chance = random.Random(20230524)
    for at in range(10_000):
        article = some_article(chance)
        html = assert_right(article)
        if at % 25 == 0:
            read = TaggedText(html)
            tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
            assert [(e.tag, e.get("id")) for e in tree.iter() if e.tag != "DOCUMENT_FRAGMENT"] == [
                (e.tag, e.get("id")) for e in read.elements
            ]
