"""What is left of a stretch of text when other stretches are taken out of it."""

from collections.abc import Iterable, Iterator

from backfile.model import Span

BLANKS = " \t\n\xa0\u3000"
"""The white space that may stand between paragraphs; whatever else the seed has is shown."""


def without(span: Span, hidden: Iterable[Span]) -> Iterator[Span]:
    """Yield the parts of `span` that no stretch of `hidden`, which is in order, covers."""
    start = span.start
    for gap in hidden:
        if gap.end <= start:
            continue
        if gap.start >= span.end:
            break
        if gap.start > start:
            yield Span(start, gap.start)
        start = max(start, gap.end)
    if start < span.end:
        yield Span(start, span.end)


def shown_text(text: str, span: Span, hidden: Iterable[Span]) -> str:
    """Return the words of `span` that readers see."""
    return "".join(text[part.start : part.end] for part in without(span, hidden))
