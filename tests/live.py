"""The whole system as a user runs it: real servers and real processes under the supervisor, in a throw-away home."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from pydantic import SecretStr

from deploy.local.home import Home
from deploy.local.system import Running, down, status, up
from shared.settings import CommonSettings
from tests.servers import short_folder
from tests.waiting import until


@dataclass(frozen=True)
class Live:
    """A running system."""

    home: Home
    running: Running

    @property
    def settings(self) -> CommonSettings:
        """For tests that speak to its Kafka and PostgreSQL themselves."""
        return CommonSettings(kafka=self.running.kafka, database=SecretStr(self.running.database))

    def pid(self, process: str) -> int | None:
        """The process id now, None while it is down."""
        found = [each for each in status(self.home).processes if each.name == process]
        return found[0].pid if found else None

    def gateway(self) -> httpx.AsyncClient:
        """A client of its API."""
        return httpx.AsyncClient(base_url=self.running.gateway_url, timeout=30)

    async def until_drained(self, seconds: float = 120) -> None:
        """Wait until everything published before this call has come to its end."""
        async with self.gateway() as client:
            measured: list[str] = []

            async def drained() -> bool:
                try:
                    status = (await client.get("/status")).json()
                except (httpx.TransportError, ValueError):
                    return False
                if not status["drained"]:
                    measured.clear()
                elif status["measured_at"] not in measured:
                    measured.append(status["measured_at"])
                # Twice in a row: the first measurement may have begun before the last article came.
                return len(measured) == 2

            await until(drained, seconds=seconds, what="draining")


@contextmanager
def live_system(**environment: str) -> Iterator[Live]:
    """Start it, and stop it whatever happens. Settings of the caller's own environment do not leak in."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PACTWATCH_")}
    given = {"PACTWATCH_NOTIFIER_ALLOW_PRIVATE_TARGETS": "true", **environment}
    with short_folder() as folder:
        home = Home.at(folder / "home")
        try:
            yield Live(home, up(home, environment={**clean, **given}, well_known_ports=False))
        finally:
            down(home)
