"""Publishing to Kafka: every message idempotent, every one confirmed by all in-sync replicas before anyone moves on."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError, ProducerClosed

from shared import cloudevents
from shared.health import Health
from shared.messages import Message
from shared.metrics import PUBLISH_RETRIES, PUBLISHED
from shared.retrying import backoff, until_kafka_answers
from shared.settings import CommonSettings
from shared.topics import MAX_MESSAGE_BYTES, Topic, create_missing

log = structlog.get_logger()

Headers = tuple[tuple[str, bytes], ...]

ROOM_FOR_HEADERS = 4096
"""Bytes of the broker's limit that are not the value's."""


@dataclass(frozen=True)
class Outgoing:
    """One message on its way to a topic. A None value is a tombstone."""

    topic: Topic
    key: bytes
    value: bytes | None
    headers: Headers = field(default=())

    @classmethod
    def of(cls, topic: Topic, key: str, message: Message, source: str) -> "Outgoing":
        """A contract message with its CloudEvents headers."""
        return cls(topic, key.encode(), message.model_dump_json().encode(), cloudevents.headers(message, source))

    def check_size(self) -> None:
        """Raises TooLarge for what the broker would never take."""
        size = len(self.value or b"")
        if size > MAX_MESSAGE_BYTES - ROOM_FOR_HEADERS:
            raise TooLarge(f"A message for {self.topic.name} has {size} bytes.")


class TooLarge(ValueError):
    """The broker would never take this message; publishing it again cannot help."""


class NotConfirmed(RuntimeError):
    """The broker has not confirmed in the time given; the message may still arrive, and nothing is promised."""


class Publisher:
    """One idempotent producer. `publish` returns only when the broker has confirmed; until then it tries again.

    Many tasks may publish at once. The first to see the producer fail replaces it; the others find the new one.
    """

    def __init__(self, settings: CommonSettings, health: Health) -> None:
        self._settings = settings
        self._health = health
        self._producer: AIOKafkaProducer | None = None
        self._connecting: asyncio.Task[AIOKafkaProducer] | None = None

    async def start(self) -> None:
        """Connect and see that the topics are there; waits, with growing pauses, while Kafka is away."""

        async def attempt() -> None:
            await create_missing(self._settings)
            await self._connected()

        await until_kafka_answers(self._health, attempt)

    async def stop(self) -> None:
        """Flush and close."""
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        if self._producer is not None:
            producer, self._producer = self._producer, None
            await producer.stop()

    async def publish(self, messages: Sequence[Outgoing], *, within_seconds: float | None = None) -> None:
        """Send all and wait for each confirmation. Raises TooLarge for a message no broker setting lets through.

        After a failure the unconfirmed are sent again through a new producer: a doubled message is harmless (ids),
        a lost one is not. Without `within_seconds` it tries for ever; with it, raises NotConfirmed when they are over.
        """
        try:
            async with asyncio.timeout(within_seconds):
                await self._publish(messages)
        except TimeoutError:
            raise NotConfirmed(f"Kafka has not confirmed within {within_seconds:g} seconds.") from None

    async def _publish(self, messages: Sequence[Outgoing]) -> None:
        for message in messages:
            message.check_size()
        unconfirmed = list(messages)
        for pause in backoff():
            producer = self._producer
            failure: Exception | None = None
            try:
                producer = await self._connected()
                unconfirmed = await self._send(producer, unconfirmed)
            except (KafkaError, OSError) as error:
                failure = error
            if not unconfirmed:
                self._health.answered("kafka", to="confirm")
                return
            self._health.waiting_for("kafka", str(failure) if failure else "no confirmation came", to="confirm")
            PUBLISH_RETRIES.inc()
            log.warning("publish_retry", unconfirmed=len(unconfirmed), retry_in_seconds=round(pause, 1))
            if producer is not None and producer is self._producer:
                # Taken out of use before the first await, so no other task drops its successor.
                self._producer = None
                await asyncio.shield(_drop(producer))
            await asyncio.sleep(pause)

    async def _send(self, producer: AIOKafkaProducer, messages: Sequence[Outgoing]) -> list[Outgoing]:
        """Send all; the unconfirmed come back."""
        prefix = self._settings.topic_prefix
        # send() only queues; what it returns is the broker's answer, still to come.
        confirmations = [
            await producer.send(m.topic.named(prefix), m.value, key=m.key, headers=list(m.headers)) for m in messages
        ]
        results = await asyncio.gather(*confirmations, return_exceptions=True)
        unconfirmed = []
        confirmed: Counter[str] = Counter()
        for message, result in zip(messages, results, strict=True):
            if isinstance(result, MessageSizeTooLargeError):
                raise TooLarge(f"The broker refuses a message of {len(message.value or b'')} bytes.")
            if isinstance(result, BaseException):
                unconfirmed.append(message)
            else:
                confirmed[message.topic.name] += 1
        for topic, amount in confirmed.items():
            PUBLISHED.labels(topic).inc(amount)
        return unconfirmed

    async def _connected(self) -> AIOKafkaProducer:
        """The producer in use, or a new one. All who ask wait for the same; giving up ends it for none."""
        if self._producer is None:
            if self._connecting is None or self._connecting.done():
                self._connecting = asyncio.create_task(self._connect())
                # When everyone has given up, nobody is left to take the exception.
                self._connecting.add_done_callback(lambda task: task.cancelled() or task.exception())
            return await asyncio.shield(self._connecting)
        return self._producer

    async def _connect(self) -> AIOKafkaProducer:
        producer = AIOKafkaProducer(
            bootstrap_servers=self._settings.kafka,
            client_id="pactwatch",
            enable_idempotence=True,
            acks="all",
            linger_ms=5,
            compression_type="gzip",
            max_request_size=MAX_MESSAGE_BYTES,
            max_batch_size=256 * 1024,
            request_timeout_ms=30_000,
            metadata_max_age_ms=60_000,
        )
        try:
            await producer.start()
        except BaseException:
            await asyncio.shield(producer.stop())
            raise
        self._producer = producer
        return producer


async def _drop(producer: AIOKafkaProducer) -> None:
    """Close a producer that failed. Other tasks that still wait for its confirmations are told, and publish again."""
    try:
        # A producer that cannot reach its broker would wait in stop() for as long as the broker is away.
        await asyncio.wait_for(producer.stop(), timeout=2)
    except (TimeoutError, KafkaError, OSError) as error:
        log.debug("old_producer_dropped", reason=str(error) or type(error).__name__)
        # What stop() does after flushing; aiokafka has no public way to close without flushing, and its version is
        # pinned. Left alone, the sender would go on for ever, and so would those who wait for it.
        producer._message_accumulator.fail_all(ProducerClosed())
        producer._sender.sender_task.cancel()
        await producer.client.close()
