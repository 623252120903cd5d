"""Makes the views that stand where an entity, claim or thread was withdrawn."""

from backfile.facts import Facts
from backfile.facts_things import claim_of_id, entity_of, rich, setting, spoken, thread_of
from backfile.ids import (
    ClaimId,
    EntityId,
    ThreadId,
    UrlPath,
    claim_address,
    entity_address,
    thread_address,
)
from backfile.shapes import Withdrawn
from backfile.views import Frame
from backfile.views_pages import TombstoneView


def registered_tombstone(facts: Facts, what: str, ident: str) -> TombstoneView:
    """Return what stands at the address of a withdrawn entity, claim or thread."""
    address, withdrawn = withdrawal(facts, what, ident)
    title = spoken(facts, "This page was withdrawn")
    return TombstoneView(
        frame=Frame(
            title=title,
            description=title,
            address=address,
            lang=str(setting(facts, "lang")),
            indexed=False,
        ),
        title=title,
        what=what,
        id=ident,
        on=withdrawn.on if withdrawn else "",
        reason=rich(facts, withdrawn.reason) if withdrawn else None,
        placeholder=False,
    )


def withdrawal(facts: Facts, what: str, ident: str) -> tuple[UrlPath, Withdrawn | None]:
    """Return the address of a withdrawn thing, and when and why it was taken down."""
    if what == "entity":
        entity = entity_of(facts, EntityId(ident))
        return entity_address(EntityId(ident)), entity.entry.withdrawn if entity else None
    if what == "claim":
        claim = claim_of_id(facts, ClaimId(ident))
        return claim_address(ClaimId(ident)), claim.entry.withdrawn if claim else None
    thread = thread_of(facts, ThreadId(ident))
    return thread_address(ThreadId(ident)), thread.front.withdrawn if thread else None
