"""Makes the views of what an article hides, where it comes from, and how it is cited."""

from functools import partial

from backfile.cite import Work, bibtex, csl_json, date_parts, plain_citation, ris
from backfile.date_words import date_in_words
from backfile.facts import Facts
from backfile.facts_things import publisher_ref, setting, spoken, who
from backfile.ids import article_address
from backfile.model import Article
from backfile.shapes import Provenance
from backfile.view_remarks import copies
from backfile.views import HiddenView
from backfile.views_pages import CiteView, ProvenanceView

PRINTED = (*("page", "column", "section", "issue", "volume", "edition", "shelfmark"),)


ITEM_TYPES = {
    "statement": "document",
    "transcript": "document",
    "letter": "letter",
    "law": "statute",
    "report": "report",
    "brief": "webpage",
}
"""What reference managers call kinds of article; the others are newspaper articles."""


def provenance_view(facts: Facts, found: Article) -> ProvenanceView:
    """Return where an article's text comes from."""
    source = found.sidecar.source or Provenance()
    rights = source.rights
    return ProvenanceView(
        publisher=publisher_ref(facts, found.card),
        url=source.url or "",
        archived=copies(source.archived),
        retrieved=source.retrieved or "",
        method=source.method or "",
        via=source.via or "",
        printed=tuple((name, value) for name in PRINTED if (value := getattr(source, name))),
        facsimile=source.facsimile or "",
        holder=who(facts, rights.holder) if rights else None,
        terms=(rights.terms or "") if rights else "",
        licence=(rights.licence or "") if rights else "",
        basis=(rights.basis or "") if rights else "",
        sha256=told_hash(found),
        text_address=f"{article_address(found.card.slug)}text.txt" if has_text_file(found) else "",
        annotations_address=annotations_file(facts, found),
    )


def told_hash(found: Article) -> str:
    """Return the SHA-256 of a seed; empty where words are hidden for privacy or law."""
    if found.seed is None or any(h.why in ("privacy", "legal") for h in found.hidden):
        return ""
    return found.seed.sha256


def annotations_file(facts: Facts, found: Article) -> str:
    """Return where an article's annotations are published for machines; empty when they are not."""
    wanted = setting(facts, "annotations_jsonld")
    return f"{article_address(found.card.slug)}annotations.jsonld" if wanted else ""


def has_text_file(found: Article) -> bool:
    """Tell whether the seed itself is published beside the page.

    It is not where words are hidden for privacy, law or rights, nor where not all is shown.
    """
    return (
        found.seed is not None
        and found.show == "all"
        and not found.placeholder
        and not any(h.private for h in found.hidden)
    )


def hidden_views(found: Article) -> tuple[HiddenView, ...]:
    """Return what the page does not show, those of one kind counted together."""
    seed = found.seed
    counts: dict[tuple[str, str, str], int] = {}
    for hidden in found.hidden:
        words = "" if hidden.private or seed is None else seed.text[slice(*hidden.span)]
        key = (hidden.why, hidden.note or "", words)
        counts[key] = counts.get(key, 0) + 1
    return tuple(
        HiddenView(why=why, note=note, words=words, count=count)
        for (why, note, words), count in counts.items()
    )


def work_of(facts: Facts, found: Article) -> Work:
    """Return what citations need to know; the original comes first, this archive second."""
    source = found.sidecar.source or Provenance()
    publisher = publisher_ref(facts, found.card)
    archived = copies(source.archived)
    site_url = str(setting(facts, "url") or "").rstrip("/")
    byline = [who(facts, name) for name in found.sidecar.byline]
    annotated, title = spoken(facts, "Annotated in: {archive}"), str(setting(facts, "title"))
    return Work(
        key=found.id,
        kind=found.card.kind,
        title=found.card.title,
        authors=tuple(ref.text for ref in byline if ref),
        publisher=publisher.text if publisher else "",
        day=found.card.day,
        written=found.card.published or "",
        lang=found.card.lang,
        url=source.url or "",
        archived=archived[0][0] if archived else "",
        accessed=source.retrieved or "",
        archive_title=title,
        annotated=annotated.format(archive=title),
        archive_url=f"{site_url}/{article_address(found.card.slug)}" if site_url else "",
    )


def cite_view(facts: Facts, found: Article) -> CiteView:
    """Return ready citations."""
    work = work_of(facts, found)
    when = date_in_words(work.written or work.day, str(setting(facts, "lang")))
    plain = plain_citation(work, when, partial(spoken, facts))
    return CiteView(plain=plain, bibtex=bibtex(work), ris=ris(work), csl=csl_json(work))


def meta_of(facts: Facts, found: Article) -> tuple[tuple[str, str], ...]:
    """Return the names and contents of `<meta>` by which reference managers read the page.

    Without a publication name they would take this archive for the newspaper, and without an item
    type the article for one of a journal.
    """
    work = work_of(facts, found)
    rights = (found.sidecar.source or Provenance()).rights
    rows = [
        ("z:itemType", ITEM_TYPES.get(work.kind, "newspaperArticle")),
        ("citation_title", work.title),
        *(("citation_author", name) for name in work.authors),
        ("citation_date", "/".join(f"{part:02d}" for part in date_parts(work))),
        ("prism.publicationName", work.publisher),
        ("citation_language", work.lang),
        ("citation_public_url", work.url or work.archive_url),
        ("DC.rights", (rights.terms or rights.licence or "") if rights else ""),
        ("DC.identifier", found.id),
    ]
    return tuple((name, content) for name, content in rows if content)
