"""A seed made ready: what is hidden, what is read otherwise, where headline and paragraphs are.

docs/format.md, How the text is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from backfile.anchor_forms import anchor_problems
from backfile.model import Article, HiddenSpan, Paragraph, SeedText, Span
from backfile.paragraphs import (
    Headline,
    guessed_manner,
    headline_of,
    numbered_paragraphs,
    paragraph_spans,
    shown_pieces,
    without,
    without_blanks,
)
from backfile.places import SeedViews
from backfile.problems import Keys, Problem
from backfile.quotes import anchor_quote, every_place
from backfile.spans import BLANKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backfile.normal import Replacement
    from backfile.paragraphs import Manner
    from backfile.shapes import Hide, TextRules


class Layout(NamedTuple):
    """A seed with everything the sidecar's `text` says of it."""

    headline: Headline
    paragraphs: tuple[Paragraph, ...]
    """Those of which anything is shown, counted from 1; ids and numbers do not depend on `show`."""
    hidden: tuple[HiddenSpan, ...]
    former: tuple[tuple[str, str], ...]
    views: SeedViews
    manner: Manner

    @property
    def blocks(self) -> tuple[Span, ...]:
        """The headline, if the seed has it, and the paragraphs."""
        head = (self.headline.span,) if self.headline.span else ()
        return (*head, *(paragraph.span for paragraph in self.paragraphs))


def lay_out(
    seed: SeedText, title: str | None, rules: TextRules, path: str
) -> tuple[Layout, list[Problem]]:
    """Return the seed made ready, and what is wrong with the sidecar's `text`."""
    wrapped = rules.paragraphs == "wrapped"
    hidden, problems = hidden_spans(seed, title, rules, path)
    dark = [stretch.span for stretch in hidden]
    readings, faults = _readings(seed, rules, path, dark)
    headline = _headline(seed.text, title, rules, readings, dark)
    manner, every = _paragraphs(seed.text, headline, rules, hidden)
    known = {paragraph.id: paragraph.span for paragraph in every}
    former, strangers = _former(rules, known, path, seed.path)
    views = SeedViews(
        seed.text,
        path=seed.path,
        wrapped=wrapped,
        hidden=dark,
        readings=readings,
        paragraphs={**{old: known[new] for old, new in former}, **known},
    )
    shown = tuple(p for p in every if without(seed.text, p.span, dark).strip(BLANKS))
    if len(shown) < len(every):
        shown = tuple(replace(p, number=n) for n, p in enumerate(shown, start=1))
    layout = Layout(headline, shown, hidden, former, views, manner)
    return layout, [*problems, *faults, *strangers]


def views_of(article: Article) -> SeedViews | None:
    """Return an anchored article's text as anchors search it; None when no text is held."""
    if article.seed is None:
        return None
    layout, _ = lay_out(
        article.seed, article.sidecar.title, article.sidecar.text, article.sidecar_path
    )
    return layout.views


def hidden_spans(
    seed: SeedText, title: str | None, rules: TextRules, path: str
) -> tuple[tuple[HiddenSpan, ...], list[Problem]]:
    """Return the stretches that `hide` names; private ones come first where two overlap."""
    if not rules.hide:
        return (), []
    problems: list[Problem] = []
    found: list[HiddenSpan] = []
    views = _bare_views(seed, title, rules)
    for number, rule in enumerate(rules.hide):
        places = every_place(views, rule) if rule.every else anchor_quote(views, rule)
        keys: Keys = ("text", "hide", number)
        problems += anchor_problems(places.faults, path, keys, rule)
        found += [HiddenSpan(span=span, why=rule.why, note=rule.note) for span in places.spans]
    return apart(found), problems


def apart(stretches: Iterable[HiddenSpan]) -> tuple[HiddenSpan, ...]:
    """Return hidden stretches in order and cut so that none overlaps another."""
    kept: list[HiddenSpan] = []
    for stretch in sorted(stretches, key=lambda stretch: not stretch.private):
        taken = [other.span for other in kept]
        kept += [
            HiddenSpan(span=piece, why=stretch.why, note=stretch.note)
            for piece in shown_pieces(stretch.span, taken)
        ]
        kept.sort(key=lambda stretch: stretch.span)
    return tuple(kept)


def _bare_views(seed: SeedText, title: str | None, rules: TextRules) -> SeedViews:
    """Return the seed as if nothing were hidden: so `hide` sees it."""
    by_paragraph = any(_names_paragraph(rule) for rule in rules.hide)
    headline = _headline(seed.text, title, rules, (), ()) if by_paragraph else Headline("", None)
    every = _paragraphs(seed.text, headline, rules, ())[1] if by_paragraph else ()
    return SeedViews(
        seed.text,
        path=seed.path,
        wrapped=rules.paragraphs == "wrapped",
        paragraphs={paragraph.id: paragraph.span for paragraph in every},
    )


def _names_paragraph(rule: Hide) -> bool:
    inner = None if isinstance(rule.at, str) or rule.at is None else rule.at.para
    return bool(rule.para or inner)


def _headline(
    text: str,
    title: str | None,
    rules: TextRules,
    readings: Sequence[Replacement],
    hidden: Sequence[Span],
) -> Headline:
    return headline_of(
        text,
        title,
        keep=rules.first_line == "body",
        wrapped=rules.paragraphs == "wrapped",
        hidden=hidden,
        readings=readings,
    )


def _paragraphs(
    text: str, headline: Headline, rules: TextRules, hidden: Sequence[HiddenSpan]
) -> tuple[Manner, tuple[Paragraph, ...]]:
    """Cut the body into paragraphs, those that are hidden as a whole included."""
    start = headline.span.end if headline.span else 0
    manner = rules.paragraphs or guessed_manner(text, start)
    private = [stretch.span for stretch in hidden if stretch.private]
    spans = paragraph_spans(text, start, manner)
    return manner, numbered_paragraphs(text, spans, private)


def _readings(
    seed: SeedText, rules: TextRules, path: str, hidden: Sequence[Span]
) -> tuple[list[Replacement], list[Problem]]:
    """Return what stands for what in the normalised view."""
    wrapped = rules.paragraphs == "wrapped"
    views = SeedViews(seed.text, path=seed.path, wrapped=wrapped, hidden=hidden)
    readings: list[Replacement] = []
    problems: list[Problem] = []
    for number, rule in enumerate(rules.readings):
        found = anchor_quote(views, rule.at)
        keys: Keys = ("text", "readings", number, "at")
        problems += anchor_problems(found.faults, path, keys, rule.at)
        for span in found.spans:
            taken = [other for other, _ in readings]
            if list(shown_pieces(span, sorted([*taken, *hidden]))) != [span]:
                message = "this reading overlaps another or a hidden passage"
                problems.append(
                    Problem(code="reading-overlap", message=message, path=path, keys=keys)
                )
            else:
                readings.append((span, rule.read))
    return readings, problems


def _former(
    rules: TextRules, known: dict[str, Span], path: str, seed_path: str
) -> tuple[tuple[tuple[str, str], ...], list[Problem]]:
    """Return the old paragraph ids that lead to a paragraph, and those that do not."""
    kept: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for old, new in rules.former_paragraphs.items():
        if new not in known:
            problems.append(
                Problem(
                    code="no-such-paragraph",
                    message=f"{seed_path} has no paragraph {new}",
                    path=path,
                    keys=("text", "former_paragraphs", old),
                )
            )
        elif old not in known:
            kept.append((old, new))
    return tuple(kept), problems


def shown_passages(
    layout: Layout, anchored: Sequence[Span]
) -> tuple[tuple[Paragraph, ...], tuple[HiddenSpan, ...]]:
    """Return what `show: passages` shows and hides: paragraphs without an annotation are hidden."""
    shown: list[Paragraph] = []
    dark: list[HiddenSpan] = []
    run: Span | None = None
    for paragraph in layout.paragraphs:
        if any(s.start < paragraph.span.end and paragraph.span.start < s.end for s in anchored):
            shown.append(paragraph)
            run = None
            continue
        run = Span(run.start if run else paragraph.span.start, paragraph.span.end)
        if dark and dark[-1].span.start == run.start:
            dark.pop()
        dark.append(HiddenSpan(span=run, why="rights"))
    return tuple(shown), apart([*layout.hidden, *dark])


def hides_everything(layout: Layout) -> tuple[HiddenSpan, ...]:
    """Return what `show: none` hides: the whole seed."""
    whole = without_blanks(layout.views.text, Span(0, len(layout.views.text)))
    return apart([*layout.hidden, HiddenSpan(span=whole, why="rights")])
