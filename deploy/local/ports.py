"""Choosing TCP ports that stay free between the choice and the start of the server that was promised them."""

import random
import socket

from deploy.local.errors import LocalError

# Below the ranges from which Linux (32768) and macOS (49152) take the near end of outgoing connections, so a
# client's connection can never sit on a port that a server is about to open or to open again after a restart.
_FIRST, _LAST = 20_000, 32_000
_TRIES = 200

_promised: set[int] = set()


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of the loopback interface now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: a port whose old connections are still in TIME_WAIT counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port(preferred: int | None = None) -> int:
    """A free port: the preferred one if it can be had, else one that this process has promised to nobody yet.

    Raises:
        LocalError: no free port was found, which on a healthy machine does not happen.
    """
    if preferred is not None and is_free(preferred):
        return preferred
    for _ in range(_TRIES):
        port = random.randint(_FIRST, _LAST)  # noqa: S311 - a port number is no secret
        if port not in _promised and is_free(port):
            _promised.add(port)
            return port
    raise LocalError(f"No free TCP port between {_FIRST} and {_LAST} on 127.0.0.1 after {_TRIES} tries.")
