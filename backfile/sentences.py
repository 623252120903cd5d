"""The sentence around a passage, as other pages quote it.

It is cut from its paragraph (docs/format.md, Paragraphs), hidden words taken out.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from backfile.model import Excerpt, Span
from backfile.normal import WHITE_SPACE
from backfile.paragraphs import without

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_EXCERPT = 300
"""About how many characters a quoted sentence may have."""
_SENTENCE_END = re.compile("[.!?…؟۔।॥։。！？｡][.!?…。！？\"'”’»)\\]」』】）》›]*")
_UNSPACED_END = re.compile("[。！？｡]")
_ABBREVIATIONS_BY_LANGUAGE = {
    "en": (
        "mr mrs ms dr prof sen rep gov gen col lt sgt capt cmdr adm maj rev hon st jr sr vs no nos "
        "vol inc ltd co corp bros dept est fig approx jan feb mar apr jun jul aug sep sept oct nov "
        "dec"
    ),
    "de": "bzw ca usw nr bd hr fr dipl ing sog",
    "es": "sra srta ud uds av",
    "fr": "mme mlle",
}
_ABBREVIATIONS = frozenset(
    word for words in _ABBREVIATIONS_BY_LANGUAGE.values() for word in words.split()
)
_LAST_WORD = re.compile(r"([^\W_]+(?:\.[^\W_]+)*)\.$")
_OPENERS = "\"'“‘«([„‚¿¡—–-「『"


def sentence_spans(text: str, block: Span) -> tuple[Span, ...]:
    """Cut a paragraph or headline into sentences; white space between them belongs to the first."""
    cuts = [block.start]
    for found in _SENTENCE_END.finditer(text, block.start, block.end):
        end = found.end()
        if end < block.end and _ends_sentence(text, found[0], found.start(), end, block):
            while end < block.end and text[end] in WHITE_SPACE:
                end += 1
            cuts.append(end)
    cuts.append(block.end)
    return tuple(Span(start, end) for start, end in pairwise(cuts) if start < end)


def _ends_sentence(text: str, sign: str, start: int, end: int, block: Span) -> bool:
    """Tell whether the sign at `start` ends a sentence and not an abbreviation or a number."""
    if text[end] not in WHITE_SPACE:
        return _UNSPACED_END.search(sign) is not None
    following = text[end : end + 40].lstrip(WHITE_SPACE).lstrip(_OPENERS)[:1]
    if following.islower():
        return False
    if sign[0] != "." or len(sign) > 1:
        return True
    word = _LAST_WORD.search(text, max(block.start, start - 30), start + 1)
    if word is None:
        return True
    last = word[1]
    if "." in last or (len(last) == 1 and last.isalpha()):
        return False
    if last.isdecimal() and len(last) < 3:
        return False
    return last.casefold() not in _ABBREVIATIONS


def excerpt_of(
    text: str, span: Span, block: Span, sentences: Sequence[Span], hidden: Sequence[Span] = ()
) -> Excerpt:
    """Return the sentence around `span`, one of `sentences` of `block`, without hidden words."""
    start, end = block.start, max(block.end, span.end)
    for sentence in sentences:
        if sentence.start <= span.start:
            start = sentence.start
        if sentence.end >= span.end:
            end = sentence.end
            break
    before = without(text, Span(min(start, span.start), span.start), hidden).lstrip(WHITE_SPACE)
    words = without(text, span, hidden)
    after = without(text, Span(span.end, end), hidden).rstrip(WHITE_SPACE)
    return Excerpt(*_cut(before, words, after))


def _cut(before: str, words: str, after: str) -> tuple[str, str, str]:
    """Shorten what stands around the words to about the length of an excerpt."""
    if len(before) + len(words) + len(after) <= LONGEST_EXCERPT:
        return before, words, after
    room = max(LONGEST_EXCERPT - len(words), 80)
    left = max(room // 2, room - len(after))
    right = max(room // 2, room - len(before))
    return _last_words(before, left), words, _first_words(after, right)


def _first_words(text: str, most: int) -> str:
    """Return the beginning of a text in whole words."""
    if len(text) <= most:
        return text
    cut = max(text.rfind(sign, 0, most + 1) for sign in WHITE_SPACE)
    return text[:cut] if cut > most // 2 else text[:most]


def _last_words(text: str, most: int) -> str:
    """Return the end of a text in whole words."""
    if len(text) <= most:
        return text
    tail = text[-most:]
    if text[-most - 1] in WHITE_SPACE:
        return tail
    cut = min((at for sign in WHITE_SPACE if (at := tail.find(sign)) >= 0), default=-1)
    return tail[cut + 1 :] if 0 <= cut < most // 2 else tail
