"""The gateway without Kafka, without PostgreSQL, without both: it says so, does what it can, and finds them again."""

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from deploy.local.kafka import KafkaNode
from deploy.local.ports import free_port
from tests.running_gateway import RunningGateway, running
from tests.servers import short_folder
from tests.waiting import until

ARTICLE = {"text": "Japan and Ukraine signed a security agreement."}


def nobody() -> str:
    """An address that refuses connections."""
    return f"127.0.0.1:{free_port()}"


def no_database() -> str:
    return f"postgresql+asyncpg://pactwatch:hunter2@{nobody()}/pactwatch"


async def is_unavailable(gateway: RunningGateway, method: str, path: str, **more: object) -> bool:
    answer = await gateway.http.request(method, path, **more)  # type: ignore[arg-type]
    if answer.status_code != 503:
        return False
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["content-type"] == "application/problem+json"
    assert "hunter2" not in answer.text
    return True


async def test_without_kafka_it_reads_and_takes_subscriptions(database_url: str, topic_prefix: str) -> None:
    async with running(nobody(), database_url, topic_prefix) as gateway:
        assert await is_unavailable(gateway, "POST", "/articles", json=ARTICLE)

        async def tables_are_there() -> bool:
            return (await gateway.http.get("/pacts")).status_code == 200

        await until(tables_are_there, what="the tables")
        assert (await gateway.http.post("/subscriptions", json={"countries": ["JPN"]})).status_code == 201
        status = (await gateway.http.get("/status")).json()
        assert status["drained"] is False
        assert [hop["lag"] for hop in status["hops"]] == [None, None, None]
        assert status["counts"]["subscriptions"] == 1
        assert len(status["problems"]) == 1
        assert status["problems"][0].startswith("kafka does not answer")
        assert any("kafka" in reason for reason in gateway.health.not_ready_because())


async def test_without_postgresql_it_takes_articles(kafka_bootstrap: str, topic_prefix: str) -> None:
    async with running(kafka_bootstrap, no_database(), topic_prefix) as gateway:

        async def is_taken() -> bool:
            try:
                return (await gateway.http.post("/articles", json=ARTICLE)).status_code == 202
            except httpx.TransportError:  # the idle connection was closed at the same moment
                return False

        await until(is_taken, what="Kafka")
        for path in ("/pacts", "/alerts", "/subscriptions", "/pacts/pact_x"):
            assert await is_unavailable(gateway, "GET", path), path
        assert await is_unavailable(gateway, "POST", "/subscriptions", json={"countries": ["JPN"]})
        status = (await gateway.http.get("/status")).json()
        assert status["drained"] is False
        assert status["hops"][0]["lag"] > 0
        assert status["counts"] is None
        assert "hunter2" not in str(status)
        assert status["problems"][0].startswith("postgresql does not answer")


async def test_without_both_it_still_answers(topic_prefix: str) -> None:
    async with running(nobody(), no_database(), topic_prefix) as gateway:
        assert (await gateway.http.get("/")).status_code == 200
        assert (await gateway.http.get("/openapi.json")).status_code == 200
        assert len((await gateway.http.get("/status")).json()["problems"]) == 2
        # What is wrong with a request is said before what is wrong with a server.
        assert (await gateway.http.post("/articles", json={"text": ""})).status_code == 422


@pytest.fixture
def own_kafka() -> Iterator[KafkaNode]:
    with short_folder() as folder:
        node = KafkaNode(Path(folder))
        node.start()
        yield node
        node.kill()


async def test_kafka_hangs_goes_and_comes_back(own_kafka: KafkaNode, database_url: str, topic_prefix: str) -> None:
    async with running(own_kafka.bootstrap, database_url, topic_prefix, gateway_publish_seconds=1) as gateway:

        async def is_taken() -> bool:
            return (await gateway.http.post("/articles", json=ARTICLE)).status_code == 202

        await gateway.until_ready()
        # New partitions get their leaders a moment after their creation; a second may not be enough.
        await until(is_taken, what="publishing")

        assert own_kafka.pid is not None
        os.kill(own_kafka.pid, signal.SIGSTOP)
        assert await is_unavailable(gateway, "POST", "/articles", json=ARTICLE)
        status = (await gateway.http.get("/status")).json()
        assert status["hops"][0]["lag"] is None
        assert status["counts"] is not None
        os.kill(own_kafka.pid, signal.SIGCONT)
        await until(is_taken, what="publishing after the pause")

        await asyncio.to_thread(own_kafka.kill)
        attempts = [is_unavailable(gateway, "POST", "/articles", json=ARTICLE) for _ in range(20)]
        assert all(await asyncio.gather(*attempts))

        async def has_noticed() -> bool:
            return bool(gateway.health.not_ready_because())

        await until(has_noticed, what="noticing")
        await asyncio.to_thread(own_kafka.start)
        await gateway.until_ready()
        await until(is_taken, what="publishing again")
