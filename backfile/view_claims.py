"""Makes the views of claims and quotations."""

from collections import Counter

from backfile.archive import Remark
from backfile.dates import day_of
from backfile.facts import Facts, fact
from backfile.facts_lists import (
    answers_of,
    day_of_article,
    ledger,
    pages_for,
    part,
    public_claims,
    quotations,
    step,
)
from backfile.facts_things import (
    card,
    claim_of_id,
    claim_ref,
    label,
    per_page,
    rich,
    signed_by,
    spoken,
)
from backfile.ids import ClaimId, EntityId, UrlPath, claim_address, numbered
from backfile.shapes_annotations import Assertion
from backfile.shapes_registers import Assessment
from backfile.view_lists import frame
from backfile.view_remarks import remark_view, source_views
from backfile.views import Ref
from backfile.views_lists import ClaimRow, ClaimsView, RemarksView
from backfile.views_pages import AssessmentView, ClaimView

CLAIMS = UrlPath("claims/")
QUOTATIONS = UrlPath("quotations/")
LAST = "9999"
"""Sorts what has no date to the end."""


def claim_view(facts: Facts, claim: ClaimId, number: int) -> ClaimView:
    """Return a claim with page `number` of its ledger; the rest stands on the first page only."""
    found = claim_of_id(facts, claim)
    if found is None:
        message = f"no claim {claim}"
        raise LookupError(message)
    entry = found.entry
    return ClaimView(
        frame=frame(
            facts,
            entry.text,
            numbered(claim_address(claim), number),
            Ref(spoken(facts, "Claims"), CLAIMS),
            number=number,
        ),
        id=claim,
        text=entry.text,
        about=tuple(label(facts, EntityId(e)) for e in entry.about),
        ledger=tuple(
            remark_view(facts, r, elsewhere=True)
            for r in part(ledger_by_date(facts, claim), number, per_page(facts))
        ),
        step=step(
            claim_address(claim), number, pages_for(len(ledger(facts, claim)), per_page(facts))
        ),
        answers=tuple((rel, claim_ref(facts, other)) for rel, other in answers_of(facts, claim))
        if number == 1
        else (),
        assessments=tuple(assessment_view(facts, a) for a in entry.assessments)
        if number == 1
        else (),
    )


@fact
def ledger_by_date(facts: Facts, claim: ClaimId) -> tuple[Remark, ...]:
    """Return the passages about a claim by the day it was said, or else by that of the article."""

    def day(row: Remark) -> str:
        shape = row.annotation.shape
        said = day_of(shape.said) if isinstance(shape, Assertion) else ""
        return said or day_of_article(facts, row.article) or LAST

    return tuple(sorted(ledger(facts, claim), key=day))


def assessment_view(facts: Facts, written: Assessment) -> AssessmentView:
    """Return the editor's judgement of a claim."""
    return AssessmentView(
        rating=written.rating,
        summary=rich(facts, written.summary),
        by=signed_by(facts, written.by),
        on=written.on or "",
        sources=source_views(facts, written.sources),
    )


def claim_row(facts: Facts, claim: ClaimId) -> ClaimRow:
    """Return a claim as the list shows it."""
    found = claim_of_id(facts, claim)
    if found is None:
        message = f"no claim {claim}"
        raise LookupError(message)
    rows = ledger(facts, claim)
    shapes = [r.annotation.shape for r in rows if isinstance(r.annotation.shape, Assertion)]
    stances = Counter(shape.stance for shape in shapes)
    said = [shape.said for shape in shapes if shape.said]
    first = card(facts, rows[0].article) if rows else None
    return ClaimRow(
        claim=claim_ref(facts, claim),
        stances=tuple(sorted(stances.items())),
        rating=found.entry.assessments[0].rating if found.entry.assessments else "",
        about=tuple(label(facts, EntityId(e)) for e in found.entry.about),
        first=min(said) if said else first.day if first else "",
    )


def claims_view(facts: Facts, number: int) -> ClaimsView:
    """Return page `number` of the claims, the earliest first."""
    rows = claims_by_date(facts)
    size = per_page(facts)
    return ClaimsView(
        frame=frame(facts, spoken(facts, "Claims"), numbered(CLAIMS, number), number=number),
        rows=part(rows, number, size),
        step=step(CLAIMS, number, pages_for(len(rows), size)),
    )


@fact
def claims_by_date(facts: Facts) -> tuple[ClaimRow, ...]:
    """Return the rows of all public claims, the earliest first."""
    rows = [claim_row(facts, claim) for claim in public_claims(facts)]
    return tuple(sorted(rows, key=lambda row: (row.first or LAST, row.claim.text)))


def quotations_view(facts: Facts, number: int) -> RemarksView:
    """Return page `number` of the quotations, by date."""
    rows, size = quotations(facts), per_page(facts)
    heading = spoken(facts, "Quotations")
    return RemarksView(
        frame=frame(facts, heading, numbered(QUOTATIONS, number), number=number),
        heading=heading,
        rows=tuple(remark_view(facts, r, elsewhere=True) for r in part(rows, number, size)),
        step=step(QUOTATIONS, number, pages_for(len(rows), size)),
        years=tuple(
            Ref(year, f"{numbered(QUOTATIONS, place // size + 1)}#y-{year}")
            for year, place in quotation_years(facts)
        ),
    )


@fact
def quotation_years(facts: Facts) -> tuple[tuple[str, int], ...]:
    """Return the years of the articles that quote, each with its first place in the list."""
    first: dict[str, int] = {}
    for place, row in enumerate(quotations(facts)):
        first.setdefault(day_of_article(facts, row.article)[:4], place)
    return tuple((year, place) for year, place in first.items() if year)
