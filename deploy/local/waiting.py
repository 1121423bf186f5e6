"""Waiting for something outside this process: poll with a deadline, never sleep and hope."""

import time
from collections.abc import Callable


def wait_until(holds: Callable[[], bool], *, seconds: float, every: float = 0.05) -> bool:
    """Ask `holds` until it says yes; False if it has not within `seconds`."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() >= deadline:
            return False
        time.sleep(every)
    return True
