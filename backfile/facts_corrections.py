"""Facts about what the archive got wrong, and about what it lacks."""

from collections.abc import Iterator

from backfile.archive import Remark
from backfile.facts import Facts, fact
from backfile.facts_entities import mention_count
from backfile.facts_things import article_row, claim_ref, label
from backfile.ids import ArticleId
from backfile.model import Article
from backfile.shapes_annotations import Assertion, Correction, Quotation
from backfile.shapes_registers import CorrectionEntry
from backfile.views import Ref


@fact
def corrections_written(facts: Facts) -> tuple[CorrectionEntry, ...]:
    """Return the entries of content/corrections.yaml."""
    return facts.archive.corrections


@fact
def remarks_of_correction(facts: Facts) -> tuple[tuple[str, Remark], ...]:
    """Return `source` corrections, corrections of annotations and retracted annotations, by
    article.
    """
    found = []
    for ident in facts.archive.order:
        for annotation in facts.archive.articles[ident].annotations:
            if annotation.shape.status == "draft" and not facts.archive.preview:
                continue
            remark = Remark(ident, annotation)
            if annotation.shape.status == "retracted":
                found.append(("retraction", remark))
            elif isinstance(annotation.shape, Correction):
                of_source = annotation.shape.of in (None, "source")
                found.append(("source" if of_source else "correction", remark))
    return tuple(found)


@fact
def gaps_found(facts: Facts) -> tuple[tuple[str, tuple[tuple[Ref, str], ...]], ...]:
    """Return, by kind of gap, what lacks something and the file to mend it in."""
    return (
        ("undated", tuple(undated(facts))),
        ("unsourced", tuple(unsourced(facts))),
        ("unassessed", tuple(unassessed(facts))),
        ("unmentioned", tuple(unmentioned(facts))),
        ("no-speaker", tuple(without_speaker(facts))),
        ("unlinked", tuple(unlinked(facts))),
    )


def undated(facts: Facts) -> Iterator[tuple[Ref, str]]:
    """Yield articles without a date."""
    for ident in facts.archive.order:
        article = facts.archive.articles[ident]
        if not article.card.day:
            yield article_ref(facts, ident), file_of(article)


def file_of(article: Article) -> str:
    """Return the sidecar of an article, or its seed when it has none."""
    return article.sidecar_path or (article.seed.path if article.seed else "")


def article_ref(facts: Facts, ident: ArticleId) -> Ref:
    """Return an article's title and address."""
    row = article_row(facts, ident)
    return Ref(row.title, row.address, "article", row.lang)


def unsourced(facts: Facts) -> Iterator[tuple[Ref, str]]:
    """Yield articles that do not say where they come from."""
    for ident in facts.archive.order:
        article = facts.archive.articles[ident]
        source = article.sidecar.source
        if source is None or not (source.publisher or source.url):
            yield article_ref(facts, ident), file_of(article)


def unassessed(facts: Facts) -> Iterator[tuple[Ref, str]]:
    """Yield claims that no editor has judged."""
    for claim in facts.archive.claims.values():
        if not claim.entry.assessments and claim.entry.status == "published":
            yield claim_ref(facts, claim.id), claim.path


def unmentioned(facts: Facts) -> Iterator[tuple[Ref, str]]:
    """Yield entities that are tagged nowhere."""
    for entity in facts.archive.entities.values():
        named = mention_count(facts, entity.id) or facts.archive.also.get(entity.id)
        if not named and not entity.entry.private and entity.entry.status == "published":
            yield label(facts, entity.id), entity.path


def without_speaker(facts: Facts) -> Iterator[tuple[Ref, str]]:
    """Yield articles with a claim that nobody is said to make."""
    for ident in facts.archive.order:
        article = facts.archive.articles[ident]
        shapes = [a.shape for a in article.annotations if a.shape.status != "draft"]
        if any(isinstance(s, Assertion | Quotation) and s.speaker is None for s in shapes):
            yield article_ref(facts, ident), article.sidecar_path


def unlinked(facts: Facts) -> Iterator[tuple[Ref, str]]:
    """Yield articles that no typed link joins to another."""
    for ident in facts.archive.order:
        article = facts.archive.articles[ident]
        if not facts.archive.links.get(ident):
            yield article_ref(facts, ident), file_of(article)
