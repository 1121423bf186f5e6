"""When to try again: the schedule the Standard Webhooks specification publishes, three days long, with jitter. Pure."""

from datetime import timedelta

PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""PAUSES[n] is waited after attempt n + 1 has failed; the first attempt is made at once."""

JITTER = 0.1
"""A pause is changed by at most this share, so that those who failed together do not come back together."""

LONGEST_RETRY_AFTER = timedelta(hours=24)
"""A receiver that asks for more is asked again after this."""


def pause_after(attempts: int, asked: timedelta | None, chance: float) -> timedelta | None:
    """How long to wait after `attempts` failures, or None when there is nothing more to try.

    `asked` is what the receiver wrote in Retry-After: it may lengthen the pause, never shorten it. `chance` is a random
    number in [0, 1).
    """
    if not 1 <= attempts <= len(PAUSES):
        return None
    pause = PAUSES[attempts - 1] * (1 + JITTER * (2 * chance - 1))
    return max(pause, min(asked, LONGEST_RETRY_AFTER)) if asked else pause
