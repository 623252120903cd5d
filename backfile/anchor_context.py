"""What anchoring one article needs to know of the site and the registers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from backfile.ids import EntityId

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class AnchorContext(NamedTuple):
    """The site's settings and the ids of its register, as far as anchoring asks for them."""

    lang: str = "en"
    """The site's language."""
    show: Literal["all", "passages", "none"] = "all"
    """The site's default."""
    current_entity: Mapping[str, EntityId] = {}
    """Former and merged ids, and what they are now."""
    entities: Collection[str] = frozenset()
    """Every known entity's id."""
    preview: bool = False
    """Whether drafts are shown."""

    def entity(self, ident: str) -> EntityId:
        """Return the id an entity has now."""
        return self.current_entity.get(ident, EntityId(ident))
