"""A tiny archive that has every kind of page, and where each kind is."""

from pathlib import Path

from tests.sites import Site

SITE = """title: The Valley File
tagline: What the river did
description: A tiny archive that has a page of every kind.
url: https://example.org/valley/
lang: en
licence: CC-BY-4.0
editors: {ed: {name: The editors, url: "https://example.org/editors"}}
contact: https://example.org/contact
repository: https://example.org/repository
gaps: public
per_page: 5
look: {accent: "#7a2e1d"}
labels: {x-built-by: built by, x-flood-office: Flood office number}
"""
FLOOD = """Flood in the valley: Mayor Ruíz orders an evacuation

ADVERTISEMENT

Mayor Ruíz said on Monday that the river rose by two metres in Osk. "Nobody must stay," he said.

The Dam Office denied that the dam had failed, and the Gobemador repeated it.

Osk lies below the dam. The people of Osk left in buses, and by night Osk was empty.

Officials of the Dam Office promised a report. Ruíz asked for it by Friday.
"""
FLOOD_NOTES = """published: 2023-05-22
published_as: Monday
updated: 2023-05-23
title: "Flood in the valley: Mayor Ruíz orders an evacuation"
deck: The river rose overnight
kind: report
dateline: {place: osk, date: 2023-05-22}
byline: [la-voz, A staff reporter]
summary: The mayor empties *Osk*; the office denies that the [[dam]] failed.
topics: [floods, dams]
source:
  publisher: la-voz
  url: https://example.com/flood
  archived: [{url: "https://example.net/copy/flood", at: 2023-05-25}]
  retrieved: 2023-05-24
  method: saved as text
  via: https://example.com/list
  page: 3
  rights: {holder: la-voz, terms: All rights reserved, basis: quotation for research}
text:
  hide: [{at: ADVERTISEMENT, why: advert, note: A line of the website}]
  readings: [{at: Gobemador, read: Gobernador, why: ocr}]
mentions:
  also: [drought]
annotations:
  - {id: whole, type: note, by: ed, on: 2023-06-01, body: "The only report of that day, see [[dispute|the answer]]."}
  - {id: head, type: context, at: orders an evacuation, body: The order is dated **21 May**.}
  - {id: quote, type: quotation, at: Nobody must stay, speaker: ruiz, to: the people of Osk, mode: translated,
     said: 2023-05-22, original: {lang: es, text: Que no se quede nadie, url: "https://example.com/es"}}
  - {id: denial, type: claim, at: the dam had failed, claim: the-dam-failed, speaker: dam-office, stance: disputes,
     said: 2023-05-22, sources: [{url: "https://example.com/denial", title: Denial, publisher: dam-office,
     date: 2023-05-22, accessed: 2023-06-01, page: 2, quote: It stands, note: Read in print,
     archived: "https://example.net/copy/denial"}]}
  - {id: own, type: claim, at: the river rose by two metres, claim: The river rose by two metres in one night.,
     speaker: ruiz}
  - {id: term, type: definition, at: The Dam Office, term: Dam Office, body: A public body., confidence: high}
  - {id: fix, type: correction, at: two metres, was: two metres, now: three metres, of: source,
     on: 2023-06-02, body: The gauge says three.}
  - {id: night, type: event, at: by night Osk was empty, name: Osk is emptied, when: 2023-05-22, where: osk,
     who: [{entity: ruiz, role: orders}]}
  - {id: dam-event, type: event, at: the river rose, event: the-flood}
  - {id: words, type: translation, at: left in buses, lang: es, body: se fueron en autobuses}
  - {id: ask, type: question, at: promised a report, body: "Was it published? `none` was found.", about: [dam-office]}
  - {id: gone, type: note, at: by Friday, body: It was Thursday., status: retracted, reason: The paper says Friday.,
     on: 2023-06-03}
links:
  - {rel: responds-to, to: dispute, at: promised a report, to_at: a report is needed, note: The *promise*}
  - {rel: related, to: "https://example.com/other"}
threads: [flood-story]
former_ids: [flood-old]
"""
REGISTER = """entities:
  osk: {type: place, name: Osk, names: {ar: أوسك}, point: [52.1, 4.3], description: A town *below* the dam.,
    ids: {wikidata: Q42}, former_ids: [osk-town]}
  ruiz:
    type: person
    name: Mayor Ruíz
    aliases: [{text: Ruíz, match: article}]
    roles: [{title: Mayor, org: osk, from: 2019, until: 2023-09}]
    distinct_from: [other-ruiz]
  other-ruiz: {type: person, name: Ana Ruiz}
  dam-office:
    type: public-body
    name: Dam Office
    relations: [{rel: part-of, to: osk, from: 2001, sources: [{url: "https://example.com/law", title: The law}]}]
    ids: {x-flood-office: "17"}
  dam: {type: x-structure, name: dam, match: manual, relations: [{rel: x-built-by, to: dam-office}]}
  drought: {type: concept, name: Drought}
  the-flood: {type: event, name: Flood of 2023, when: 2023-05-21/2023-05-23, where: osk, who: [{entity: ruiz, role: orders}]}
  la-voz: {type: publication, name: La Voz}
  gone: {type: person, name: Nobody Now, status: withdrawn, withdrawn: {on: 2024-01-01, reason: At their *request*.}}
"""
CLAIMS = """claims:
  the-dam-failed:
    text: The dam above Osk failed.
    about: [dam-office, osk]
    former_ids: [dam-failed]
    answers: {disputes: [the-dam-held]}
    assessments:
      - {rating: unverified, summary: Nobody has *looked*., by: ed, on: 2023-06-02, sources: [flood]}
      - {rating: "false", summary: The office denied it., by: ed, on: 2023-05-25}
  the-dam-held: {text: The dam above Osk held.}
  gone-claim: {text: Withdrawn words., status: withdrawn, withdrawn: {on: 2024-01-01, reason: It was about a private person.}}
"""
THREAD = """---
title: The flood, day by day
summary: From the rain to the *report*.
by: ed
articles: [flood, {id: dispute, note: The answer}]
order: listed
timeline: [{when: 2023-05-20~, what: "Rain begins in [[osk]]", article: flood}]
sources: [{title: A book on rivers, date: 2001}]
former_ids: [flood-thread]
---
It rained, and then [[ruiz]] spoke[^1].

![[flood#quote]]

## What followed

| day | metres |
| --- | ---: |
| one | 2 |

### In detail

- Buses
- Boats

[^1]: Told by [[la-voz]].
"""
WITHDRAWN_THREAD = """---
title: Gone
status: withdrawn
withdrawn: {on: 2024-01-01, reason: It was two stories in one.}
---
"""
PAGE = """---
title: About this archive
nav: true
---
# Who we are

People of [[osk]].

## How we work

Slowly.
"""
CORRECTIONS = """- {on: 2023-06-05, text: "A date was *wrong* in [[flood]].", about: [flood]}
"""
TOPICS = """floods: {label: Floods, names: {ar: فيضانات}, description: Water where it should *not* be., former_ids: [flooding]}
dams: {label: Dams}
"""
FILES = {
    "site.yaml": SITE,
    "seeds/flood.txt": FLOOD,
    "content/articles/flood.yaml": FLOOD_NOTES,
    "seeds/dispute.txt": "The office answers\n\nThe Dam Office says that a report is needed in Osk.\n",
    "content/articles/dispute.yaml": (
        "published: 2023-06\ntopics: [dams]\nsource: {publisher: La Otra}\nannotations:\n"
        "  - {id: says, type: claim, at: a report is needed, claim: the-dam-failed, speaker: An official}\n"
    ),
    "seeds/arabic.txt": "فيضان في الوادي\n\nقال رئيس البلدية إن النهر ارتفع مترين في أوسك.\n",
    "content/articles/arabic.yaml": (
        "lang: ar\npublished: 2023-05-24\nannotations:\n"
        "  - {id: q, type: quotation, at: النهر ارتفع مترين, speaker: ruiz}\n"
    ),
    "content/articles/record.yaml": (
        "title: A report that is not held\nshow: none\npublished: 2022\ntopics: [floods]\n"
        "summary: What it says in our words.\nsource: {publisher: la-voz}\nannotations:\n"
        "  - {id: said, type: quotation, at: The water came at night, speaker: ruiz}\n"
    ),
    "content/articles/withdrawn.yaml": (
        "title: Gone\nstatus: withdrawn\nwithdrawn: {on: 2024-01-01, reason: The source *asked* for it.}\n"
    ),
    "seeds/draft.txt": "A draft\n\nOsk again.\n",
    "content/articles/draft.yaml": "status: draft\npublished: 2023-07-01\n",
    "seeds/faulty.txt": "A faulty one\n\nIts sidecar hides what is not there.\n",
    "content/articles/faulty.yaml": "text: {hide: [{at: nowhere to be found, why: advert}]}\n",
    **{
        f"seeds/brief-{n}.txt": f"Brief {n}\n\nWater reached Osk for the {n}th time that year.\n"
        for n in range(4, 8)
    },
    **{
        f"content/articles/brief-{n}.yaml": f"published: 2021-0{n}-0{n}\ntopics: [floods]\n"
        for n in range(4, 8)
    },
    "content/entities/all.yaml": REGISTER,
    "content/claims/all.yaml": CLAIMS,
    "content/threads/flood-story.md": THREAD,
    "content/threads/gone-story.md": WITHDRAWN_THREAD,
    "content/pages/about.md": PAGE,
    "content/corrections.yaml": CORRECTIONS,
    "content/topics.yaml": TOPICS,
}
KINDS = {
    "home": "index.html",
    "article with notes": "articles/flood/index.html",
    "article in another language": "articles/arabic/index.html",
    "article without a sidecar's notes": "articles/brief-4/index.html",
    "record without text": "articles/record/index.html",
    "placeholder": "articles/faulty/index.html",
    "withdrawn article": "articles/withdrawn/index.html",
    "moved article": "articles/flood-old/index.html",
    "entity": "entities/osk/index.html",
    "entity's second page": "entities/osk/2/index.html",
    "person": "entities/ruiz/index.html",
    "entity with relations": "entities/dam-office/index.html",
    "event": "entities/the-flood/index.html",
    "withdrawn entity": "entities/gone/index.html",
    "moved entity": "entities/osk-town/index.html",
    "types": "types/index.html",
    "type": "types/person/index.html",
    "claims": "claims/index.html",
    "claim": "claims/the-dam-failed/index.html",
    "claim of an annotation": "claims/flood--own/index.html",
    "withdrawn claim": "claims/gone-claim/index.html",
    "quotations": "quotations/index.html",
    "threads": "threads/index.html",
    "thread": "threads/flood-story/index.html",
    "withdrawn thread": "threads/gone-story/index.html",
    "topics": "topics/index.html",
    "topic": "topics/floods/index.html",
    "timeline": "timeline/index.html",
    "timeline of a year": "timeline/2023/index.html",
    "latest": "latest/index.html",
    "latest, second page": "latest/2/index.html",
    "year": "2023/index.html",
    "month": "2023/05/index.html",
    "corrections": "corrections/index.html",
    "gaps": "gaps/index.html",
    "data": "data/index.html",
    "hand-written page": "about/index.html",
    "search": "search/index.html",
    "not found": "404.html",
}
"""Every kind of page, and the file that is one of it."""


PREVIEWED = {
    "draft": "articles/draft/index.html",
    "home of the preview": "index.html",
}
"""Kinds of page that only the preview has."""


def every_kind(
    folder: Path, *, preview: bool = False, search: bool = False, lang: str = "en"
) -> Site:
    """Return the archive, built leniently: one of its articles cannot be shown.

    `lang` is the language of the interface; the articles keep theirs.
    """
    files = dict(FILES)
    if lang != "en":
        files["site.yaml"] = SITE.replace("lang: en\n", f"lang: {lang}\n")
        for path, text in FILES.items():
            if path.startswith("content/articles/") and not text.startswith("lang:"):
                files[path] = "lang: en\n" + text
    return Site(folder, files, lenient=True, preview=preview, search=search)
