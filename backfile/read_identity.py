"""Ids that were: former ids and merged entries lead to what they are now, or are faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from backfile.kinds import nearest
from backfile.problems import Keys, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from backfile.shapes_registers import EntityEntry, Identifiers


class Record(Protocol):
    """What entities, claims, threads and topics have in common here."""

    @property
    def path(self) -> str:
        """The file."""


def entry_of(record: Any) -> Any:
    """Return what people wrote about a thing."""
    return record.front if hasattr(record, "front") else record.entry


def keys_of(record: Any) -> Keys:
    """Return the keys that lead to a thing's entry in its file."""
    keys: Keys = getattr(record, "keys", ())
    return keys


def resolve_former(
    kind: str, records: Mapping[Any, Record], problems: list[Problem]
) -> dict[str, str]:
    """Return what each former or merged id of one kind is now; faults are added to `problems`."""
    former: dict[str, str] = {}
    for name, record in sorted(records.items()):
        for place, old in enumerate(entry_of(record).former_ids):
            if old in records or former.get(old, name) != name:
                owner = old if old in records else former[old]
                keys = (*keys_of(record), "former_ids", place)
                problems.append(taken(kind, old, owner, record.path, keys))
            else:
                former[old] = str(name)
    merged = {
        str(name): entry.merged_into
        for name, record in records.items()
        if getattr(entry := entry_of(record), "merged_into", None)
    }
    current: dict[str, str] = {}
    for old in sorted({*former, *merged}):
        end = follow(old, former, merged)
        if end in records and end not in merged:
            current[old] = end
        elif old in merged:
            problems.append(bad_merge(kind, old, merged[old], end, records))
    return current


def follow(start: str, former: Mapping[str, str], merged: Mapping[str, str]) -> str:
    """Return where the ways from an id end; an id on the way itself when they go in a circle."""
    seen = {start}
    here = start
    while True:
        onward = merged.get(here) or former.get(here)
        if onward is None or onward in seen:
            return here if onward is None else onward
        seen.add(onward)
        here = onward


def taken(kind: str, old: str, owner: str, path: str, keys: Keys) -> Problem:
    """Return the problem of a former id that belongs to something else."""
    message = f"the former id `{old}` is that of the {kind} `{owner}`"
    hint = "an id names one thing for ever: remove it from one of the two"
    return Problem(code="duplicate-id", message=message, path=path, keys=keys, hint=hint)


def bad_merge(
    kind: str, name: str, target: str, end: str, records: Mapping[Any, Record]
) -> Problem:
    """Return the problem of a `merged_into` that leads nowhere or in a circle."""
    record = records[name]
    message = f"`{name}` is merged into `{target}`, which goes round in a circle"
    hint = "remove `merged_into` from one of them"
    if end not in records:
        guess = nearest(end, [str(one) for one in records if str(one) != name])
        message = f"`{name}` is merged into `{end}`, but there is no such {kind}"
        hint = f"did you mean `{guess}`?" if guess else ""
    keys = (*keys_of(record), "merged_into")
    return Problem(code="bad-merge", message=message, path=record.path, keys=keys, hint=hint)


def duplicate_identifiers(records: Iterable[Any]) -> Iterator[Problem]:
    """Yield a problem for each identifier that an entity shares with an earlier one."""
    owners: dict[tuple[str, ...], Any] = {}
    for record in sorted(records, key=lambda record: (record.path, record.id)):
        entry: EntityEntry = record.entry
        if entry.ids is None or entry.merged_into:
            continue
        for keys, value in identifiers_of(entry.ids):
            first = owners.setdefault((*map(str, keys), value), record)
            if first is not record:
                yield Problem(
                    code="duplicate-identifier",
                    message=f"`{first.id}` has the same {keys[0]} identifier, {value}",
                    path=record.path,
                    keys=(*record.keys, "ids", *keys),
                    hint=f"one of the two is wrong, or `merged_into: {first.id}` joins them",
                )


def identifiers_of(ids: Identifiers) -> Iterator[tuple[Keys, str]]:
    """Yield the place below `ids` and the value of each identifier."""
    for field in msgspec.structs.fields(ids):
        value = getattr(ids, field.name)
        if isinstance(value, str):
            yield (field.encode_name,), value
        elif isinstance(value, dict):
            outer: Keys = () if field.encode_name == "x-" else (field.encode_name,)
            for key, below in sorted(value.items()):
                if isinstance(below, str):
                    yield (*outer, key), below
