"""The notifier, wired: pact-events in, alerts out through the outbox, and the delivery loop beside it."""

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from services.notifier import delivery_rows
from services.notifier.channels.address import Resolver
from services.notifier.channels.webhook import WebhookChannel
from services.notifier.deliveries import DeliveryLoop
from services.notifier.handlers import NAME, Notifier
from services.notifier.metrics import OLDEST_PENDING, PENDING
from services.notifier.settings import NotifierSettings
from shared.consumer import BatchConsumer
from shared.health import Health
from shared.lag import watch_lag
from shared.messages import PactEvent
from shared.publisher import Publisher
from shared.retrying import until_database_answers
from shared.store import outbox
from shared.store.engine import connect
from shared.store.migrate import migrate
from shared.topics import PACT_EVENTS

CLEAN_EVERY_SECONDS = 600
MEASURE_EVERY_SECONDS = 5


async def work(settings: NotifierSettings, health: Health, stop: asyncio.Event) -> None:
    """Run until `stop`; what is in flight is finished."""
    engine = connect(settings.database)
    publisher = Publisher(settings, health)
    resolver = Resolver(threads=settings.notifier_parallel)
    webhook = WebhookChannel(
        resolver,
        timeout_seconds=settings.notifier_timeout_seconds,
        allow_private=settings.notifier_allow_private_targets,
    )
    loop = DeliveryLoop(
        engine,
        health,
        {"webhook": webhook},
        longest_attempt=timedelta(seconds=settings.notifier_timeout_seconds),
        parallel=settings.notifier_parallel,
        parallel_per_host=settings.notifier_parallel_per_host,
    )

    async def publish_outbox() -> None:
        await until_database_answers(health, lambda: outbox.publish_waiting(engine, NAME, publisher))

    consumer = BatchConsumer(
        settings,
        health,
        publisher,
        group=NAME,
        source=PACT_EVENTS,
        model=PactEvent,
        handle=Notifier(engine, on_alerts=loop.wake).handle,
        publish_outbox=publish_outbox,
        max_batch=settings.notifier_batch_size,
    )
    try:
        await until_database_answers(health, lambda: migrate(engine))
        await publisher.start()
        async with asyncio.TaskGroup() as tasks:
            endless = (
                tasks.create_task(watch_lag(settings, NAME, PACT_EVENTS, health)),
                tasks.create_task(_clean(engine, health)),
                tasks.create_task(_measure(engine, health)),
            )
            await asyncio.wait({tasks.create_task(consumer.run(stop)), tasks.create_task(loop.run(stop))})
            for task in endless:
                task.cancel()
    finally:
        await webhook.close()
        resolver.close()
        await publisher.stop()
        await engine.dispose()


async def _clean(engine: AsyncEngine, health: Health) -> None:
    while True:
        await asyncio.sleep(CLEAN_EVERY_SECONDS)
        await until_database_answers(health, lambda: outbox.clean(engine, NAME))


async def _measure(engine: AsyncEngine, health: Health) -> None:
    async def measure() -> None:
        async with engine.connect() as connection:
            amount, oldest = await delivery_rows.waiting(connection)
        PENDING.set(amount)
        OLDEST_PENDING.set((datetime.now(UTC) - oldest).total_seconds() if oldest else 0)

    while True:
        await until_database_answers(health, measure)
        await asyncio.sleep(MEASURE_EVERY_SECONDS)
