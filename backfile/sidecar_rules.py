"""What the keys of a sidecar must be together, defaults included (docs/format.md, The sidecar)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backfile.problems import Keys, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from backfile.shapes_sidecar import Sidecar


def sidecar_problems(sidecar: Sidecar, path: str, faulty: AbstractSet[str]) -> Iterator[Problem]:
    """Yield what is wrong with a sidecar as a whole; `faulty` keys have been told already."""
    if not faulty & {"status", "withdrawn"}:
        yield from status_problems(sidecar, path)
    yield from id_problems(sidecar, path)


def status_problems(sidecar: Sidecar, path: str) -> Iterator[Problem]:
    """Yield a problem when `status: withdrawn` and `withdrawn` do not go together."""
    if sidecar.status == "withdrawn" and sidecar.withdrawn is None:
        yield Problem(
            code="missing-key",
            message="a withdrawn article needs the key `withdrawn`",
            path=path,
            keys=("status",),
            hint="write withdrawn: {on: 2023-06-01, reason: why, for readers}",
        )
    if sidecar.status != "withdrawn" and sidecar.withdrawn is not None:
        yield Problem(
            code="missing-key",
            message="`withdrawn` stands here without `status: withdrawn`",
            path=path,
            keys=("withdrawn",),
            on_key=True,
            hint="write `status: withdrawn`, or remove `withdrawn`",
        )


def id_problems(sidecar: Sidecar, path: str) -> Iterator[Problem]:
    """Yield a problem for each former id that is another annotation's id or former id."""
    owners: dict[str, int] = {}
    for place, remark in enumerate(sidecar.annotations):
        if remark.id is not None:
            owners.setdefault(remark.id, place)
    for place, remark in enumerate(sidecar.annotations):
        for number, old in enumerate(remark.former_ids):
            keys: Keys = ("annotations", place, "former_ids", number)
            yield from taken(owners, old, place, path, keys)


def taken(
    owners: dict[str, int], ident: str, place: int, path: str, keys: Keys
) -> Iterator[Problem]:
    """Yield a problem when an id is another annotation's, too."""
    first = owners.setdefault(ident, place)
    if first != place:
        yield Problem(
            code="duplicate-id",
            message=f"the id `{ident}` is already that of annotation {first + 1} in this file",
            path=path,
            keys=keys,
            hint="give each annotation an id of its own",
        )
