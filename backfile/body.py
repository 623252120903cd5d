"""Headline and paragraphs: what of them is shown, which tags touch them, which of these are links.

All functions are pure; every offset counts code points of the decoded seed.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeAlias, TypeVar

from backfile.model import Span
from backfile.spans import BLANKS

if TYPE_CHECKING:
    from collections.abc import Sequence

MentionLinks: TypeAlias = Literal["all", "first-in-paragraph", "first"]
"""Which mentions are links: the site's choice (docs/format.md, site.yaml)."""


class Block(NamedTuple):
    """The headline or a paragraph: a stretch of the seed that becomes one element."""

    span: Span
    id: str = ""
    tag: str = "p"
    attributes: str = ""
    """Further attributes as ready HTML, e.g. `data-title`."""
    former_ids: tuple[str, ...] = ()
    """Old ids that still lead here."""


class MentionTag(NamedTuple):
    """An occurrence of an entity, to be tagged in the text. No two have the same span."""

    entity: str
    span: Span
    href: str | None
    """None for a tag without a link."""
    kind: str = ""
    """The entity's type, for themes."""


class AnnotationTag(NamedTuple):
    """An annotated stretch, to be tagged in the text."""

    id: str
    span: Span
    number: int
    """What people see; order of references that stand side by side."""
    label: str
    """What the reference is called, e.g. `Note 3, quotation`."""
    type: str
    retracted: bool = False
    note: str = ""
    """Where the reference leads; `#n-ID` when empty."""
    former_ids: tuple[str, ...] = ()
    """Old ids that still lead here."""


class Run(NamedTuple):
    """A stretch of a block without hidden words, and where the runs beside it end and begin."""

    start: int
    end: int
    before: int
    after: int


class Placed(Protocol):
    """Whatever has a place in the seed."""

    @property
    def span(self) -> Span:
        """Its stretch of the decoded seed."""


Placing = TypeVar("Placing", bound=Placed)


def runs_of(
    text: str, blocks: Sequence[Span], hidden: Sequence[Span]
) -> tuple[tuple[Run, ...], ...]:
    """Return for each block what is left to show of it: nothing when that is white space only."""
    veiled = _joined(hidden)
    ends = [span.end for span in veiled]
    left = [_left_of(text, block, veiled, ends) for block in blocks]
    flat = [span for spans in left for span in spans]
    earlier = iter([0, *(span.end for span in flat)])
    afters = iter([*(span.start for span in flat[1:]), len(text)])
    return tuple(
        tuple([Run(start, end, next(earlier), next(afters)) for start, end in spans])
        for spans in left
    )


def _joined(hidden: Sequence[Span]) -> list[Span]:
    """Return hidden spans in order, those that touch as one."""
    joined: list[Span] = []
    for start, end in sorted(span for span in hidden if span[0] < span[1]):
        if joined and start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(end, joined[-1].end))
        else:
            joined.append(Span(start, end))
    return joined


def _left_of(text: str, block: Span, hidden: Sequence[Span], ends: Sequence[int]) -> list[Span]:
    start, end = block
    first = bisect_right(ends, start)
    if first == len(hidden) or hidden[first].start >= end:
        return [] if text[start:end].isspace() or start == end else [block]
    left = []
    for hidden_start, hidden_end in hidden[first:]:
        if hidden_start >= end:
            break
        if start < hidden_start:
            left.append(Span(start, hidden_start))
        start = hidden_end
    if start < end:
        left.append(Span(start, end))
    return left if any(text[s:e].strip(BLANKS) for s, e in left) else []


def by_block(tags: Sequence[Placing], blocks: Sequence[Span]) -> list[list[Placing]]:
    """Return for each block the tags that touch it; one that runs on is in several.

    Tags and blocks are in order of start.
    """
    result: list[list[Placing]] = []
    running: list[Placing] = []
    at, count = 0, len(tags)
    for start, end in blocks:
        touching = [tag for tag in running if tag.span[1] > start] if running else []
        running = [tag for tag in touching if tag.span[1] > end] if touching else []
        while at < count and tags[at].span[0] < end:
            tag = tags[at]
            reached = tag.span[1]
            if reached > start:
                touching.append(tag)
            if reached > end:
                running.append(tag)
            at += 1
        result.append(touching)
    return result


def choose_links(
    mentions: Sequence[MentionTag], blocks: Sequence[Block], links: MentionLinks
) -> tuple[MentionTag, ...]:
    """Return the mentions with an address for those that carry a link, and for those alone.

    Of mentions that overlap the longer, then the earlier carries it; the site's choice applies to
    what is left.
    """
    carriers = _carriers(mentions)
    if links == "all":
        return carriers
    starts = [block.span.start for block in blocks]
    seen: set[tuple[int, str]] = set()
    chosen = []
    for mention in carriers:
        place = bisect_right(starts, mention.span.start) if links == "first-in-paragraph" else 0
        key = (place, mention.entity)
        chosen.append(mention._replace(href=None) if key in seen else mention)
        if mention.href is not None:
            seen.add(key)
    return tuple(chosen)


def _carriers(mentions: Sequence[MentionTag]) -> tuple[MentionTag, ...]:
    """Take the addresses away from links that overlap a longer or earlier link."""
    if all(one[1][1] <= other[1][0] for one, other in pairwise(mentions)):
        return tuple(mentions)
    carriers: list[MentionTag] = []
    cluster: list[MentionTag] = []
    reached = 0
    for mention in mentions:
        start, end = mention.span
        if start >= reached:
            carriers += _settled(cluster) if len(cluster) > 1 else cluster
            cluster = []
        cluster.append(mention)
        if end > reached:
            reached = end
    return (*carriers, *_settled(cluster))


def _settled(cluster: Sequence[MentionTag]) -> list[MentionTag]:
    taken: list[Span] = []
    for mention in sorted(cluster, key=longest_first):
        start, end = mention.span
        if mention.href is not None and all(end <= s or e <= start for s, e in taken):
            taken.append(mention.span)
    return [m if m.href is None or m.span in taken else m._replace(href=None) for m in cluster]


def longest_first(mention: MentionTag) -> tuple[int, int]:
    """Return the key that sorts mentions by length, then by place."""
    return mention.span.start - mention.span.end, mention.span.start
