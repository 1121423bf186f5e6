"""The whole system of one home: up, down, and how it is. This is the face that the command line sees."""

import os
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from deploy.local.home import Home, State
from deploy.local.ports import free_port
from deploy.local.processes import HOME_MARK, RUN_MARK
from deploy.local.programs import SERVERS_GROUP, SERVICES, SERVICES_GROUP, Service, server_program, service_program
from deploy.local.readiness import Wait
from deploy.local.servers import DATABASE, KAFKA, Server, Start, choose_database, choose_kafka, running_servers
from deploy.local.sockets import socket_folder
from deploy.local.status import SystemStatus, status_of
from deploy.local.supervision import Supervision

GATEWAY_PORT = 8787
_READY_SECONDS = 180.0

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Running:
    """A system that is up and ready.

    Attributes:
        kafka: bootstrap servers.
        database: SQLAlchemy URL.
        ops_ports: where each service serves `/metrics`, `/healthz` and `/readyz`, by service.
        was_up: whether it ran before this `up`.
    """

    home: Path
    kafka: str
    database: str
    gateway_port: int
    ops_ports: Mapping[str, int]
    was_up: bool

    @property
    def gateway_url(self) -> str:
        """The web page and API."""
        return f"http://127.0.0.1:{self.gateway_port}"


def up(
    home: Home,
    *,
    progress: Progress = lambda _: None,
    environment: Mapping[str, str] = os.environ,
    services: Sequence[Service] = SERVICES,
    well_known_ports: bool = True,
    seconds: float = _READY_SECONDS,
) -> Running:
    """Have everything run, and return when all of it is ready; if it runs already, only the waiting is left.

    Args:
        home: where its data, logs and sockets are.
        progress: told what happens, in short lines; from more than one thread.
        environment: `PACTWATCH_KAFKA` and `PACTWATCH_DATABASE` in it name servers to use in place of the home's own.
        services: what runs beside the servers.
        well_known_ports: prefer 8787 for the gateway and 9092 for Kafka; a throw-away system leaves them to others.
        seconds: how long to wait for all of it to be ready.

    Raises:
        LocalError: it could not be started, or was not ready in time; says what, why and what its log says.
    """
    supervision = Supervision(home)
    with home.locked(on_wait=lambda: progress("Another command starts or stops this home; waiting for it …")):
        state = home.read_state() if supervision.runs() else None
        was_up = state is not None
        if state is not None:
            progress("Already up")
        else:
            if supervision.stop():
                progress("Ended what a killed run had left behind")
            state = _start(home, services, environment, progress, well_known_ports)
    Wait(home, state, running_servers(home, state), supervision, progress).until_ready(seconds=seconds)
    return Running(
        home=home.path,
        kafka=state.kafka,
        database=state.database,
        gateway_port=state.gateway_port,
        ops_ports=state.ops_ports,
        was_up=was_up,
    )


def down(home: Home, *, progress: Progress = lambda _: None) -> bool:
    """Stop everything in order, in less than ten seconds; data and logs stay. False if nothing ran.

    Raises:
        LocalError: another command kept the home locked for minutes.
    """
    if not home.path.exists():
        return False
    with home.locked(on_wait=lambda: progress("Another command starts or stops this home; waiting for it …")):
        ran = Supervision(home).stop()
        home.forget_state()
        shutil.rmtree(socket_folder(home.path), ignore_errors=True)
    return ran


def status(home: Home) -> SystemStatus:
    """How it is: each process, each server, and what a killed run left behind."""
    return status_of(home)


def _start(
    home: Home,
    services: Sequence[Service],
    environment: Mapping[str, str],
    progress: Progress,
    well_known_ports: bool,
) -> State:
    """Start everything side by side; services wait for the servers by themselves, so nothing here has to."""
    kafka, start_kafka = choose_kafka(home, environment, well_known_port=well_known_ports)
    database, start_database = choose_database(home, environment)
    servers = [(kafka, start_kafka), (database, start_database)]
    ops_ports = {service.name: free_port() for service in services}
    gateway_port = free_port(GATEWAY_PORT if well_known_ports else None)
    programs = [
        server_program(server.program, start.command()) for server, start in servers if server.program and start
    ]
    programs += [service_program(each, ops_port=ops_ports[each.name]) for each in services]
    supervision = Supervision(home)
    supervisor = supervision.launch(
        programs,
        {
            **environment,
            HOME_MARK: str(home.path),
            RUN_MARK: secrets.token_hex(8),
            KAFKA: kafka.address,
            DATABASE: database.address,
            "PACTWATCH_GATEWAY_PORT": str(gateway_port),
            "PACTWATCH_OPS_HOST": "127.0.0.1",
        },
    )
    state = State(
        home=str(home.path),
        supervisor=supervisor,
        kafka=kafka.address,
        kafka_is_local=start_kafka is not None,
        database=database.address,
        database_is_local=start_database is not None,
        gateway_port=gateway_port,
        ops_ports=ops_ports,
    )
    home.write_state(state)
    try:
        for service in services:
            supervision.client.start(SERVICES_GROUP, service.name)
        with ThreadPoolExecutor() as pool:
            for done in [pool.submit(_start_server, supervision, *each, progress) for each in servers]:
                done.result()
    except BaseException:
        supervision.stop()
        home.forget_state()
        raise
    return state


def _start_server(supervision: Supervision, server: Server, start: Start | None, progress: Progress) -> None:
    if start is None or server.program is None:
        progress(f"Using {server.name} at {server.shown}")
        return
    progress(f"Starting {server.name} …")
    start.prepare(progress)
    supervision.client.start(SERVERS_GROUP, server.program)
