"""The skeleton: operations endpoints, stop, stall and failure."""

import asyncio
import socket

import httpx
import pytest

from shared import service
from shared.health import Health
from shared.http import PortTaken
from shared.service import Stalled, run
from shared.settings import CommonSettings, load
from tests.waiting import until


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture
def settings() -> CommonSettings:
    return CommonSettings(ops_port=free_port())


async def idle(_settings: CommonSettings, health: Health, stop: asyncio.Event) -> None:
    health.ready = True
    await stop.wait()


async def test_endpoints_tell_metrics_progress_and_readiness(settings: CommonSettings) -> None:
    health, stop = Health(60), asyncio.Event()
    running = asyncio.create_task(run(settings, idle, health, stop))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{settings.ops_port}") as client:

        async def answers() -> bool:
            try:
                return (await client.get("/readyz")).status_code == 200
            except httpx.TransportError:
                return False

        await until(answers, what="readiness")
        assert "pactwatch_messages_consumed_total" in (await client.get("/metrics")).text
        assert (await client.get("/healthz")).json() == {"healthy": True, "reason": None}
        health.waiting_for("kafka", "refused")
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()["reasons"]) == (503, ["waiting for kafka: refused"])
    stop.set()
    await asyncio.wait_for(running, 10)


async def test_a_stalled_service_ends(settings: CommonSettings) -> None:
    health = Health(stall_after_seconds=0.01)
    health.work_waiting(3)
    with pytest.raises(Stalled, match="3 messages wait"):
        await asyncio.wait_for(run(settings, idle, health, asyncio.Event()), 10)


async def test_work_that_fails_ends_the_service(settings: CommonSettings) -> None:
    async def fails(_settings: CommonSettings, _health: Health, _stop: asyncio.Event) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await run(settings, fails, Health(60), asyncio.Event())


async def test_a_taken_port_is_said_with_the_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = CommonSettings(ops_port=taken.getsockname()[1])
        with pytest.raises(PortTaken, match="Set PACTWATCH_OPS_PORT"):
            await run(settings, idle, Health(60), asyncio.Event())


async def test_work_that_waits_for_a_server_is_cut_when_stopped(
    settings: CommonSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "WATCH_EVERY_SECONDS", 0.05)

    async def waits(_settings: CommonSettings, health: Health, _stop: asyncio.Event) -> None:
        health.waiting_for("kafka", "refused")
        await asyncio.Event().wait()

    stop = asyncio.Event()
    running = asyncio.create_task(run(settings, waits, Health(60), stop))
    await asyncio.sleep(0)
    stop.set()
    await asyncio.wait_for(running, 10)


def test_a_wrong_setting_is_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PACTWATCH_TOPIC_PARTITIONS", "many")
    with pytest.raises(SystemExit):
        load(CommonSettings)
    said = capsys.readouterr().err
    assert said.startswith("PACTWATCH_TOPIC_PARTITIONS cannot be used: ")
    assert "Traceback" not in said
