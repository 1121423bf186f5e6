"""Kafka and PostgreSQL as a home uses them: its own, or those that the user named."""

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from deploy.local.errors import LocalError
from deploy.local.home import Home, State
from deploy.local.kafka import KafkaNode
from deploy.local.kafka_probe import live_brokers
from deploy.local.postgres import Postgres
from deploy.local.process import Command
from deploy.local.sockets import socket_folder

KAFKA, DATABASE = "PACTWATCH_KAFKA", "PACTWATCH_DATABASE"
_KAFKA_PORT, _POSTGRES_PORT = 9092, 5432
_CONNECT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Server:
    """Kafka or PostgreSQL.

    Attributes:
        name: for people.
        address: as the services take it.
        shown: the address without its password.
        serves: whether it answers now.
        program: its name among the home's programs; None for a server that the user named, not ours to start or stop.
    """

    name: str
    address: str
    shown: str
    serves: Callable[[], bool]
    program: str | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """How a server of the home's own is started: what has to be done first, and the command."""

    prepare: Callable[[Callable[[str], None]], None]
    command: Callable[[], Command]


def choose_kafka(home: Home, environment: Mapping[str, str], *, well_known_port: bool) -> tuple[Server, Start | None]:
    """The Kafka that `PACTWATCH_KAFKA` names, else the home's own; a new one on port 9092 if wanted and free."""
    if given := environment.get(KAFKA):
        return named_kafka(given), None
    node = KafkaNode(home.kafka, preferred_port=_KAFKA_PORT if well_known_port else None)
    return own_kafka(node.bootstrap), Start(node.prepare, node.command)


def choose_database(home: Home, environment: Mapping[str, str]) -> tuple[Server, Start | None]:
    """The PostgreSQL that `PACTWATCH_DATABASE` names, else the home's own.

    Raises:
        LocalError: what the variable holds is no database URL.
    """
    if given := environment.get(DATABASE):
        return named_database(given), None
    server = Postgres(home.postgres, sockets=socket_folder(home.path) / "pg")
    return own_database(home), Start(server.prepare, server.command)


def running_servers(home: Home, state: State) -> list[Server]:
    """The servers of a home that is up."""
    return [
        own_kafka(state.kafka) if state.kafka_is_local else named_kafka(state.kafka),
        own_database(home) if state.database_is_local else named_database(state.database),
    ]


def own_kafka(bootstrap: str) -> Server:
    """The home's own Kafka at this address."""
    host, _, port = bootstrap.rpartition(":")
    return Server("Apache Kafka", bootstrap, bootstrap, lambda: bool(live_brokers(host, int(port))), "kafka")


def named_kafka(bootstrap: str) -> Server:
    """A Kafka that the user named."""
    return Server("Apache Kafka", bootstrap, bootstrap, lambda: _any_listens(bootstrap))


def own_database(home: Home) -> Server:
    """The home's own PostgreSQL."""
    server = Postgres(home.postgres, sockets=socket_folder(home.path) / "pg")
    return Server("PostgreSQL", server.url, server.url, server.serves, "postgres")


def named_database(given: str) -> Server:
    """A PostgreSQL that the user named.

    Raises:
        LocalError: this is no database URL.
    """
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        # What it holds is not repeated: there may be a password in it.
        raise LocalError(f"{DATABASE} is no database URL such as postgresql+asyncpg://user@host/pactwatch.") from None
    host, port = url.host, url.port or _POSTGRES_PORT
    # An address without a host is a Unix socket, or one of several hosts: the services will tell soon enough.
    serves = (lambda: _listens(host, port)) if host else (lambda: True)
    return Server("PostgreSQL", given, url.render_as_string(hide_password=True), serves)


def _any_listens(bootstrap: str) -> bool:
    """Whether one of these brokers takes connections; it may want a password or TLS, so nothing more is asked."""
    for address in bootstrap.split(","):
        host, _, port = address.strip().rpartition(":")
        if not host:
            host, port = port, str(_KAFKA_PORT)
        if host and port.isdigit() and _listens(host.strip("[]"), int(port)):
            return True
    return False


def _listens(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=_CONNECT_SECONDS):
            return True
    except OSError:
        return False
