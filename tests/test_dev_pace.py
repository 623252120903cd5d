"""How long the preview waits after an event."""

import pytest

from backfile.dev.pace import FIRST, FLOOD, LAST, LONGEST, wait_yet


def test_one_event_is_read_after_twenty_milliseconds():
    assert wait_yet(5.0, 5.0, 5.0) == pytest.approx(FIRST)
    assert wait_yet(5.0, 5.0, 5.0 + FIRST) == pytest.approx(0, abs=1e-9)


def test_the_few_events_of_one_save_do_not_lengthen_it():
    assert wait_yet(5.0, 5.004, 5.004) == pytest.approx(FIRST - 0.004)
    assert wait_yet(5.0, 5.018, 5.018) == pytest.approx(LAST)


def test_events_that_keep_coming_are_waited_for():
    assert wait_yet(5.0, 5.3, 5.3) == pytest.approx(FLOOD)


def test_no_flood_is_waited_for_without_end():
    assert wait_yet(5.0, 5.0 + LONGEST, 5.0 + LONGEST) <= 0
