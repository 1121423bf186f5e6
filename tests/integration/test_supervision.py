"""The processes of a home: started, kept alive, found again after a killed run, ended in order.

The servers are sockets that only listen, named as the user's own, and the services are stand-ins: what is under test
is the keeping. `test_home.py` does it with the real servers.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from deploy.local.errors import LocalError
from deploy.local.home import Home
from deploy.local.processes import started_by
from deploy.local.programs import Service
from deploy.local.system import Running, down, status, up
from deploy.local.waiting import wait_until
from tests.servers import short_folder

MODULE = "tests.integration.stand_in_service"
SERVICES = (Service("alpha", MODULE), Service("beta", MODULE))


@pytest.fixture
def home() -> Iterator[Home]:
    with short_folder() as folder:
        home = Home.at(folder / "home")
        yield home
        down(home)


@pytest.fixture
def servers() -> Iterator[Mapping[str, str]]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        yield {
            "PACTWATCH_KAFKA": f"127.0.0.1:{port}",
            "PACTWATCH_DATABASE": f"postgresql+asyncpg://me:s3cret@127.0.0.1:{port}/pacts",
        }


def start(home: Home, servers: Mapping[str, str], *services: Service, seconds: float = 30) -> Running:
    return up(home, environment=servers, services=services or SERVICES, well_known_ports=False, seconds=seconds)


def pids(home: Home) -> dict[str, int | None]:
    return {process.name: process.pid for process in status(home).processes}


def test_every_service_runs_and_knows_where_everything_is(home: Home, servers: Mapping[str, str]) -> None:
    running = start(home, servers)

    assert running.kafka == servers["PACTWATCH_KAFKA"]
    assert set(running.ops_ports) == {"alpha", "beta"}
    now = status(home)
    assert now.is_ready
    assert {each.name: each.restarts for each in now.processes} == {"alpha": 0, "beta": 0}
    assert not any(server.is_local for server in now.servers)
    assert "s3cret" not in str(now)
    environment = psutil.Process(pids(home)["alpha"]).environ()
    assert environment["PACTWATCH_KAFKA"] == servers["PACTWATCH_KAFKA"]
    assert environment["PACTWATCH_DATABASE"] == servers["PACTWATCH_DATABASE"]
    assert environment["PACTWATCH_HOME"] == str(home.path)
    assert environment["PACTWATCH_OPS_PORT"] == str(running.ops_ports["alpha"])
    assert environment["PACTWATCH_GATEWAY_PORT"] == str(running.gateway_port)
    assert "serving" in home.log("alpha").read_text()


def test_up_when_it_is_up_changes_nothing(home: Home, servers: Mapping[str, str]) -> None:
    first = start(home, servers)
    before = pids(home)

    second = start(home, servers)

    assert (first.was_up, second.was_up) == (False, True)
    assert second.ops_ports == first.ops_ports
    assert pids(home) == before


def test_a_service_that_is_killed_is_started_again(home: Home, servers: Mapping[str, str]) -> None:
    start(home, servers)
    killed = pids(home)["alpha"]
    assert killed is not None

    os.kill(killed, 9)

    assert wait_until(lambda: pids(home)["alpha"] not in (None, killed) and status(home).is_ready, seconds=20)
    assert {each.name: each.restarts for each in status(home).processes} == {"alpha": 1, "beta": 0}


def test_down_ends_everything_and_says_whether_there_was_anything(home: Home, servers: Mapping[str, str]) -> None:
    assert down(home) is False
    start(home, servers)

    assert down(home) is True

    assert started_by(home.path) == []
    assert not status(home).is_up
    assert down(home) is False


def test_what_a_killed_run_left_behind_is_seen_and_replaced(home: Home, servers: Mapping[str, str]) -> None:
    start(home, servers)
    orphans = set(pids(home).values())
    state = home.read_state()
    assert state is not None
    supervisor = state.supervisor.process()
    assert supervisor is not None
    supervisor.kill()
    supervisor.wait()

    now = status(home)
    assert (now.is_up, now.leftovers) == (False, 2)

    running = start(home, servers)
    assert not running.was_up
    assert orphans.isdisjoint(pids(home).values())
    assert len(started_by(home.path)) == 3


def test_what_is_left_is_found_even_when_the_home_was_deleted(home: Home, servers: Mapping[str, str]) -> None:
    start(home, servers)
    home.forget_state()

    assert down(home) is True
    assert started_by(home.path) == []


def test_a_stranger_with_the_supervisors_process_id_is_left_alone(home: Home, servers: Mapping[str, str]) -> None:
    start(home, servers)
    state = home.read_state()
    assert state is not None
    down(home)
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    try:
        home.write_state(replace(state, supervisor=replace(state.supervisor, pid=stranger.pid)))

        assert not status(home).is_up
        assert down(home) is False
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_two_homes_live_side_by_side(home: Home, servers: Mapping[str, str]) -> None:
    other = Home.at(home.path.parent / 'other, "odd" näme; 100% #1 it\'s')
    try:
        start(home, servers)
        start(other, servers)

        down(home)

        assert not status(home).is_up
        assert status(other).is_ready
    finally:
        down(other)


def test_a_service_that_never_gets_ready_is_named_with_its_reason(home: Home, servers: Mapping[str, str]) -> None:
    slow = Service("slow", MODULE, {"STAND_IN_NOT_READY": "waiting for the moon"})

    with pytest.raises(LocalError, match=r"The slow was not ready within 1 s \(waiting for the moon\)"):
        start(home, servers, SERVICES[0], slow, seconds=1)

    assert status(home).is_up
    assert [each.not_ready_because for each in status(home).processes] == [None, "waiting for the moon"]


def test_a_service_that_ends_at_once_is_not_waited_for(home: Home, servers: Mapping[str, str]) -> None:
    broken = Service("broken", MODULE, {"STAND_IN_ENDS": "PACTWATCH_NONSENSE cannot be used"})

    with pytest.raises(
        LocalError, match=r"(?s)broken ends as soon as it is started.*PACTWATCH_NONSENSE cannot be used"
    ):
        start(home, servers, broken, seconds=60)


def test_a_server_of_the_users_own_that_does_not_answer_is_named(home: Home, servers: Mapping[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"127.0.0.1:{closed.getsockname()[1]}"

    with pytest.raises(LocalError, match=f"Apache Kafka at {address} did not answer within 1 s"):
        start(home, {**servers, "PACTWATCH_KAFKA": address}, seconds=1)


def test_the_file_that_says_what_runs_is_not_needed_to_ask_a_home_that_never_was(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "never")

    assert not status(home).is_up
    assert not home.path.exists()
