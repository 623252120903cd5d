"""Internal, draft, withdrawn and privately hidden words are in no output file.

Each row is a tiny archive with canaries, words that begin with `zq`, where they must not come out.
"""

import gzip
import hashlib
import re
from pathlib import Path

import pytest

from tests.sites import Site

CANARY = re.compile(r"zq[a-z]{3,}", re.IGNORECASE)
SEED = "The flood\n\nMayor Ana Ruiz spoke of Rivertown.\n\nSecond paragraph, about water.\n"
REGISTER = """\
entities:
  ruiz: {type: person, name: Ana Ruiz}
  rivertown: {type: place, name: Rivertown}
"""
BASE = {
    "site.yaml": "title: T\nurl: https://example.org/t/\ngaps: public\nannotations_jsonld: true\n",
    "seeds/flood.txt": SEED,
    "content/entities/all.yaml": REGISTER,
}
OPEN = "published: 2023-05-01\nsource: {publisher: Times}\n"


def canaries_in(site: Site) -> dict[str, list[str]]:
    """Return the files that have a canary, or are named after one, with the canaries."""
    found = {}
    for path, data in site.tree().items():
        words = f"{path}\n{data.decode('utf-8', 'replace')}"
        if hits := sorted(set(CANARY.findall(words))):
            found[path] = hits
    return found


INTERNAL = {
    "a note for editors": {
        "content/articles/flood.yaml": OPEN + "notes_internal: zqnote for us\n",
    },
    "a note for editors in the defaults": {
        "content/defaults.yaml": "- {seeds: '**', notes_internal: zqnote}\n",
    },
}

EVERY_FIELD = """\
title: zqtitle zqtitle
deck: zqdeck zqdeck
published: 2023-05-24
published_as: zqas zqas
dateline: {place: Zqplace, date: 2023-05-24}
byline: [Zqbyline]
summary: zqsummary [[ruiz]]
topics: [zqtopic]
former_ids: [old-flood]
source: {publisher: Zqpublisher, url: https://example.org/zqurl, via: https://example.org/zqvia, method: zqmethod,
  archived: https://example.org/zqarchived, page: zqpage, rights: {holder: Zqholder, terms: zqterms, basis: zqbasis}}
annotations:
  - {id: n1, type: note, at: zqspoke, title: zqnotetitle, body: zqbody, about: [ruiz, sub],
     sources: [{title: zqsource, quote: zqquote, note: zqsourcenote}]}
  - {id: c1, type: claim, at: Second paragraph, claim: The zqclaim is bold, speaker: ruiz}
  - {id: c2, type: claim, claim: known-claim, speaker: Zqspeaker}
  - {id: q1, type: quotation, at: about zqwater, speaker: ruiz, to: Zqto, original: {lang: es, text: zqoriginal}}
  - {id: e1, type: event, name: zqevent, when: 2023-05-02, where: Zqwhere}
  - {id: e2, type: event, event: storm, at: Rivertown}
  - {id: k1, type: correction, body: zqcorrection, was: zqwas, now: zqnow}
  - {id: d1, type: definition, term: zqterm, body: zqdefinition}
  - {id: t1, type: translation, body: zqtranslation, lang: fr}
  - {id: r1, type: note, body: zqretracted, status: retracted, reason: zqreason}
links: [{rel: cites, to: other, note: zqlink, at: zqspoke}, {rel: related, to: "https://example.org/zqlink"}]
threads: [story]
mentions: {also: [rivertown]}
entities: {sub: {type: person, name: Zqsub}}
"""
FULL_SEED = (
    "zqtitle zqtitle\n\nAna Ruiz zqspoke of Rivertown.\n\nSecond paragraph, about zqwater. Zqsub.\n"
)
AROUND = {
    **BASE,
    "content/entities/all.yaml": REGISTER
    + "  storm: {type: event, name: Storm, when: 2023-05-03}\n",
    "seeds/other.txt": "The other text.\n\nIt names Ana Ruiz.\n",
    "content/articles/other.yaml": (
        "published: 2023-05-23\nsummary: See [[flood]] and [[old-flood]].\n"
        "links: [{rel: follows, to: flood, at: other text, to_at: Second paragraph}]\n"
        "annotations: [{id: n, type: note, body: 'see [[flood#n1]]', "
        "sources: [flood, {article: old-flood}]}]\n"
    ),
    "content/claims/all.yaml": "claims:\n  known-claim: {text: The dam held.}\n",
    "content/threads/story.md": (
        "---\ntitle: Story\narticles: [{id: flood, note: Sure.}, other]\n"
        "timeline: [{when: 2023-05-01, what: It began, article: flood}]\nsources: [flood]\n---\n"
        "See [[flood]].\n\n![[flood#n1]]\n\n![[flood#q1]]\n"
    ),
    "content/pages/about.md": "---\ntitle: About\n---\n[[flood]]\n\n![[flood#n1]]\n",
    "content/corrections.yaml": "- {on: 2023-06-01, text: 'See [[flood]].', about: [flood]}\n",
    "seeds/flood.txt": FULL_SEED,
}
WITHDRAWN = "status: withdrawn\nwithdrawn: {on: 2023-06-02, reason: The author asked.}\n"

WITHDRAWN_OR_DRAFT = {
    "a withdrawn article, its seed kept": {
        **AROUND,
        "content/articles/flood.yaml": EVERY_FIELD + WITHDRAWN,
    },
    "a draft": {**AROUND, "content/articles/flood.yaml": EVERY_FIELD + "status: draft\n"},
    "draft annotations": {
        **AROUND,
        "seeds/flood.txt": FULL_SEED.replace("zq", "xx").replace("Zq", "Xx"),
        "content/articles/flood.yaml": OPEN
        + """\
former_ids: [old-flood]
annotations:
  - {id: n1, type: note, at: Second, title: zqtitle, body: zqbody, status: draft, about: [ruiz], sources: [{title: zqsrc}]}
  - {id: c1, type: claim, claim: The zqclaim is bold, speaker: ruiz, status: draft}
  - {id: c2, type: claim, claim: known-claim, speaker: Zqspeaker, status: draft, body: zqbody}
  - {id: q1, type: quotation, at: about xxwater, speaker: ruiz, to: Zqto, original: {lang: es, text: zqorig}, status: draft}
  - {id: e1, type: event, name: zqevent, when: 2023-05-02, where: Zqwhere, status: draft}
  - {id: e2, type: event, event: storm, at: Rivertown, title: zqstorm, body: zqbody, status: draft}
  - {id: k1, type: correction, body: zqcorrection, was: zqwas, now: zqnow, status: draft}
  - {id: k2, type: correction, body: zqcorrection, of: n1, status: draft}
  - {id: d1, type: definition, term: zqterm, body: zqdefinition, status: draft}
  - {id: t1, type: translation, body: zqtranslation, lang: fr, status: draft}
""",
    },
    "draft annotations of a record": {
        **BASE,
        "content/pages/about.md": "---\ntitle: About\n---\n![[record#n1]]\n",
        "seeds/flood.txt": SEED,
        "content/articles/record.yaml": "show: none\ntitle: R\nannotations:\n"
        "  - {id: n1, type: note, at: zqquoted, body: zqbody, status: draft}\n",
    },
    "a draft thread": {
        **BASE,
        "content/articles/flood.yaml": OPEN
        + "threads: [zqthread]\nsummary: 'In [[zqthread|it]].'\n",
        "content/threads/zqthread.md": "---\ntitle: zqtitle\nstatus: draft\nsummary: zqsum\n"
        "timeline: [{when: 2023-05-01, what: zqwhat}]\narticles: [flood]\n---\nzqbody\n",
    },
    "a draft entity": {
        **BASE,
        "content/articles/flood.yaml": OPEN + "annotations:\n"
        "  - {id: n, type: note, body: B, about: [dr]}\n"
        "mentions: {fix: [{at: Mayor, is: dr}], also: [dr]}\n",
        "content/entities/draft.yaml": "entities:\n  dr: {type: person, name: Zqname, names: {fr: Zqnom}, "
        "aliases: [Zqalias, Mayor], description: zqdescription, status: draft, "
        "relations: [{rel: part-of, to: ruiz, sources: [{title: zqsource}]}]}\n",
    },
    "a draft claim": {
        **BASE,
        "content/articles/flood.yaml": OPEN + "annotations:\n"
        "  - {id: c, type: claim, claim: dc, speaker: ruiz}\n",
        "content/claims/all.yaml": "claims:\n  dc: {text: zqtext, about: [ruiz], status: draft, "
        "answers: {disputes: [pc]}, assessments: [{rating: x-zqrating, summary: zqsum}]}\n"
        "  pc: {text: Public., answers: {supports: [dc]}}\n",
    },
    "a withdrawn claim": {
        **BASE,
        "content/articles/flood.yaml": OPEN + "summary: See [[wc]].\nannotations:\n"
        "  - {id: c, type: claim, claim: wc, speaker: ruiz}\n",
        "content/claims/all.yaml": "claims:\n  wc: {text: zqtext, about: [ruiz], former_ids: [owc], "
        "status: withdrawn, withdrawn: {on: 2023-06-01, reason: R}, "
        "answers: {disputes: [pc]}, assessments: [{rating: x-zqrating, summary: zqsum}]}\n"
        "  pc: {text: Public., answers: {supports: [wc]}}\n"
        "  mc: {text: zqmerged, merged_into: wc}\n",
    },
    "a withdrawn entity": {
        **BASE,
        "content/articles/flood.yaml": OPEN + "summary: See [[we]].\nbyline: [we]\nannotations:\n"
        "  - {id: c, type: quotation, speaker: we, at: Second}\n"
        "  - {id: n, type: note, body: B, about: [we]}\nmentions: {fix: [{at: Mayor, is: we}], also: [we]}\n",
        "content/entities/gone.yaml": "entities:\n  we: {type: person, name: Zqname, aliases: [Mayor, Zqali], "
        "status: withdrawn, withdrawn: {on: 2023-06-01, reason: R}, former_ids: [owe], "
        "description: zqdescription, ids: {x-zqident: zqvalue}, roles: [{title: zqrole, org: ruiz}], "
        "relations: [{rel: part-of, to: ruiz}]}\n"
        "  me: {type: person, name: Zqmerged, merged_into: we}\n",
    },
    "a withdrawn thread": {
        **BASE,
        "content/articles/flood.yaml": OPEN + "threads: [wt]\nsummary: See [[wt]].\n",
        "content/threads/wt.md": "---\ntitle: zqtitle\nstatus: withdrawn\nformer_ids: [owt]\nsummary: zqsum\n"
        "withdrawn: {on: 2023-06-01, reason: R}\narticles: [flood]\n"
        "timeline: [{when: 2023-05-01, what: zqwhat}]\n---\nzqbody\n",
    },
}


@pytest.mark.parametrize("files", INTERNAL.values(), ids=INTERNAL.keys())
def test_internal_words_are_in_no_output_file(tmp_path, files):
    site = Site(tmp_path, {**BASE, **files})
    assert canaries_in(site) == {}


@pytest.mark.parametrize("files", WITHDRAWN_OR_DRAFT.values(), ids=WITHDRAWN_OR_DRAFT.keys())
def test_draft_and_withdrawn_words_are_in_no_output_file(tmp_path, files):
    site = Site(tmp_path, files)
    # Ids are addresses; here one is named after a canary so that its file would be found.
    found = canaries_in(site)
    assert {
        p: [w for w in ws if w != "zqthread"] for p, ws in found.items() if ws != ["zqthread"]
    } == {}


HIDDEN_SEED = """\
Flood hits Rivertown zqhead

Ana Ruiz spoke in zqfirst zqstreet of Rivertown, zqmiddle said Ana Ruiz zqsecond.

Water rose. zqthird

Last paragraph of zqfourth.
"""
HIDE = """\
text:
  hide:
    - {at: zqhead, why: WHY, note: A note}
    - {at: zqfirst zqstreet, why: WHY}
    - {at: zqmiddle said Ana Ruiz zqsecond, why: WHY}
    - {at: {quote: zqthird}, why: WHY}
    - {at: zqfourth, why: WHY, every: true}
annotations:
  - {id: n1, type: note, at: {from: spoke in, until: of Rivertown}, body: B}
  - {id: n2, type: quotation, at: {from: Flood hits, until: Last paragraph}, speaker: ruiz}
  - {id: n3, type: note, at: Water rose, body: B}
  - {id: c1, type: claim, at: {from: of Rivertown, until: Water rose}, claim: c}
  - {id: n4, type: note, at: {from: Water, until: paragraph of}, body: B}
links: [{rel: cites, to: other, at: {from: Ana Ruiz spoke, until: Water}}]
"""
HIDING = {
    **BASE,
    "seeds/flood.txt": HIDDEN_SEED,
    "seeds/other.txt": "Other.\n\nAna Ruiz and Rivertown.\n",
    "content/claims/c.yaml": "claims: {c: {text: It rained.}}\n",
    "content/articles/other.yaml": "links: [{rel: follows, to: flood, "
    "to_at: {from: Ana Ruiz spoke, until: Water}}]\n",
    "content/pages/about.md": "---\ntitle: About\n---\n![[flood#n1]]\n\n![[flood#n2]]\n\n![[flood#n4]]\n\n",
}


@pytest.mark.parametrize("why", ["privacy", "legal", "rights"])
def test_words_hidden_for_privacy_law_or_rights_are_in_no_output_file(tmp_path, why):
    sidecar = OPEN + HIDE.replace("WHY", why)
    site = Site(tmp_path, {**HIDING, "content/articles/flood.yaml": sidecar})
    site.options["search"] = True
    found = canaries_in(site)
    found |= searched(site.out)
    assert found == {}
    assert "articles/flood/text.txt" not in site.tree()


@pytest.mark.parametrize(("why", "told"), [("privacy", False), ("legal", False), ("rights", True)])
def test_the_hash_of_a_seed_is_not_told_where_words_are_hidden_for_privacy_or_law(
    tmp_path, why, told
):
    sidecar = f"source: {{sha256: {hashlib.sha256(HIDDEN_SEED.encode()).hexdigest()}}}\n"
    sidecar += HIDE.replace("WHY", why)
    site = Site(tmp_path, {**HIDING, "content/articles/flood.yaml": sidecar})
    digest = hashlib.sha256(HIDDEN_SEED.encode()).hexdigest().encode()
    places = [path for path, data in site.tree().items() if digest in data]
    assert places == (["articles/flood/index.html", "data/articles.jsonl"] if told else [])


@pytest.mark.parametrize("why", ["site-furniture", "duplicate", "advert", "other", "x-why"])
def test_other_hidden_words_are_only_in_the_statement_of_the_page_and_in_the_text(tmp_path, why):
    sidecar = OPEN + HIDE.replace("WHY", why)
    site = Site(tmp_path, {**HIDING, "content/articles/flood.yaml": sidecar})
    site.options["search"] = True
    found = canaries_in(site)
    found |= searched(site.out)
    assert sorted(found) == ["articles/flood/index.html", "articles/flood/text.txt"]
    page = site.page("articles/flood/")
    statement = page.partition('<details class="withheld">')[2].partition("</details>")[0]
    assert CANARY.search(page.replace(statement, "")) is None
    assert site.page("articles/flood/text.txt") == HIDDEN_SEED


PASSAGES = """\
show: SHOW
title: Flood hits
text:
  readings: [{at: zqthird, read: Zqthirdly, why: misprint}]
  hide: [{at: zqfourth, why: advert}]
annotations:
  - {id: n1, type: note, at: First shown, body: B}
  - {id: n2, type: note, at: zqsecond, body: B, status: draft}
links: [{rel: cites, to: other, at: zqsecond}]
mentions: {fix: [{at: zqthird, is: ruiz}]}
"""
PASSAGES_SEED = """\
Flood hits

First shown, Ana Ruiz said.

Then Ana Ruiz said zqsecond things.

And zqthird. Ana Ruiz.

With zqfourth.
"""


def test_paragraphs_that_show_passages_leaves_out_are_in_no_output_file(tmp_path):
    files = {**HIDING, "seeds/flood.txt": PASSAGES_SEED}
    files["content/articles/flood.yaml"] = PASSAGES.replace("SHOW", "passages")
    files["content/articles/other.yaml"] = "links: [{rel: follows, to: flood, to_at: zqsecond}]\n"
    files["content/pages/about.md"] = "---\ntitle: A\n---\n![[flood#n1]]\n\n![[flood#n2]]\n"
    site = Site(tmp_path, files)
    site.options["search"] = True
    found = canaries_in(site)
    found |= searched(site.out)
    assert found == {}
    assert "First shown" in site.page("articles/flood/")
    assert "articles/flood/text.txt" not in site.tree()


def test_a_record_with_a_seed_shows_no_word_of_it(tmp_path):
    files = {**HIDING, "seeds/flood.txt": PASSAGES_SEED}
    sidecar = PASSAGES.replace("SHOW", "none").replace("First shown", "Then Ana Ruiz said zqsecond")
    files["content/articles/flood.yaml"] = sidecar
    files["content/articles/other.yaml"] = "links: [{rel: follows, to: flood, to_at: zqsecond}]\n"
    files["content/pages/about.md"] = "---\ntitle: A\n---\nA\n"
    site = Site(tmp_path, files)
    site.options["search"] = True
    found = canaries_in(site)
    found |= searched(site.out)
    # What an annotation is anchored in stands there as its quotation.
    quoted = {path for path, words in found.items() if words == ["zqsecond"]}
    assert quoted == set(found)
    annotations = ("articles/flood/annotations.jsonld", "data/annotations.jsonl")
    assert quoted <= {"articles/flood/index.html", *annotations}


def searched(out: Path) -> dict[str, list[str]]:
    """Return the files of the search bundles that have a canary when unpacked."""
    found = {}
    for path in sorted(out.rglob("*")):
        relative = path.relative_to(out)
        if not path.is_file() or not any(part.startswith("pagefind") for part in relative.parts):
            continue
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
        if path.suffix not in (".js", ".css") and (
            hits := sorted(set(CANARY.findall(data.decode("latin-1"))))
        ):
            found[relative.as_posix()] = hits
    return found


def test_the_search_bundles_are_looked_into(tmp_path):
    site = Site(tmp_path, {**BASE, "seeds/flood.txt": "Title\n\nHere is zqpublic.\n"})
    site.options["search"] = True
    assert "articles/flood/index.html" in canaries_in(site)
    assert searched(site.out)
