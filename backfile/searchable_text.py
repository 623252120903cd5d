"""The words of an article as search sees them: the normalised view of what readers are shown.

docs/format.md, How names become mentions: readings stand in place of misprints, wrapped hyphens are
joined, hidden words are absent. The page shows the seed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.model import Span
from backfile.normal import normalised
from backfile.places import SeedViews
from backfile.quotes import anchor_quote
from backfile.searchdocs import Part

if TYPE_CHECKING:
    from backfile.model import Article
    from backfile.normal import Replacement


def paragraph_parts(found: Article) -> list[Part]:
    """Return the paragraphs in the normalised view, readings in place and hidden words left out."""
    if found.seed is None:
        return []
    text = found.seed.text
    wrapped = found.sidecar.text.paragraphs == "wrapped"
    hidden = [Span(*row.span) for row in found.hidden]
    changed = sorted([*((span, " ") for span in hidden), *readings_in(found, hidden)])
    parts = []
    for paragraph in found.paragraphs:
        start, end = paragraph.span
        inside = [
            (Span(max(span.start, start) - start, min(span.end, end) - start), words)
            for span, words in changed
            if span.start < end and start < span.end
        ]
        view = normalised(text[start:end], wrapped=wrapped, replaced=inside)
        if words := view.text.strip():
            parts.append(Part(paragraph.id, paragraph.number, words))
    return parts


def readings_in(found: Article, hidden: list[Span]) -> list[Replacement]:
    """Return what the misprints of a seed mean, by place."""
    readings = found.sidecar.text.readings
    if not readings or found.seed is None:
        return []
    views = SeedViews(
        found.seed.text,
        wrapped=found.sidecar.text.paragraphs == "wrapped",
        hidden=hidden,
        paragraphs={p.id: p.span for p in found.paragraphs},
    )
    return [(span, r.read) for r in readings for span in anchor_quote(views, r.at).spans]
