"""Asking supervisord, over its Unix socket, what runs; and telling it what should."""

import http.client
import socket
import xmlrpc.client
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ANSWER_SECONDS = 5.0

# What a dead, hanging or foreign socket may answer with.
NoAnswer = (OSError, http.client.HTTPException, xmlrpc.client.Error)


@dataclass(frozen=True, slots=True)
class ProcessState:
    """One program as supervisord sees it.

    Attributes:
        state: supervisord's word: STARTING, RUNNING, BACKOFF, STOPPING, STOPPED, EXITED, FATAL.
        pid: the process id, None if it does not run.
        uptime_seconds: since its last start, 0 if it does not run.
    """

    name: str
    state: str
    pid: int | None
    uptime_seconds: float


class SupervisorClient:
    """One supervisord, by the path of its socket. Each call may raise one of `NoAnswer`."""

    def __init__(self, socket_path: Path) -> None:
        """Nothing is asked yet."""
        self._socket_path = socket_path

    def answers(self) -> bool:
        """Whether it is there and not on its way out."""
        try:
            with self._connected() as server:
                return bool(server.getState()["statename"] == "RUNNING")
        except NoAnswer:
            return False

    def processes(self) -> list[ProcessState]:
        """All programs."""
        with self._connected() as server:
            return [_process_state(each) for each in server.getAllProcessInfo()]

    def start(self, group: str, name: str) -> None:
        """Start a program that was not started yet; returns before it is up."""
        with self._connected() as server:
            server.startProcess(f"{group}:{name}", False)

    def shut_down(self) -> None:
        """Have it stop all programs in order and end; returns at once."""
        with self._connected() as server:
            server.shutdown()

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        proxy = xmlrpc.client.ServerProxy("http://supervisord/RPC2", transport=_UnixTransport(self._socket_path))
        with proxy as server:
            yield server.supervisor


def _process_state(info: dict[str, Any]) -> ProcessState:
    runs = bool(info["pid"])
    return ProcessState(
        name=info["name"],
        state=info["statename"],
        pid=info["pid"] or None,
        uptime_seconds=float(max(info["now"] - info["start"], 0)) if runs else 0.0,
    )


class _UnixTransport(xmlrpc.client.Transport):
    """XML-RPC over a Unix socket, with a time limit."""

    def __init__(self, socket_path: Path) -> None:
        super().__init__()
        self._socket_path = socket_path

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        self._connection = host, _UnixConnection(self._socket_path)  # where `close` looks for it
        return self._connection[1]


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, socket_path: Path) -> None:
        super().__init__("supervisord", timeout=_ANSWER_SECONDS)
        self._socket_path = socket_path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(_ANSWER_SECONDS)
        self.sock.connect(str(self._socket_path))
