"""What runs in a home, as `pactwatch status` tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local.home import Home, State
from deploy.local.processes import started_by
from deploy.local.readiness import not_ready_because
from deploy.local.servers import running_servers
from deploy.local.supervision import Supervision
from deploy.local.supervisor_client import NoAnswer, ProcessState


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """Kafka or PostgreSQL.

    Attributes:
        address: where it is, without a password.
        is_local: whether it is part of the home; else the user named it.
    """

    name: str
    address: str
    is_local: bool
    answers: bool


@dataclass(frozen=True, slots=True)
class ProcessStatus:
    """One process that is kept alive.

    Attributes:
        state: starting, running, backoff (it ended at once and waits for its next try), stopping or stopped.
        uptime_seconds: since its last start, 0 if it does not run.
        restarts: how often it was started again since `up`.
        not_ready_because: None when it is ready, else why not.
        ops_port: where it serves `/metrics`, `/healthz` and `/readyz`; None for a server.
    """

    name: str
    state: str
    pid: int | None
    uptime_seconds: float
    restarts: int
    not_ready_because: str | None
    ops_port: int | None
    log: Path


@dataclass(frozen=True, slots=True)
class SystemStatus:
    """All of a home.

    Attributes:
        is_up: whether its supervisor runs; what it keeps alive may still be starting.
        gateway_url: the web page and API; None when it is not up.
        leftovers: processes of a killed run that nobody keeps alive any more; `up` and `down` end them.
    """

    home: Path
    is_up: bool
    gateway_url: str | None = None
    servers: Sequence[ServerStatus] = ()
    processes: Sequence[ProcessStatus] = ()
    leftovers: int = 0

    @property
    def is_ready(self) -> bool:
        """Whether every server answers and every process is ready."""
        servers = all(server.answers for server in self.servers)
        return self.is_up and servers and all(each.not_ready_because is None for each in self.processes)


def status_of(home: Home) -> SystemStatus:
    """Look at a home without changing anything in it."""
    supervision = Supervision(home)
    state = home.read_state()
    try:
        if state is None or not supervision.runs():
            return SystemStatus(home.path, is_up=False, leftovers=len(started_by(home.path)))
        running = supervision.client.processes()
    except NoAnswer:  # it was stopped between two questions
        return SystemStatus(home.path, is_up=False)
    restarts = supervision.restarts()
    servers = running_servers(home, state)
    answers = {server.name: server.serves() for server in servers}
    unready = {server.program for server in servers if server.program and not answers[server.name]}
    return SystemStatus(
        home.path,
        is_up=True,
        gateway_url=f"http://127.0.0.1:{state.gateway_port}",
        servers=[
            ServerStatus(server.name, server.shown, server.program is not None, answers[server.name])
            for server in servers
        ],
        processes=[_process(home, state, each, restarts.get(each.name, 0), unready) for each in running],
    )


def _process(home: Home, state: State, process: ProcessState, restarts: int, unready: set[str]) -> ProcessStatus:
    port = state.ops_ports.get(process.name)
    why = "it does not answer yet" if process.name in unready else None
    if port is not None:
        why = not_ready_because(port)
    return ProcessStatus(
        name=process.name,
        state=process.state.lower(),
        pid=process.pid,
        uptime_seconds=process.uptime_seconds,
        restarts=restarts,
        not_ready_because=why,
        ops_port=port,
        log=home.log(process.name),
    )
