"""What the routes work with: the database, the publisher, the view of the whole system. Each may be away."""

import asyncio
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request

from services.gateway.hops import Hops
from services.gateway.problems import unavailable
from services.gateway.servers import Servers
from services.gateway.settings import GatewaySettings
from shared.health import Health
from shared.publisher import Publisher
from shared.retrying import until_database_answers
from shared.store.engine import connect
from shared.store.migrate import migrate

CONNECTIONS = 10


@dataclass
class Resources:
    """Made once for the process; the routes get it through `Depends`."""

    settings: GatewaySettings
    health: Health
    engine: AsyncEngine = field(init=False)
    publisher: Publisher = field(init=False)
    servers: Servers = field(init=False)
    hops: Hops = field(init=False)
    tables_ready: bool = False
    kafka_ready: bool = False

    def __post_init__(self) -> None:
        self.engine = connect(self.settings.database, connections=CONNECTIONS)
        self.publisher = Publisher(self.settings, self.health)
        self.servers = Servers(self.settings, self.engine)
        self.hops = Hops(self.servers)

    async def prepare(self) -> None:
        """Bring up what the API needs, each by itself: reading works without Kafka, taking articles without PostgreSQL.

        Then keep asking for ever, so that the health tells when a server goes away and when it is back.
        """
        await asyncio.gather(self._prepare_tables(), self._prepare_kafka())
        self.health.ready = True
        await self.hops.watch(self.health)

    async def close(self) -> None:
        """Give the connections back."""
        await self.hops.close()
        await self.servers.close()
        await self.publisher.stop()
        await self.engine.dispose()

    async def _prepare_tables(self) -> None:
        await until_database_answers(self.health, lambda: migrate(self.engine))
        self.tables_ready = True

    async def _prepare_kafka(self) -> None:
        await self.publisher.start()
        self.kafka_ready = True


def everything(request: Request) -> Resources:
    """For `Depends`."""
    resources: Resources = request.app.state.resources
    return resources


def database(request: Request) -> AsyncEngine:
    """For `Depends`: the database, or 503 while its tables are not there."""
    resources = everything(request)
    if not resources.tables_ready:
        raise unavailable("The database does not answer yet; try again in a few seconds.")
    return resources.engine


Everything = Annotated[Resources, Depends(everything)]
Database = Annotated[AsyncEngine, Depends(database)]
