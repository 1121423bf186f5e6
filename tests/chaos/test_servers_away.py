"""Kafka or PostgreSQL away, at the start or in the middle: services wait, say so, and go on by themselves."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from pydantic import SecretStr
from sqlalchemy import func, insert, select

from deploy.local.kafka import KafkaNode
from deploy.local.postgres import Postgres
from services.extractor.app import work as extractor
from services.extractor.settings import ExtractorSettings
from services.notifier.app import work as notifier
from services.notifier.settings import NotifierSettings
from services.registrar.app import work as registrar
from services.registrar.settings import RegistrarSettings
from shared.health import Health
from shared.store.engine import connect
from shared.store.migrate import migrate
from shared.store.tables import alerts, subscriptions
from shared.topics import ARTICLES
from tests.newsroom import pact
from tests.servers import short_folder
from tests.topic_reader import publish_raw
from tests.waiting import until


@asynccontextmanager
async def services(kafka: str, database: str) -> AsyncIterator[list[Health]]:
    """All three, in this process, so that their health can be asked directly."""
    stop = asyncio.Event()
    secret = SecretStr(database)
    healths = [Health(600) for _ in range(3)]
    tasks = [
        asyncio.create_task(extractor(ExtractorSettings(kafka=kafka, database=secret), healths[0], stop)),
        asyncio.create_task(registrar(RegistrarSettings(kafka=kafka, database=secret), healths[1], stop)),
        asyncio.create_task(notifier(NotifierSettings(kafka=kafka, database=secret), healths[2], stop)),
    ]
    try:
        yield healths
        assert not [task for task in tasks if task.done()], "no service ended by itself"
    finally:
        stop.set()
        await asyncio.wait_for(asyncio.gather(*tasks), 30)


async def subscribe(database: str) -> None:
    engine = connect(SecretStr(database))
    await migrate(engine)
    async with engine.begin() as connection:
        # Every pact of the newsroom's first sixty is one of Albania's.
        row = {"subscription_id": "sub_albania", "countries": ["ALB"], "data": {"countries": ["ALB"]}}
        await connection.execute(insert(subscriptions).values(row))
    await engine.dispose()


async def alerted(database: str) -> int:
    engine = connect(SecretStr(database))
    try:
        async with engine.connect() as connection:
            return (await connection.execute(select(func.count()).select_from(alerts))).scalar_one()
    finally:
        await engine.dispose()


def saying(healths: list[Health], word: str) -> Callable[[], Awaitable[bool]]:
    async def said() -> bool:
        return all(any(word in reason for reason in health.not_ready_because()) for health in healths)

    return said


async def test_services_wait_for_their_servers_and_go_on() -> None:
    with short_folder() as folder:
        kafka, postgres = KafkaNode(folder / "kafka"), Postgres(folder / "postgres")
        try:
            async with services(kafka.bootstrap, postgres.url) as healths:

                async def ready() -> bool:
                    return not any(health.not_ready_because() for health in healths)

                # Nothing is there at the start.
                await until(saying(healths[:1], "kafka"), what="the extractor waiting for Kafka")
                await until(saying(healths[1:], "postgresql"), what="both waiting for PostgreSQL")
                await asyncio.gather(asyncio.to_thread(kafka.start), asyncio.to_thread(postgres.start))
                await until(ready, seconds=60, what="readiness")
                await subscribe(postgres.url)

                # The database goes away in the middle; what comes meanwhile waits on the topics.
                settings = ExtractorSettings(kafka=kafka.bootstrap)
                await asyncio.to_thread(postgres.kill)
                await publish_raw(settings, ARTICLES, pact(0))
                await until(saying(healths[1:2], "postgresql"), what="the registrar waiting for PostgreSQL")
                await asyncio.to_thread(postgres.start)
                await until(lambda: _as_many(postgres.url, 1), seconds=60, what="the alert after PostgreSQL came back")

                # The broker dies; all say so; it comes back.
                await asyncio.to_thread(kafka.kill)
                await until(saying(healths, "kafka"), seconds=60, what="all waiting for Kafka")
                await asyncio.to_thread(kafka.start)
                await publish_raw(settings, ARTICLES, pact(1))
                await until(lambda: _as_many(postgres.url, 2), seconds=90, what="the alert after Kafka came back")
                await until(ready, seconds=60, what="readiness again")
        finally:
            kafka.kill()
            postgres.stop()


async def _as_many(database: str, amount: int) -> bool:
    return await alerted(database) == amount
