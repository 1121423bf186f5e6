"""What was refused, read from the `*.rejected` topics themselves; and how it is sent again."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError, UnknownTopicOrPartitionError

from services.cli.errors import Failed, WrongUse
from shared.decoding import Invalid, decode
from shared.health import Health
from shared.publisher import NotConfirmed, Outgoing, Publisher, TooLarge
from shared.rejection import NotARejection, Rejection
from shared.settings import CommonSettings
from shared.topics import CONSUMED, MAX_MESSAGE_BYTES, by_name, rejected

CONFIRM_SECONDS = 20.0
SILENT_MILLISECONDS = 5_000
"""A broker that gives nothing for so long, though more should be there, is not waited for."""


def read_all(settings: CommonSettings) -> list[Rejection]:
    """Everything refused and not yet brought back, oldest first. Raises `Failed` when Kafka does not answer."""
    return asyncio.run(_read_all(settings))


def retry(settings: CommonSettings, rejections: Sequence[Rejection], mended: bytes | None = None) -> None:
    """Put each on its topic again, and only then take it off the list. A crash between the two repeats, harmlessly.

    Raises `Failed` when Kafka does not confirm.
    """
    asyncio.run(_retry(settings, rejections, mended))


async def _read_all(settings: CommonSettings) -> list[Rejection]:
    found: dict[bytes, Rejection] = {}
    async with _consumer(settings) as consumer:
        ends = await consumer.end_offsets(consumer.assignment()) if consumer else {}
        while consumer and any([await consumer.position(partition) < end for partition, end in ends.items()]):
            polled = await consumer.getmany(timeout_ms=SILENT_MILLISECONDS)
            if not polled:
                raise Failed(f"Kafka at {settings.kafka} has more refused messages and does not give them. Try again.")
            for record in (record for records in polled.values() for record in records):
                found.pop(record.key, None)
                if record.value is not None:
                    with suppress(NotARejection):
                        found[record.key] = Rejection.read(record.value, record.headers)
    return sorted(found.values(), key=lambda rejection: rejection.at)


def find(rejections: Sequence[Rejection], typed: str) -> Rejection:
    """The one whose id begins so. Raises `WrongUse` when there is none, or more than one."""
    fitting = [rejection for rejection in rejections if rejection.rejected_id.startswith(typed)]
    if len(fitting) != 1:
        many = f"{len(fitting)} refused messages begin with {typed}; write more of the id."
        raise WrongUse(many if fitting else f"No refused message has the id {typed}; see `pactwatch rejected list`.")
    return fitting[0]


def check(rejection: Rejection, mended: bytes) -> None:
    """Raises `Failed`, with the sentence the service itself would say, when the mended message is no better."""
    model = by_name(rejection.topic).message
    if model is None:
        return
    try:
        decode(model, mended)
    except Invalid as why:
        raise Failed(f"The mended message would be refused again. {why}") from None


async def _retry(settings: CommonSettings, rejections: Sequence[Rejection], mended: bytes | None) -> None:
    publisher = Publisher(settings, Health(settings.stall_after_seconds))
    again = [
        Outgoing(
            by_name(rejection.topic),
            rejection.key or rejection.rejected_id.encode(),
            rejection.value if mended is None else mended,
        )
        for rejection in rejections
    ]
    gone = [Outgoing(rejected(by_name(r.topic)), r.rejected_id.encode(), None) for r in rejections]
    try:
        await publisher.publish(again, within_seconds=CONFIRM_SECONDS)
        await publisher.publish(gone, within_seconds=CONFIRM_SECONDS)
    except TooLarge as much:
        raise WrongUse(f"It cannot be sent: {much}") from None
    except NotConfirmed as late:
        raise Failed(f"{late} Try again; a repeat is harmless.") from None
    finally:
        await publisher.stop()


@asynccontextmanager
async def _consumer(settings: CommonSettings) -> AsyncIterator[AIOKafkaConsumer | None]:
    """A consumer at the beginning of all rejected topics; None when the topics were never made."""
    consumer = AIOKafkaConsumer(
        *(rejected(topic).named(settings.topic_prefix) for topic in CONSUMED),
        bootstrap_servers=settings.kafka,
        client_id="pactwatch-rejected",
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=MAX_MESSAGE_BYTES,
        request_timeout_ms=10_000,
    )
    try:
        try:
            await consumer.start()
        except UnknownTopicOrPartitionError:
            yield None
        else:
            yield consumer
    except (KafkaError, OSError) as error:
        raise Failed(f"Kafka at {settings.kafka} does not answer: {error}") from None
    finally:
        await asyncio.shield(consumer.stop())
