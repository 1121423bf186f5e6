"""Reading whole topics, and publishing raw bytes, as any Kafka client would."""

from collections.abc import Sequence

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.cluster import ClusterMetadata
from aiokafka.errors import KafkaError

from shared.settings import CommonSettings
from shared.topics import Topic
from tests.waiting import until


async def publish_raw(settings: CommonSettings, topic: Topic, *values: bytes | None, key: bytes | None = None) -> None:
    """Put bytes on a topic as a stranger's client would."""
    producer = AIOKafkaProducer(bootstrap_servers=settings.kafka, max_request_size=20_000_000)
    await producer.start()
    try:
        for value in values:
            await producer.send_and_wait(topic.named(settings.topic_prefix), value, key=key)
    finally:
        await producer.stop()


async def _metadata(consumer: AIOKafkaConsumer) -> ClusterMetadata | None:
    """What the broker says of its topics, None while it does not answer: one just woken may drop the first call."""
    try:
        return await consumer._client.fetch_all_metadata()
    except KafkaError:
        return None


async def read_topic(settings: CommonSettings, topic: Topic) -> Sequence[ConsumerRecord]:
    """Everything that is on a topic now, in order of partition and offset."""
    name = topic.named(settings.topic_prefix)
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.kafka,
        max_partition_fetch_bytes=20_000_000,
        # Otherwise the reset to the end, on its way since assign(), may come after seek_to_beginning() and win.
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        # Asked of the broker now: what a consumer without a subscription knows of topics may still be nothing.
        known = await until(lambda: _metadata(consumer), what="an answer of the broker")
        assert known is not None
        partitions = [TopicPartition(name, number) for number in sorted(known.partitions_for_topic(name) or ())]
        if not partitions:
            return []
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        await consumer.seek_to_beginning(*partitions)
        records: list[ConsumerRecord] = []
        while any([await consumer.position(partition) < ends[partition] for partition in partitions]):
            for batch in (await consumer.getmany(timeout_ms=200)).values():
                records += batch
        return sorted(records, key=lambda record: (record.partition, record.offset))
    finally:
        await consumer.stop()
