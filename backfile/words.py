"""The words of the interface: sentences, and the names of the format's terms."""

from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

LOCALES = Path(__file__).parent / "locale"
"""The catalogues: TAG.po as people write it, TAG.mo as it is read (docs/translating.md)."""
TRADITIONAL = frozenset(["HK", "MO", "TW"])
"""Where Chinese without a script is in traditional characters."""

TERMS = {
    # kinds of article
    "news": "News report",
    "statement": "Statement",
    "transcript": "Transcript",
    "analysis": "Analysis",
    "opinion": "Opinion",
    "report": "Report",
    "letter": "Letter",
    "obituary": "Obituary",
    "brief": "Brief",
    "other": "Other",
    "advert": "Advertisement",
    # types of entity
    "person": "Person",
    "organization": "Organisation",
    "company": "Company",
    "public-body": "Public body",
    "publication": "Publication",
    "place": "Place",
    "country": "Country",
    "product": "Product",
    "vessel": "Vessel",
    "law": "Law",
    "event": "Event",
    "work": "Work",
    "account": "Account",
    "concept": "Concept",
    # types of annotation
    "note": "Note",
    "context": "Context",
    "question": "Open question",
    "definition": "Definition",
    "quotation": "Quotation",
    "claim": "Claim",
    "correction": "Correction",
    "translation": "Translation",
    # relations between articles
    "follows": "Follows",
    "followed-by": "Followed by",
    "responds-to": "Responds to",
    "answered-by": "Answered by",
    "confirms": "Confirms",
    "confirmed-by": "Confirmed by",
    "contradicts": "Contradicts",
    "contradicted-by": "Contradicted by",
    "updates": "Updates",
    "updated-by": "Updated by",
    "corrects": "Corrects",
    "corrected-by": "Corrected by",
    "background-of": "Background of",
    "has-background": "Background",
    "same-event": "Same event",
    "translation-of": "Translation of",
    "translated-as": "Translated as",
    "version-of": "Version of",
    "has-version": "Other version",
    "cites": "Cites",
    "cited-by": "Cited by",
    "related": "Related",
    # relations between entities, and back
    "part-of": "Part of",
    "owns": "Owns",
    "member-of": "Member of",
    "works-for": "Works for",
    "succeeds": "Succeeds",
    "part-of-back": "Has as a part",
    "owns-back": "Owned by",
    "member-of-back": "Has as a member",
    "works-for-back": "Employs",
    "succeeds-back": "Succeeded by",
    # claims
    "asserts": "Asserts",
    "disputes": "Disputes",
    "repeats": "Repeats",
    "retracts": "Retracts",
    "supports": "Supports",
    "supported-by": "Supported by",
    "disputed-by": "Disputed by",
    "repeated-by": "Repeated by",
    "true": "True",
    "mostly-true": "Mostly true",
    "mixed": "Mixed",
    "mostly-false": "Mostly false",
    "false": "False",
    "unverified": "Unverified",
    "not-checkable": "Not checkable",
    # how words were said, and confidence
    "direct": "Direct",
    "indirect": "Indirect",
    "partial": "Partial",
    "translated": "Translated",
    "high": "High",
    "medium": "Medium",
    "low": "Low",
    # why text is hidden or misprinted
    "site-furniture": "Part of the website, not of the article",
    "duplicate": "Duplicate",
    "privacy": "Privacy",
    "legal": "Legal reasons",
    "rights": "Rights of others",
    "ocr": "Text recognition error",
    "misprint": "Misprint",
    "illegible": "Illegible",
    # entries of the timeline that are no events
    "article": "Article",
    "thread": "Thread",
    # corrections that are no annotations of that type
    "source": "Correction of a source",
    "retraction": "Retraction",
    # what an archive has
    "articles": "Articles",
    "entities": "Names",
    "mentions": "Mentions",
    "annotations": "Annotations",
    "claims": "Claims",
    "links": "Links",
    # what it lacks
    "undated": "Without a date",
    "unsourced": "Without a source",
    "unassessed": "Claims that nobody has assessed",
    "unmentioned": "Names that are tagged nowhere",
    "no-speaker": "Quotations and claims without a speaker",
    "unlinked": "Without a link to another article",
    # where a printed source stands
    "page": "Page",
    "column": "Column",
    "section": "Section",
    "issue": "Issue",
    "volume": "Volume",
    "edition": "Edition",
    "shelfmark": "Shelfmark",
}
"""The format's terms in English, as readers see them; locale files translate these words."""

PLURALS = {
    "person": "People",
    "organization": "Organisations",
    "company": "Companies",
    "public-body": "Public bodies",
    "publication": "Publications",
    "place": "Places",
    "country": "Countries",
    "product": "Products",
    "vessel": "Vessels",
    "law": "Laws",
    "event": "Events",
    "work": "Works",
    "account": "Accounts",
    "concept": "Concepts",
}
"""Entity types as headings of lists."""


@lru_cache(maxsize=64)
def translations(lang: str) -> NullTranslations:
    """Return the interface in a language; English where no catalogue has it."""
    for name in catalogue_names(lang):
        path = LOCALES / f"{name}.mo"
        if path.is_file():
            with path.open("rb") as file:
                return GNUTranslations(file)
    return NullTranslations()


def catalogue_names(lang: str) -> tuple[str, ...]:
    """Return the catalogues that fit a language tag, the closest first: `pt-BR`, then `pt`."""
    first, *rest = lang.split("-")
    parts = [first.lower()]
    for part in rest:
        parts.append({2: part.upper(), 4: part.title()}.get(len(part), part.lower()))
    if parts[0] == "zh" and len(parts) > 1 and parts[1] in TRADITIONAL:
        parts.insert(1, "Hant")
    return tuple("-".join(parts[:n]) for n in range(len(parts), 0, -1))


def say(lang: str, text: str) -> str:
    """Return a sentence of the interface in `lang`."""
    return translations(lang).gettext(text)


def term(lang: str, word: str, labels: dict[str, str], *, plural: bool = False) -> str:
    """Return a term of the format in `lang`; `labels` are the site's own words for `x-…` terms."""
    if word in labels:
        return labels[word]
    known = (PLURALS.get(word) if plural else None) or TERMS.get(word)
    if known is not None:
        return say(lang, known)
    return word.removeprefix("x-").replace("-", " ").capitalize()
