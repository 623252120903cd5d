"""The goals of the design, and whether a result reaches them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from benchmarks.programs import Figures


class Goal(NamedTuple):
    """A limit on what Backfile may take for a job."""

    job: str
    size: int
    what: str
    """`seconds`, `megabytes`, or `of Hugo`: the share of Hugo's seconds."""
    most: float

    def words(self) -> str:
        """Return the goal as the table says it."""
        unit = {"seconds": "s", "megabytes": "MB", "of Hugo": "× Hugo"}[self.what]
        return f"≤ {self.most:g} {unit}"


GOALS = (
    Goal("cold", 1_000, "of Hugo", 1.0),
    Goal("cold", 10_000, "of Hugo", 0.8),
    Goal("cold", 10_000, "megabytes", 400),
    Goal("cold", 100_000, "megabytes", 1000),
    Goal("unchanged", 1_000, "seconds", 0.15),
    Goal("unchanged", 10_000, "seconds", 0.3),
    Goal("edit", 10_000, "seconds", 0.5),
    Goal("watch", 10_000, "seconds", 0.1),
    Goal("watch", 100_000, "seconds", 0.1),
    Goal("search", 10_000, "seconds", 9),
    Goal("search", 10_000, "megabytes", 450),
    Goal("search-edit", 10_000, "seconds", 3.5),
)


def goals_of(job: str, size: int) -> Sequence[Goal]:
    """Return the goals for a job at a number of articles."""
    return tuple(goal for goal in GOALS if (goal.job, goal.size) == (job, size))


def reached(goal: Goal, medians: Mapping[str, Figures]) -> bool | None:
    """Tell whether a goal is reached; None where what it needs was not measured."""
    ours, hugo = medians.get("Backfile"), medians.get("Hugo")
    if ours is None:
        return None
    if goal.what == "of Hugo":
        return None if hugo is None else ours.wall <= goal.most * hugo.wall
    return (ours.wall if goal.what == "seconds" else ours.peak) <= goal.most
