"""A notifier for tests: run in this process on real servers, with subscriptions put where the gateway puts them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from pydantic import SecretStr
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.notifier.app import work
from services.notifier.settings import NotifierSettings
from shared.health import Health
from shared.lag import LagProbe
from shared.messages import Alert, PactEvent
from shared.store.tables import subscriptions
from shared.subscriptions import SubscriptionSpec
from shared.topics import ALERTS, PACT_EVENTS
from tests.receiver import SECRET
from tests.topic_reader import publish_raw, read_topic
from tests.waiting import until


def settings_for(kafka: str, database: str, prefix: str, **fields: Any) -> NotifierSettings:
    """A notifier's settings; loopback is allowed, for the receiver of the test."""
    given: dict[str, Any] = {"topic_partitions": 1, "notifier_allow_private_targets": True, **fields}
    return NotifierSettings(kafka=kafka, database=SecretStr(database), topic_prefix=prefix, **given)


@asynccontextmanager
async def running(settings: NotifierSettings) -> AsyncIterator[Health]:
    """The notifier at work; on leaving it is stopped as SIGTERM would, and must end without an error."""
    health, stop = Health(60), asyncio.Event()
    task = asyncio.create_task(work(settings, health, stop))
    try:
        await until(lambda: _ready(health, task), what="readiness")
        yield health
    finally:
        stop.set()
        await asyncio.wait_for(task, 30)


async def _ready(health: Health, task: asyncio.Task[None]) -> bool:
    if task.done():
        task.result()
    return not health.not_ready_because()


async def subscribe(
    engine: AsyncEngine, identity: str, *countries: str, webhook: str | None = None, **wishes: Any
) -> SubscriptionSpec:
    """A subscription, as the gateway would keep it."""
    spec = SubscriptionSpec(countries=countries, webhook=webhook, **wishes)
    async with engine.begin() as connection:
        await connection.execute(
            insert(subscriptions).values(
                subscription_id=identity,
                countries=list(spec.countries),
                data=spec.model_dump(mode="json"),
                webhook_secret=SECRET if webhook else None,
            )
        )
    return spec


async def publish(settings: NotifierSettings, *events: PactEvent) -> None:
    """Put events on the topic."""
    await publish_raw(settings, PACT_EVENTS, *(event.model_dump_json().encode() for event in events))


async def all_handled(settings: NotifierSettings) -> None:
    """Wait until every event on the topic is committed."""

    async def no_lag() -> bool:
        async with LagProbe(settings) as probe:
            return await probe.lag("notifier", PACT_EVENTS) == 0

    await until(no_lag, what="the commit")


async def alerts_on_topic(settings: NotifierSettings) -> list[Alert]:
    """What is on the `alerts` topic now."""
    return [Alert.model_validate_json(record.value) for record in await read_topic(settings, ALERTS)]


async def rows(engine: AsyncEngine, query: str, **values: Any) -> Sequence[Any]:
    """Ask the database."""
    async with engine.connect() as connection:
        return (await connection.execute(text(query), values)).all()


async def delivery_is(engine: AsyncEngine, subscription_id: str, state: str, *, attempts: int | None = None) -> Any:
    """Wait until the subscription's only delivery has that state, and so many attempts; the row comes back."""

    async def there() -> Any:
        found = await rows(engine, "SELECT * FROM deliveries WHERE subscription_id = :id", id=subscription_id)
        if len(found) == 1 and found[0].state == state and attempts in (None, found[0].attempts):
            return found[0]
        return None

    return await until(there, what=f"a delivery to {subscription_id} being {state} ({attempts} attempts)")
