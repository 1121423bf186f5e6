"""A real cluster of three brokers, of which one is killed while articles come in."""

import asyncio
from collections import Counter
from collections.abc import Iterator

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from deploy.local.kafka_cluster import KafkaCluster
from tests.kafka_clients import make_topic
from tests.servers import short_folder

MESSAGES = 3000
IN_FLIGHT = 100
PARTITIONS = 3


@pytest.fixture(scope="module")
def cluster() -> Iterator[KafkaCluster]:
    with short_folder() as folder, KafkaCluster(folder) as cluster:
        yield cluster


async def leader_of(bootstrap: str, topic: str) -> int:
    """The id of the broker that leads the topic's first partition."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        (description,) = await admin.describe_topics([topic])
        return next(int(each["leader"]) for each in description["partitions"] if each["partition"] == 0)
    finally:
        await admin.close()


async def read_all(bootstrap: str, topic: str) -> Counter[bytes]:
    """How often each message is in the topic, from its beginning to the end it has now."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        partitions = [TopicPartition(topic, each) for each in range(PARTITIONS)]
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        found: Counter[bytes] = Counter()
        while any([await consumer.position(each) < ends[each] for each in partitions]):
            for records in (await consumer.getmany(timeout_ms=500)).values():
                found.update(record.value for record in records)
        return found
    finally:
        await consumer.stop()


async def test_a_broker_killed_under_an_idempotent_producer_loses_and_doubles_nothing(
    cluster: KafkaCluster, topic_prefix: str
) -> None:
    topic = f"{topic_prefix}articles"
    await make_topic(cluster.bootstrap, topic, partitions=PARTITIONS, replicas=3)
    leader_id = await leader_of(cluster.bootstrap, topic)
    leader = next(node for node in cluster.nodes if node.node_id == leader_id)
    producer = AIOKafkaProducer(bootstrap_servers=cluster.bootstrap, enable_idempotence=True, acks="all")
    await producer.start()
    confirmed: list[bytes] = []
    half = asyncio.Event()
    room = asyncio.Semaphore(IN_FLIGHT)

    async def publish(number: int) -> None:
        message = b"%d" % number
        async with room:
            await producer.send_and_wait(topic, message)
        confirmed.append(message)
        if len(confirmed) == MESSAGES // 2:
            half.set()

    try:
        async with asyncio.TaskGroup() as tasks:
            for number in range(MESSAGES):
                tasks.create_task(publish(number))
            await half.wait()
            leader.kill()
    finally:
        await producer.stop()

    assert len(confirmed) == MESSAGES
    assert await read_all(cluster.bootstrap, topic) == Counter(confirmed)

    leader.start(wait=False)
    leader.wait_ready(brokers=len(cluster.nodes))
    assert await read_all(leader.bootstrap, topic) == Counter(confirmed)
