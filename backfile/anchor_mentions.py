"""The sidecar's rules for mentions, and mentions with the sentences they stand in.

docs/format.md, How names become mentions, rule 6.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from backfile.anchor_annotations import anchored_span
from backfile.anchor_forms import shortened
from backfile.mentions import Fixed, Rules, Tag, mentions_of
from backfile.model import Mention, Span
from backfile.name_hits import NOBODY
from backfile.problems import Keys, Problem
from backfile.sentences import excerpt_of, sentence_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backfile.anchor_context import AnchorContext
    from backfile.anchor_text import Layout
    from backfile.ids import EntityId
    from backfile.name_doubts import NameDoubt
    from backfile.name_hits import ArticleFacts
    from backfile.names import NameTable
    from backfile.read_article import ReadArticle
    from backfile.shapes import MentionRules


class Found(NamedTuple):
    """What became of an article's names and of its rules for mentions."""

    mentions: tuple[Mention, ...]
    problems: tuple[Problem, ...]
    doubts: tuple[NameDoubt, ...]
    left_out: tuple[str, ...]


def anchor_mentions(
    read: ReadArticle,
    layout: Layout,
    names: NameTable,
    context: AnchorContext,
    facts: ArticleFacts,
) -> Found:
    """Find the mentions of an article whose text is laid out."""
    rules, path = read.sidecar.mentions, read.sidecar_path
    fixed, problems, left_out = fixed_spans(rules, layout, context, path)
    mean = {words: meant for words, who in rules.mean.items() if (meant := _whom(who, context))}
    tags = mentions_of(
        layout.views,
        layout.blocks,
        names,
        Rules(rules.auto, mean, fixed, frozenset(map(context.entity, rules.skip))),
        facts,
    )
    problems += [
        Problem(
            code="mean-unused",
            message=f'"{shortened(words)}" is nowhere in {layout.views.path}',
            path=path,
            keys=("mentions", "mean", words),
            on_key=True,
        )
        for words in tags.unused
    ]
    mentions = mentions_in_sentences(tags.tags, layout)
    return Found(mentions, tuple(problems), tags.doubts, tuple(left_out))


def _whom(who: str, context: AnchorContext) -> EntityId | None:
    """Return the entity meant, or `NOBODY`; None when there is no such entity."""
    if who == NOBODY:
        return NOBODY
    entity = context.entity(who)
    return entity if entity in context.entities else None


def fixed_spans(
    rules: MentionRules, layout: Layout, context: AnchorContext, path: str
) -> tuple[list[Fixed], list[Problem], list[str]]:
    """Anchor the mentions that are written by hand."""
    fixed: list[Fixed] = []
    problems: list[Problem] = []
    left_out: list[str] = []
    taken: dict[Span, int] = {}
    for number, rule in enumerate(rules.fix):
        keys: Keys = ("mentions", "fix", number, "at")
        span, faults = anchored_span(layout, rule.at, path, keys)
        problems += faults
        entity = _whom(rule.is_, context)
        if span is not None and span in taken:
            words = shortened(layout.views.text[slice(*span)])
            problems.append(
                Problem(
                    code="span-taken-twice",
                    message=f'"{words}" is given by `fix` {taken[span] + 1} already',
                    path=path,
                    keys=keys,
                    hint="one span belongs to one entity: keep one of the two",
                )
            )
        elif span is not None and entity is not None:
            taken[span] = number
            fixed.append(Fixed(span, entity, rule.confidence))
            continue
        left_out.append(f"mention {number + 1} ({rule.is_})")
    return fixed, problems, left_out


def mentions_in_sentences(tags: Sequence[Tag], layout: Layout) -> tuple[Mention, ...]:
    """Give each mention its paragraph and the sentence around it."""
    blocks = layout.blocks
    starts = [block.start for block in blocks]
    headline = 1 if layout.headline.span else 0
    text, hidden = layout.views.text, layout.views.hidden
    sentences: dict[int, tuple[Span, ...]] = {}
    mentions = []
    for tag in tags:
        k = bisect_right(starts, tag.span.start) - 1
        if k < 0 or tag.span.start >= blocks[k].end:
            continue
        if k not in sentences:
            sentences[k] = sentence_spans(text, blocks[k])
        paragraph = layout.paragraphs[k - headline] if k >= headline else None
        mentions.append(
            Mention(
                entity=tag.entity,
                span=tag.span,
                how=tag.how,
                paragraph=paragraph.id if paragraph else "",
                number=paragraph.number if paragraph else 0,
                excerpt=excerpt_of(text, tag.span, blocks[k], sentences[k], hidden),
                confidence=tag.confidence,
            )
        )
    return tuple(mentions)
