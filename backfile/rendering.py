"""Rendering many pages: in this process or in several, onto the stage."""

import os
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from backfile.gather import Progress
from backfile.plan import Page
from backfile.render import Renderer
from backfile.staging import Stage
from backfile.traces import Slots, Traces
from backfile.workers import in_chunks

CHUNK = 64
"""How many pages a worker takes at a time: enough that few messages are sent."""


Parts: TypeAlias = dict[str, tuple[tuple[str, int], ...]]
"""The parts of dumps by their paths: what each is about, and its length."""


class Rendered(NamedTuple):
    """What was made of the pages."""

    uses: dict[str, bytes]
    """What each was made of, by path, as slots of the traces; nothing without these."""
    parts: Parts


class Made(NamedTuple):
    """What became of a chunk of pages."""

    process: int
    uses: list[tuple[str, bytes]]
    """The slots of each page by its path, numbered as in that process."""
    slots: Slots | None
    """Those that are new there; None for this process."""
    parts: Parts


def rendered(
    pages: Sequence[Page],
    renderer: Renderer,
    progress: Progress,
    stage: Stage | None = None,
    *,
    traces: Traces | None = None,
    jobs: int = 1,
) -> Rendered:
    """Make every planned file, and put it on the stage if there is one.

    A fault of the theme is raised as `TemplateFault`, one of the disk as `OutputRefused`.
    """
    here = os.getpid()

    def make(chunk: Sequence[Page]) -> Made:
        start = len(traces) if traces is not None else 0
        uses: list[tuple[str, bytes]] = []
        for page in chunk:
            data, trace = renderer.traced(page)
            if stage is not None:
                stage.put(page.path, data)
            if traces is not None:
                uses.append((page.path, traces.slots(trace)))
            if page.kind == "dump":
                renderer.forget(trace)
        slots = traces.since(start) if traces is not None and os.getpid() != here else None
        parts, renderer.parts = renderer.parts, {}
        return Made(os.getpid(), uses, slots, parts)

    first, others = one_of_each_kind(pages) if jobs > 1 else ([], pages)
    done = len(first)
    begun = make(first)
    found, parts = dict(begun.uses), begun.parts
    numbers: dict[int, list[int]] = {}
    shared = len(traces) if traces is not None else 0
    for made in in_chunks(make, others, size=CHUNK, jobs=jobs):
        if traces is not None and made.slots is not None:
            known = numbers.setdefault(made.process, list(range(shared)))
            traces.merge(made.slots, known)
            found.update((path, traces.renumbered(uses, known)) for path, uses in made.uses)
        else:
            found.update(made.uses)
        parts.update(made.parts)
        done += CHUNK
        progress("pages", min(done, len(pages)), len(pages))
    return Rendered(found, parts)


def one_of_each_kind(pages: Sequence[Page]) -> tuple[list[Page], list[Page]]:
    """Return one page of each kind, and the others.

    When the first are made before the work is shared out, all workers inherit what they asked for:
    compiled templates, facts of the whole archive.
    """
    chosen = {page.kind: page for page in reversed(pages)}
    first = list(chosen.values())
    return first, [page for page in pages if page is not chosen[page.kind]]
