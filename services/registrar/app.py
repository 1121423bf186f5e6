"""The registrar, wired: pact-reports in, one transaction a batch, pact-events out through the outbox."""

import asyncio

from services.registrar.handlers import NAME, Registrar
from services.registrar.settings import RegistrarSettings
from shared.consumer import BatchConsumer
from shared.health import Health
from shared.lag import watch_lag
from shared.messages import PactReport
from shared.publisher import Publisher
from shared.retrying import until_database_answers
from shared.store import outbox
from shared.store.engine import connect
from shared.store.migrate import migrate
from shared.topics import PACT_REPORTS

CLEAN_EVERY_SECONDS = 600


async def work(settings: RegistrarSettings, health: Health, stop: asyncio.Event) -> None:
    """Run until `stop`."""
    engine = connect(settings.database)
    publisher = Publisher(settings, health)
    side_tasks: set[asyncio.Task[None]] = set()

    async def publish_outbox() -> None:
        await until_database_answers(health, lambda: outbox.publish_waiting(engine, NAME, publisher))

    async def clean() -> None:
        while True:
            await asyncio.sleep(CLEAN_EVERY_SECONDS)
            await until_database_answers(health, lambda: outbox.clean(engine, NAME))

    try:
        await until_database_answers(health, lambda: migrate(engine))
        await publisher.start()
        side_tasks = {
            asyncio.create_task(watch_lag(settings, NAME, PACT_REPORTS, health)),
            asyncio.create_task(clean()),
        }
        await BatchConsumer(
            settings,
            health,
            publisher,
            group=NAME,
            source=PACT_REPORTS,
            model=PactReport,
            handle=Registrar(engine).handle,
            publish_outbox=publish_outbox,
            max_batch=settings.registrar_batch_size,
        ).run(stop)
    finally:
        for task in side_tasks:
            task.cancel()
        await publisher.stop()
        await engine.dispose()
