"""The entities of an archive as a graph, in GraphML: who is named together, who is related."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from backfile.facts import Facts
from backfile.facts_entities import is_public, mention_count, named_by_paragraph
from backfile.facts_lists import all_articles
from backfile.facts_things import entity_id, entity_ids, entity_of
from backfile.ids import EntityId, entity_address
from backfile.plan_machines import xml

KEYS = (
    ("node", "name", "string"),
    ("node", "type", "string"),
    ("node", "address", "string"),
    ("node", "mentions", "int"),
    ("edge", "kind", "string"),
    ("edge", "weight", "int"),
    ("edge", "rel", "string"),
    ("edge", "from", "string"),
    ("edge", "until", "string"),
)
"""What nodes and edges have, and its type; `from` and `until` are dates as written."""
NAMED_TOGETHER = "named-together"
RELATION = "relation"


def graphml(facts: Facts) -> Iterator[bytes]:
    """Yield network.graphml, piece by piece.

    All edges are directed, because widely used readers take no mixed graph. Those of entities that
    are named together have the ids in order; their direction means nothing.
    """
    yield b'<?xml version="1.0" encoding="utf-8"?>\n'
    yield b'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for part, name, kind in KEYS:
        key = f'<key id="{part}-{name}" for="{part}" attr.name="{name}" attr.type="{kind}"/>\n'
        yield key.encode()
    yield b'<graph id="entities" edgedefault="directed">\n'
    entities = [ident for ident in entity_ids(facts) if is_public(facts, ident)]
    for ident in entities:
        yield node(facts, ident)
    yield from edges_of_company(facts, entities)
    for ident in entities:
        yield from edges_of_relations(facts, ident)
    yield b"</graph>\n</graphml>\n"


def node(facts: Facts, ident: EntityId) -> bytes:
    """Return an entity."""
    found = entity_of(facts, ident)
    rows = {
        "name": found.entry.name if found else ident,
        "type": found.entry.type if found else "",
        "address": entity_address(ident),
        "mentions": mention_count(facts, ident),
    }
    return f'<node id="{ident}">{data("node", rows)}</node>\n'.encode()


def edge(source: EntityId, target: EntityId, rows: dict[str, object]) -> bytes:
    """Return an edge with what it has."""
    return f'<edge source="{source}" target="{target}">{data("edge", rows)}</edge>\n'.encode()


def data(part: str, rows: dict[str, object]) -> str:
    """Return what a node or edge has; nothing stands for what is unknown."""
    return "".join(
        f'<data key="{part}-{name}">{xml(str(value))}</data>'
        for name, value in rows.items()
        if value is not None
    )


def edges_of_company(facts: Facts, entities: list[EntityId]) -> Iterator[bytes]:
    """Yield an edge for each two entities that are named in the same paragraphs; its weight is the
    number of these, a headline being one.
    """
    numbers = {ident: number for number, ident in enumerate(entities)}
    counts: Counter[int] = Counter()
    for article in all_articles(facts):
        for named in named_by_paragraph(facts, article).values():
            if len(named) > 1:
                found = sorted(numbers[ident] for ident in named if ident in numbers)
                counts.update(one * len(entities) + other for one, other in combinations(found, 2))
    for pair in sorted(counts):
        one, other = divmod(pair, len(entities))
        rows: dict[str, object] = {"kind": NAMED_TOGETHER, "weight": counts[pair]}
        yield edge(entities[one], entities[other], rows)


def edges_of_relations(facts: Facts, ident: EntityId) -> Iterator[bytes]:
    """Yield the relations that an entity's entry has to entities that have a page."""
    found = entity_of(facts, ident)
    for relation in found.entry.relations if found else ():
        target = entity_id(facts, EntityId(relation.to))
        if is_public(facts, target):
            rows: dict[str, object] = {
                "kind": RELATION,
                "rel": relation.rel,
                "from": relation.from_,
                "until": relation.until,
            }
            yield edge(ident, target, rows)
