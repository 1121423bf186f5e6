"""A plain Kafka consumer with manual commit, for services whose work is a database transaction.

The order is always: read a batch → put aside what cannot be read → handle the rest (one transaction) → publish what it
left in the outbox and wait for the broker → commit the offsets. A crash anywhere repeats work, and never loses any.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, RebalanceInProgressError

from shared.health import Health
from shared.publisher import Outgoing, Publisher
from shared.received import M, Received, isolate, read_all
from shared.record import Record
from shared.retrying import is_away, until_database_answers, until_kafka_answers
from shared.settings import CommonSettings
from shared.topics import MAX_MESSAGE_BYTES, Topic

log = structlog.get_logger()

POLL_MILLISECONDS = 200
"""How long one poll waits for messages; it also bounds how late a stop is noticed."""

OUTBOX_EVERY_SECONDS = 5.0


class BatchConsumer(Generic[M]):
    """Takes `source` in batches for `group`. `handle` is one transaction; `publish_outbox` empties what it left."""

    def __init__(
        self,
        settings: CommonSettings,
        health: Health,
        publisher: Publisher,
        *,
        group: str,
        source: Topic,
        model: type[M],
        handle: Callable[[Sequence[Received[M]]], Awaitable[None]],
        publish_outbox: Callable[[], Awaitable[None]],
        max_batch: int = 500,
    ) -> None:
        self._settings = settings
        self._health = health
        self._publisher = publisher
        self._group = group
        self._source = source
        self._model = model
        self._handle = handle
        self._publish_outbox = publish_outbox
        self._max_batch = max_batch
        self._outbox_looked_into = time.monotonic()

    async def run(self, stop: asyncio.Event) -> None:
        """Consume until `stop`; the batch in hand is finished and committed first."""
        consumer = await until_kafka_answers(self._health, self._connect)
        try:
            # What a killed run had written and not yet published goes out first.
            await self._publish_outbox()
            self._health.ready = True
            while not stop.is_set():
                await self._one_batch(consumer)
        finally:
            await asyncio.shield(consumer.stop())

    async def _connect(self) -> AIOKafkaConsumer:
        consumer = AIOKafkaConsumer(
            self._source.named(self._settings.topic_prefix),
            bootstrap_servers=self._settings.kafka,
            client_id=f"pactwatch-{self._group}",
            group_id=self._settings.topic_prefix + self._group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=MAX_MESSAGE_BYTES,
            session_timeout_ms=10_000,
            heartbeat_interval_ms=3_000,
            max_poll_interval_ms=600_000,
            metadata_max_age_ms=30_000,
        )
        try:
            await consumer.start()
        except BaseException:
            await asyncio.shield(consumer.stop())
            raise
        return consumer

    async def _one_batch(self, consumer: AIOKafkaConsumer) -> None:
        polled = await consumer.getmany(timeout_ms=POLL_MILLISECONDS, max_records=self._max_batch)
        if not polled:
            await self._look_into_outbox()
            return
        records = [Record.of(raw) for raws in polled.values() for raw in raws]
        good, refused = read_all(records, self._source, self._model, self._group)
        if good:
            refused += await self._handle_good(good)
        if refused:
            await self._publisher.publish(refused)
        await self._publish_outbox()
        await self._commit(consumer, {partition: raws[-1].offset + 1 for partition, raws in polled.items()})
        self._health.progressed()

    async def _look_into_outbox(self) -> None:
        """In quiet hours: a process that died elsewhere may have left something that nobody else will publish."""
        if time.monotonic() - self._outbox_looked_into > OUTBOX_EVERY_SECONDS:
            await self._publish_outbox()
            self._outbox_looked_into = time.monotonic()

    async def _handle_good(self, good: Sequence[Received[M]]) -> list[Outgoing]:
        async def attempt() -> list[Outgoing]:
            _, refused = await isolate(good, self._handle, self._source, self._group, is_passing=is_away)
            return refused

        return await until_database_answers(self._health, attempt)

    async def _commit(self, consumer: AIOKafkaConsumer, offsets: dict[TopicPartition, int]) -> None:
        async def attempt() -> None:
            try:
                await consumer.commit(offsets)
            except (CommitFailedError, IllegalStateError, RebalanceInProgressError) as error:
                # The partition is another process's now; it repeats these messages, which changes nothing.
                log.info("commit_left_to_next_owner", reason=str(error))

        await until_kafka_answers(self._health, attempt, to="commit")
