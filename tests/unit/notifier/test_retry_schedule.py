"""When a failed delivery is tried again."""

from datetime import timedelta
from itertools import accumulate

import pytest

from services.notifier.retry_schedule import PAUSES, pause_after

NO_JITTER = 0.5


def test_the_schedule_is_the_published_one() -> None:
    """The table "Example retry schedule" of the Standard Webhooks specification, as time since the start."""
    pauses = [pause_after(attempts, None, NO_JITTER) for attempts in range(1, 10)]
    since_start = [str(total) for total in accumulate(pause for pause in pauses if pause)]
    assert since_start == [
        "0:00:05",
        "0:05:05",
        "0:35:05",
        "2:35:05",
        "7:35:05",
        "17:35:05",
        "1 day, 7:35:05",
        "2 days, 3:35:05",
        "3 days, 3:35:05",
    ]


@pytest.mark.parametrize("attempts", [len(PAUSES) + 1, 1000])
def test_it_ends(attempts: int) -> None:
    assert pause_after(attempts, None, NO_JITTER) is None
    assert pause_after(attempts, timedelta(minutes=1), NO_JITTER) is None


def test_jitter_spreads_by_a_tenth_either_way() -> None:
    assert pause_after(2, None, 0.0) == timedelta(minutes=5) * 0.9
    assert pause_after(2, None, 0.75) == timedelta(minutes=5) * 1.05


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (timedelta(seconds=1), timedelta(seconds=5)),
        (timedelta(minutes=3), timedelta(minutes=3)),
        (timedelta(days=30), timedelta(hours=24)),
    ],
)
def test_retry_after_lengthens_a_pause_up_to_a_day(asked: timedelta, expected: timedelta) -> None:
    assert pause_after(1, asked, NO_JITTER) == expected
