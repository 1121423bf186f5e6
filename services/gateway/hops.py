"""How far everything has come, hop by hop, in the direction in which an article travels.

The order of the questions is what makes `drained` true. Work moves only downstream, and a service commits only when
what it made is published; so if every hop is found empty, one after the other, nothing slipped through in between.
Only what an index answers is asked for it, so it stays quick however much there is; the counts come from `tally`.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway import queries
from services.gateway.answers import Deliveries, Hop, Status
from services.gateway.servers import Away, Servers
from services.gateway.tally import Tally, Tallying
from shared.health import Health
from shared.topics import ARTICLES, PACT_EVENTS, PACT_REPORTS, Topic

FRESH_SECONDS = 1.0
WATCH_EVERY_SECONDS = 5.0

HOPS: tuple[tuple[str, Topic, bool], ...] = (
    ("extractor", ARTICLES, False),
    ("registrar", PACT_REPORTS, True),
    ("notifier", PACT_EVENTS, True),
)
"""Group, what it reads, and whether it publishes through an outbox."""

T = TypeVar("T")


class Hops:
    """Measures the system, at most once a second however many ask. `clock` counts seconds, monotonic."""

    def __init__(self, servers: Servers, clock: Callable[[], float] = time.monotonic) -> None:
        self._servers = servers
        self._clock = clock
        self._tallying = Tallying(servers, clock)
        self._lock = asyncio.Lock()
        self._began = self._forgotten = float("-inf")
        self._known: Status | None = None

    async def measure(self) -> Status:
        """The status now; what does not answer is null, with a sentence in `problems`."""
        oldest = self._clock() - FRESH_SECONDS
        async with self._lock:
            # What was published after the last measurement began is not in it.
            if self._known is None or self._began < max(oldest, self._forgotten):
                self._began = self._clock()
                self._known = await _Measurement(self._servers, self._tallying).run()
            return self._known

    def forget(self) -> None:
        """Measure anew next time: something was published, so what is known is out of date."""
        self._forgotten = self._clock()

    async def close(self) -> None:
        """Leave no question open."""
        await self._tallying.close()

    async def watch(self, health: Health) -> None:
        """Tell the health which servers go away and come back, for ever."""
        group, topic, _ = HOPS[-1]
        while True:
            await _note(health, "kafka", partial(self._servers.lag, group, topic))
            await _note(health, "postgresql", partial(self._servers.ask, _ping))
            await asyncio.sleep(WATCH_EVERY_SECONDS)


class _Measurement:
    """One round of questions. A server that failed one is not asked the next, so the round takes a bounded time."""

    def __init__(self, servers: Servers, tallying: Tallying) -> None:
        self._servers = servers
        self._tallying = tallying
        self._problems: dict[str, str] = {}

    async def run(self) -> Status:
        measured_at = datetime.now(UTC)
        hops = [await self._hop(*hop) for hop in HOPS]
        pending = await self._database(queries.count_pending)
        tally = await self._tally()
        return Status(
            measured_at=measured_at,
            drained=pending == 0 and all(hop.lag == 0 and hop.outbox == 0 for hop in hops),
            hops=hops,
            deliveries=None
            if pending is None
            else Deliveries(pending=pending, rejected=tally.rejected_deliveries if tally else None),
            counts=tally.counts if tally else None,
            problems=list(self._problems.values()),
        )

    async def _hop(self, group: str, topic: Topic, has_outbox: bool) -> Hop:
        lag = await self._unless_away("kafka", partial(self._servers.lag, group, topic))
        outbox = await self._database(partial(queries.count_unpublished, group)) if has_outbox else 0
        return Hop(group=group, topic=topic.name, lag=lag, outbox=outbox)

    async def _tally(self) -> Tally | None:
        return None if "postgresql" in self._problems else await self._tallying.latest()

    async def _database(self, question: Callable[[AsyncConnection], Awaitable[T]]) -> T | None:
        return await self._unless_away("postgresql", partial(self._servers.ask, question))

    async def _unless_away(self, server: str, ask: Callable[[], Awaitable[T]]) -> T | None:
        if server in self._problems:
            return None
        try:
            return await ask()
        except Away as away:
            self._problems[server] = f"{server} does not answer: {away}"
            return None


async def _ping(connection: AsyncConnection) -> None:
    await connection.execute(text("SELECT 1"))


async def _note(health: Health, server: str, ask: Callable[[], Awaitable[object]]) -> None:
    try:
        await ask()
    except Away as away:
        health.waiting_for(server, str(away))
    else:
        health.answered(server)
