"""How a seed is cut: the headline, the paragraphs and their permanent ids.

The rules are in docs/format.md, How the text is shown.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from backfile.model import Paragraph, Span
from backfile.normal import WHITE_SPACE, fold_needle, normalised
from backfile.spans import BLANKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backfile.normal import Replacement

Manner: TypeAlias = Literal["blank-line", "line", "wrapped"]

LONGEST_TITLE_LINE = 200
LONGEST_CUT_TITLE = 100
_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = [a + b for a in _BASE32 for b in _BASE32]
_OTHER_ASCII = bytes(code for code in range(128) if not chr(code).isalnum())
_LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")
_LINE = re.compile(r"[^\n]+")
_BLANK_LINE = re.compile(r"\n(?:[ \t\xa0\u3000]*\n)+")


class Headline(NamedTuple):
    """What stands above an article."""

    title: str
    span: Span | None
    """The title lines in the seed; None when the seed does not have them, or keeps them as body."""


def headline_of(
    text: str,
    title: str | None,
    *,
    keep: bool = False,
    wrapped: bool = False,
    hidden: Hidden = (),
    readings: Sequence[Replacement] = (),
) -> Headline:
    """Return the headline: as given, or from the first line that is shown.

    With `keep` the first line stays in the body (`first_line: body`).
    """
    if title is not None:
        cuts = [*readings, *((span, "") for span in hidden)]
        span = title_lines(text, title, wrapped=wrapped, hidden=hidden, replaced=cuts)
        return Headline(title, None if keep else span)
    lines = shown_lines(text, hidden)
    first = next(lines, None)
    if first is None:
        return Headline("", None)
    words = without(text, first, hidden).strip(WHITE_SPACE)
    if len(words) <= LONGEST_TITLE_LINE and next(lines, None) is not None:
        return Headline(words, None if keep else first)
    return Headline(_cut_at_word(words, LONGEST_CUT_TITLE), None)


def title_lines(
    text: str,
    title: str,
    *,
    wrapped: bool = False,
    hidden: Hidden = (),
    replaced: Sequence[Replacement] = (),
) -> Span | None:
    """Return the leading lines that together equal the title in the normalised view.

    They do so as they stand, or as they are shown and read.
    """
    wanted = fold_needle(title)
    start = -1
    for line in shown_lines(text, hidden) if wanted else ():
        start = line.start if start < 0 else start
        lines = Span(start, line.end)
        inside = [
            (Span(span.start - start, span.end - start), words)
            for span, words in replaced
            if start <= span.start and span.end <= line.end
        ]
        spelled = {
            normalised(text[slice(*lines)], wrapped=wrapped, replaced=cuts).text.strip(" ")
            for cuts in ((), inside)
        }
        if wanted in spelled:
            return lines
        if all(len(one) > len(wanted) for one in spelled):
            return None
    return None


def _cut_at_word(words: str, most: int) -> str:
    """Return the beginning of a text in whole words; a text without white space is just cut."""
    if len(words) <= most or words[most] in WHITE_SPACE:
        return words[:most].rstrip(WHITE_SPACE)
    head = words[:most]
    cut = max(head.rfind(sign) for sign in WHITE_SPACE)
    return head[:cut].rstrip(WHITE_SPACE) if cut > 0 else head


def guessed_manner(text: str, start: int) -> Manner:
    """Guess how paragraphs are marked in the text from `start` on."""
    return "blank-line" if _BLANK_LINE.search(text[start:].strip(WHITE_SPACE)) else "line"


def paragraph_spans(text: str, start: int, manner: Manner) -> tuple[Span, ...]:
    """Cut the text from `start` on; white space around a paragraph belongs to none."""
    if manner == "line":
        spans = [Span(*line.span()) for line in _LINE.finditer(text, start)]
    else:
        gaps = [Span(*gap.span()) for gap in _BLANK_LINE.finditer(text, start)]
        starts = [start, *(gap.end for gap in gaps)]
        ends = [*(gap.start for gap in gaps), len(text)]
        spans = [Span(*edges) for edges in zip(starts, ends, strict=True)]
    trimmed = (without_blanks(text, span) for span in spans)
    return tuple(span for span in trimmed if span.start < span.end)


def numbered_paragraphs(
    text: str, spans: Iterable[Span], private: Hidden = ()
) -> tuple[Paragraph, ...]:
    """Give paragraphs their ids and numbers; for ids words in `private` stretches do not count."""
    ids = Ids("p-")
    return tuple(
        Paragraph(id=ids.next(without(text, span, private)), number=number, span=span)
        for number, span in enumerate(spans, start=1)
    )


class Ids:
    """Makes ids from words: a prefix, six base32 characters, and a number for repeats."""

    def __init__(self, prefix: str, taken: Iterable[str] = ()) -> None:
        self.prefix = prefix
        self.taken = set(taken)

    def next(self, words: str, prefix: str | None = None) -> str:
        """Return the next id for these words."""
        first = f"{self.prefix if prefix is None else prefix}{digest_of_words(words)}"
        one, number = first, 1
        while one in self.taken:
            number += 1
            one = f"{first}-{number}"
        self.taken.add(one)
        return one


def digest_of_words(words: str) -> str:
    """Return six base32 characters of the SHA-256 of the letters and digits.

    Letters and digits are those of the text in NFKC, then case-folded: what `str.isalnum` says.
    Accents that NFKC does not compose, and vowel signs, are none and do not count. Words without
    any letter or digit have the digest of the empty text.
    """
    folded = unicodedata.normalize("NFKC", words).casefold()
    letters = folded.encode("utf-8", "surrogatepass").translate(None, _OTHER_ASCII)
    if not letters.isascii():
        rest = _LETTERS_AND_DIGITS.findall(letters.decode("utf-8", "surrogatepass"))
        letters = "".join(rest).encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(letters).digest()
    number = int.from_bytes(digest[:4], "big") >> 2
    return _PAIRS[number >> 20] + _PAIRS[number >> 10 & 1023] + _PAIRS[number & 1023]


Hidden: TypeAlias = "Sequence[Span]"
"""Hidden stretches in order, none overlapping another."""


def without(text: str, span: Span, hidden: Hidden) -> str:
    """Return the words of `span` that are not hidden."""
    if not hidden:
        return text[span.start : span.end]
    return "".join(text[slice(*piece)] for piece in shown_pieces(span, hidden))


def shown_pieces(span: Span, hidden: Hidden) -> Iterator[Span]:
    """Cut `span` at hidden stretches and return what is left of it."""
    start = span.start
    for dark in hidden:
        if dark.end <= start or dark.start >= span.end:
            continue
        if dark.start > start:
            yield Span(start, dark.start)
        start = max(start, dark.end)
    if start < span.end:
        yield Span(start, span.end)


def shown_lines(text: str, hidden: Hidden) -> Iterator[Span]:
    """Return the lines that have anything to show, without the white space around them."""
    for line in _LINE.finditer(text):
        span = without_blanks(text, Span(*line.span()))
        if span.start < span.end and (not hidden or without(text, span, hidden).strip(BLANKS)):
            yield span


def without_space(text: str, span: Span) -> Span:
    """Return a span without the white space at its ends."""
    return _stripped(text, span, WHITE_SPACE)


def without_blanks(text: str, span: Span) -> Span:
    """Return a span without the white space that may stand between paragraphs at its ends."""
    return _stripped(text, span, BLANKS)


def _stripped(text: str, span: Span, signs: str) -> Span:
    words = text[slice(*span)]
    head = len(words) - len(words.lstrip(signs))
    return Span(span.start + head, span.start + max(head, len(words.rstrip(signs))))
