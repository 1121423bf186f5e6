"""The container engine's question, asked of the real operations endpoints."""

import asyncio
import socket

import pytest

from shared.health import Health
from shared.healthcheck import check, main
from shared.http import operations_app, serve


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def answer_of(health: Health) -> str | None:
    port, stop = free_port(), asyncio.Event()
    server = asyncio.create_task(serve(operations_app(health), "127.0.0.1", port, stop, setting="PACTWATCH_OPS_PORT"))
    try:
        for _ in range(100):
            await asyncio.sleep(0.02)
            said = await asyncio.to_thread(check, "0.0.0.0", port)
            if said is None or "No answer" not in said:
                return said
        return said
    finally:
        stop.set()
        await server


async def test_a_service_that_makes_progress_is_healthy() -> None:
    assert await answer_of(Health(stall_after_seconds=60)) is None


async def test_a_stalled_service_is_not_and_the_reason_is_told() -> None:
    now = 0.0
    health = Health(stall_after_seconds=60, clock=lambda: now)
    health.work_waiting(7)
    now = 61.0
    said = await answer_of(health)
    assert said is not None
    assert "answers 503" in said
    assert "7 messages wait" in said


def test_no_service_is_not_healthy(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PACTWATCH_OPS_PORT", str(free_port()))
    assert main() == 1
    assert "No answer from 127.0.0.1" in capsys.readouterr().err
