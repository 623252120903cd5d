"""What anchoring needs beside an article's own files: the names to look for, and the site."""

from pathlib import Path
from typing import NamedTuple

from backfile.anchor_context import AnchorContext
from backfile.ids import EntityId
from backfile.names import NameTable
from backfile.read_records import EntityRecord, Registers


class Work(NamedTuple):
    """What reading and anchoring one article needs beside its files."""

    root: Path
    registers: Registers
    names: NameTable
    context: AnchorContext


def work_with(root: Path, registers: Registers, *, preview: bool) -> Work:
    """Return what articles are read and anchored with."""
    names = name_table(registers, preview=preview)
    return Work(root, registers, names, context_of(registers, preview=preview))


def name_table(registers: Registers, *, preview: bool) -> NameTable:
    """Return the names to look for."""
    entries = {ident: record.entry for ident, record in tagged_entities(registers, preview).items()}
    return NameTable(entries, preview=preview)


def tagged_entities(registers: Registers, preview: bool) -> dict[EntityId, EntityRecord]:
    """Return the registered entities, without those of withdrawn articles and of drafts."""
    allowed = ("published", "draft") if preview else ("published",)
    return {i: r for i, r in registers.entities.items() if r.article_status in allowed}


def context_of(registers: Registers, *, preview: bool) -> AnchorContext:
    """Return what anchoring needs to know of the site and the registers."""
    site = registers.site
    return AnchorContext(
        lang=site.lang if site else "en",
        show=site.show if site else "all",
        current_entity={old: EntityId(new) for old, new in registers.current["entity"].items()},
        entities=frozenset(registers.entities),
        preview=preview,
    )
