"""The notifier on a real Kafka and PostgreSQL: events in; alerts on their topic and signed posts out."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from aiokafka import AIOKafkaProducer
from prometheus_client import REGISTRY
from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from services.notifier.app import work
from services.notifier.handlers import Notifier
from services.notifier.settings import NotifierSettings
from services.notifier.subscribers import Subscribers
from shared import ids
from shared.health import Health
from shared.messages import PactEvent
from shared.publisher import ROOM_FOR_HEADERS
from shared.received import Received
from shared.record import Record
from shared.rejection import Rejection
from shared.service import run
from shared.store import alert_times
from shared.store.engine import connect
from shared.store.migrate import migrate
from shared.store.tables import subscriptions
from shared.topics import MAX_MESSAGE_BYTES, PACT_EVENTS, create_missing, rejected
from shared.vocabulary import Change
from tests.messages import pact_event
from tests.notifying import (
    alerts_on_topic,
    all_handled,
    delivery_is,
    publish,
    rows,
    running,
    settings_for,
    subscribe,
)
from tests.receiver import Answer, Receiver
from tests.topic_reader import read_topic


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


def latencies(hop: str) -> float:
    """How many have been measured."""
    return REGISTRY.get_sample_value("pactwatch_latency_seconds_count", {"hop": hop}) or 0


async def test_an_event_becomes_one_alert_and_one_signed_post(
    settings: NotifierSettings, engine: AsyncEngine, receiver: Receiver
) -> None:
    await subscribe(engine, "sub_japan", "JPN", webhook=receiver.url)
    await subscribe(engine, "sub_feed", "UKR")
    await subscribe(engine, "sub_france", "FRA", webhook=receiver.url)
    event = pact_event("JPN", "UKR")
    counted = {hop: latencies(hop) for hop in ("alerted", "delivered")}
    async with running(settings):
        await publish(settings, event)
        await all_handled(settings)
        delivery = await delivery_is(engine, "sub_japan", "delivered", attempts=1)
    assert latencies("alerted") == counted["alerted"] + 2
    assert latencies("delivered") == counted["delivered"] + 1
    (post,) = receiver.posts
    body = post.body()
    assert post.id == ids.alert_id("sub_japan", event.step_id) == delivery.alert_id
    assert body["type"] == "pactwatch.alert.v1"
    assert body["data"]["event"]["event_id"] == event.event_id
    assert body["data"]["matched"] == {"countries": ["JPN"], "role": "party", "rule": "any"}
    alerts = {alert.subscription_id: alert for alert in await alerts_on_topic(settings)}
    assert set(alerts) == {"sub_japan", "sub_feed"}
    assert alerts["sub_japan"].model_dump(mode="json") == body["data"]
    assert await rows(engine, "SELECT 1 FROM deliveries") == [(1,)]


async def test_a_step_is_told_once_however_often_it_comes(
    settings: NotifierSettings, engine: AsyncEngine, receiver: Receiver
) -> None:
    await subscribe(engine, "sub_any", "JPN", webhook=receiver.url)
    await subscribe(engine, "sub_sure", "JPN", min_sources=2)
    first = pact_event("JPN", "UKR")
    confirmed = pact_event(
        "JPN", "UKR", change=Change.CORROBORATED, cause="rep_2", step_id=first.step_id, sources=("One", "Two")
    )
    async with running(settings):
        await publish(settings, first, first, confirmed)
        await all_handled(settings)
    async with running(settings):
        await publish(settings, first, confirmed)
        await all_handled(settings)
    told = {(alert.subscription_id, alert.event.event_id) for alert in await alerts_on_topic(settings)}
    assert told == {("sub_any", first.event_id), ("sub_sure", confirmed.event_id)}
    assert len(await alerts_on_topic(settings)) == 2
    assert receiver.ids == [ids.alert_id("sub_any", first.step_id)]


async def test_subscriptions_come_and_go_while_it_runs(settings: NotifierSettings, engine: AsyncEngine) -> None:
    await subscribe(engine, "sub_early", "JPN")
    first, second, third = (pact_event("JPN", "UKR", cause=cause) for cause in ("rep_1", "rep_2", "rep_3"))
    async with running(settings):
        await publish(settings, first)
        await all_handled(settings)
        await subscribe(engine, "sub_late", "JPN")
        await publish(settings, second)
        await all_handled(settings)
        async with engine.begin() as connection:
            await connection.execute(delete(subscriptions).where(subscriptions.c.subscription_id == "sub_early"))
        await publish(settings, third)
        await all_handled(settings)
    told = {(alert.subscription_id, alert.event.event_id) for alert in await alerts_on_topic(settings)}
    assert told == {
        ("sub_early", first.event_id),
        ("sub_early", second.event_id),
        ("sub_late", second.event_id),
        ("sub_late", third.event_id),
    }


async def test_a_subscription_that_was_begun_earlier_is_not_missed(engine: AsyncEngine) -> None:
    """One is deleted, and another committed whose transaction began before the newest was made."""
    subscribers = Subscribers()
    for identity in ("sub_early", "sub_newest"):
        await subscribe(engine, identity, "JPN")
    async with engine.begin() as connection:
        await subscribers.refresh(connection)
    await subscribe(engine, "sub_slow", "JPN")
    async with engine.begin() as connection:
        await connection.execute(delete(subscriptions).where(subscriptions.c.subscription_id == "sub_early"))
        await connection.exec_driver_sql(
            "UPDATE subscriptions SET created_at = created_at - interval '1 hour' WHERE subscription_id = 'sub_slow'"
        )
        await subscribers.refresh(connection)
    concerned = {one.subscription_id for one in subscribers.concerned_by(pact_event("JPN", "UKR"))}
    assert concerned == {"sub_newest", "sub_slow"}


async def test_a_subscription_nobody_can_read_is_left_out(settings: NotifierSettings, engine: AsyncEngine) -> None:
    await subscribe(engine, "sub_japan", "JPN")
    newer = {"countries": ["JPN"], "wish_of_the_future": True}
    async with engine.begin() as connection:
        await connection.execute(
            insert(subscriptions).values(subscription_id="sub_newer", countries=["JPN"], data=newer)
        )
    async with running(settings):
        await publish(settings, pact_event("JPN", "UKR"))
        await all_handled(settings)
    assert [alert.subscription_id for alert in await alerts_on_topic(settings)] == ["sub_japan"]


async def test_private_targets_are_refused_unless_allowed(
    kafka_bootstrap: str, database_url: str, topic_prefix: str, engine: AsyncEngine, receiver: Receiver
) -> None:
    await subscribe(engine, "sub_japan", "JPN", webhook=receiver.url)
    strict = settings_for(kafka_bootstrap, database_url, topic_prefix, notifier_allow_private_targets=False)
    async with running(strict):
        await publish(strict, pact_event("JPN", "UKR"))
        delivery = await delivery_is(engine, "sub_japan", "rejected", attempts=1)
    assert delivery.last_reason == "forbidden_address"
    assert not receiver.posts


async def test_a_target_that_is_gone_is_left_alone(
    settings: NotifierSettings, engine: AsyncEngine, receiver: Receiver
) -> None:
    await subscribe(engine, "sub_japan", "JPN", webhook=receiver.url)
    receiver.usual_answer(Answer(410))
    async with running(settings):
        await publish(settings, pact_event("JPN", "UKR"))
        delivery = await delivery_is(engine, "sub_japan", "rejected", attempts=1)
        await publish(settings, pact_event("JPN", "FRA"))
        await all_handled(settings)
    assert delivery.last_reason == "gone"
    assert len(await alerts_on_topic(settings)) == 2
    assert len(receiver.posts) == 1
    states = await rows(engine, "SELECT state, last_reason FROM deliveries ORDER BY state")
    assert states == [("cancelled", "gone"), ("rejected", "gone")]


async def test_news_from_before_a_subscription_is_no_news(settings: NotifierSettings, engine: AsyncEngine) -> None:
    await subscribe(engine, "sub_japan", "JPN")
    now = datetime.now(UTC)
    lately, long_ago = (
        pact_event("JPN", "UKR", at=now - timedelta(hours=1)),
        pact_event("JPN", "FRA", at=now - timedelta(days=2)),
    )
    async with running(settings):
        await publish(settings, long_ago, lately)
        await all_handled(settings)
    assert [alert.event.event_id for alert in await alerts_on_topic(settings)] == [lately.event_id]


def too_large_to_tell(event: PactEvent) -> PactEvent:
    """An event just small enough for its own topic; the alert about it would not be."""
    room = MAX_MESSAGE_BYTES - ROOM_FOR_HEADERS - len(event.model_dump_json())
    return event.model_copy(update={"reports": ("x" * room,)})


def with_nul(event: PactEvent) -> PactEvent:
    """JSON can say it, PostgreSQL cannot keep it."""
    return event.model_copy(update={"reports": ("\x00",)})


@pytest.mark.parametrize("spoil", [with_nul, too_large_to_tell])
async def test_an_event_that_cannot_be_told_goes_aside_and_stops_nobody(
    settings: NotifierSettings, engine: AsyncEngine, spoil: Callable[[PactEvent], PactEvent]
) -> None:
    await subscribe(engine, "sub_japan", "JPN")
    good, poison, more = pact_event("JPN", "UKR"), spoil(pact_event("JPN", "ITA")), pact_event("JPN", "FRA")
    async with running(settings):
        await publish(settings, good, poison, more)
        await all_handled(settings)
    assert {alert.event.event_id for alert in await alerts_on_topic(settings)} == {good.event_id, more.event_id}
    (aside,) = [Rejection.read(one.value, one.headers) for one in await read_topic(settings, rejected(PACT_EVENTS))]
    assert (aside.reason, aside.service) == ("failed", "notifier")
    assert aside.value.startswith(poison.model_dump_json().encode()[:1000])


async def test_bytes_larger_than_any_message_of_ours_stop_nobody(
    settings: NotifierSettings, engine: AsyncEngine
) -> None:
    """The broker weighs messages compressed, so a stranger's can be larger than we could ever send on."""
    await subscribe(engine, "sub_japan", "JPN")
    async with AIOKafkaProducer(
        bootstrap_servers=settings.kafka, compression_type="gzip", max_request_size=30_000_000
    ) as stranger:
        await stranger.send_and_wait(PACT_EVENTS.named(settings.topic_prefix), b"x" * 20_000_000)
    event = pact_event("JPN", "UKR")
    async with running(settings):
        await publish(settings, event)
        await all_handled(settings)
    assert [alert.event.event_id for alert in await alerts_on_topic(settings)] == [event.event_id]
    (aside,) = [Rejection.read(one.value, one.headers) for one in await read_topic(settings, rejected(PACT_EVENTS))]
    assert (aside.reason, aside.value[:3]) == ("not_json", b"xxx")
    assert "20000000 bytes" in aside.detail


async def test_alerts_are_announced_before_they_are_written(engine: AsyncEngine) -> None:
    """Else who follows alerts by their time could pass one that is committed late."""
    await subscribe(engine, "sub_japan", "JPN")
    received = Received(pact_event("JPN", "UKR"), Record(0, 0, None, None, b""))
    async with engine.begin() as blocking:
        await blocking.exec_driver_sql("LOCK TABLE alerts IN EXCLUSIVE MODE")
        handling = asyncio.create_task(Notifier(engine, on_alerts=lambda: None).handle([received]))
        await asyncio.sleep(1.2)
        async with engine.connect() as connection:
            settled = await alert_times.settled_before(connection)
    await handling
    assert [row.created_at >= settled for row in await rows(engine, "SELECT created_at FROM alerts")] == [True]


async def test_stopping_writes_down_what_ends_and_gives_back_what_does_not(
    kafka_bootstrap: str, database_url: str, topic_prefix: str, engine: AsyncEngine, receiver: Receiver
) -> None:
    """As the process does it, which cuts its work short soon after the signal."""
    settings = settings_for(kafka_bootstrap, database_url, topic_prefix, ops_port=0)
    for identity in ("sub_slow", "sub_hangs"):
        await subscribe(engine, identity, "JPN", webhook=f"{receiver.url}/{identity}")
    receiver.next_answers(Answer(after_seconds=1.5), Answer(after_seconds=30))
    await publish(settings, pact_event("JPN", "UKR"))
    stop = asyncio.Event()
    running_service = asyncio.create_task(run(settings, work, Health(60), stop))
    await asyncio.to_thread(receiver.wait_for, 2)
    stop.set()
    await asyncio.wait_for(running_service, 10)
    now = datetime.now(UTC)
    found = await rows(engine, "SELECT state, attempts, next_try_at <= :now AS due FROM deliveries", now=now)
    assert sorted((row.state, row.attempts, row.due) for row in found) == [("delivered", 1, True), ("pending", 0, True)]
