"""The guards of shared/stream.py, each on a real Kafka: take one out and its test fails."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from shared.health import Health
from shared.lag import LagProbe
from shared.messages import Article
from shared.publisher import Outgoing, Publisher
from shared.received import Received
from shared.rejection import Rejection
from shared.settings import CommonSettings
from shared.stream import Batching, Handle, Stream
from shared.topics import ARTICLES, PACT_REPORTS, create_missing, rejected
from tests.messages import article
from tests.topic_reader import publish_raw, read_topic
from tests.waiting import until

GROUP = "stream-test"


@pytest.fixture
async def settings(kafka_bootstrap: str, topic_prefix: str) -> CommonSettings:
    settings = CommonSettings(kafka=kafka_bootstrap, topic_prefix=topic_prefix, topic_partitions=1)
    await create_missing(settings)
    return settings


@asynccontextmanager
async def running(
    settings: CommonSettings, handle: Handle[Article], *, publisher: Publisher | None = None, size: int = 50
) -> AsyncIterator[asyncio.Task[None]]:
    health = Health(60)
    publisher = publisher or Publisher(settings, health)
    await publisher.start()
    stop = asyncio.Event()
    stream = Stream(
        settings,
        health,
        publisher,
        group=GROUP,
        source=ARTICLES,
        model=Article,
        handle=handle,
        batching=Batching(size, 0.05),
    )
    task = asyncio.create_task(stream.run(stop))
    try:
        yield task
    finally:
        stop.set()
        await asyncio.gather(task, return_exceptions=True)
        await publisher.stop()


def bytes_of(number: int) -> bytes:
    return article(f"Article number {number} says nothing.").model_dump_json().encode()


async def echo(batch: Sequence[Received[Article]]) -> list[Outgoing]:
    return [Outgoing(PACT_REPORTS, b"k", received.message.text.encode()) for received in batch]


async def lag(settings: CommonSettings) -> int:
    async with LagProbe(settings) as probe:
        return await probe.lag(GROUP, ARTICLES)


async def all_committed(settings: CommonSettings) -> bool:
    return await lag(settings) == 0


async def test_what_is_handled_is_published_then_committed(settings: CommonSettings) -> None:
    await publish_raw(settings, ARTICLES, *(bytes_of(number) for number in range(120)))
    async with running(settings, echo):
        await until(lambda: all_committed(settings), what="the commit")
    assert len(await read_topic(settings, PACT_REPORTS)) == 120


async def test_undecodable_bytes_are_put_aside_whole(settings: CommonSettings) -> None:
    broken = b'{"text": "\xff\xfe"}'
    await publish_raw(settings, ARTICLES, bytes_of(1), broken, b"", bytes_of(2))
    async with running(settings, echo):
        await until(lambda: all_committed(settings), what="the commit")
    assert len(await read_topic(settings, PACT_REPORTS)) == 2
    aside = [Rejection.read(record.value, record.headers) for record in await read_topic(settings, rejected(ARTICLES))]
    assert [(one.reason, one.partition, one.offset) for one in aside] == [("not_utf8", 0, 1), ("empty", 0, 2)]
    assert aside[0].value == broken


async def test_a_message_that_breaks_the_handler_is_put_aside_alone(settings: CommonSettings) -> None:
    async def fails_on_three(batch: Sequence[Received[Article]]) -> list[Outgoing]:
        if any("number 3 " in received.message.text for received in batch):
            raise ZeroDivisionError("three")
        return await echo(batch)

    await publish_raw(settings, ARTICLES, *(bytes_of(number) for number in range(6)))
    async with running(settings, fails_on_three):
        await until(lambda: all_committed(settings), what="the commit")
    assert len(await read_topic(settings, PACT_REPORTS)) == 5
    [aside] = [
        Rejection.read(record.value, record.headers) for record in await read_topic(settings, rejected(ARTICLES))
    ]
    assert (aside.reason, aside.value) == ("failed", bytes_of(3))
    assert aside.detail == "The stream-test could not handle it. That is a fault of Pactwatch: see its log."


class Refusing(Publisher):
    """A publisher whose broker never confirms (`hang`), or that breaks."""

    hang = False

    async def publish(self, messages: Sequence[Outgoing], *, within_seconds: float | None = None) -> None:
        if self.hang:
            await asyncio.Event().wait()
        raise RuntimeError("broken publisher")


async def test_a_failure_outside_a_message_ends_the_stream_and_acks_nothing(settings: CommonSettings) -> None:
    await publish_raw(settings, ARTICLES, *(bytes_of(number) for number in range(5)))
    async with running(settings, echo, publisher=Refusing(settings, Health(60))) as task:
        with pytest.raises(RuntimeError, match="broken publisher"):
            await asyncio.wait_for(asyncio.shield(task), 30)
    assert await lag(settings) == 5


async def test_what_the_broker_has_not_confirmed_is_not_acked_even_on_shutdown(settings: CommonSettings) -> None:
    handled = asyncio.Event()

    async def noting(batch: Sequence[Received[Article]]) -> list[Outgoing]:
        handled.set()
        return await echo(batch)

    await publish_raw(settings, ARTICLES, *(bytes_of(number) for number in range(5)))
    publisher = Refusing(settings, Health(60))
    publisher.hang = True
    async with running(settings, noting, publisher=publisher):
        await asyncio.wait_for(handled.wait(), 30)
        # Longer than two of Faust's commit intervals: a premature ack would be committed by now.
        await asyncio.sleep(1.5)
        assert await lag(settings) == 5
    assert await lag(settings) == 5
    async with running(settings, echo):
        await until(lambda: all_committed(settings), what="the repeat")
    assert len(await read_topic(settings, PACT_REPORTS)) == 5


async def test_one_batch_at_a_time(settings: CommonSettings) -> None:
    at_once, most = 0, 0

    async def slow(batch: Sequence[Received[Article]]) -> list[Outgoing]:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.02)
        at_once -= 1
        return await echo(batch)

    await publish_raw(settings, ARTICLES, *(bytes_of(number) for number in range(40)))
    async with running(settings, slow, size=5):
        await until(lambda: all_committed(settings), what="the commit")
    assert most == 1


async def test_order_is_kept_and_nothing_is_skipped_over_many_batches(settings: CommonSettings) -> None:
    await publish_raw(settings, ARTICLES, *(bytes_of(number) for number in range(300)))
    async with running(settings, echo, size=40):
        await until(lambda: all_committed(settings), what="the commit", seconds=60)
    texts = [record.value.decode() for record in await read_topic(settings, PACT_REPORTS)]
    assert texts == [f"Article number {number} says nothing." for number in range(300)]


async def test_limits_of_faust_are_ours(settings: CommonSettings) -> None:
    health = Health(60)
    stream = Stream(
        settings,
        health,
        Publisher(settings, health),
        group=GROUP,
        source=ARTICLES,
        model=Article,
        handle=echo,
        batching=Batching(50),
    )
    conf = stream._app().conf
    assert conf.producer_request_timeout == 30.0
    assert (conf.stream_buffer_maxsize, conf.broker_max_poll_records) == (50, 50)
    assert str(conf.processing_guarantee.value) == "at_least_once"
