"""Kafka and PostgreSQL for tests: yours if you name them, else Docker's if an engine answers, else the local ones.

| fixture | scope | gives |
|---|---|---|
| `kafka_bootstrap` | session | the address of a Kafka; use `topic_prefix` to keep out of other tests' way |
| `topic_prefix` | test | the beginning of topic and group names that no other test uses |
| `postgres_url` | session | the SQLAlchemy address of a PostgreSQL's maintenance database |
| `database_url` | test | the SQLAlchemy address of a new, empty database, dropped after the test |

A session starts only the servers that its tests ask for.
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from deploy.local.kafka import KafkaNode
from deploy.local.postgres import Postgres
from tests.docker_servers import docker_answers, kafka_in_docker, postgres_in_docker


@contextmanager
def short_folder() -> Iterator[Path]:
    """A temporary folder with a short path, for what keeps Unix sockets in it; pytest's own are often too deep."""
    folder = Path(tempfile.mkdtemp(prefix="pactwatch-test-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def kafka_bootstrap() -> Iterator[str]:
    """The address of a Kafka for the whole session."""
    if given := os.environ.get("PACTWATCH_KAFKA"):
        yield given
    elif docker_answers():
        with kafka_in_docker() as bootstrap:
            yield bootstrap
    else:
        with short_folder() as folder:
            node = KafkaNode(folder)
            try:
                node.start()
                yield node.bootstrap
            finally:
                node.kill()  # nobody reads the data again


@pytest.fixture
def topic_prefix() -> str:
    """The beginning of topic and group names that no other test uses."""
    return f"t{uuid.uuid4().hex[:10]}-"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The SQLAlchemy address of a PostgreSQL's maintenance database, for the whole session."""
    if given := os.environ.get("PACTWATCH_DATABASE"):
        yield given
    elif docker_answers():
        with postgres_in_docker() as url:
            yield url
    else:
        with short_folder() as folder:
            server = Postgres(folder, settings={"fsync": "off", "full_page_writes": "off"})
            try:
                server.start()
                yield server.url_of("postgres")
            finally:
                server.stop()


@pytest.fixture
async def database_url(postgres_url: str) -> AsyncIterator[str]:
    """The SQLAlchemy address of a new, empty database, dropped after the test with whoever is still connected."""
    name = f"test_{uuid.uuid4().hex}"
    await administer(postgres_url, f"CREATE DATABASE {name}")
    try:
        yield make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    finally:
        await administer(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


async def administer(url: str, statement: str) -> None:
    """Run one statement on the maintenance database."""
    connection = await asyncpg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
