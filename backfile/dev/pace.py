"""How long to wait after a file event before reading: short after one save, longer in a flood."""

FIRST = 0.020
"""Seconds from the first event to the reading, when nothing more comes."""
LAST = 0.008
"""Seconds that must have passed since the last event of a single save."""
FLOOD = 0.150
"""Seconds of quiet after events that keep coming: a checkout, a folder that is moved."""
LONGEST = 3.0
"""Seconds after which a flood is read although it goes on."""


def wait_yet(first: float, last: float, now: float) -> float:
    """Return for how many seconds to wait on; 0 or less means to read now.

    `first` and `last` are the times of the first and the latest event, in seconds of one clock.
    """
    if last - first < FIRST:
        due = max(first + FIRST, last + LAST)
    else:
        due = min(last + FLOOD, first + LONGEST)
    return due - now
