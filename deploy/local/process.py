"""One server as a child process: started, asked whether it is ready, stopped politely, killed on purpose."""

import os
import signal
import subprocess
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.local.errors import LocalError
from deploy.local.waiting import wait_until


def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log file, for an error message; a sentence if there is nothing to show."""
    try:
        with log.open(encoding="utf-8", errors="replace") as lines:
            return "".join(deque(lines, maxlen=count)).rstrip() or f"({log} is empty)"
    except OSError:
        return f"({log} does not exist)"


@dataclass(frozen=True, slots=True)
class Command:
    """How a server is started.

    Attributes:
        arguments: the program and its arguments.
        directory: the working folder; relative paths in `arguments` are relative to it.
        environment: what is added to the environment of this process.
        user: the account to run as, None for our own.
        stop_signal: what asks the server to end in an orderly way.
    """

    arguments: Sequence[str]
    directory: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM

    def __post_init__(self) -> None:
        if not self.arguments:
            raise ValueError("a command needs a program")


class ServerProcess:
    """A server that runs as a child of this process, with its output in a log file."""

    def __init__(self, name: str, log: Path) -> None:
        self.name = name
        self.log = log
        self._child: subprocess.Popen[bytes] | None = None
        self._stop_signal = signal.SIGTERM

    @property
    def pid(self) -> int | None:
        """The process id while the server runs."""
        return self._child.pid if self._child is not None and self._child.poll() is None else None

    def start(self, command: Command) -> None:
        """Start it; returns at once, before the server is ready. Does nothing if it runs already."""
        if self.pid is not None:
            return
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            # A session of its own: Ctrl-C in the terminal must not reach the server before we stop it in order.
            self._child = subprocess.Popen(  # noqa: S603 - commands come from our own modules only
                command.arguments,
                cwd=command.directory,
                env={**os.environ, **command.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **as_user(command.user),
            )
        self._stop_signal = command.stop_signal

    def wait_ready(self, is_ready: Callable[[], bool], *, seconds: float) -> None:
        """Wait until `is_ready` says so.

        Raises:
            LocalError: the server ended, or was not ready within `seconds`; with the end of its log.
        """
        if not wait_until(lambda: self.pid is None or is_ready(), seconds=seconds):
            raise LocalError(
                f"{self.name} was not ready within {seconds:.0f} s. Its log ends so:\n{last_lines(self.log)}"
            )
        if self.pid is None:
            raise LocalError(f"{self.name} ended while starting. Its log ends so:\n{last_lines(self.log)}")

    def stop(self, *, seconds: float = 10.0) -> None:
        """Ask it to end; kill it if it has not within `seconds`."""
        if self._child is None:
            return
        if self._child.poll() is None:
            self._child.send_signal(self._stop_signal)
        try:
            self._child.wait(seconds)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._child = None

    def kill(self) -> None:
        """End it with SIGKILL, as a power cut would: nothing is flushed, nobody is told."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            self._child = None


def as_user(user: str | None) -> dict[str, Any]:
    """The arguments by which `subprocess` runs a program as this account; none for our own."""
    return {} if user is None else {"user": user, "group": _main_group(user), "extra_groups": []}


def _main_group(user: str) -> int:
    import pwd

    return pwd.getpwnam(user).pw_gid
