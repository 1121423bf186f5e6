"""A producer that hangs on its broker is given up, whoever waits for it is told, and nothing of it stays behind."""

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from deploy.local.kafka import KafkaNode
from shared.health import Health
from shared.publisher import Outgoing, Publisher, _drop
from shared.settings import CommonSettings
from shared.topics import ARTICLES
from tests.messages import article
from tests.servers import short_folder
from tests.topic_reader import read_topic


@pytest.fixture
def own_kafka() -> Iterator[KafkaNode]:
    with short_folder() as folder:
        node = KafkaNode(folder)
        node.start()
        yield node
        node.kill()


async def test_who_waits_for_a_dropped_producer_publishes_through_the_next(own_kafka: KafkaNode) -> None:
    settings = CommonSettings(kafka=own_kafka.bootstrap)
    publisher = Publisher(settings, Health(60))
    await publisher.start()
    message = article()
    try:
        hanging = publisher._producer
        assert hanging is not None
        assert own_kafka.pid is not None
        os.kill(own_kafka.pid, signal.SIGSTOP)
        waiting = asyncio.create_task(publisher.publish([Outgoing.of(ARTICLES, message.id, message, "test")]))
        await asyncio.sleep(0.5)
        publisher._producer = None
        await asyncio.wait_for(_drop(hanging), timeout=10)
        await asyncio.wait([hanging._sender.sender_task], timeout=10)
        assert hanging._sender.sender_task.done()
        assert not waiting.done()
        os.kill(own_kafka.pid, signal.SIGCONT)
        async with asyncio.timeout(60):
            await waiting
        assert message.id in {record.key.decode() for record in await read_topic(settings, ARTICLES)}
    finally:
        await publisher.stop()
