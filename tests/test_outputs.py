"""DESIGN.md's promises about the output: addresses, dumps, exit codes, problems as JSON, links."""

import csv
import io
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote, urldefrag
from xml.etree import ElementTree

import pytest

from tests.contract import faults_of_page
from tests.sites import Site

SEED = 'The title\n\nAna Ruiz spoke of Micron. "=1+1" she said.\n\nMicron, dam; "quoted", and more of Ana Ruiz.\n'
SIDECAR = "content/articles/2023-05-24-a.yaml"
FILES = {
    "site.yaml": "title: T\neditors: {ed: {name: Edith}}\ncontact: me@example.org\nrepository: https://github.com/x/y\n"
    "nav: [{text: About, to: about}, {text: New, to: latest/}]\nper_page: 3\ngaps: public\n",
    "seeds/2023-05-24-a.txt": SEED,
    SIDECAR: """\
summary: About [[ruiz]].
topics: [memory, floods]
threads: [story]
slug: slugged
former_ids: [old-a]
source: {publisher: times, url: https://example.org/a}
byline: [ruiz]
text: {hide: [{at: "and more of", why: advert}]}
annotations:
  - {id: n, type: note, at: {from: spoke, until: Micron}, body: 'See [[b#m]] and [[held]].', former_ids: [old-n], about: [dam], by: ed, sources: [{url: https://example.org/s}]}
  - {id: q, type: quotation, at: {from: =1+1, until: dam}, speaker: ruiz, event: storm}
  - {id: c, type: claim, claim: held, speaker: ruiz, at: The title}
  - {id: w, type: claim, claim: A worded claim., speaker: ruiz}
  - {id: e, type: event, event: storm, at: she said}
  - {id: k, type: correction, of: n, body: Corrected., was: x, now: y}
  - {id: r, type: note, body: Gone., status: retracted, reason: Because.}
links: [{rel: responds-to, to: b, at: Micron. , to_at: words}, {rel: cites, to: "https://example.org/x"}]
mentions: {fix: [{at: '"=1+1"', is: dam}], also: [storm]}
""",
    "seeds/b.txt": "B title\n\nOther words of Ana Ruiz and Micron.\n",
    "content/articles/b.yaml": "annotations: [{id: m, type: note, at: Other, body: B}]\n",
    "seeds/gone.txt": "Gone.\n\nGone.\n",
    "content/articles/gone.yaml": "status: withdrawn\nwithdrawn: {on: 2023-06-01, reason: R}\nformer_ids: [old-gone]\n",
    "content/articles/record.yaml": "title: Record\nshow: none\npublished: 2023-05\nannotations: [{id: n, type: note, at: some words, body: B}]\n",
    "content/entities/e.yaml": """\
entities:
  ruiz: {type: person, name: Ana Ruiz, former_ids: [old-ruiz], roles: [{title: Mayor, org: micron}]}
  micron: {type: company, name: Micron, relations: [{rel: owns, to: dam}], ids: {wikidata: Q1197548}}
  dam: {type: place, name: The Dam, aliases: [dam], private: true}
  times: {type: publication, name: The Times}
  storm: {type: event, name: The storm, when: 2023-05-01}
  m2: {type: company, name: Micron Two, merged_into: micron}
""",
    "content/claims/c.yaml": "claims: {held: {text: The dam held., about: [dam], assessments: [{rating: mixed, on: 2023, by: ed}]}}\n",
    "content/threads/story.md": "---\ntitle: Story\narticles: [b]\ntimeline: [{when: 2022-05, what: It began, article: b}]\n---\n![[2023-05-24-a#n]]\n\n[[gone]]\n",
    "content/pages/about.md": "---\ntitle: About\nnav: true\n---\nA [link](../latest/).\n",
    "content/topics.yaml": "memory: {label: Memory}\nfloods: {label: Floods, former_ids: [water]}\n",
    "content/corrections.yaml": "- {on: 2023-06-01, text: We erred., about: [ruiz]}\n",
}
INLINE = re.compile(r"""<script(?![^>]*(?:\bsrc=|type="application/))[^>]*>|\sstyle=|\son\w+=""")
URL = FILES["site.yaml"] + "url: https://example.org/deep/site\n"


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("plain"), FILES)
    assert [line for line in site.problems if "error" in line] == []
    return site


@pytest.fixture(scope="module")
def with_url(tmp_path_factory):
    return Site(tmp_path_factory.mktemp("url"), {**FILES, "site.yaml": URL})


class Links(HTMLParser):
    """The ids of a page and the addresses it names."""

    def __init__(self, html):
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "id":
                assert value not in self.ids, f"id twice: {value}"
                self.ids.add(value)
            if name in ("href", "src", "action") and value is not None:
                self.links.append(value)
            if name == "content" and value and value.startswith("0; url="):
                self.links.append(value.removeprefix("0; url="))


def test_every_link_asset_and_fragment_is_relative_and_leads_somewhere(plain):
    tree = plain.tree()
    pages = {path: Links(data.decode()) for path, data in tree.items() if path.endswith(".html")}
    faults = []
    for path, page in pages.items():
        for link in page.links:
            if re.match(r"(https?:|mailto:|data:)", link):
                continue
            target, fragment = urldefrag(link)
            if target.startswith("/"):
                if path != "404.html":
                    faults.append((path, link))
                continue
            place = (
                normpath(join("/" + path.rpartition("/")[0], unquote(target))).lstrip("/")
                if target
                else path
            )
            if not target.endswith("/") and place in tree:
                found = place
            else:
                found = (
                    f"{place}/index.html".lstrip("/") if place not in ("", ".") else "index.html"
                )
            if found not in tree or (
                fragment and found in pages and fragment not in pages[found].ids
            ):
                faults.append((path, link))
    assert faults == []


ADDRESSES = [
    "",
    "latest/",
    "articles/slugged/",
    "articles/old-a/",
    "articles/b/",
    "articles/gone/",
    "articles/old-gone/",
    "articles/record/",
    "entities/ruiz/",
    "entities/old-ruiz/",
    "entities/m2/",
    "types/",
    "types/person/",
    "topics/",
    "topics/memory/",
    "topics/water/",
    "threads/",
    "threads/story/",
    "claims/",
    "claims/held/",
    "claims/2023-05-24-a--w/",
    "timeline/",
    "timeline/2023/",
    "timeline/2022/",
    "2023/",
    "2023/05/",
    "search/",
    "quotations/",
    "corrections/",
    "gaps/",
    "data/",
    "about/",
    "404.html",
    "robots.txt",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_of_the_design_is_there(plain, address):
    assert plain.page(address)


def test_nothing_else_stands_below_articles_and_entities(plain):
    tree = plain.tree()
    found = {path.split("/")[1] for path in tree if path.startswith("articles/")}
    assert found == {"slugged", "old-a", "b", "gone", "old-gone", "record"}
    found = {path.split("/")[1] for path in tree if path.startswith("entities/")}
    assert found == {"ruiz", "old-ruiz", "micron", "times", "storm", "m2"}


def test_every_page_says_its_title_description_and_policy(plain):
    for path, data in plain.tree().items():
        html = data.decode() if path.endswith(".html") else ""
        if html and 'http-equiv="refresh"' not in html:
            assert re.search(r"<title>[^<]+</title>", html), path
            assert re.search(r'<meta name="description" content="[^"]+">', html), path
            assert "Content-Security-Policy" in html, path
            assert not INLINE.search(html), path


def test_the_contract_holds_on_every_article_page(plain):
    start = SEED.index("and more of")
    assert list(faults_of_page(plain.page("articles/slugged/"), SEED, [(start, start + 11)])) == []
    assert (
        list(
            faults_of_page(
                plain.page("articles/b/"), "B title\n\nOther words of Ana Ruiz and Micron.\n", []
            )
        )
        == []
    )


def test_without_url_no_absolute_address_is_made(plain):
    tree = plain.tree()
    assert not {"sitemap.xml", "feed.xml", "opensearch.xml"} & set(tree)
    for path, data in tree.items():
        assert b'rel="canonical"' not in data, path
        assert b"og:url" not in data, path


def test_with_url_there_are_feed_sitemap_and_canonical_links(with_url):
    tree = with_url.tree()
    base = "https://example.org/deep/site/"
    addresses = [
        e.text
        for e in ElementTree.fromstring(tree["sitemap.xml"]).iter(  # noqa: S314
            "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
        )
    ]
    assert f"{base}articles/slugged/" in addresses
    assert base in addresses
    for left_out in (
        "articles/old-a/",
        "articles/gone/",
        "entities/dam/",
        "404.html",
        "search/",
        "entities/m2/",
    ):
        assert f"{base}{left_out}" not in addresses
    for address in addresses:
        place = (address or "").removeprefix(base)
        html = with_url.page(place)
        assert f'<link rel="canonical" href="{address}">' in html, address
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(tree["feed.xml"])  # noqa: S314
    entries = feed.findall(f"{atom}entry")
    [link, *_] = entries[0].iter(f"{atom}link")
    assert link.get("href") == f"{base}articles/slugged/"
    assert [e.findtext(f"{atom}summary") for e in entries[:1]] == ["About Ana Ruiz."]
    for element in (feed, *entries):
        assert all(element.find(f"{atom}{name}") is not None for name in ("id", "title", "updated"))
    assert f"Sitemap: {base}sitemap.xml" in tree["robots.txt"].decode()
    assert f"{base}search/?q={{searchTerms}}" in tree["opensearch.xml"].decode()
    assert 'rel="alternate"' in with_url.page("")
    assert 'href="/deep/site/latest/"' in with_url.page("404.html")
    assert '="../' not in with_url.page("404.html")


def test_feeds_and_search_can_be_turned_off(tmp_path):
    site = Site(tmp_path, {**FILES, "site.yaml": URL + "feeds: false\nsearch: false\n"})
    tree = site.tree()
    assert not {"feed.xml", "opensearch.xml", "search/index.html"} & set(tree)
    assert "feed.xml" not in site.page("")
    assert "search/" not in "".join(Links(site.page("")).links)


def test_the_gaps_are_published_only_when_the_site_says_so(tmp_path):
    settings = FILES["site.yaml"].replace("gaps: public\n", "")
    assert "gaps/index.html" not in Site(tmp_path / "1", {**FILES, "site.yaml": settings}).tree()
    assert (
        "gaps/index.html"
        in Site(tmp_path / "2", {**FILES, "site.yaml": settings}, preview=True).tree()
    )


def test_the_same_bytes_come_from_any_folder_and_any_number_of_workers(tmp_path, plain):
    other = Site(tmp_path / "deep" / "ér", FILES, jobs=2)
    assert other.tree() == plain.tree()


def test_mentions_csv_has_exactly_its_columns_and_every_mention(plain):
    text = plain.page("data/mentions.csv")
    assert text.splitlines()[0] == "article,entity,start,end,text,paragraph,how"
    rows = list(csv.DictReader(io.StringIO(text)))
    seeds = {"2023-05-24-a": SEED, "b": FILES["seeds/b.txt"]}
    for row in rows:
        said = seeds[row["article"]][int(row["start"]) : int(row["end"])]
        assert row["text"] in (said, f"'{said}")
        page = plain.page("articles/slugged/" if row["article"] != "b" else "articles/b/")
        assert f'id="m-{row["start"]}-{row["end"]}"' in page
        assert row["paragraph"] == "" or f'id="{row["paragraph"]}"' in page
    assert [row["how"] for row in rows if row["entity"] == "dam"] == ["fix", "auto"]
    assert [row["text"] for row in rows if row["how"] == "fix"] == ['"=1+1"']


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_a_csv_field_that_looks_like_a_formula_gets_a_quote(tmp_path, sign):
    name = f"{sign}CMD|' /C'!A0, \"x\""
    entry = json.dumps({"x": {"type": "work", "name": name}})
    files = {
        "content/entities/e.yaml": f"entities: {entry}\n",
        "seeds/a.txt": f"T\n\nThe {name} came.\n",
    }
    site = Site(tmp_path, files)
    text = site.page("data/mentions.csv")
    if text.count("\n") == 1:
        files["content/articles/a.yaml"] = (
            f"mentions: {{fix: [{{at: {json.dumps(name)}, is: x}}]}}\n"
        )
        text = Site(tmp_path / "fixed", files).page("data/mentions.csv")
    [row] = csv.DictReader(io.StringIO(text))
    assert row["text"] == f"'{name}"
    assert text.splitlines()[1].startswith("a,x,7,")


def test_every_line_of_the_dumps_is_json_with_its_documented_columns(plain):
    page = plain.page("data/")
    for name in ("articles", "entities", "annotations", "claims", "threads"):
        assert f"{name}.jsonl" in page
        for line in plain.page(f"data/{name}.jsonl").splitlines():
            for key in json.loads(line):
                assert f"<code>{key}</code>" in page, (name, key)
    for name in ("mentions", "links", "timeline"):
        assert f"{name}.csv" in page
        for column in plain.page(f"data/{name}.csv").splitlines()[0].split(","):
            assert f"<code>{column}</code>" in page, (name, column)


def test_annotation_addresses_of_the_dump_are_in_the_pages(plain):
    for line in plain.page("data/annotations.jsonl").splitlines():
        row = json.loads(line)
        address, _, fragment = row["address"].partition("#")
        assert f'id="{fragment}"' in plain.page(address)
        if row["start"] is not None:
            assert row["article"] in ("2023-05-24-a", "b")


ROOT = Path(__file__).resolve().parent.parent


def run(folder, *words):
    """Run the command line on an archive."""
    command = [sys.executable, str(ROOT / "build.py"), *words, "--site", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("sidecar", "words", "code"),
    [
        ("", ["build", "--no-search"], 0),
        ("", ["check"], 0),
        ("", ["check", "--strict"], 0),
        ("titel: x\n", ["build", "--no-search"], 1),
        ("titel: x\n", ["check"], 1),
        (
            "annotations: [{type: note, body: B, at: nothing}]\n",
            ["build", "--no-search", "--lenient"],
            1,
        ),
        ("links: [{rel: related, to: b}]\n", ["build", "--no-search"], 0),
        ("links: [{rel: related, to: b}]\n", ["build", "--no-search", "--strict"], 1),
        ("", ["build", "--nonsense"], 2),
        ("", ["nonsense"], 2),
        ("", ["build", "--strict", "--lenient"], 2),
        ("", ["build", "--jobs", "0"], 2),
        ("", ["build", "--format", "xml"], 2),
    ],
)
def test_exit_codes(tmp_path, sidecar, words, code):
    site = Site(
        tmp_path,
        {
            "seeds/a.txt": SEED,
            "seeds/b.txt": SEED,
            "content/articles/a.yaml": sidecar,
            "content/articles/b.yaml": "links: [{rel: related, to: a}]\n",
        },
    )
    result = run(site.root, *words)
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr + result.stdout


def test_problems_as_json_lines_have_exactly_these_keys(tmp_path):
    site = Site(
        tmp_path,
        {
            "seeds/a.txt": SEED,
            "content/articles/a.yaml": "titel: x\nannotations: [{type: note, body: B, at: nothing}]\n",
        },
    )
    for words in (["check"], ["build", "--no-search"]):
        result = run(site.root, *words, "--format", "json")
        rows = [json.loads(line) for line in result.stdout.splitlines()]
        assert rows
        for row in rows:
            assert list(row) == ["code", "severity", "path", "line", "column", "message", "hint"]
        errors = [row for row in rows if row["severity"] == "error"]
        assert [(row["code"], row["path"], row["line"]) for row in errors] == [
            ("unknown-key", "content/articles/a.yaml", 1),
            ("quote-not-found", "content/articles/a.yaml", 2),
        ]
        assert errors[0]["hint"].startswith("did you mean `title`?")


def test_a_problem_is_printed_as_the_design_shows_it(tmp_path):
    site = Site(
        tmp_path,
        {
            "seeds/flood.txt": "T\n\nx\n\nMayor Ruíz spoke.\n",
            "content/articles/flood.yaml": "annotations:\n  - id: n\n    type: note\n    body: B\n    at: Mayor Ruiz\n",
        },
    )
    lines = run(site.root, "check").stderr.splitlines()
    start = next(number for number, line in enumerate(lines) if "quote-not-found" in line)
    assert lines[start : start + 4] == [
        'content/articles/flood.yaml:5:9: error[quote-not-found]: "Mayor Ruiz" is not in seeds/flood.txt',
        "   5 |     at: Mayor Ruiz",
        "     |         ^^^^^^^^^^",
        '   hint: line 5 has "Mayor Ruíz"',
    ]


def test_the_old_site_stays_up_when_a_build_fails(tmp_path):
    site = Site(tmp_path, {"seeds/a.txt": SEED})
    before = site.tree()
    site.write("content/articles/a.yaml", "titel: x\n")
    assert run(site.root, "build", "--no-search").returncode == 1
    assert site.tree() == before


ODD = {
    "surrogates in YAML": {
        "content/articles/a.yaml": 'title: "A \\uD800 b"\nsummary: "x \\uDFFF"\nx-y: "\\uD812"\n'
    },
    "an id at the limit": {
        f"seeds/{'x' * 120}.txt": SEED,
        "content/entities/e.yaml": f"entities: {{{'e' * 120}: {{type: person, name: Ana Ruiz}}}}\n",
    },
    "a claim at the limit": {
        f"content/articles/{'y' * 120}.yaml": f"title: T\nshow: none\nannotations: [{{id: {'z' * 120}, type: claim, claim: Some words.}}]\n"
    },
    "no articles": {"seeds/a.txt": None},
    "markup in every field": {
        "content/articles/a.yaml": "title: '<script>alert(1)</script>'\ndeck: '\"><img src=x onerror=alert(1)>'\nsummary: '<script>x</script> [x](javascript:alert(1))'\nbyline: ['<b>B</b>']\n"
    },
}


@pytest.mark.parametrize("files", ODD.values(), ids=ODD.keys())
def test_odd_archives_build_or_are_told_why_not(tmp_path, files):
    given = {
        path: text for path, text in {"seeds/a.txt": SEED, **files}.items() if text is not None
    }
    site = Site(tmp_path, given)
    if site.built.stopped:
        assert all(p.code != "output-unwritable" and p.path for p in site.built.problems)
        return
    for path, data in site.tree().items():
        html = data.decode() if path.endswith(".html") else ""
        assert not re.search(r"<script>|onerror=alert\(1\)>|href=\"javascript", html), path
