"""Waiting until everything published has come through to the end."""

import time
from collections.abc import Callable

from services.cli.client import Gateway, Json
from services.cli.errors import Failed, NotRunning, Unavailable

POLL_SECONDS = 0.4


def until_drained(
    gateway: Gateway,
    *,
    seconds: float,
    on_status: Callable[[Json], None] = lambda _: None,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Return when two measurements in a row say so; the gateway measures once a second, and is asked more often.

    Call it after the publish was accepted: the gateway measures anew from then on. Raises `Failed` when it takes longer
    than `seconds`, and tells where it hangs.
    """
    deadline = clock() + seconds
    drained_at: str | None = None
    said = "the gateway does not answer"
    while True:
        try:
            status = gateway.status()
        except (Unavailable, NotRunning) as away:
            said, drained_at = str(away), None
        else:
            on_status(status)
            if status["drained"] and drained_at not in (None, status["measured_at"]):
                return
            drained_at = (drained_at or status["measured_at"]) if status["drained"] else None
            said = waiting(status)
        if clock() > deadline:
            raise Failed(f"Not everything came through within {seconds:.0f} s: {said}.")
        sleep(POLL_SECONDS)


def waiting(status: Json) -> str:
    """Where work waits, hop by hop."""
    hops = [f"{hop['group']} {_count(hop)}" for hop in status["hops"] if _count(hop) != "0"]
    pending = (status["deliveries"] or {}).get("pending", "?")
    told = [*hops, *([f"deliveries {pending}"] if pending else []), *status["problems"]]
    return ", ".join(told) or "nothing waits any more"


def _count(hop: Json) -> str:
    return "?" if hop["lag"] is None else str(hop["lag"] + (hop["outbox"] or 0))
