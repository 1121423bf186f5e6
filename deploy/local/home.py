"""A home: the folder that holds one running system, or one that will run again."""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from deploy.local.filelock import exclusive
from deploy.local.processes import HOME_MARK, Identity
from deploy.local.sockets import socket_folder

DEFAULT = ".pactwatch"
_FORMAT = 1
_LOCK_SECONDS = 180.0


@dataclass(frozen=True, slots=True)
class State:
    """What `up` writes down for the commands that come after it.

    Attributes:
        home: the folder this was written for; a copy of the folder is another home and runs nothing.
        supervisor: the process that keeps the others alive.
        kafka: bootstrap servers.
        database: SQLAlchemy URL.
        kafka_is_local, database_is_local: whether the server is part of this home or one that the user named.
        gateway_port: where the gateway's API and web page are.
        ops_ports: where each service says whether it is ready, by service.
    """

    home: str
    supervisor: Identity
    kafka: str
    kafka_is_local: bool
    database: str
    database_is_local: bool
    gateway_port: int
    ops_ports: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Home:
    """The layout of one home. Several homes run side by side; none knows of the others."""

    path: Path

    @classmethod
    def at(cls, path: Path | str) -> Self:
        """The home at this path, which need not exist yet."""
        return cls(Path(path).expanduser().resolve())

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The home that `PACTWATCH_HOME` names, else `.pactwatch` in the current folder."""
        return cls.at(environment.get(HOME_MARK) or DEFAULT)

    @property
    def kafka(self) -> Path:
        """Kafka's folder."""
        return self.path / "kafka"

    @property
    def postgres(self) -> Path:
        """PostgreSQL's folder."""
        return self.path / "postgres"

    @property
    def logs(self) -> Path:
        """One file for each process, and older ones with a number behind."""
        return self.path / "logs"

    def log(self, process: str) -> Path:
        """The log of a process: `kafka`, `postgres`, a service or `supervisord`."""
        return self.logs / f"{process}.log"

    @property
    def supervisor_config(self) -> Path:
        """What supervisord reads; written anew at each start."""
        return self.path / "supervisord.conf"

    @property
    def supervisor_socket(self) -> Path:
        """Where supervisord answers."""
        return socket_folder(self.path) / "supervisor.sock"

    @contextmanager
    def locked(self, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Let only one command start or stop this home at a time; others wait, at most three minutes.

        Raises:
            LocalError: the other one took longer.
        """
        with exclusive(
            self.path / "lock",
            seconds=_LOCK_SECONDS,
            what="`pactwatch` command that starts or stops this home",
            on_wait=on_wait,
        ):
            yield

    def read_state(self) -> State | None:
        """What the last `up` wrote down; None if there was none, if it is unreadable, or another home's."""
        try:
            document = json.loads(self._state_file.read_text(encoding="utf-8"))
            if document.pop("format") != _FORMAT:
                return None
            state = State(**{**document, "supervisor": Identity(**document["supervisor"])})
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None
        return state if state.home == str(self.path) else None

    def write_state(self, state: State) -> None:
        """Write it down so that a reader sees the old or the new, never half; for our eyes, it may hold a password."""
        new = self._state_file.with_suffix(".new")
        new.unlink(missing_ok=True)
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump({"format": _FORMAT, **asdict(state)}, file, indent=2)
        new.replace(self._state_file)

    def forget_state(self) -> None:
        """Nothing runs here any more. The ports are found again from the servers' own files."""
        self._state_file.unlink(missing_ok=True)

    @property
    def _state_file(self) -> Path:
        return self.path / "state.json"
