"""A gateway for tests: the service's own `work`, on a free port, in the test's event loop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from pydantic import SecretStr

from deploy.local.ports import free_port
from services.gateway.app import work
from services.gateway.settings import GatewaySettings
from shared.health import Health
from tests.waiting import until


@dataclass(frozen=True)
class RunningGateway:
    """One that listens; `http` speaks to it."""

    http: httpx.AsyncClient
    settings: GatewaySettings
    health: Health

    async def until_ready(self, seconds: float = 30) -> None:
        """Wait until Kafka and PostgreSQL have answered."""

        async def ready() -> bool:
            return not self.health.not_ready_because()

        await until(ready, seconds=seconds, what="readiness")


@asynccontextmanager
async def running(kafka: str, database: str, prefix: str, **more: object) -> AsyncIterator[RunningGateway]:
    """Start, wait until it listens, stop."""
    settings = GatewaySettings(
        kafka=kafka,
        database=SecretStr(database),
        topic_prefix=prefix,
        gateway_port=free_port(),
        **more,  # type: ignore[arg-type]
    )
    health, stop = Health(settings.stall_after_seconds), asyncio.Event()
    working = asyncio.create_task(work(settings, health, stop))
    try:
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{settings.gateway_port}", timeout=20, trust_env=False
        ) as http:
            await _until_listening(http, working)
            yield RunningGateway(http, settings, health)
    finally:
        stop.set()
        await asyncio.wait_for(working, timeout=20)


async def _until_listening(http: httpx.AsyncClient, working: "asyncio.Task[None]") -> None:
    async def listening() -> bool:
        if working.done():
            working.result()
        try:
            await http.get("/")
        except httpx.TransportError:
            return False
        return True

    await until(listening, what="listening")
