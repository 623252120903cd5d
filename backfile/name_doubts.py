"""What is doubtful about names: those that several entities share, those that may be longer.

docs/format.md, How names become mentions, rules 4 and 5: one warning a name or phrase, for the
whole archive, with the places where it was found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from backfile.ids import EntityId
from backfile.model import Span, Value
from backfile.passages import context_of
from backfile.plain_words import FORMS_OF_ADDRESS, PLAIN_WORDS
from backfile.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backfile.name_choice import Choice
    from backfile.names import Hit
    from backfile.places import SeedViews

MOST_PLACES = 3
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|[^\W\d_]\.")
_TOKEN_BEFORE = re.compile(r"(?:^|(?<=[\s\"'(\[]))(\S+) $")
_TOKEN_AFTER = re.compile(r" (\S+)")
_SENTENCE_END = re.compile(r"(?:^|[.!?…:]['\")\]]*\s|\s-\s?|[\"'(\[])$")


class DoubtfulPlace(Value, frozen=True, kw_only=True):
    """One place of a doubtful name."""

    path: str
    line: int
    column: int
    context: str


class NameDoubt(Value, frozen=True, kw_only=True):
    """A doubtful name or phrase in one article."""

    code: Literal["ambiguous-name", "part-of-longer-name"]
    words: str
    """The name, or the phrase it may be part of."""
    entities: tuple[EntityId, ...]
    count: int
    places: tuple[DoubtfulPlace, ...]
    """The first ones."""


def problems_of_doubts(doubts: Iterable[NameDoubt]) -> tuple[Problem, ...]:
    """Return one warning for each name or phrase, whatever number of articles it is in."""
    joined: dict[tuple[str, str, tuple[EntityId, ...]], list[NameDoubt]] = {}
    for doubt in doubts:
        joined.setdefault((doubt.code, doubt.words, doubt.entities), []).append(doubt)
    return tuple(_problem(joined[key]) for key in sorted(joined))


def _problem(doubts: Sequence[NameDoubt]) -> Problem:
    """Make one warning of what is said of the same words in several articles."""
    first, count = doubts[0], sum(doubt.count for doubt in doubts)
    places = sorted(
        (place for doubt in doubts for place in doubt.places),
        key=lambda place: (place.path, place.line, place.column),
    )[:MOST_PLACES]
    found = [f"{place.path}:{place.line}:{place.column}: {place.context}" for place in places]
    times = "1 place" if count == 1 else f"{count} places"
    if first.code == "ambiguous-name":
        owners = " and ".join(first.entities)
        message = f'"{first.words}" is a name of {owners}: {times} tagged for neither'
        ways = _ways_out(first.words, first.entities)
    else:
        entity = first.entities[0]
        message = f'{times} tagged for {entity} may belong to a longer name, "{first.words}"'
        ways = [f"if it is another's: {entity}: not_in: {_flow_list(first.words)}"]
    return Problem(
        code=first.code,
        message=message,
        path=places[0].path,
        line=places[0].line,
        column=places[0].column,
        width=len(first.words) if first.code == "ambiguous-name" else 1,
        hint="\n".join([*found, *ways]),
    )


def _ways_out(words: str, entities: Sequence[EntityId]) -> list[str]:
    quoted = _quoted(words)
    return [
        f"in a sidecar: mentions: {{mean: {{{quoted}: {entities[0]}}}}}, or skip: [{entities[-1]}]",
        f"in the register: {{text: {quoted}, match: article}}: only beside a longer name",
        f"in the register: {{text: {quoted}, only: {{…}}}}: only in some articles",
    ]


def _flow_list(words: str) -> str:
    return f"[{_quoted(words)}]"


def _quoted(words: str) -> str:
    """Return words as a YAML scalar in flow style."""
    if re.fullmatch(r"[^\W\d_][\w .-]*", words):
        return words
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def shared_name_doubts(views: SeedViews, choices: Sequence[Choice]) -> tuple[NameDoubt, ...]:
    """Return the names of an article that several entities share and nothing settles."""
    found: dict[tuple[str, tuple[EntityId, ...]], list[Span]] = {}
    for choice in choices:
        if len(choice.owners) > 1:
            found.setdefault((choice.name, choice.owners), []).append(choice.place.span)
    return tuple(
        _doubt(views, "ambiguous-name", name, owners, spans)
        for (name, owners), spans in found.items()
    )


def _doubt(
    views: SeedViews,
    code: Literal["ambiguous-name", "part-of-longer-name"],
    words: str,
    entities: tuple[EntityId, ...],
    spans: Sequence[Span],
) -> NameDoubt:
    places = tuple(
        DoubtfulPlace(
            path=views.path,
            line=views.line_of(span.start),
            column=span.start - views.text.rfind("\n", 0, span.start),
            context=context_of(views.text, span),
        )
        for span in spans[:MOST_PLACES]
    )
    return NameDoubt(code=code, words=words, entities=entities, count=len(spans), places=places)


def longer_name_doubts(
    views: SeedViews,
    blocks: Sequence[Span],
    choices: Sequence[Choice],
    known: Sequence[Hit],
    fixed: Sequence[Span],
) -> tuple[NameDoubt, ...]:
    """Return the phrases of capitalised words of which a single-word name may be a part."""
    explained = [Span(hit.start, hit.end) for hit in known]
    found: dict[tuple[str, EntityId], list[Span]] = {}
    for choice in choices:
        if choice.meant or len(choice.owners) != 1 or not _is_single_word(choice):
            continue
        phrase = _longer_phrase(views, choice, explained)
        if phrase is None or any(_overlap(phrase, span) for span in fixed):
            continue
        block = next((b for b in blocks if b.start <= phrase.start and phrase.end <= b.end), None)
        if block and not _in_title_case(views.text[slice(*block)]):
            words = " ".join(views.text[slice(*phrase)].split())
            found.setdefault((words, choice.owners[0]), []).append(choice.place.span)
    return tuple(
        _doubt(views, "part-of-longer-name", words, (entity,), spans)
        for (words, entity), spans in found.items()
    )


def _is_single_word(choice: Choice) -> bool:
    capitals = all(hit.capitals for hit in choice.hits)
    plain = " " not in choice.name and not choice.name.endswith("'s")
    return plain and choice.name[:1].isupper() and not capitals


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _longer_phrase(views: SeedViews, choice: Choice, explained: Sequence[Span]) -> Span | None:
    """Return the run of capitalised, unexplained words around a name, in the seed."""
    text = views.view.text
    start, end = choice.place.start, choice.place.end
    while (wider := _word_before(text, start, explained)) < start:
        start = wider
    while (wider := _word_after(text, end, explained)) > end:
        end = wider
    if (start, end) == (choice.place.start, choice.place.end):
        return None
    return views.view.span(start, end)


def _word_before(text: str, start: int, explained: Sequence[Span]) -> int:
    """Return where the capitalised word before `start` begins; `start` itself if there is none."""
    found = _TOKEN_BEFORE.search(text, max(0, start - 60), start)
    if found is None:
        return start
    word = found[1].lstrip("\"'([")
    at = found.end(1) - len(word)
    if word.endswith("'s") or not _is_unexplained(word, at, explained):
        return start
    opens = _SENTENCE_END.search(text[max(0, at - 4) : at]) is not None
    return start if opens and _is_plain(word, text) else at


def _is_plain(word: str, text: str) -> bool:
    """Tell whether a word that begins a sentence is capitalised for that reason only."""
    plain = word.casefold().partition("'")[0]
    return plain in PLAIN_WORDS or f" {plain} " in text


def _word_after(text: str, end: int, explained: Sequence[Span]) -> int:
    """Return where the capitalised word after `end` ends; `end` itself if there is none."""
    found = _TOKEN_AFTER.match(text, end)
    word = _WORD.match(found[1]) if found else None
    if found is None or word is None:
        return end
    rest = found[1][word.end() :]
    if rest[:1].isalnum() or not _is_unexplained(word[0], found.start(1), explained):
        return end
    return found.start(1) + word.end()


def _is_unexplained(word: str, at: int, explained: Sequence[Span]) -> bool:
    """Tell whether a word is capitalised and no known name has a part in it."""
    if not word[:1].isupper() or not _WORD.fullmatch(word):
        return False
    if word.partition("'")[0] == "I" or word.casefold() in FORMS_OF_ADDRESS:
        return False
    return not any(_overlap(Span(at, at + len(word)), span) for span in explained)


def _in_title_case(block: str) -> bool:
    """Tell whether all longer words of a short line are capitalised: there it tells nothing."""
    if len(block) > 200:
        return False
    words = [word for word in _WORD.findall(block) if len(word) > 3]
    return len(words) > 2 and all(not word[0].islower() for word in words)
