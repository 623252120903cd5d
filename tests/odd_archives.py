"""Archives at the edges: hardly anything, very much of one thing, another script."""

from collections.abc import Mapping

ONE_SEED: Mapping[str, str] = {
    "seeds/only.txt": "The only text\n\nIt stands alone.\n\nNothing is said about it.\n",
}
NO_SEED: Mapping[str, str] = {}


def many_topics(count: int = 200) -> dict[str, str]:
    """Return an archive with as many topics, each of one article or two."""
    files = {
        "content/topics.yaml": "".join(
            f"topic-{n}: {{label: Topic number {n} of the archive}}\n" for n in range(count)
        )
    }
    for n in range(count // 10):
        topics = [f"topic-{k}" for k in range(n * 10, n * 10 + 11) if k < count]
        files[f"seeds/a-{n}.txt"] = f"Article {n}\n\nWords of article {n}.\n"
        files[f"content/articles/a-{n}.yaml"] = (
            f"published: 20{n % 24:02}\ntopics: [{', '.join(topics)}]\n"
        )
    return files


def much_mentioned(mentions: int = 5000, each: int = 50) -> dict[str, str]:
    """Return an archive with one entity, named `each` times an article, `mentions` times in all."""
    files = {
        "content/entities/osk.yaml": "entities: {osk: {type: place, name: Osk}}\n",
    }
    paragraphs = [" ".join(["The river came to Osk again."] * 5)] * (each // 5)
    for n in range(mentions // each):
        files[f"seeds/day-{n}.txt"] = f"Day {n}\n\n" + "\n\n".join(paragraphs) + "\n"
        files[f"content/articles/day-{n}.yaml"] = f"published: {2000 + n // 5}-0{1 + n % 5}\n"
    return files


ARABIC: Mapping[str, str] = {
    "site.yaml": """title: أرشيف الوادي
tagline: ما فعله النهر
description: أرشيف صغير بالعربية.
url: https://example.org/wadi/
lang: ar
licence: CC-BY-4.0
editors: {ed: {name: المحررون}}
per_page: 5
gaps: public
""",
    "seeds/flood.txt": """فيضان في الوادي: رئيس البلدية يأمر بالإخلاء

قال رئيس البلدية سمير الحداد يوم الاثنين إن النهر ارتفع مترين في مدينة الشروق. وأضاف: «يجب ألا يبقى أحد».

ونفت هيئة السدود أن يكون السد قد انهار، كما جاء في بيان لها (PDF) نشر في 22 مايو 2023.

وغادر سكان الشروق بالحافلات، وقالت Reuters إن المدينة خلت ليلا.
""",
    "content/articles/flood.yaml": """published: 2023-05-22
kind: report
byline: [sahafa]
summary: رئيس البلدية يخلي الشروق، والهيئة تنفي.
topics: [floods]
source: {publisher: sahafa, url: "https://example.com/flood", retrieved: 2023-05-24, method: حفظ نصا}
annotations:
  - {id: quote, type: quotation, at: يجب ألا يبقى أحد, speaker: haddad, said: 2023-05-22}
  - {id: denial, type: claim, at: أن يكون السد قد انهار, claim: dam-failed, speaker: dams, stance: disputes}
  - {id: where, type: note, at: مدينة الشروق, by: ed, on: 2023-06-01, body: "مدينة على **النهر**، انظر [[dispute]]."}
  - {id: fix, type: correction, at: مترين, was: مترين, now: ثلاثة أمتار, body: المقياس يقول ثلاثة.}
  - {id: night, type: event, at: خلت ليلا, name: إخلاء الشروق, when: 2023-05-22, where: shorouk}
links: [{rel: related, to: dispute}]
threads: [flood-story]
""",
    "seeds/dispute.txt": "الهيئة ترد\n\nتقول هيئة السدود إن تقريرا سيصدر عن الشروق.\n",
    "content/articles/dispute.yaml": "published: 2023-06\ntopics: [floods]\n",
    "seeds/english.txt": "Flood in the valley\n\nThe river rose, Samir al-Haddad said.\n",
    "content/articles/english.yaml": """lang: en
published: 2023-05-23
topics: [floods]
annotations:
  - {id: rose, type: note, at: The river rose, body: ارتفع مترين.}
""",
    "content/entities/all.yaml": """entities:
  shorouk: {type: place, name: الشروق, names: {en: Shorouk}, description: مدينة على النهر.}
  haddad: {type: person, name: سمير الحداد, names: {en: Samir al-Haddad}, roles: [{title: رئيس البلدية, org: shorouk, from: 2019}]}
  dams: {type: public-body, name: هيئة السدود}
  sahafa: {type: publication, name: الصحافة}
""",
    "content/claims/all.yaml": """claims:
  dam-failed:
    text: انهار السد فوق الشروق.
    about: [dams]
    assessments: [{rating: unverified, summary: لم ينظر أحد., by: ed, on: 2023-06-02}]
""",
    "content/threads/flood-story.md": """---
title: الفيضان يوما بيوم
summary: من المطر إلى التقرير.
articles: [flood, {id: dispute, note: الرد}]
timeline: [{when: 2023-05-20~, what: بدأ المطر}]
---
أمطرت، ثم تكلم [[haddad]].

## ما بعد ذلك

![[flood#quote]]
""",
    "content/topics.yaml": "floods: {label: فيضانات, description: ماء في غير مكانه.}\n",
    "content/pages/about.md": "---\ntitle: عن هذا الأرشيف\nnav: true\n---\nكلمات.\n",
    "content/corrections.yaml": "- {on: 2023-06-05, text: كان التاريخ خطأ., about: [flood]}\n",
}
ARABIC_KINDS = (
    "index.html",
    "articles/flood/index.html",
    "articles/english/index.html",
    "entities/shorouk/index.html",
    "claims/dam-failed/index.html",
    "threads/flood-story/index.html",
    "timeline/2023/index.html",
    "latest/index.html",
    "2023/index.html",
    "quotations/index.html",
    "types/index.html",
    "search/index.html",
    "corrections/index.html",
    "gaps/index.html",
    "data/index.html",
    "404.html",
)
"""One page of each kind that looks different from right to left."""
