"""A home with its own Kafka and PostgreSQL: from nothing to ready, through kill -9, down and up again."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.home import Home
from deploy.local.programs import Service
from deploy.local.system import Running, down, status, up
from deploy.local.waiting import wait_until
from tests.databases import ask, run
from tests.kafka_clients import consume, make_topic, publish, topics
from tests.servers import short_folder

SERVICES = (Service("alpha", "tests.integration.stand_in_service"),)


@pytest.fixture
def folder() -> Iterator[Path]:
    with short_folder() as folder:
        yield folder


def start(home: Home) -> Running:
    return up(home, environment={}, services=SERVICES, well_known_ports=False)


async def test_data_and_addresses_survive_kill_9_of_every_process_and_down_and_up(folder: Path) -> None:
    home = Home.at(folder / "home")
    try:
        running = start(home)
        await make_topic(running.kafka, "articles")
        await publish(running.kafka, "articles", b"before")
        await run(running.database, "CREATE TABLE pacts (n int)", "INSERT INTO pacts VALUES (1)")

        for process in status(home).processes:
            assert process.pid is not None
            os.kill(process.pid, 9)
        assert wait_until(lambda: [each.restarts for each in status(home).processes] == [1, 1, 1], seconds=30)
        assert wait_until(lambda: status(home).is_ready, seconds=60)
        assert await consume(running.kafka, "articles", 1) == [b"before"]
        assert await ask(running.database, "SELECT n FROM pacts") == 1

        assert down(home)
        assert "with SIGKILL" not in home.log("supervisord").read_text()  # each ended in order, in the time it had
        assert not status(home).is_up

        again = start(home)
        assert (again.kafka, again.database) == (running.kafka, running.database)
        assert await consume(again.kafka, "articles", 1) == [b"before"]
        assert await ask(again.database, "SELECT n FROM pacts") == 1
    finally:
        down(home)


async def test_two_homes_side_by_side_share_nothing(folder: Path) -> None:
    one, two = Home.at(folder / "one"), Home.at(folder / "two, with an odd näme; 100%")
    try:
        first, second = start(one), start(two)
        await make_topic(first.kafka, "articles")
        await run(first.database, "CREATE TABLE pacts (n int)")

        assert {first.kafka, first.gateway_port, *first.ops_ports.values()}.isdisjoint(
            {second.kafka, second.gateway_port, *second.ops_ports.values()}
        )
        assert await topics(second.kafka) == []
        assert await ask(second.database, "SELECT count(*) FROM pg_tables WHERE tablename = 'pacts'") == 0

        down(one)
        assert status(two).is_ready
    finally:
        down(one)
        down(two)
