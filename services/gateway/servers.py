"""Asking Kafka and PostgreSQL in bounded time: an answer, or Away with the reason."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiokafka.errors import KafkaError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.lag import LagProbe
from shared.settings import CommonSettings
from shared.topics import Topic

PATIENCE_SECONDS = 4.0
"""How long one question may take before the server counts as away."""
CLOSE_SECONDS = 2.0

T = TypeVar("T")


class Away(RuntimeError):
    """The server does not answer; `str()` says why."""

    def __init__(self, server: str, reason: BaseException) -> None:
        first_line = (str(getattr(reason, "orig", reason)).splitlines() or [""])[0]
        super().__init__(first_line[:200] or type(reason).__name__)
        self.server = server


class Servers:
    """One connection to each, opened when first asked and after every failure."""

    def __init__(self, settings: CommonSettings, engine: AsyncEngine) -> None:
        self._settings = settings
        self._engine = engine
        self._probe: LagProbe | None = None
        self._one_at_a_time = asyncio.Lock()

    async def lag(self, group: str, topic: Topic) -> int:
        """How many messages of the topic the group has still to handle. Raises Away."""
        async with self._one_at_a_time:
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    if self._probe is None:
                        self._probe = await LagProbe(self._settings).__aenter__()
                    return await self._probe.lag(group, topic)
            except (KafkaError, OSError, TimeoutError) as error:
                await self._close_probe()
                raise Away("kafka", error) from error

    async def ask(
        self, question: Callable[[AsyncConnection], Awaitable[T]], *, patience_seconds: float = PATIENCE_SECONDS
    ) -> T:
        """The database's answer. Raises Away."""
        try:
            async with asyncio.timeout(patience_seconds), self._engine.connect() as connection:
                return await question(connection)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            raise Away("postgresql", error) from error

    async def close(self) -> None:
        """Close the connection to Kafka; the database's belong to the engine."""
        async with self._one_at_a_time:
            await self._close_probe()

    async def _close_probe(self) -> None:
        probe, self._probe = self._probe, None
        if probe is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(probe.__aexit__(None, None, None), CLOSE_SECONDS)
