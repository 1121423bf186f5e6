"""What the notifier does when something dies in the middle: nothing is lost, and nothing is told twice."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.local.postgres import Postgres
from services.notifier.handlers import Notifier
from services.notifier.settings import NotifierSettings
from shared import ids
from shared.messages import PactEvent
from shared.received import Received
from shared.record import Record
from shared.store.engine import connect
from shared.store.migrate import migrate
from shared.topics import create_missing
from tests.messages import pact_event
from tests.notifying import alerts_on_topic, all_handled, delivery_is, publish, rows, running, settings_for, subscribe
from tests.receiver import SECRET, Answer, Receiver
from tests.servers import short_folder
from tests.waiting import until


@pytest.fixture
async def settings(kafka_bootstrap: str, database_url: str, topic_prefix: str) -> NotifierSettings:
    settings = settings_for(kafka_bootstrap, database_url, topic_prefix)
    await create_missing(settings)
    return settings


@pytest.fixture
async def engine(settings: NotifierSettings) -> AsyncIterator[AsyncEngine]:
    engine = connect(settings.database)
    await migrate(engine)
    yield engine
    await engine.dispose()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


def received(event: PactEvent) -> Received[PactEvent]:
    return Received(event, Record(0, 0, None, None, b""))


async def test_a_crash_between_commit_and_publish(
    settings: NotifierSettings, engine: AsyncEngine, receiver: Receiver
) -> None:
    """The transaction is there, the message is not: the next start publishes it, and reads the event again in vain."""
    await subscribe(engine, "sub_japan", "JPN", webhook=receiver.url)
    event = pact_event("JPN", "UKR")
    await publish(settings, event)
    await Notifier(engine, on_alerts=lambda: None).handle([received(event)])
    assert await alerts_on_topic(settings) == []
    async with running(settings):
        await all_handled(settings)
        await delivery_is(engine, "sub_japan", "delivered", attempts=1)
    assert [alert.event.event_id for alert in await alerts_on_topic(settings)] == [event.event_id]
    assert receiver.ids == [ids.alert_id("sub_japan", event.step_id)]


async def test_a_receiver_that_comes_back_gets_the_same_id(
    settings: NotifierSettings, engine: AsyncEngine, receiver: Receiver
) -> None:
    await subscribe(engine, "sub_japan", "JPN", webhook=receiver.url)
    receiver.next_answers(Answer(503))
    async with running(settings):
        await publish(settings, pact_event("JPN", "UKR"))
        await delivery_is(engine, "sub_japan", "pending", attempts=1)
        receiver.close()
        # On its own the second attempt comes five seconds later; here it is brought forward, to a closed door.
        await _bring_forward(engine)
        failed = await delivery_is(engine, "sub_japan", "pending", attempts=2)
        with receiver:
            await _bring_forward(engine)
            await delivery_is(engine, "sub_japan", "delivered", attempts=3)
    first, last = receiver.posts
    assert failed.last_reason == "connection"
    assert first.id == last.id
    assert first.content == last.content
    assert last.body()["data"]["alert_id"] == last.id


async def _bring_forward(engine: AsyncEngine) -> None:
    await rows(engine, "SELECT 1")
    async with engine.begin() as connection:
        await connection.exec_driver_sql("UPDATE deliveries SET next_try_at = now() WHERE state = 'pending'")


async def test_postgresql_is_restarted_in_the_middle(kafka_bootstrap: str, topic_prefix: str) -> None:
    with short_folder() as folder, Receiver() as receiver:
        server = Postgres(folder, settings={"fsync": "off"})
        server.start()
        settings = settings_for(kafka_bootstrap, server.url, topic_prefix)
        await create_missing(settings)
        engine = connect(settings.database)
        await migrate(engine)
        await subscribe(engine, "sub_japan", "JPN", webhook=receiver.url)
        before, during = pact_event("JPN", "UKR"), pact_event("JPN", "FRA")
        try:
            async with running(settings) as health:
                await publish(settings, before)
                await asyncio.to_thread(receiver.wait_for, 1)
                await asyncio.to_thread(server.stop)

                async def is_missed() -> bool:
                    return health.is_waiting

                await until(is_missed, what="missing the database")
                await publish(settings, during)
                await asyncio.to_thread(server.start)
                await asyncio.to_thread(receiver.wait_for, 2)
                await all_handled(settings)
                assert not health.not_ready_because()
        finally:
            await engine.dispose()
            server.stop()
        expected = [ids.alert_id("sub_japan", event.step_id) for event in (before, during)]
        assert list(dict.fromkeys(receiver.ids)) == expected


async def test_the_process_is_killed_and_started_again(
    settings: NotifierSettings, engine: AsyncEngine, receiver: Receiver
) -> None:
    """The real command, SIGKILL in the middle, and SIGTERM at the end: every alert arrives, no log shows a secret."""
    await subscribe(engine, "sub_japan", "JPN", webhook=receiver.url)
    receiver.usual_answer(Answer(after_seconds=0.05))
    events = [pact_event("JPN", "UKR", cause=f"rep_{number}") for number in range(60)]
    await publish(settings, *events)
    killed = await start(settings)
    await asyncio.to_thread(receiver.wait_for, 5)
    killed.kill()
    log = (await killed.communicate())[1]
    restarted = await start(settings)

    async def all_there() -> bool:
        return bool((await rows(engine, "SELECT count(*) FROM deliveries WHERE state = 'delivered'"))[0][0] == 60)

    await until(all_there, seconds=60, what="sixty deliveries")
    restarted.send_signal(signal.SIGTERM)
    log += (await restarted.communicate())[1]
    expected = {ids.alert_id("sub_japan", event.step_id) for event in events}
    assert restarted.returncode == 0
    assert set(receiver.ids) == expected
    assert {alert.alert_id for alert in await alerts_on_topic(settings)} == expected
    assert b'"attempted"' in log
    assert SECRET.removeprefix("whsec_").encode() not in log
    assert receiver.url.encode() not in log


async def start(settings: NotifierSettings) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.notifier",
        env={
            **os.environ,
            "PACTWATCH_KAFKA": settings.kafka,
            "PACTWATCH_DATABASE": settings.database.get_secret_value(),
            "PACTWATCH_TOPIC_PREFIX": settings.topic_prefix,
            "PACTWATCH_OPS_PORT": "0",
            "PACTWATCH_NOTIFIER_ALLOW_PRIVATE_TARGETS": "true",
            # What the killed process was about to post is free again after this and five seconds.
            "PACTWATCH_NOTIFIER_TIMEOUT_SECONDS": "1",
            # A batch that is still read when the process dies.
            "PACTWATCH_NOTIFIER_BATCH_SIZE": "10",
        },
        stderr=asyncio.subprocess.PIPE,
    )
