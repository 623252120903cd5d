"""Claims: those of the register, those that annotations word themselves, and who asserts or
disputes them where.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from msgspec.structs import replace

from backfile.archive import Claim, Remark
from backfile.dates import day_of
from backfile.ids import ArticleId, ClaimId, EntityId, looks_like_id
from backfile.model import Annotation, Article
from backfile.problems import Problem
from backfile.shapes import Words
from backfile.shapes_annotations import Assertion, Quotation
from backfile.shapes_registers import ClaimEntry

ANSWER_INVERSE = {
    "supports": "supported-by",
    "disputes": "disputed-by",
    "corrects": "corrected-by",
    "repeats": "repeated-by",
}


def claim_of(article: ArticleId, annotation: Annotation) -> ClaimId | None:
    """Return the claim a passage is about: a registered one, or the one it words itself."""
    shape = annotation.shape
    if not isinstance(shape, Assertion):
        return None
    if words_a_claim(shape):
        return ClaimId(f"{article}--{annotation.id}")
    return ClaimId(shape.claim)


def words_a_claim(shape: Assertion) -> bool:
    """Tell whether `claim` holds a wording and not an id: anything with a space is one."""
    return " " in shape.claim.strip() or not looks_like_id(shape.claim)


def worded_claims(
    remarks: Iterable[Remark], paths: Mapping[ArticleId, str]
) -> dict[ClaimId, Claim]:
    """Return the claims that annotations word themselves; `paths` are the sidecars'."""
    found = {}
    for article, annotation in remarks:
        shape, claim = annotation.shape, claim_of(article, annotation)
        if claim is not None and isinstance(shape, Assertion) and words_a_claim(shape):
            entry = ClaimEntry(text=shape.claim, about=list(shape.about))
            found[claim] = Claim(id=claim, entry=entry, path=paths[article])
    return found


def claims_taken(article: Article, registered: Container[ClaimId]) -> Iterator[Problem]:
    """Report annotations that word a claim whose id the register has already."""
    for annotation in article.annotations:
        shape, claim = annotation.shape, claim_of(article.id, annotation)
        if claim in registered and isinstance(shape, Assertion) and words_a_claim(shape):
            yield Problem(
                code="duplicate-id",
                message=f"the claim worded here would be `{claim}`, which is registered already",
                path=article.file,
                keys=("annotations", annotation.index, "claim"),
                hint=f"write `claim: {claim}`, or give the annotation another id",
            )


def newest_first(entry: ClaimEntry) -> ClaimEntry:
    """Return a claim with its assessments from the newest on; as written if one has no date."""
    if not all(assessment.on for assessment in entry.assessments):
        return entry
    rows = sorted(entry.assessments, key=lambda row: day_of(row.on or ""), reverse=True)
    return replace(entry, assessments=rows)


def assertions_by_claim(
    remarks: Iterable[Remark], current: Mapping[str, str]
) -> dict[ClaimId, tuple[Remark, ...]]:
    """Return, for every claim, the passages that assert, dispute, repeat or retract it."""
    found: dict[ClaimId, list[Remark]] = defaultdict(list)
    for remark in remarks:
        claim = claim_of(remark.article, remark.annotation)
        if claim is not None:
            found[ClaimId(current.get(claim, claim))].append(remark)
    return {claim: tuple(rows) for claim, rows in sorted(found.items())}


def answers_both_ways(
    claims: Mapping[ClaimId, Claim], current: Mapping[str, str]
) -> dict[ClaimId, tuple[tuple[str, ClaimId], ...]]:
    """Return how claims stand to each other, seen from either side."""
    found: dict[ClaimId, list[tuple[str, ClaimId]]] = defaultdict(list)
    for claim in claims.values():
        for rel, back in ANSWER_INVERSE.items():
            for to in getattr(claim.entry.answers, rel):
                other = ClaimId(current.get(to, to))
                found[claim.id].append((rel, other))
                found[other].append((back, claim.id))
    return {claim: tuple(sorted(set(rows))) for claim, rows in sorted(found.items())}


def speakers_of(annotation: Annotation) -> tuple[str, ...]:
    """Return who speaks in a quotation or claim: entity ids, or words as they stand."""
    shape = annotation.shape
    if not isinstance(shape, Quotation | Assertion) or shape.speaker is None:
        return ()
    speakers = shape.speaker if isinstance(shape.speaker, list) else [shape.speaker]
    return tuple(s.text if isinstance(s, Words) else s for s in speakers)


def entity_speakers(annotation: Annotation, current: Mapping[str, str]) -> tuple[EntityId, ...]:
    """Return the registered entities that speak in a quotation or claim."""
    shape = annotation.shape
    if not isinstance(shape, Quotation | Assertion) or shape.speaker is None:
        return ()
    speakers = shape.speaker if isinstance(shape.speaker, list) else [shape.speaker]
    return tuple(
        EntityId(current.get(s, s)) for s in speakers if isinstance(s, str) and looks_like_id(s)
    )


def remarks_by_speaker(
    remarks: Iterable[Remark], current: Mapping[str, str]
) -> dict[EntityId, tuple[Remark, ...]]:
    """Return quotations and claims by the entities that speak in them."""
    found: dict[EntityId, list[Remark]] = defaultdict(list)
    for remark in remarks:
        for speaker in entity_speakers(remark.annotation, current):
            found[speaker].append(remark)
    return {speaker: tuple(rows) for speaker, rows in sorted(found.items())}
