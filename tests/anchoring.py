"""Articles made ready for anchoring out of plain mappings, for tests."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import msgspec

from backfile.anchor_article import AnchorContext, Anchored, anchor_article
from backfile.ids import ArticleId, EntityId
from backfile.model import Passage, SeedText
from backfile.names import NameTable, final_id
from backfile.read_article import ReadArticle
from backfile.shapes_registers import EntityEntry
from backfile.shapes_sidecar import Sidecar

if TYPE_CHECKING:
    from collections.abc import Mapping


SIDECAR = "content/articles/a.yaml"


def decoded(seed: str) -> str:
    """Return a seed as the reading stage decodes it."""
    return seed.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def register(entities: Mapping[str, Any]) -> dict[EntityId, EntityEntry]:
    """Return a register out of plain mappings."""
    return {
        EntityId(ident): msgspec.convert(entry, EntityEntry, strict=False)
        for ident, entry in entities.items()
    }


def anchored(
    seed: str | None,
    sidecar: Mapping[str, Any] | None = None,
    entities: Mapping[str, Any] | None = None,
    *,
    article: str = "a",
    lang: str = "en",
    **settings: Any,
) -> Anchored:
    """Anchor one article of an archive that has these entities."""
    side = msgspec.convert(dict(sidecar or {}), Sidecar, strict=False)
    known = {**register(entities or {}), **{EntityId(i): e for i, e in side.entities.items()}}
    current = {old: ident for ident, entry in known.items() for old in entry.former_ids}
    current.update({ident: final_id(ident, known) for ident in known})
    text = None if seed is None else decoded(seed)
    held = text is not None and SeedText(
        path=f"seeds/{article}.txt",
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        counts_alike=True,
    )
    context = AnchorContext(
        lang=lang, current_entity=current, entities=frozenset(known), **settings
    )
    read = ReadArticle(id=ArticleId(article), sidecar=side, seed=held or None, sidecar_path=SIDECAR)
    preview = bool(settings.get("preview"))
    return anchor_article(read, NameTable(known, preview=preview), context)


def codes(result: Anchored) -> list[str]:
    """Return the codes of everything that is said of an article, doubts included."""
    return sorted([problem.code for problem in result.problems] + [d.code for d in result.doubts])


def tagged(result: Anchored) -> list[tuple[str, str]]:
    """Return the words of every mention with the entity, in order."""
    seed = result.article.seed
    return [(seed.text[slice(*m.span)], m.entity) for m in result.article.mentions] if seed else []


def passages(result: Anchored) -> list[Passage]:
    """Return the passages of an article's annotations."""
    return [a.passage for a in result.article.annotations if a.passage]


def seed_of(result: Anchored) -> str:
    """Return the decoded seed of an article that has one."""
    assert result.article.seed is not None
    return result.article.seed.text


def place_of(text: str, place: str) -> tuple[int, int]:
    """Return the span of `WORDS@K`: place K, from 0, of these words, overlapping ones too."""
    words, _, number = place.rpartition("@")
    at = -1
    for _ in range(int(number) + 1):
        at = text.index(words, at + 1)
    return at, at + len(words)
