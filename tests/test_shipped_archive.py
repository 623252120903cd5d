"""What the archive this repository ships promises its readers: sources, signatures, own words."""

import re
from collections import Counter

import pytest

from backfile.archive import Archive
from backfile.build import Built, build_site
from backfile.ids import ArticleId
from backfile.model import Annotation, Article
from backfile.options import Options
from backfile.problems import Severity
from backfile.report import as_text
from backfile.shapes_annotations import Happening, Note
from tests.shipped import REPOSITORY

REPORT = ArticleId("000_5dadbd3c16b493a3")
KINDS = {
    "note", "context", "question", "definition", "quotation", "claim", "correction", "event",
    "translation",
}  # fmt: skip
SHINGLE = 8
"""So many words in a row are a copied phrase."""


@pytest.fixture(scope="module")
def checked() -> Built:
    """Return the shipped archive as `check` sees it: read, linked and rendered, not written."""
    return build_site(Options(REPOSITORY, search=False, commit=False))


@pytest.fixture(scope="module")
def archive(checked: Built) -> Archive:
    assert checked.archive is not None
    return checked.archive


def briefs(archive: Archive) -> list[Article]:
    """Return the articles written for this archive."""
    return [article for article in archive.articles.values() if article.card.kind == "brief"]


def places(article: Article) -> list[tuple[str, Annotation]]:
    """Return the annotations of an article, each with a name for a failing test."""
    return [(f"{article.id}#{note.id}", note) for note in article.annotations]


def body_of(article: Article) -> str:
    """Return the text of a brief below its headline."""
    assert article.seed is not None
    return article.seed.text.partition("\n")[2]


def shingles(text: str) -> set[str]:
    """Return every run of eight words outside quotation marks, case and signs left out."""
    own = re.sub(r'["“][^"”]*["”]', "\n§\n", text)
    runs = (re.findall(r"\w+", piece.casefold()) for piece in own.split("§"))
    return {
        " ".join(words[at : at + SHINGLE])
        for words in runs
        for at in range(len(words) - SHINGLE + 1)
    }


def test_check_strict_finds_nothing_that_stops_it(checked):
    stopping = [p for p in checked.problems if p.severity in (Severity.ERROR, Severity.WARNING)]
    assert as_text(stopping) == ""


def test_the_archive_has_the_size_it_is_meant_to_have(archive):
    assert len(briefs(archive)) >= 24
    assert len(archive.entities) >= 68
    assert len(archive.threads) >= 5
    standing = [claim for claim in archive.claims if archive.answers.get(claim)]
    assert len(standing) >= 25


def test_every_brief_is_dated_and_of_150_to_300_words(archive):
    for brief in briefs(archive):
        assert brief.card.published, brief.id
        assert 150 <= len(body_of(brief).split()) <= 300, brief.id


def test_every_brief_has_two_sources_with_title_publisher_date_and_address(archive):
    for brief in briefs(archive):
        complete = {
            source.url
            for note in brief.annotations
            if note.id == "s-brief"
            for source in note.shape.sources
            if not isinstance(source, str)
            and source.title and source.publisher and source.date and source.url
        }  # fmt: skip
        assert len(complete) >= 2, brief.id


def test_every_annotation_has_a_source_or_is_signed_by_the_editors(archive):
    for article in archive.articles.values():
        for place, note in places(article):
            assert note.shape.sources or note.shape.by == "ed", place


def test_every_assessment_of_a_claim_is_signed(archive):
    for claim in archive.claims.values():
        for assessment in claim.entry.assessments:
            assert assessment.sources or assessment.by == "ed", claim.id


def test_every_brief_has_a_note_that_leads_to_another_article(archive):
    for brief in briefs(archive):
        leads = {
            target
            for note in brief.annotations
            if isinstance(note.shape, Note)
            for target in re.findall(r"\[\[([^\]|#]+)", note.shape.body)
            if target in archive.articles and target != brief.id
        }
        assert leads, brief.id


def test_the_report_shows_every_kind_of_annotation_and_is_not_crowded(archive):
    notes = archive.articles[REPORT].annotations
    kinds = Counter(note.shape.__struct_config__.tag for note in notes)
    assert set(kinds) == KINDS
    assert len(notes) <= 24
    spans = Counter(note.passage.span for note in notes if note.passage)
    assert max(spans.values()) == 1


def test_events_of_the_archive_are_dated(archive):
    for article in archive.articles.values():
        for place, note in places(article):
            if isinstance(note.shape, Happening):
                registered = archive.entities.get(note.shape.event or "")
                assert note.shape.when or (registered and registered.entry.when), place


def test_no_run_of_eight_words_of_the_report_stands_in_our_own_texts(archive):
    report = archive.articles[REPORT]
    assert report.seed is not None
    theirs = shingles(report.seed.text.replace('"', " "))
    ours: dict[str, str] = {brief.id: body_of(brief) for brief in briefs(archive)}
    for article in archive.articles.values():
        ours[f"{article.id} summary"] = article.card.summary or ""
        ours.update((place, note.shape.body or "") for place, note in places(article))
    ours.update((claim.id, claim.entry.text) for claim in archive.claims.values())
    ours.update((one.id, one.entry.description or "") for one in archive.entities.values())
    ours.update((one.id, one.body) for one in (*archive.threads.values(), *archive.pages.values()))
    copied = {name: shared for name, text in ours.items() if (shared := shingles(text) & theirs)}
    assert copied == {}


FACTS = REPOSITORY.parent / "shared/facts/FACTS.md"
NAMES_OF_BODIES = (
    "the House Select Committee on the Chinese Communist Party",
    "the Committee on Foreign Investment in the United States",
)
"""Names of bodies are no sentences of anybody's."""


@pytest.mark.skipif(not FACTS.is_file(), reason="the fact sheet is not here")
def test_no_run_of_eight_words_of_the_fact_sheet_stands_in_a_brief(archive):
    theirs = shingles(FACTS.read_text("utf-8").replace('"', " "))
    names = {run for name in NAMES_OF_BODIES for run in shingles(name)}
    copied = {
        brief.id: shared
        for brief in briefs(archive)
        if (shared := (shingles(body_of(brief)) & theirs) - names)
    }
    assert copied == {}
