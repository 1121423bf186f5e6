"""The delivery loop on a real PostgreSQL, with receivers made of a few lines and a clock that is moved by hand."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from prometheus_client import REGISTRY
from pydantic import SecretStr
from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncEngine

from services.notifier import delivery_rows
from services.notifier.channels.contract import Delivered, Outcome, Parcel, Reason, Rejected, Retryable
from services.notifier.deliveries import DeliveryLoop
from shared import ids
from shared.health import Health
from shared.messages import Alert, Match
from shared.store.engine import connect
from shared.store.migrate import migrate
from shared.store.tables import alerts, subscriptions
from tests.messages import pact_event
from tests.notifying import delivery_is, rows, subscribe
from tests.waiting import until


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, **time: float) -> None:
        self.at += timedelta(**time)


class Receivers:
    """A channel: `answer` says what each target does; targets not named there take everything."""

    def __init__(self) -> None:
        self.answer: dict[str, Callable[[], Awaitable[Outcome]]] = {}
        self.sent: list[tuple[str, str]] = []
        self.open: dict[str, int] = {}
        self.most_open: dict[str, int] = {}

    async def send(self, parcel: Parcel) -> Outcome:
        self.sent.append((parcel.target, parcel.alert_id))
        self.open[parcel.target] = self.open.get(parcel.target, 0) + 1
        self.most_open[parcel.target] = max(self.most_open.get(parcel.target, 0), self.open[parcel.target])
        try:
            if answer := self.answer.get(parcel.target):
                return await answer()
            return Delivered(200)
        finally:
            self.open[parcel.target] -= 1


def always(*outcomes: Outcome) -> Callable[[], Awaitable[Outcome]]:
    """One after the other, the last for ever."""
    left = list(outcomes)

    async def answer() -> Outcome:
        return left.pop(0) if len(left) > 1 else left[0]

    return answer


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = connect(SecretStr(database_url))
    await migrate(engine)
    yield engine
    await engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def receivers() -> Receivers:
    return Receivers()


def loop_of(engine: AsyncEngine, clock: Clock, receivers: Receivers) -> DeliveryLoop:
    return DeliveryLoop(
        engine,
        Health(60),
        {"webhook": receivers},
        longest_attempt=timedelta(seconds=10),
        parallel=8,
        parallel_per_host=4,
        now=clock,
        chance=lambda: 0.5,
    )


@asynccontextmanager
async def running(loop: DeliveryLoop) -> AsyncIterator[DeliveryLoop]:
    stop = asyncio.Event()
    task = asyncio.create_task(loop.run(stop))
    try:
        yield loop
    finally:
        stop.set()
        await asyncio.wait_for(task, 30)


async def queue(engine: AsyncEngine, clock: Clock, subscription: str, target: str, amount: int = 1) -> None:
    """Alerts for a subscription, to be delivered to a target."""
    await subscribe(engine, subscription, "JPN", webhook=target)
    made = [
        Alert(
            alert_id=ids.alert_id(subscription, str(number)),
            subscription_id=subscription,
            matched=Match(countries=("JPN",)),
            event=pact_event("JPN", "UKR", cause=str(number)),
            created_at=clock(),
        )
        for number in range(amount)
    ]
    async with engine.begin() as connection:
        await connection.execute(
            insert(alerts),
            [
                {
                    "alert_id": alert.alert_id,
                    "subscription_id": subscription,
                    "event_id": alert.event.event_id,
                    "pact_id": alert.event.pact_id,
                    "parties": list(alert.event.pact.party_codes()),
                    "data": alert.model_dump(mode="json"),
                    "created_at": alert.created_at,
                }
                for alert in made
            ],
        )
        await delivery_rows.add(connection, [(alert, "webhook", target) for alert in made], clock())


async def attempts(engine: AsyncEngine) -> list[tuple[Any, ...]]:
    query = "SELECT outcome, reason, status_code FROM delivery_attempts ORDER BY attempt_id"
    return [tuple(row) for row in await rows(engine, query)]


async def test_down_then_up_is_delivered_under_the_same_id(
    engine: AsyncEngine, clock: Clock, receivers: Receivers
) -> None:
    await queue(engine, clock, "sub_1", "http://one/")
    receivers.answer["http://one/"] = always(
        Retryable(Reason.CONNECTION), Retryable(Reason.SERVER_ERROR, None, 503), Delivered(200)
    )
    async with running(loop_of(engine, clock, receivers)):
        waits = await delivery_is(engine, "sub_1", "pending", attempts=1)
        assert waits.next_try_at - clock() == timedelta(seconds=5)
        clock.pass_(seconds=5)
        waits = await delivery_is(engine, "sub_1", "pending", attempts=2)
        assert waits.next_try_at - clock() == timedelta(minutes=5)
        assert waits.last_reason == "server_error"
        clock.pass_(minutes=5)
        ended = await delivery_is(engine, "sub_1", "delivered", attempts=3)
    assert (ended.ended_at, ended.last_reason) == (clock(), None)
    assert len(receivers.sent) == 3
    assert len(set(receivers.sent)) == 1
    assert await attempts(engine) == [
        ("retryable", "connection", None),
        ("retryable", "server_error", 503),
        ("delivered", None, 200),
    ]


def last_progress() -> float:
    return REGISTRY.get_sample_value("pactwatch_last_progress_timestamp_seconds") or 0


async def test_a_round_that_did_something_is_progress(engine: AsyncEngine, clock: Clock, receivers: Receivers) -> None:
    async with running(loop_of(engine, clock, receivers)) as loop:
        await queue(engine, clock, "sub_1", "http://one/")
        before = time.time()
        loop.wake()
        await delivery_is(engine, "sub_1", "delivered")
        await asyncio.sleep(0.1)
        assert last_progress() >= before
        before = last_progress()
        loop.wake()
        await asyncio.sleep(0.3)
        assert last_progress() == before


async def test_retry_after_is_honoured(engine: AsyncEngine, clock: Clock, receivers: Receivers) -> None:
    await queue(engine, clock, "sub_1", "http://one/")
    receivers.answer["http://one/"] = always(Retryable(Reason.TOO_MANY_REQUESTS, timedelta(minutes=20), 429))
    async with running(loop_of(engine, clock, receivers)):
        waits = await delivery_is(engine, "sub_1", "pending", attempts=1)
    assert waits.next_try_at - clock() == timedelta(minutes=20)


async def test_rejected_is_not_tried_again(engine: AsyncEngine, clock: Clock, receivers: Receivers) -> None:
    await queue(engine, clock, "sub_1", "http://one/")
    receivers.answer["http://one/"] = always(Rejected(Reason.GONE, 410))
    async with running(loop_of(engine, clock, receivers)):
        ended = await delivery_is(engine, "sub_1", "rejected", attempts=1)
        clock.pass_(days=10)
        await queue(engine, clock, "sub_2", "http://two/")
        await delivery_is(engine, "sub_2", "delivered")
    assert ended.last_reason == "gone"
    assert [target for target, _ in receivers.sent] == ["http://one/", "http://two/"]


async def test_three_days_of_failure_are_enough(engine: AsyncEngine, clock: Clock, receivers: Receivers) -> None:
    await queue(engine, clock, "sub_1", "http://one/")
    receivers.answer["http://one/"] = always(Retryable(Reason.TIMEOUT))
    async with running(loop_of(engine, clock, receivers)) as loop:
        for made in range(1, 10):
            await delivery_is(engine, "sub_1", "pending", attempts=made)
            clock.pass_(days=1)
            loop.wake()
        ended = await delivery_is(engine, "sub_1", "rejected", attempts=10)
    assert ended.last_reason == "timeout"


async def test_a_slow_receiver_holds_up_nobody_else(engine: AsyncEngine, clock: Clock, receivers: Receivers) -> None:
    hangs = asyncio.Event()
    await queue(engine, clock, "sub_slow", "http://slow/", amount=50)

    async def slowly() -> Outcome:
        await hangs.wait()
        return Delivered(200)

    receivers.answer["http://slow/"] = slowly
    async with running(loop_of(engine, clock, receivers)):
        clock.pass_(seconds=1)
        await queue(engine, clock, "sub_quick", "http://quick/", amount=20)
        query = "SELECT count(*) FROM deliveries WHERE subscription_id = 'sub_quick' AND state = 'delivered'"

        async def all_there() -> bool:
            return bool((await rows(engine, query))[0][0] == 20)

        await until(all_there, what="twenty deliveries past the slow one")
        assert receivers.open["http://slow/"] == 4
        hangs.set()
    assert receivers.most_open["http://slow/"] == 4


async def test_a_host_is_one_however_it_is_spelled(engine: AsyncEngine, clock: Clock, receivers: Receivers) -> None:
    hangs = asyncio.Event()

    async def slowly() -> Outcome:
        await hangs.wait()
        return Delivered(200)

    spellings = (
        "http://slow.example/",
        "http://SLOW.example/b",
        "http://slow.example:80/",
        "http://slow.example?key=1",
    )
    for number, target in enumerate(spellings):
        receivers.answer[target] = slowly
        await queue(engine, clock, f"sub_{number}", target, amount=3)

    async def full() -> bool:
        return sum(receivers.open.values()) >= 4

    async with running(loop_of(engine, clock, receivers)) as loop:
        await until(full, what="the first posts")
        loop.wake()
        await asyncio.sleep(0.3)
        assert sum(receivers.open.values()) == 4
        hangs.set()


async def test_a_gone_subscription_is_cancelled(engine: AsyncEngine, clock: Clock, receivers: Receivers) -> None:
    await queue(engine, clock, "sub_1", "http://one/")
    async with engine.begin() as connection:
        await connection.execute(delete(subscriptions))
    async with running(loop_of(engine, clock, receivers)):
        ended = await delivery_is(engine, "sub_1", "cancelled", attempts=0)
    assert (ended.last_reason, ended.ended_at) == ("unsubscribed", clock())
    assert not receivers.sent


async def test_two_loops_never_send_the_same(engine: AsyncEngine, clock: Clock, receivers: Receivers) -> None:
    for number in range(10):
        await queue(engine, clock, f"sub_{number}", f"http://{number}/", amount=10)

    async def all_there() -> bool:
        found = await rows(engine, "SELECT count(*) FROM deliveries WHERE state = 'delivered'")
        return bool(found[0][0] == 100)

    async with running(loop_of(engine, clock, receivers)), running(loop_of(engine, clock, receivers)):
        await until(all_there, what="a hundred deliveries")
    assert len(receivers.sent) == len(set(receivers.sent)) == 100


async def test_what_a_dead_process_held_is_sent_when_its_lease_ends(
    engine: AsyncEngine, clock: Clock, receivers: Receivers
) -> None:
    await queue(engine, clock, "sub_1", "http://one/")
    async with engine.begin() as connection:
        claimed = await delivery_rows.claim(
            connection, now=clock(), lease=timedelta(seconds=15), most=8, per_host=4, in_flight={}
        )
    assert [one.subscription_id for one in claimed] == ["sub_1"]
    async with running(loop_of(engine, clock, receivers)):
        await asyncio.sleep(0.2)
        assert not receivers.sent
        clock.pass_(seconds=15)
        await delivery_is(engine, "sub_1", "delivered", attempts=1)


async def test_stopping_gives_back_what_does_not_end(
    engine: AsyncEngine, clock: Clock, receivers: Receivers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.notifier.deliveries.FINISH_SECONDS", 0.1)
    await queue(engine, clock, "sub_1", "http://one/")
    receivers.answer["http://one/"] = lambda: asyncio.sleep(60, Delivered(200))

    async def is_sent() -> bool:
        return bool(receivers.sent)

    async with running(loop_of(engine, clock, receivers)):
        await until(is_sent, what="the attempt")
    given_back = await delivery_is(engine, "sub_1", "pending", attempts=0)
    assert given_back.next_try_at == clock()


async def test_a_channel_that_breaks_ends_one_attempt_and_not_the_loop(
    engine: AsyncEngine, clock: Clock, receivers: Receivers
) -> None:
    await queue(engine, clock, "sub_1", "http://one/")
    await queue(engine, clock, "sub_2", "http://two/")

    async def breaks() -> Outcome:
        raise ZeroDivisionError

    receivers.answer["http://one/"] = breaks
    async with running(loop_of(engine, clock, receivers)):
        broken = await delivery_is(engine, "sub_1", "pending", attempts=1)
        await delivery_is(engine, "sub_2", "delivered")
    assert broken.last_reason == "failed"


async def test_waiting_counts_what_is_pending(engine: AsyncEngine, clock: Clock) -> None:
    async with engine.connect() as connection:
        assert await delivery_rows.waiting(connection) == (0, None)
    await queue(engine, clock, "sub_1", "http://one/", amount=3)
    async with engine.connect() as connection:
        amount, since = await delivery_rows.waiting(connection)
    assert amount == 3
    assert since is not None
