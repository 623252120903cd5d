"""Where a W3C Web Annotation stands: its words, with as much of those around them as makes the
three together occur once. None of them is a hidden word.
"""

from typing import Any

from backfile.markup import shown
from backfile.model import Annotation, Article, Span
from backfile.normal import WHITE_SPACE, fold_needle, normalised
from backfile.shapes import Anchor, At
from backfile.spans import shown_text
from backfile.view_provenance import has_text_file

CONTEXT = 32
"""Code points on either side where these are enough; else twice, four times … as many."""
OTHER_BYTES = "text.txt has other line ends, a byte order mark or another encoding than its text"

Json = dict[str, Any]


def target_of(article: Article, annotation: Annotation, page: str) -> str | Json:
    """Return where an annotation stands: in `text.txt`, else in the page, else the whole page."""
    if annotation.passage is None or article.seed is None or article.show == "none":
        return page
    span = annotation.passage.span
    return in_text_file(article, span, page) or in_page(article, span, page) or page


def in_text_file(article: Article, span: Span, page: str) -> Json | None:
    """Return a place in `text.txt`.

    There is none without such a file, for words that run across hidden ones, and for words that
    only hidden ones tell from others.
    """
    seed = article.seed
    if seed is None or not has_text_file(article):
        return None
    if any(h.span.start < span.end and span.start < h.span.end for h in article.hidden):
        return None
    quote = quoted(seed.text, span, free_room(article, span))
    if quote is None:
        return None
    target = {
        "type": "SpecificResource",
        "source": f"{page}text.txt",
        "scope": page,
        "selector": [quote],
    }
    if not seed.counts_alike:
        return {**target, "remark": OTHER_BYTES}
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    return {**target, "selector": [quote, position]}


def in_page(article: Article, span: Span, page: str) -> Json | None:
    """Return a place in the text that the page shows; None when nothing of it is shown."""
    seed = article.seed
    if seed is None:
        return None
    text = shown(shown_text(seed.text, Span(0, len(seed.text)), [h.span for h in article.hidden]))
    place = trimmed(text, in_shown_text(article, span))
    if place.start >= place.end:
        return None
    near = in_shown_text(article, free_room(article, span, within_paragraphs=True))
    quote = quoted(text, place, near) or quoted(text, place, Span(0, len(text)))
    return {"type": "SpecificResource", "source": page, "selector": [quote]}


def quoted(text: str, span: Span, room: Span) -> Json | None:
    """Return the quotation of a stretch; its context stays in `room`, or there is none."""
    size = CONTEXT
    while True:
        start, end = max(room.start, span.start - size), min(room.end, span.end + size)
        if occurs_once(text, text[start:end]):
            return {
                "type": "TextQuoteSelector",
                "exact": text[slice(*span)],
                "prefix": text[start : span.start],
                "suffix": text[span.end : end],
            }
        if (start, end) == room:
            return None
        size *= 2


def occurs_once(text: str, words: str) -> bool:
    """Tell whether words have just one place in a text; overlapping places count."""
    first = text.find(words)
    return first >= 0 and text.find(words, first + 1) < 0


def free_room(article: Article, span: Span, *, within_paragraphs: bool = False) -> Span:
    """Return the stretch around `span` that ends where hidden words begin, or a paragraph ends."""
    hidden = [h.span for h in article.hidden]
    starts = [min(h.end, span.start) for h in hidden if h.start < span.start]
    ends = [max(h.start, span.end) for h in hidden if h.end > span.end]
    if within_paragraphs:
        blocks = [*(p.span for p in article.paragraphs), *filter(None, [article.title_span])]
        starts += [block.start for block in blocks if block.start <= span.start]
        ends += [block.end for block in blocks if block.end >= span.end]
    length = len(article.seed.text) if article.seed else 0
    return Span(max(starts, default=0), min(ends, default=length))


def in_shown_text(article: Article, span: Span) -> Span:
    """Return where a stretch of the seed stands in the shown text; hidden words count nothing."""

    def place(offset: int) -> int:
        hidden = (h.span for h in article.hidden)
        return offset - sum(min(h.end, offset) - h.start for h in hidden if h.start < offset)

    return Span(place(span.start), place(span.end))


def trimmed(text: str, span: Span) -> Span:
    """Return a stretch without the white space at its ends."""
    words = text[slice(*span)]
    start = span.start + len(words) - len(words.lstrip(WHITE_SPACE))
    return Span(start, max(start, span.start + len(words.rstrip(WHITE_SPACE))))


def anchor_is_shown(article: Article, annotation: Annotation) -> bool:
    """Tell whether readers see all the words that an annotation's `at` has."""
    at, seed = annotation.shape.at, article.seed
    if at is None or seed is None or not (article.hidden or article.show == "none"):
        return True
    if article.show == "none":
        text = annotation.passage.text if annotation.passage else annotation.quoted or ""
    else:
        whole = Span(0, len(seed.text))
        text = shown_text(seed.text, whole, [h.span for h in article.hidden])
    view = normalised(text).text.casefold()
    return all(fold_needle(words).casefold() in view for words in words_of_anchor(at))


def words_of_anchor(at: Anchor) -> list[str]:
    """Return the words that an anchor quotes from the seed."""
    if not isinstance(at, At):
        return [at]
    return [words for words in (at.quote, at.in_, at.before, at.after, at.from_, at.until) if words]
