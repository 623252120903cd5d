"""Rendering many pages: in this process or in several, onto the stage."""

from collections.abc import Sequence

from backfile.gather import Progress
from backfile.plan import Page
from backfile.render import Renderer
from backfile.staging import Stage
from backfile.workers import in_chunks

CHUNK = 64
"""How many pages a worker takes at a time: enough that few messages are sent."""


def rendered(
    pages: Sequence[Page],
    renderer: Renderer,
    progress: Progress,
    stage: Stage | None = None,
    *,
    jobs: int = 1,
) -> None:
    """Make every planned file, and put it on the stage if there is one.

    A fault of the theme is raised as `TemplateFault`, one of the disk as `OutputRefused`.
    """

    def make(chunk: Sequence[Page]) -> int:
        for page in chunk:
            data = renderer(page)
            if stage is not None:
                stage.put(page.path, data)
        return len(chunk)

    first, others = one_of_each_kind(pages) if jobs > 1 else ([], pages)
    done = make(first)
    for count in in_chunks(make, others, size=CHUNK, jobs=jobs):
        done += count
        progress("pages", done, len(pages))


def one_of_each_kind(pages: Sequence[Page]) -> tuple[list[Page], list[Page]]:
    """Return one page of each kind, and the others.

    When the first are made before the work is shared out, all workers inherit what they asked for:
    compiled templates, facts of the whole archive.
    """
    chosen = {page.kind: page for page in reversed(pages)}
    first = list(chosen.values())
    return first, [page for page in pages if page is not chosen[page.kind]]
