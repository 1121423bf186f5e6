"""A gateway for each test, on topics and a database of its own."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.store.engine import connect
from tests.running_gateway import RunningGateway, running


@pytest.fixture
async def gateway(kafka_bootstrap: str, database_url: str, topic_prefix: str) -> AsyncIterator[RunningGateway]:
    """A gateway with Kafka and PostgreSQL, ready."""
    async with running(kafka_bootstrap, database_url, topic_prefix) as gateway:
        await gateway.until_ready()
        yield gateway


@pytest.fixture
async def engine(gateway: RunningGateway) -> AsyncIterator[AsyncEngine]:
    """The gateway's database, to put into it what other services write."""
    engine = connect(gateway.settings.database)
    yield engine
    await engine.dispose()
