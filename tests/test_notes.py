"""Markdown of notes, fields, threads and pages: what it becomes, and what never gets through."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import escape
from html.parser import HTMLParser

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backfile import notes
from backfile.notes import LinkTarget, plain_text, render_inline, render_note, render_text

TARGETS = {
    "micron": LinkTarget("entities/micron/", "Micron Technology"),
    "thread:the-review": LinkTarget("threads/the-review/", "The review"),
    "flood#p-5t2fuu": LinkTarget("articles/flood/#p-5t2fuu", "Flood in Northport, ¶3"),
    "draft": LinkTarget(None, "A draft"),
    "odd": LinkTarget('a/"><script>', '<img src=x onerror="alert(1)">'),
}
REL = 'rel="noopener noreferrer nofollow ugc"'

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "before <script>alert(1)",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A&#x61&#x76&#x61script:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x](blob:http://e.example/1)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](\\\\evil.example)",
    "[x](/&#9;/evil.example)",
    "[x](http:evil.example)",
    "[x](https:///evil.example)",
    "[x](http://good.example@evil.example/)",
    '[x](http://e.example/" onmouseover="alert(1))',
    "[x](http://e.example 'a\" onclick=\"alert(1)')",
    "[x][1]\n\n[1]: javascript:alert(1)",
    '[x][1]\n\n[1]: http://e.example "a" onclick=alert(1)"',
    "<javascript:alert(1)>",
    "<javascript://e.example/%0aalert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "<a href='http://e.example' onclick='alert(1)' style='color:red' id=body name=body>x</a>",
    '![x](x" onerror="alert(1))',
    "![x](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "<img/src='x'/onerror=alert(1)>",
    "<svg onload=alert(1)><circle/></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<style>@import '//evil.example/x.css'</style>",
    '<b style="background:url(//evil.example)">x</b>',
    "<b onmouseover=alert(1)>x</b>",
    "<sub onclick=alert(1)>x</sub>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<form action=//evil.example><input name=body><button>x</button></form>",
    "<object data=x></object><embed src=x>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<div id=app class=x name=cookie>x",
    "<!--<script>alert(1)</script>-->",
    "<!-- --><script>alert(1)</script><!-- -->",
    '<noscript><p title="</noscript><script>alert(1)</script>">',
    "<template><script>alert(1)</script></template>",
    "<plaintext>x",
    "</p></div></body><script>alert(1)</script>",
    "<b><i><sub>x",
    "[[odd]]",
    '[[odd|"><script>alert(1)</script>]]',
    '[["><script>alert(1)</script>]]',
    "[[micron|<img src=x onerror=alert(1)>]]",
    "[[javascript:alert(1)]]",
    "[a [[micron]] b](javascript:alert(1))",
    "[a [b](http://b.example) c](http://c.example)",
    "[<http://a.example>](http://b.example)",
    "![[odd]]",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "* <script>alert(1)</script>",
    "\x02wzxhzdk:0\x03 \x02amp\x03 klzzwxh:0000",
    "x[^1]\n\n[^1]: <script>alert(1)</script>",
    'x[^"><script>]\n\n[^"><script>]: y',
    "a|b\n-|-\n<script>alert(1)</script>|[x](javascript:alert(1))",
    "# <script>alert(1)</script> {#id onclick=alert(1)}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "x {: onclick=alert(1) #body .x}",
    '<p data-footnote="0123456789abcdef0123456789abcdef id body">x</p>',
]

FREE = {"href", "rel", "class", "id", "role", "aria-label"}
CLASSES = {"footnotes", "align-left", "align-center", "align-right"}
ADDRESS = re.compile(r"https?://[^/@]+|mailto:.|#|\.\./\.\./")


class Strict(HTMLParser):
    """Collects what a page would get, and fails on wrong nesting."""

    def __init__(self, html):
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        assert tag != "a" or "a" not in self.open
        self.tags.add(tag)
        for name, value in attrs:
            assert name in FREE
            assert name != "href" or ADDRESS.match(value), value
            assert name != "id" or re.fullmatch(r"fn(ref\d*)?-\d+", value)
            assert name != "class" or value in CLASSES
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_comment(self, data):
        raise AssertionError(data)


def assert_harmless(html, allowed):
    assert Strict(html).tags <= set(allowed)
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    assert {e.tag for e in tree.iter()} - {"DOCUMENT_FRAGMENT"} <= set(allowed)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_gets_through(attack):
    for text in (attack, f"words *x* {attack} words", f"- a\n\n{attack}\n\nend"):
        assert_harmless(render_note(text, TARGETS, "../../"), notes.BLOCKS)
        assert_harmless(render_inline(text, TARGETS, "../../"), notes.INLINE)
        assert_harmless(render_text(text, TARGETS, {}, "../../"), notes.TEXT_BLOCKS)
        plain_text(text, TARGETS)


def test_the_corpus_is_large_enough():
    assert len(set(ATTACKS)) >= 40


MIXTURE = [
    *"<>&\"'`*_[]()!#|-=:;/\\{}^1a \n\t\x02é\xa0",
    *["[[", "[^1]", "<b>", "</b>", "<q>", "</q>", "<a href=", "javascript:", "http://e.example"],
    *["](", "[[micron]]", "\n\n", "    "],
]


@given(st.lists(st.sampled_from(MIXTURE), max_size=40).map("".join))
def test_no_mixture_of_signs_gets_through(text):
    assert_harmless(render_note(text, TARGETS, "../../"), notes.BLOCKS)
    assert_harmless(render_inline(text, TARGETS, "../../"), notes.INLINE)
    assert_harmless(render_text(text, TARGETS, {}, "../../"), notes.TEXT_BLOCKS)
    plain_text(text, TARGETS)


PLAIN = [
    *[
        "Ana",
        "R",
        "5",
        "5.",
        "2023",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\n \n",
        ".",
        ",",
        "’",
        '"',
        "'",
        "-",
    ],
    *"+=#>~()]{}!^:;/$%@é中\xa0\u3000\u2028\x0b\x85\x1c\u200b\ufeff😀٣",
    *["٣.", "---", "e\u0301", "\r\n", "http://e.example/a", "www.e.example"],
]
WORDS = st.lists(st.sampled_from(PLAIN), max_size=12).map("".join)


@given(WORDS)
@example("\n\nA line.\nAnother.\n\n\n\nA third.\n")
@example("\u3000中国\n")
def test_text_without_markdown_is_the_same_with_and_without_the_reader(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(notes, "_is_plain", lambda source: False)
        slow = render_note(text)
        slow_words = plain_text(text)

    assert render_note(text) == slow
    assert plain_text(text) == slow_words


@given(WORDS)
def test_a_field_without_markdown_is_the_same_with_and_without_the_reader(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(notes, "SIGNS", re.compile(""))
        slow = render_inline(text)

    assert render_inline(text) == slow


def test_a_plain_note_needs_no_reader(monkeypatch):
    monkeypatch.setattr(notes, "_note_markdown", None)

    assert render_note("R > D.\nSo it is.\n\nEnd.") == "<p>R &gt; D.\nSo it is.</p>\n<p>End.</p>"


def test_markdown_of_a_note():
    html = render_note(
        "A *b* **c** `d`\n\n> quoted\n\n1. one\n2. two\n\n- [e](https://e.example/?a=1&b=2)"
    )

    assert html == (
        "<p>A <em>b</em> <strong>c</strong> <code>d</code></p>\n"
        "<blockquote>\n<p>quoted</p>\n</blockquote>\n"
        "<ol>\n<li>one</li>\n<li>\n<p>two</p>\n</li>\n<li>\n"
        f'<p><a href="https://e.example/?a=1&amp;b=2" {REL}>e</a></p>\n</li>\n</ol>'
    )


def test_a_note_has_no_headings_tables_or_footnotes():
    html = render_note("#MeToo\n\n# 1\n\nx\n===\n\na|b\n-|-\n1|2\n\nx[^1]\n\n[^1]: y")

    assert not re.search("<(?:h|table|sup)", html)
    assert "<p>#MeToo</p>" in html


def test_a_few_inline_elements_may_be_written_as_html():
    assert render_note("H<sub>2</sub>O<br>10<SUP>*3*</SUP> <q>a <em>b</em></q> <u>x</u>") == (
        "<p>H<sub>2</sub>O<br>\n10<sup><em>3</em></sup> <q>a <em>b</em></q> &lt;u&gt;x&lt;/u&gt;</p>"
    )


def test_other_html_is_shown_as_written_so_that_no_word_is_lost():
    assert render_note("He said <inaudible> and <b>left") == (
        "<p>He said &lt;inaudible&gt; and &lt;b&gt;left</p>"
    )


def test_comments_are_for_the_editors():
    assert render_note("Seen. <!-- ask\n\nAna --> Done.") == "<p>Seen.  Done.</p>"
    assert plain_text("Seen. <!-- ask Ana") == "Seen."
    assert "ask" not in render_text("Seen.\n\n<!-- ask\n\n[[ana]] -->")


def test_a_picture_is_the_words_that_stand_for_it():
    assert render_note("See ![a map](https://e.example/map.png).") == "<p>See a map.</p>"


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("[[micron]]", '<a href="../../entities/micron/">Micron Technology</a>'),
        ("[[micron|the maker]]", '<a href="../../entities/micron/">the maker</a>'),
        ("[[ micron | the *maker* ]]", '<a href="../../entities/micron/">the <em>maker</em></a>'),
        ("[[thread:the-review]]", '<a href="../../threads/the-review/">The review</a>'),
        (
            "[[flood#p-5t2fuu]]",
            '<a href="../../articles/flood/#p-5t2fuu">Flood in Northport, ¶3</a>',
        ),
        ("![[micron]]", '<a href="../../entities/micron/">Micron Technology</a>'),
        ("[[draft]]", "A draft"),
        ("[[draft|soon]]", "soon"),
        ("[[nowhere]]", "nowhere"),
        ("`[[micron]]`", "<code>[[micron]]</code>"),
        (r"\[[micron]]", "[[micron]]"),
    ],
)
def test_wikilinks(written, html):
    assert render_note(written, TARGETS, "../../") == f"<p>{html}</p>"
    assert render_inline(written, TARGETS, "../../") == html
    assert render_text(written, TARGETS, {}, "../../") == f"<p>{html}</p>"


def test_a_title_is_no_markdown():
    title = r"A *b* _c_ & &amp; [d](https://e.example) <sub>f</sub> `g` \* [[micron]]"
    targets = {"x": LinkTarget("a/", title)}

    assert render_note("[[x]]", targets) == f'<p><a href="a/">{escape(title)}</a></p>'
    assert plain_text("[[x]]", targets) == title


def test_a_wikilink_inside_a_link_parts_it():
    html = render_note("[a [[micron]] b](http://e.example)", TARGETS, "../")

    assert html == (
        f'<p><a href="http://e.example" {REL}>a </a>'
        '<a href="../entities/micron/">Micron Technology</a> b</p>'
    )


@pytest.mark.parametrize(
    ("written", "root", "address"),
    [
        ("/timeline/2023/", "../../", "../../timeline/2023/"),
        ("/", "./", "./"),
        ("/search/?q=a&in=notes", "./", "./search/?q=a&amp;in=notes"),
        ("#p-5t2fuu", "../", "#p-5t2fuu"),
    ],
)
def test_a_link_that_begins_with_a_slash_leads_to_the_sites_root(written, root, address):
    assert render_note(f"[x]({written})", {}, root) == f'<p><a href="{address}">x</a></p>'


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("<https://e.example/a b>", "https://e.example/a%20b"),
        ("https://e.example/100%", "https://e.example/100%25"),
        ("https://e.example/?a={1}|2%20", "https://e.example/?a=%7B1%7D%7C2%20"),
        ("HTTPS://e.example/é", "HTTPS://e.example/é"),
        ("mailto:ed@e.example", "mailto:ed@e.example"),
    ],
)
def test_addresses_are_written_as_html_wants_them(written, address):
    assert render_note(f"[x]({written})") == f'<p><a href="{address}" {REL}>x</a></p>'


def test_mail_addresses_and_web_addresses_in_angle_brackets_are_links():
    html = render_note("<ed@e.example> <https://e.example/>")

    assert html == (
        f'<p><a href="mailto:ed@e.example" {REL}>ed@e.example</a> '
        f'<a href="https://e.example/" {REL}>https://e.example/</a></p>'
    )


@pytest.mark.parametrize(
    "address", ["articles/flood/", "../flood/", "www.e.example", "?q=a", "a:b"]
)
def test_an_address_that_depends_on_the_page_is_no_link(address):
    assert render_note(f"[x]({address})") == "<p>x</p>"


def test_a_link_without_words_is_left_out():
    assert render_note("a [](https://e.example) b") == "<p>a  b</p>"


def test_a_field_has_no_blocks():
    assert render_inline("# Maker\n- of *chips*\n\n    code & [x]: y") == (
        "# Maker - of <em>chips</em> code &amp; [x]: y"
    )
    assert render_inline("1. [[micron]]", TARGETS) == (
        '1. <a href="entities/micron/">Micron Technology</a>'
    )


def test_headings_of_a_page_begin_at_the_second_level():
    html = render_text("# A #\n\n## B\n###### C\n\nD\n===\n\nE\n---\n\n#F\n\n#1 in sales")

    assert html == (
        "<h2>A</h2>\n<h3>B</h3>\n<h4>C</h4>\n<h2>D</h2>\n<h3>E</h3>\n<p>#F</p>\n<p>#1 in sales</p>"
    )


def test_the_highest_heading_of_a_page_is_of_the_second_level():
    assert render_text("## A\n\n#### B\n\n## C") == "<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>"


def test_tables_of_a_page():
    html = render_text("a | b | c\n-- | --: | :-:\n1 | 2 | 3")

    assert '<th>a</th>\n<th class="align-right">b</th>\n<th class="align-center">c</th>' in html
    assert '<td>1</td>\n<td class="align-right">2</td>' in html


def test_a_wikilink_with_words_stays_in_its_cell():
    html = render_text("a | b\n- | -\n[[micron|it]] | `[[x|y]]`", TARGETS)

    assert '<td><a href="entities/micron/">it</a></td>\n<td><code>[[x|y]]</code></td>' in html


def test_footnotes_of_a_page_have_ids_made_of_numbers():
    html = render_text('B[^b "x] a[^a] b[^b "x]\n\n[^a]: The *a*\n[^b "x]: The b', back="Zurück")

    assert html == (
        '<p>B<sup id="fnref-1"><a href="#fn-1" role="doc-noteref">1</a></sup>'
        ' a<sup id="fnref-2"><a href="#fn-2" role="doc-noteref">2</a></sup>'
        ' b<sup id="fnref2-1"><a href="#fn-1" role="doc-noteref">1</a></sup></p>\n'
        '<div class="footnotes">\n<hr>\n<ol>\n<li id="fn-1">\n'
        '<p>The b\xa0<a href="#fnref-1" role="doc-backlink" aria-label="Zurück">↩</a>'
        '<a href="#fnref2-1" role="doc-backlink" aria-label="Zurück">↩</a></p>\n</li>\n'
        '<li id="fn-2">\n<p>The <em>a</em>\xa0'
        '<a href="#fnref-2" role="doc-backlink" aria-label="Zurück">↩</a></p>\n</li>\n</ol>\n</div>'
    )


def test_a_footnote_nobody_refers_to_leads_nowhere():
    html = render_text("a\n\n[^1]: b")

    assert '<li id="fn-1">' in html
    assert "href" not in html


def test_a_passage_on_a_line_of_its_own_is_set_as_a_block():
    embeds = {"flood#p-5t2fuu": '<blockquote data-x="1">The <i>river</i></blockquote>'}
    html = render_text(
        "Before.\n![[flood#p-5t2fuu]]\nAfter ![[flood#p-5t2fuu]]", TARGETS, embeds, "../"
    )

    assert html == (
        '<p>Before.</p>\n<blockquote data-x="1">The <i>river</i></blockquote>\n<p>After '
        '<a href="../articles/flood/#p-5t2fuu">Flood in Northport, ¶3</a></p>'
    )


def test_many_passages_keep_their_places():
    embeds = {f"a{n}": f"<blockquote>{n}</blockquote>" for n in range(12)}
    html = render_text("\n".join(f"![[a{n}]]" for n in range(12)), {}, embeds)

    assert re.findall("[0-9]+", html) == [str(n) for n in range(12)]


def test_a_passage_that_is_not_there_is_a_link_or_words():
    assert render_text("![[micron]]", TARGETS, {}) == (
        '<p><a href="entities/micron/">Micron Technology</a></p>'
    )


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Plain  words\nof R and D.", "Plain words of R and D."),
        ("# Title\n\nA *b* `c` & <d> &copy; 5 > 4", "Title A b c & <d> © 5 > 4"),
        ("[[micron]] and [[micron|it]] and [[nowhere]]", "Micron Technology and it and nowhere"),
        ("x[^1] y\n\n![[micron]]\n\n- z\n- w\n\n[^1]: note", "x y z w"),
        ("a|b\n-|-\n1|2", "a b 1 2"),
        ("", ""),
    ],
)
def test_plain_words(markdown, words):
    assert plain_text(markdown, TARGETS) == words


def test_signs_that_cannot_be_shown_are_replaced():
    assert render_note("a\x00b\x02*c*\x03") == "<p>a\ufffdb\ufffd<em>c</em>\ufffd</p>"


def test_texts_can_be_rendered_from_several_threads():
    def links(number):
        targets = {"x": LinkTarget(f"entities/e{number}/", f"E{number}")}
        return render_note("*a* [[x]]", targets), render_text("*a* [[x]]", targets)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(links, range(200)))

    for number, html in enumerate(found):
        assert html == (f'<p><em>a</em> <a href="entities/e{number}/">E{number}</a></p>',) * 2
