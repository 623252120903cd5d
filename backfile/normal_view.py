"""A text in another spelling, each stretch of which leads back to whole characters of the seed.

Most of a text maps one to one, so a view keeps only its *joints*: the stretches that differ in
length from the seed's or may not be cut apart.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from backfile.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Joint(NamedTuple):
    """A stretch of the view that stands for a stretch of the seed as a whole."""

    view_start: int
    view_end: int
    seed_start: int
    seed_end: int


class View:
    """A text in another spelling, with the way back to the seed."""

    __slots__ = ("_starts", "joints", "text")

    def __init__(self, text: str, joints: Sequence[Joint] = ()) -> None:
        self.text = text
        self.joints = joints
        self._starts = [joint.view_start for joint in joints]

    def seed_start(self, place: int) -> int:
        """Return where in the seed the sign at `place` begins."""
        if (k := bisect_right(self._starts, place)) == 0:
            return place
        joint = self.joints[k - 1]
        if place < joint.view_end:
            return joint.seed_start
        return place - joint.view_end + joint.seed_end

    def seed_end(self, place: int) -> int:
        """Return where in the seed the sign at `place` ends."""
        if (k := bisect_right(self._starts, place)) == 0:
            return place + 1
        joint = self.joints[k - 1]
        if place < joint.view_end:
            return joint.seed_end
        return place - joint.view_end + joint.seed_end + 1

    def span(self, start: int, end: int) -> Span:
        """Return the stretch of the seed that `[start, end)` of the view stands for.

        `start` is less than `end`.
        """
        return Span(self.seed_start(start), self.seed_end(end - 1))

    def folded(self) -> View:
        """Return the case-folded view of the same seed."""
        upper = case_folded(self.text)
        if not upper.joints:
            return View(upper.text, self.joints)
        return View(upper.text, chained(upper.joints, self.joints))


def case_folded(text: str) -> View:
    """Return the case-folded view of a text, leading back to that text."""
    folded = text.casefold()
    # Folding a sign never shortens it, so equal length means that every sign kept its place.
    if len(folded) == len(text):
        return View(folded)
    joints, length = [], 0
    for place, sign in enumerate(text):
        width = len(sign.casefold())
        if width > 1:
            joints.append(Joint(length, length + width, place, place + 1))
        length += width
    return View(folded, joints)


def chained(upper: Sequence[Joint], lower: Sequence[Joint]) -> list[Joint]:
    """Return the joints of a view of a view: `upper` leads to a draft, `lower` on to the seed."""
    below, above = View("", lower), _Backwards(upper)
    joints = [_joint_through(joint, below) for joint in upper]
    for joint in lower:
        start, end = above.first(joint.view_start), above.last(joint.view_end)
        joints.append(Joint(start, end, joint.seed_start, joint.seed_end))
    return _without_overlap(joints)


def _joint_through(joint: Joint, below: View) -> Joint:
    """Lead a joint's draft side on to the seed."""
    start, end = joint.seed_start, joint.seed_end
    return Joint(joint.view_start, joint.view_end, *below.span(start, end))


class _Backwards:
    """Leads from the seed's side of joints to the view's."""

    def __init__(self, joints: Sequence[Joint]) -> None:
        self.joints = joints
        self.starts = [joint.seed_start for joint in joints]

    def first(self, place: int) -> int:
        """Return where in the view begins what begins at `place` of the seed."""
        if (k := bisect_right(self.starts, place)) == 0:
            return place
        joint = self.joints[k - 1]
        if place < joint.seed_end:
            return joint.view_start
        return joint.view_end + place - joint.seed_end

    def last(self, place: int) -> int:
        """Return where in the view ends what ends at `place` of the seed."""
        if (k := bisect_right(self.starts, place - 1)) == 0:
            return place
        joint = self.joints[k - 1]
        return joint.view_end + max(place - joint.seed_end, 0)


def _without_overlap(joints: Iterable[Joint]) -> list[Joint]:
    """Put joints in order; those that share a stretch of the view or the seed become one."""
    merged: list[Joint] = []
    for joint in sorted(joints):
        last = merged[-1] if merged else None
        if last and (joint.view_start < last.view_end or joint.seed_start < last.seed_end):
            merged[-1] = Joint(
                last.view_start,
                max(last.view_end, joint.view_end),
                min(last.seed_start, joint.seed_start),
                max(last.seed_end, joint.seed_end),
            )
        else:
            merged.append(joint)
    return merged
