"""A lock between processes, held on a file and given up by the system when its holder dies."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.errors import LocalError
from deploy.local.waiting import wait_until


@contextmanager
def exclusive(path: Path, *, seconds: float, what: str, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock on `path` inside the block.

    Args:
        path: the lock file; made if missing, and left behind, because removing it would let two hold "the" lock.
        seconds: how long to wait for whoever holds it.
        what: the work this lock guards, for the error message: "another <what> is at work".
        on_wait: called once if somebody else holds it.

    Raises:
        LocalError: somebody else held it for all of `seconds`, or its folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise LocalError(f"{path.parent} cannot be written to: {error.strerror}.") from error
    try:
        if not _taken(descriptor):
            on_wait()
            if not wait_until(lambda: _taken(descriptor), seconds=seconds):
                raise LocalError(f"Another {what} has been at work for {seconds:.0f} s (it holds {path}).")
        yield
    finally:
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
