"""Annotations and links of one article, each with its passage.

docs/format.md, Anchors and Annotations.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from backfile.anchor_forms import anchor_problems, as_mapping
from backfile.ids import AnnotationId
from backfile.model import Annotation, Link, Passage, Span
from backfile.normal import WHITE_SPACE, strip_outer
from backfile.paragraphs import Ids, shown_pieces, without
from backfile.problems import Keys, Problem
from backfile.quotes import anchor_quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.anchor_text import Layout
    from backfile.shapes import Anchor
    from backfile.shapes_annotations import AnnotationShape
    from backfile.shapes_sidecar import Sidecar


class Remarks(NamedTuple):
    """What became of a sidecar's annotations or links."""

    kept: tuple[Annotation, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...]


class Links(NamedTuple):
    """What became of a sidecar's links."""

    kept: tuple[Link, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...]


def anchored_span(
    layout: Layout, at: Anchor, path: str, keys: Keys
) -> tuple[Span | None, list[Problem]]:
    """Return the place of an anchor in text of which something is shown, or what is wrong."""
    found = anchor_quote(layout.views, at)
    problems = anchor_problems(found.faults, path, keys, at)
    if not found.spans:
        return None, problems
    span = found.spans[0]
    views = layout.views
    if without(views.text, span, views.hidden).strip(WHITE_SPACE):
        return span, problems
    line = views.line_of(span.start)
    message = f"the anchor lies in hidden text (line {line} of {views.path})"
    return None, [Problem(code="anchor-in-hidden", message=message, path=path, keys=keys)]


def passage_at(layout: Layout, span: Span) -> Passage:
    """Return a stretch of the seed as other pages quote it."""
    text, hidden = layout.views.text, layout.views.hidden
    starts = [paragraph.span.start for paragraph in layout.paragraphs]
    k = bisect_right(starts, span.start) - 1
    # What begins between two paragraphs belongs to the next one.
    if k + 1 < len(starts) and (k < 0 or layout.paragraphs[k].span.end <= span.start):
        head = layout.headline.span
        k = k if k < 0 and head and span.start < head.end else k + 1
    paragraph = layout.paragraphs[k] if k >= 0 else None
    pieces = []
    for block in layout.blocks:
        piece = Span(max(span.start, block.start), min(span.end, block.end))
        if piece.start < piece.end and (words := without(text, piece, hidden).strip(WHITE_SPACE)):
            pieces.append(words)
    return Passage(
        span=span,
        paragraph=paragraph.id if paragraph else "",
        number=paragraph.number if paragraph else 0,
        text="\n".join(pieces),
    )


def anchor_annotations(sidecar: Sidecar, layout: Layout | None, path: str) -> Remarks:
    """Anchor the annotations of a sidecar; without a layout the archive holds no text."""
    given = [shape.id for shape in sidecar.annotations if shape.id is not None]
    ids = Ids("", given)
    seen: set[str] = set()
    kept: list[Annotation] = []
    problems: list[Problem] = []
    left_out: list[str] = []
    for index, shape in enumerate(sidecar.annotations):
        keys: Keys = ("annotations", index)
        if shape.id is not None and shape.id in seen:
            message = f"another annotation of this article has the id {shape.id}"
            problems.append(
                Problem(code="duplicate-id", message=message, path=path, keys=(*keys, "id"))
            )
            left_out.append(described(index, shape))
            continue
        seen.add(shape.id or "")
        span = None
        if layout is not None and shape.at is not None:
            span, faults = anchored_span(layout, shape.at, path, (*keys, "at"))
            problems += faults
            if span is None:
                left_out.append(described(index, shape))
                continue
        kept.append(_annotation(index, shape, layout, span, ids))
    return Remarks(tuple(sorted(kept, key=_place)), tuple(problems), tuple(left_out))


def _annotation(
    index: int, shape: AnnotationShape, layout: Layout | None, span: Span | None, ids: Ids
) -> Annotation:
    passage = passage_at(layout, span) if layout and span else None
    quoted = quoted_words(shape.at) if layout is None and shape.at is not None else None
    words = quoted or ""
    if layout and span:
        private = [stretch.span for stretch in layout.hidden if stretch.private]
        words = without(layout.views.text, span, private)
    ident = shape.id or ids.next(words, f"{type_of(shape)}-")
    return Annotation(
        id=AnnotationId(ident),
        named=shape.id is not None,
        index=index,
        shape=shape,
        passage=passage,
        quoted=quoted,
    )


def _place(annotation: Annotation) -> tuple[int, int, int]:
    """Order annotations by place, the longer first; those of the whole article come first."""
    if annotation.passage is None:
        return (-1, 0, annotation.index)
    span = annotation.passage.span
    return (span.start, -span.end, annotation.index)


def type_of(shape: AnnotationShape) -> str:
    """Return the type of an annotation as people write it."""
    return str(shape.__struct_config__.tag)


def quoted_words(at: Anchor) -> str | None:
    """Return what an anchor quotes, for an article whose text is not held."""
    at = as_mapping(at)
    if at.quote is not None:
        return strip_outer(at.quote)
    if at.from_ is not None:
        return f"{strip_outer(at.from_)} … {strip_outer(at.until or '')}".strip()
    return None


def described(index: int, shape: AnnotationShape) -> str:
    """Name a faulty annotation for the page, without words that may be hidden in the text."""
    return f"{type_of(shape)} {shape.id or index + 1}"


def anchor_links(sidecar: Sidecar, layout: Layout | None, path: str) -> Links:
    """Anchor the links of a sidecar at the passages they begin from."""
    kept: list[Link] = []
    problems: list[Problem] = []
    left_out: list[str] = []
    for index, shape in enumerate(sidecar.links):
        span = None
        if layout is not None and shape.at is not None:
            span, faults = anchored_span(layout, shape.at, path, ("links", index, "at"))
            problems += faults
            if span is None:
                left_out.append(f"link {shape.rel} {shape.to}")
                continue
        passage = passage_at(layout, span) if layout and span else None
        kept.append(Link(index=index, shape=shape, passage=passage))
    return Links(tuple(kept), tuple(problems), tuple(left_out))


def in_sight(span: Span, hidden: Sequence[Span]) -> bool:
    """Tell whether anything of a span is shown."""
    return next(shown_pieces(span, hidden), None) is not None
