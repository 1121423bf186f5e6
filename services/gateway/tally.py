"""How much there is of everything: exact counts, and of large tables a while old, for counting those takes long."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from services.gateway import queries
from services.gateway.answers import Counts
from services.gateway.servers import Away, Servers

WAIT_SECONDS = 1.0
"""How long a status waits for counts; past it, it shows the last ones, and the counting goes on."""
PATIENCE_SECONDS = 60.0
REST = 10
"""After counting it rests this many times as long as that took, so that it never keeps the database busy."""
REST_AFTER_FAILURE_SECONDS = 30.0


@dataclass(frozen=True)
class Tally:
    """What was counted in one question."""

    counts: Counts
    rejected_deliveries: int


class Tallying:
    """Counts at most one at a time. That it cannot says nothing of the database: small questions are for that."""

    def __init__(self, servers: Servers, clock: Callable[[], float]) -> None:
        self._servers = servers
        self._clock = clock
        self._rest_until = float("-inf")
        self._counting: asyncio.Task[None] | None = None
        self._known: Tally | None = None

    async def latest(self) -> Tally | None:
        """The newest there is; None while nothing has been counted yet."""
        if self._counting is None and self._clock() >= self._rest_until:
            self._counting = asyncio.create_task(self._count())
        if self._counting is not None:
            await asyncio.wait({self._counting}, timeout=WAIT_SECONDS)
        return self._known

    async def close(self) -> None:
        """Stop counting."""
        if self._counting is not None:
            self._counting.cancel()
            await asyncio.wait({self._counting})

    async def _count(self) -> None:
        began = self._clock()
        try:
            counts, rejected = await self._servers.ask(queries.count_all, patience_seconds=PATIENCE_SECONDS)
            self._known = Tally(counts, rejected)
            self._rest_until = self._clock() + REST * (self._clock() - began)
        except Away:
            self._rest_until = self._clock() + REST_AFTER_FAILURE_SECONDS
        finally:
            self._counting = None
