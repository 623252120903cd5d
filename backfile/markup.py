"""Overlapping spans to well-formed HTML: the seed's wording with mentions and annotations tagged.

The markup is a public contract (docs/templates.md, The markup contract). All functions are pure;
every offset counts code points of the decoded seed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from backfile.body import by_block, choose_links, longest_first, runs_of
from backfile.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backfile.body import (
        AnnotationTag,
        Block,
        MentionLinks,
        MentionTag,
        Placed,
        Run,
    )

UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
"""The signs that are shown as U+FFFD (docs/format.md, The decoded seed), and lone surrogates."""
CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
MORE_CONTROLS = re.compile(rb"\xc2[\x80-\x9f]")
NO_CHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")


def shown(text: str) -> str:
    """Return `text` with every sign that cannot be shown as U+FFFD, one for one."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return UNSHOWABLE.sub("\ufffd", text)
    # Looking through the bytes is five times faster than the expression; few texts need that.
    if len(data.translate(None, CONTROLS)) < len(data) or b"\xc2" in data or b"\xef\xbf" in data:
        return UNSHOWABLE.sub("\ufffd", text)
    return text


def showable(text: str) -> bytes:
    """Return a page as bytes, every sign that no page may have as U+FFFD."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return shown(text).encode()
    # Looked for in the bytes, which costs a tenth of looking through the text.
    if (
        len(data.translate(None, CONTROLS)) < len(data)
        or MORE_CONTROLS.search(data)
        or NO_CHARACTERS.search(data)
    ):
        return shown(text).encode()
    return data


def render_blocks(
    text: str,
    blocks: Sequence[Block],
    *,
    hidden: Sequence[Span] = (),
    mentions: Sequence[MentionTag] = (),
    annotations: Sequence[AnnotationTag] = (),
    links: MentionLinks = "all",
) -> tuple[str, ...]:
    """Return one element for each block, an empty string where nothing of it is shown.

    `text` is the decoded seed. Blocks and mentions are in order of place (mentions as in
    `model.Article`). An annotation without any word that is shown appears nowhere.
    """
    text = shown(text)
    spans = [block.span for block in blocks]
    runs = runs_of(text, spans, hidden)
    tagged = by_block(choose_links(mentions, blocks, links), spans)
    noted = by_block(sorted(annotations, key=_by_place), spans)
    return tuple(map(_render_block, [text] * len(blocks), blocks, runs, tagged, noted))


def _by_place(annotation: AnnotationTag) -> tuple[int, int, int]:
    return annotation.span.start, -annotation.span.end, annotation.number


def _render_block(
    text: str,
    block: Block,
    runs: Sequence[Run],
    mentions: Sequence[MentionTag],
    annotations: Sequence[AnnotationTag],
) -> str:
    if not runs:
        return ""
    name = f' id="{escape(block.id)}"' if block.id else ""
    further = f" {block.attributes}" if block.attributes else ""
    anchors = "".join(map(_anchor, block.former_ids)) if block.former_ids else ""
    if len(runs) == 1:
        at = f' data-start="{runs[0].start}"'
        inner = _render_run(text, runs[0], mentions, annotations)
    else:
        at = ""
        inner = "".join(
            f'<span data-start="{run.start}">{_render_run(text, run, mentions, annotations)}</span>'
            for run in runs
        )
    return f"<{block.tag}{name}{further}{at}>{anchors}{inner}</{block.tag}>"


def _render_run(
    text: str, run: Run, mentions: Sequence[MentionTag], annotations: Sequence[AnnotationTag]
) -> str:
    # Nearly all paragraphs have only mentions that stand apart: those are joined in one pass.
    if not annotations:
        html = _apart(text, run, mentions)
        if html is not None:
            return html
    return _Overlaps(text, run).render(mentions, annotations)


def _apart(text: str, run: Run, mentions: Sequence[MentionTag]) -> str | None:
    """Return a run whose mentions lie in it side by side; None when they do not."""
    at, end = run.start, run.end
    words = text[at:end]
    clean = not ("&" in words or "<" in words or ">" in words)
    parts = []
    for entity, (first, last), href, kind in mentions:
        if first < at or last > end:
            return None
        before, inside = text[at:first], text[first:last]
        if not clean:
            before, inside = escape(before, quote=False), escape(inside, quote=False)
        tag, attributes = _mention_tag(entity, href, kind)
        parts.append(f'{before}<{tag} id="m-{first}-{last}"{attributes}>{inside}</{tag}>')
        at = last
    rest = text[at:end]
    parts.append(rest if clean else escape(rest, quote=False))
    return "".join(parts)


@lru_cache(maxsize=8192)
def _mention_tag(entity: str, href: str | None, kind: str) -> tuple[str, str]:
    """Return the element's name and its attributes without the id."""
    attributes = f' data-entity="{escape(entity)}"'
    if kind:
        attributes += f' data-type="{escape(kind)}"'
    if href is None:
        return "span", attributes
    return "a", f'{attributes} href="{escape(href)}"'


class _Overlaps:
    """One run whose mentions and annotations overlap.

    The run is cut at every edge. Mentions nest with the link outermost, then the longer; whatever
    crosses a longer one is cut. Annotations are innermost, one element for each leaf. References
    wait until no mention is open.
    """

    def __init__(self, text: str, run: Run) -> None:
        self.text = text
        self.run = run
        self.parts: list[str] = []
        self.open: list[MentionTag] = []
        self.waiting: list[AnnotationTag] = []

    def render(self, mentions: Sequence[MentionTag], annotations: Sequence[AnnotationTag]) -> str:
        """Return the run's inner HTML."""
        start, end, *_ = self.run
        tags: Iterable[Placed] = chain(mentions, annotations)
        edges = {edge for tag in tags for edge in tag.span if start < edge < end}
        leaves = [Span(*leaf) for leaf in pairwise([start, *sorted(edges), end])]
        for leaf, tagged, noted in zip(
            leaves, by_block(mentions, leaves), by_block(annotations, leaves), strict=True
        ):
            self.add_leaf(leaf, sorted(tagged, key=_outermost_first), noted)
        self.close(0)
        return "".join(self.parts)

    def add_leaf(
        self, leaf: Span, mentions: list[MentionTag], annotations: list[AnnotationTag]
    ) -> None:
        """Write a stretch that no edge cuts."""
        kept = 0
        while kept < min(len(self.open), len(mentions)) and self.open[kept] == mentions[kept]:
            kept += 1
        self.close(kept)
        for mention in mentions[kept:]:
            tag, attributes = _mention_tag(mention.entity, mention.href, mention.kind)
            name = ' id="m-{}-{}"'.format(*mention.span) if self.begins(mention, leaf) else ""
            self.parts.append(f"<{tag}{name}{attributes}>")
        self.open = mentions
        self.add_words(leaf, annotations)
        self.waiting += [annotation for annotation in annotations if self.ends(annotation, leaf)]

    def add_words(self, leaf: Span, annotations: list[AnnotationTag]) -> None:
        """Write a leaf's words, in one element when they are annotated."""
        words = escape(self.text[leaf.start : leaf.end], quote=False)
        if not annotations:
            self.parts.append(words)
            return
        begun = [annotation for annotation in annotations if self.begins(annotation, leaf)]
        self.parts += [_anchor(f"a-{old}") for tag in begun for old in tag.former_ids]
        for ident in [escape(annotation.id) for annotation in begun[1:]]:
            self.parts.append(f'<span id="a-{ident}" data-annotation="{ident}"></span>')
        name = f' id="a-{escape(begun[0].id)}"' if begun else ""
        self.parts.append(f"<span{name}{_annotation_attributes(annotations)}>{words}</span>")

    def close(self, kept: int) -> None:
        """Close all mentions but the outermost `kept`; without any the references can follow."""
        for mention in reversed(self.open[kept:]):
            self.parts.append("</span>" if mention.href is None else "</a>")
        if kept == 0:
            self.parts += map(_reference, sorted(self.waiting, key=lambda tag: tag.number))
            self.waiting = []

    def begins(self, tag: Placed, leaf: Span) -> bool:
        """Tell whether a leaf is the first of its words that are shown."""
        start = tag.span.start
        return start == leaf.start or (
            start < leaf.start == self.run.start and self.run.before <= start
        )

    def ends(self, tag: Placed, leaf: Span) -> bool:
        """Tell whether a leaf is the last of its words that are shown."""
        end = tag.span.end
        return end == leaf.end or (leaf.end == self.run.end < end <= self.run.after)


def _outermost_first(mention: MentionTag) -> tuple[bool, int, int]:
    return mention.href is None, *longest_first(mention)


def _anchor(ident: str) -> str:
    return f'<span id="{escape(ident)}"></span>'


def _annotation_attributes(annotations: Sequence[AnnotationTag]) -> str:
    ids = " ".join([annotation.id for annotation in annotations])
    types = " ".join(dict.fromkeys(annotation.type for annotation in annotations))
    retracted = " data-retracted" if all(a.retracted for a in annotations) else ""
    return f' data-annotation="{escape(ids)}" data-type="{escape(types)}"{retracted}'


def _reference(annotation: AnnotationTag) -> str:
    ident = escape(annotation.id)
    note = escape(annotation.note) or f"#n-{ident}"
    return (
        f'<a class="ref" role="doc-noteref" id="r-{ident}" href="{note}"'
        f' data-type="{escape(annotation.type)}" data-n="{annotation.number}"'
        f' aria-label="{escape(annotation.label)}"></a>'
    )
