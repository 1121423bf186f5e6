"""Each of our services, started as docker-compose.yml starts it: same command, same environment, same health check.

Only where the servers are differs: the names that Docker gives them become the addresses of the test's own.
"""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy.engine import make_url

from tests.composition import OURS, ROOT, Service, our_service

HEALTHY_SECONDS = 60
STOP_SECONDS = 30


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def mapped(service: Service, kafka: str, database: str, prefix: str, password_file: Path) -> dict[str, str]:
    """The service's environment from the file, with the names in Docker's network mapped to the test's servers."""
    url = make_url(database)
    password_file.write_text(url.password or "no password is asked for")
    here = {
        "PACTWATCH_KAFKA": kafka,
        "PACTWATCH_DATABASE": url.set(password=None).render_as_string(),
        "PACTWATCH_DATABASE_PASSWORD_FILE": str(password_file),
        "PACTWATCH_OPS_PORT": str(free_port()),
        "PACTWATCH_GATEWAY_PORT": str(free_port()),
    }
    given = {name: here.get(name, value) for name, value in service.environment.items()}
    machine = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return machine | given | {"PACTWATCH_TOPIC_PREFIX": prefix}


async def start(command: list[str], environment: dict[str, str]) -> asyncio.subprocess.Process:
    """The command as Docker would run it, with this test's Python."""
    return await asyncio.create_subprocess_exec(
        *[sys.executable if word == "python" else word for word in command],
        cwd=ROOT,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


@asynccontextmanager
async def running(command: list[str], environment: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process that is surely gone afterwards."""
    process = await start(command, environment)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def output(process: asyncio.subprocess.Process) -> str:
    """What an ended process said."""
    assert process.stdout is not None
    return (await process.stdout.read()).decode("utf-8", "replace")


async def until(condition: Callable[[], Awaitable[bool]], process: asyncio.subprocess.Process) -> None:
    """Ask again and again; the process must live meanwhile."""
    async with asyncio.timeout(HEALTHY_SECONDS):
        while not await condition():
            if process.returncode is not None:
                pytest.fail(f"ended with {process.returncode}:\n{await output(process)}")
            await asyncio.sleep(0.3)


@pytest.mark.parametrize("name", OURS)
async def test_it_becomes_healthy_and_ready_and_stops_cleanly(
    name: str, kafka_bootstrap: str, database_url: str, topic_prefix: str, tmp_path: Path
) -> None:
    service = our_service(name)
    environment = mapped(service, kafka_bootstrap, database_url, topic_prefix, tmp_path / "password")
    operations = f"http://127.0.0.1:{environment['PACTWATCH_OPS_PORT']}"

    async def healthy() -> bool:
        check = await start(service.health_command, environment)
        return await check.wait() == 0

    async def ready() -> bool:
        async with httpx.AsyncClient() as client:
            return (await client.get(f"{operations}/readyz")).status_code == httpx.codes.OK

    async with running(service.command, environment) as process:
        await until(healthy, process)
        await until(ready, process)
        async with httpx.AsyncClient() as client:
            metrics = (await client.get(f"{operations}/metrics")).text
        assert f'pactwatch_build_info{{service="{name}"' in metrics

        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOP_SECONDS):
            said = await output(process)
            assert await process.wait() == 0, said
        assert '"event": "stopped"' in said
        assert "Traceback" not in said


async def test_what_does_not_run_is_not_healthy(tmp_path: Path) -> None:
    service = our_service("registrar")
    environment = mapped(service, "localhost:1", "postgresql://nobody@localhost/x", "", tmp_path / "password")
    check = await start(service.health_command, environment)
    said = await output(check)
    assert await check.wait() == 1
    assert "No answer from" in said
