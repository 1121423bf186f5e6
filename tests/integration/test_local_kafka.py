"""The local Kafka, as a client sees it."""

import socket
from collections.abc import Iterator

import pytest

from deploy.local.kafka import KafkaNode
from deploy.local.kafka_config import MESSAGE_MAX_BYTES
from tests.kafka_clients import consume, make_topic, publish
from tests.servers import short_folder


@pytest.fixture(scope="module")
def node() -> Iterator[KafkaNode]:
    with short_folder() as folder:
        node = KafkaNode(folder, heap="256m")
        try:
            node.start()
            yield node
        finally:
            node.kill()


@pytest.fixture
async def topic(node: KafkaNode, topic_prefix: str) -> str:
    name = f"{topic_prefix}articles"
    await make_topic(node.bootstrap, name)
    return name


async def test_what_is_published_is_read_by_a_group(node: KafkaNode, topic: str, topic_prefix: str) -> None:
    await publish(node.bootstrap, topic, b"one", b"two")

    assert await consume(node.bootstrap, topic, 2, group=f"{topic_prefix}group") == [b"one", b"two"]


async def test_a_message_of_nearly_ten_mebibytes_passes(node: KafkaNode, topic: str) -> None:
    article = bytes(MESSAGE_MAX_BYTES - 1024)

    await publish(node.bootstrap, topic, article)

    assert await consume(node.bootstrap, topic, 1) == [article]


async def test_a_confirmed_message_survives_kill_9_on_the_same_address(node: KafkaNode, topic: str) -> None:
    before = node.bootstrap
    await publish(node.bootstrap, topic, b"kept")

    node.kill()
    node.start()

    assert node.bootstrap == before
    assert await consume(before, topic, 1) == [b"kept"]


async def test_a_new_object_on_the_folder_takes_up_ports_and_data(node: KafkaNode, topic: str) -> None:
    await publish(node.bootstrap, topic, b"kept")
    node.stop()

    again = KafkaNode(node.folder, heap="256m")
    try:
        again.start()
        assert again.bootstrap == node.bootstrap
        assert await consume(again.bootstrap, topic, 1) == [b"kept"]
    finally:
        again.stop()
        node.start()


async def test_data_is_kept_when_a_stranger_has_taken_the_ports(node: KafkaNode, topic: str) -> None:
    await publish(node.bootstrap, topic, b"kept")
    node.stop()

    with (
        socket.create_server(("127.0.0.1", node.ports.broker)),
        socket.create_server(("127.0.0.1", node.ports.controller)),
    ):
        again = KafkaNode(node.folder, heap="256m")
        try:
            again.start()
            assert again.bootstrap != node.bootstrap
            assert await consume(again.bootstrap, topic, 1) == [b"kept"]
        finally:
            again.stop()
    node.start()
