"""Kafka and PostgreSQL in containers, where a Docker engine answers."""

import gc
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache

import yaml

from deploy.local.kafka_probe import live_brokers
from deploy.local.ports import free_port
from deploy.local.programs import ROOT
from deploy.local.waiting import wait_until

_KAFKA_SECONDS = 120.0
_PING_SECONDS = 5


@cache
def docker_answers() -> bool:
    """Whether a Docker engine answers on this machine."""
    with warnings.catch_warnings():
        # The Docker client leaves its socket open on the way to a "no"; that is no failure of our tests.
        warnings.simplefilter("ignore")
        answers = _ping()
        gc.collect()
    return answers


def _ping() -> bool:
    import docker  # type: ignore[import-untyped]

    try:
        with closing(docker.from_env(timeout=_PING_SECONDS)) as client:
            return bool(client.ping())
    except (docker.errors.DockerException, OSError):
        return False


def image_of(server: str) -> str:
    """The image that docker-compose.yml pins for this server, so that tests and the real thing never part."""
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return str(compose["services"][server]["image"])


@contextmanager
def kafka_in_docker() -> Iterator[str]:
    """One Apache Kafka node in a container; its address."""
    from testcontainers.core.container import DockerContainer

    # The broker tells clients its address, so the port outside must be known before it starts: the same one inside.
    port = free_port()
    image = image_of("kafka")
    container = DockerContainer(image).with_bind_ports(port, port)
    for name, value in {
        "KAFKA_NODE_ID": "1",
        "KAFKA_PROCESS_ROLES": "broker,controller",
        "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
        "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "KAFKA_LISTENERS": f"PLAINTEXT://:{port},CONTROLLER://:9093",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://127.0.0.1:{port}",
        "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
        "KAFKA_MESSAGE_MAX_BYTES": str(10 * 1024 * 1024),
    }.items():
        container.with_env(name, value)
    with container:
        if not wait_until(lambda: bool(live_brokers("127.0.0.1", port)), seconds=_KAFKA_SECONDS):
            raise TimeoutError(f"{image} was not ready within {_KAFKA_SECONDS:.0f} s")
        yield f"127.0.0.1:{port}"


@contextmanager
def postgres_in_docker() -> Iterator[str]:
    """One PostgreSQL in a container; its SQLAlchemy address."""
    from testcontainers.postgres import PostgresContainer

    with PostgresContainer(image_of("postgres"), driver="asyncpg") as server:
        yield server.get_connection_url()
