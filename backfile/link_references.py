"""References: does everything people point at exist, and may it be pointed at?"""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from backfile import wikilinks
from backfile.archive import Kind
from backfile.ids import looks_like_id
from backfile.link_claims import words_a_claim
from backfile.model import Article
from backfile.problems import Problem
from backfile.read_records import (
    ClaimRecord,
    EntityRecord,
    PageRecord,
    Registers,
    ThreadRecord,
    TopicRecord,
)
from backfile.references import Reference, references
from backfile.shapes_annotations import Assertion, Correction
from backfile.wikilinks import Found, find_target, wikilinks_in

PLAIN_KINDS: Mapping[str, Kind] = {
    "article": "article",
    "entity": "entity",
    "claim": "claim",
    "thread": "thread",
}
"""Kinds of reference that must be the id of one kind of thing."""


class Known:
    """What the archive has, by kind, and which words are names."""

    def __init__(
        self,
        things: Mapping[Kind, Mapping[Any, object]],
        current: Mapping[str, Mapping[str, str]],
        articles: Mapping[Any, Article],
        editors: Iterable[str],
        names: Mapping[str, str],
        topics_listed: bool,
    ) -> None:
        self.things = things
        self.current = current
        self.articles = articles
        self.editors = frozenset(editors)
        self.names = names
        """Every registered name and the entity it belongs to."""
        self.topics_listed = topics_listed

    def has(self, kind: Kind, ident: str) -> bool:
        """Tell whether `ident` is, or was, the id of something of this kind."""
        return ident in self.things[kind] or ident in self.current.get(kind, {})

    def is_draft(self, target: Found) -> bool:
        """Tell whether an entity, claim or thread is one that readers do not see yet."""
        record: Any = self.things[target.kind].get(target.id)
        written = getattr(record, "entry", None) or getattr(record, "front", None)
        return getattr(written, "status", "") == "draft"


def reference_problems(value: Struct, path: str, known: Known) -> Iterator[Problem]:
    """Report every reference in a sidecar, register entry or front matter that leads nowhere."""
    for reference in references(value):
        yield from check(reference, path, known)


def annotation_ids(article: Article) -> Iterator[Problem]:
    """Report corrections of annotations that an article does not have."""
    known = {i for a in article.annotations for i in (a.id, *a.shape.former_ids)} | {"source"}
    for annotation in article.annotations:
        shape = annotation.shape
        if isinstance(shape, Correction) and shape.of is not None and shape.of not in known:
            near = get_close_matches(shape.of, sorted(known), n=1, cutoff=0.6)
            yield Problem(
                code="unknown-id",
                message=f"{article.id} has no annotation `{shape.of}`",
                path=article.file,
                keys=("annotations", annotation.index, "of"),
                hint=f"did you mean `{near[0]}`?" if near else "",
            )


def register_problems(registers: Registers, known: Known) -> Iterator[Problem]:
    """Report every reference in the registers, threads and pages that leads nowhere."""
    records: tuple[EntityRecord | ClaimRecord | TopicRecord, ...] = (
        *registers.entities.values(),
        *registers.claims.values(),
        *registers.topics.values(),
    )
    for record in records:
        for problem in reference_problems(record.entry, record.path, known):
            yield replace(problem, keys=(*record.keys, *(problem.keys or ())))
    texts: tuple[ThreadRecord | PageRecord, ...] = (
        *registers.threads.values(),
        *registers.pages.values(),
    )
    for text in texts:
        yield from reference_problems(text.front, text.path, known)
        yield from body_problems(text.body, text.body_line, text.path, known)
    for number, entry in enumerate(registers.corrections):
        for problem in reference_problems(entry, "content/corrections.yaml", known):
            yield replace(problem, keys=(number, *(problem.keys or ())))


def body_problems(body: str, first_line: int, path: str, known: Known) -> Iterator[Problem]:
    """Report the wikilinks in the text of a thread or page that lead nowhere."""
    for problem in wikilink_problems(body, Reference("markdown", body, ()), path, known):
        at = max(0, body.find(problem.words))
        line = body.count("\n", 0, at)
        yield replace(
            problem,
            keys=None,
            line=first_line + line,
            column=at - (body.rfind("\n", 0, at) + 1) + 1,
            width=len(problem.words),
            source=body.split("\n")[line],
        )


def check(reference: Reference, path: str, known: Known) -> Iterator[Problem]:
    """Report one reference if it leads nowhere."""
    kind, text = reference.kind, reference.text
    if kind == "markdown":
        yield from wikilink_problems(text, reference, path, known)
    elif kind == "topic":
        if known.topics_listed and not known.has("topic", text):
            yield unknown("topic", text, reference, path, known, code="unknown-topic")
    elif kind in PLAIN_KINDS:
        plain = PLAIN_KINDS[kind]
        if not known.has(plain, text):
            yield unknown(plain, text, reference, path, known)
    elif kind == "entity-or-words":
        yield from who_problems(text, reference, path, known)
    elif kind == "entity-or-none":
        if text != "none" and not known.has("entity", text):
            yield unknown("entity", text, reference, path, known)
    elif kind == "claim-or-wording":
        if not words_a_claim(Assertion(claim=text)) and not known.has("claim", text):
            yield unknown("claim", text, reference, path, known)
    elif kind in ("article-or-url", "source"):
        if not text.startswith(("http://", "https://")) and not known.has("article", text):
            yield unknown("article", text, reference, path, known)
    elif kind == "anything" and not any(known.has(k, text) for k in known.things):
        yield unknown("article", text, reference, path, known)


def who_problems(text: str, reference: Reference, path: str, known: Known) -> Iterator[Problem]:
    """Report a value in the form of an id that is none, and words that are a registered name."""
    if not looks_like_id(text):
        owner = known.names.get(text)
        if owner is not None:
            yield Problem(
                code="known-name",
                message=f'"{text}" is a name of {owner}',
                path=path,
                keys=reference.keys,
                hint=f"write `{owner}` to link to its page",
            )
    elif not known.has("entity", text) and not (reference.editors and text in known.editors):
        yield unknown("entity", text, reference, path, known)


def unknown(
    kind: Kind, text: str, reference: Reference, path: str, known: Known, code: str = "unknown-id"
) -> Problem:
    """Return the problem of an id that nothing has, with the nearest one that something has."""
    names = [*known.things[kind], *known.current.get(kind, {})]
    near = get_close_matches(text.lower().replace("_", "-"), names, n=1, cutoff=0.6)
    hint = f"did you mean `{near[0]}`?" if near else ""
    if not near and kind == "entity":
        hint = f"register it, or write words: `{{text: {text}}}` where words are allowed"
    return Problem(
        code=code, message=f"there is no {kind} `{text}`", path=path, keys=reference.keys, hint=hint
    )


def wikilink_problems(
    markdown: str, reference: Reference, path: str, known: Known
) -> Iterator[Problem]:
    """Report the wikilinks of a Markdown text that lead nowhere."""
    for link in wikilinks_in(markdown):
        target = find_target(link, known.things, known.current)
        here = Problem(
            code="unknown-id",
            message=f"[[{link.written}]] leads nowhere",
            path=path,
            keys=reference.keys,
            words=f"[[{link.written}",
        )
        if target == "unknown":
            every = [i for kind in known.things for i in known.things[kind]]
            near = get_close_matches(link.id, every, n=1, cutoff=0.6)
            yield replace(here, hint=f"did you mean `{near[0]}`?" if near else "")
        elif target == "ambiguous":
            yield replace(
                here,
                code="ambiguous-id",
                message=f"[[{link.written}]] fits several things",
                hint=f"say which: `[[entity:{link.id}]]`, `[[thread:{link.id}]]` …",
            )
        elif target.kind == "article":
            yield from place_problems(link, known.articles[target.id], here)
        elif known.is_draft(target):
            yield to_draft(link, target.kind, here)


def to_draft(link: wikilinks.Reference, what: str, here: Problem) -> Problem:
    """Return the warning of a link to something that readers do not see yet."""
    return replace(
        here,
        code="link-to-draft",
        message=f"[[{link.written}]] leads to a draft and is shown as text",
        hint=f"publish the {what}, or take the link out",
    )


def place_problems(link: wikilinks.Reference, article: Article, here: Problem) -> Iterator[Problem]:
    """Report a wikilink to a draft, or to a place that an article does not have."""
    if article.card.status == "withdrawn" or article.placeholder:
        return
    if article.card.status == "draft":
        yield to_draft(link, "article", here)
    fragment = link.fragment
    if fragment.startswith("p-"):
        ids = {p.id for p in article.paragraphs} | {old for old, _ in article.former_paragraphs}
        if fragment not in ids:
            message = f"{article.id} has no paragraph `{fragment}`"
            yield replace(here, code="no-such-paragraph", message=message)
    elif fragment:
        yield from annotation_problems(link, article, here)


def annotation_problems(
    link: wikilinks.Reference, article: Article, here: Problem
) -> Iterator[Problem]:
    """Report a wikilink to an annotation that is not there, or whose address may change."""
    if article.card.status != "draft" and any(
        link.fragment in (a.id, *a.shape.former_ids) and a.shape.status == "draft"
        for a in article.annotations
    ):
        yield to_draft(link, "annotation", here)
    named = {str(a.id): a.named for a in article.annotations}
    former = {old for a in article.annotations for old in a.shape.former_ids}
    if link.fragment not in named and link.fragment not in former:
        near = get_close_matches(link.fragment, list(named), n=1, cutoff=0.6)
        yield replace(
            here,
            message=f"{article.id} has no annotation `{link.fragment}`",
            hint=f"did you mean `{near[0]}`?" if near else "",
        )
    elif not named.get(link.fragment, True):
        yield replace(
            here,
            code="annotation-needs-id",
            message=f"[[{link.written}]] leads to an annotation without an id of its own",
            hint=f"give it one in {article.sidecar_path}, or its address may change",
        )
