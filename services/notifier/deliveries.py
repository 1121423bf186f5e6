"""Sending alerts: many at once, each on its own, so that a slow receiver holds up nobody but itself.

One turn of the loop is one transaction: write down the attempts that ended, claim what is due. Between turns nothing is
held in the database but leases. A crash repeats an attempt under the same id, and never forgets one.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from random import random

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from services.notifier import delivery_rows
from services.notifier.channels.contract import Channel, Delivered, Outcome, Parcel, Reason, Rejected, Retryable
from services.notifier.delivery_rows import Attempted, Claimed, State
from services.notifier.metrics import ATTEMPTS
from services.notifier.retry_schedule import pause_after
from shared.health import Health
from shared.metrics import observe_latency
from shared.retrying import until_database_answers

log = structlog.get_logger()

POLL_SECONDS = 1.0
"""How late a retry, or an alert another process made, may be noticed."""

LEASE_MARGIN = timedelta(seconds=5)
"""A lease outlasts the longest attempt by this, the time to write it down."""

FINISH_SECONDS = 2.0
SETTLE_SECONDS = 1.0
"""How long posts on their way may still take when the service stops, and writing down what became of all of them.
Together they fit into the time a stopped service has, `shared.service.STOP_GRACE_SECONDS`."""


class DeliveryLoop:
    """Sends what is due through `channels`. `now` is the clock, UTC; `chance` gives random numbers in [0, 1)."""

    def __init__(
        self,
        engine: AsyncEngine,
        health: Health,
        channels: Mapping[str, Channel],
        *,
        longest_attempt: timedelta,
        parallel: int,
        parallel_per_host: int,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        chance: Callable[[], float] = random,
    ) -> None:
        self._engine = engine
        self._health = health
        self._channels = channels
        self._lease = longest_attempt + LEASE_MARGIN
        self._parallel = parallel
        self._per_host = min(parallel, parallel_per_host)
        self._now = now
        self._chance = chance
        self._woken = asyncio.Event()
        self._in_flight: dict[asyncio.Task[None], Claimed] = {}
        self._ended: list[Attempted] = []

    def wake(self) -> None:
        """There is something to send: look now, not at the next poll."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop`, then let posts on their way end for a moment.

        However it ends, cancelled too, the attempts that ended are written down and the others given back.
        """
        stopping = asyncio.create_task(stop.wait())
        stopping.add_done_callback(lambda _: self.wake())
        try:
            while not stop.is_set():
                self._woken.clear()
                await self._turn()
                await self._pause()
            if self._in_flight:
                await asyncio.wait(self._in_flight, timeout=FINISH_SECONDS)
        finally:
            stopping.cancel()
            await self._give_up()

    async def _turn(self) -> None:
        for claimed in await until_database_answers(self._health, self._record_and_claim):
            task = asyncio.create_task(self._attempt(claimed))
            self._in_flight[task] = claimed
            task.add_done_callback(self._landed)

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(POLL_SECONDS):
                await self._woken.wait()
        except TimeoutError:
            pass

    async def _record_and_claim(self) -> list[Claimed]:
        ended = tuple(self._ended)
        now = self._now()
        async with self._engine.begin() as connection:
            await delivery_rows.record(connection, ended)
            claimed = await delivery_rows.claim(
                connection,
                now=now,
                lease=self._lease,
                most=self._parallel - len(self._in_flight),
                per_host=self._per_host,
                in_flight=Counter(one.host for one in self._in_flight.values()),
            )
            unwanted = [one.delivery_id for one in claimed if not one.subscribed]
            if unwanted:
                await delivery_rows.cancel(connection, unwanted, "unsubscribed", now)
        # Only now: had the transaction failed, they would be written by the next.
        del self._ended[: len(ended)]
        if ended or claimed:
            self._health.progressed()
        return [one for one in claimed if one.subscribed]

    async def _attempt(self, claimed: Claimed) -> None:
        parcel = Parcel(claimed.alert_id, claimed.target, claimed.alert, claimed.created_at, claimed.secret)
        at, started = self._now(), time.perf_counter()
        try:
            outcome = await self._channels[claimed.channel].send(parcel)
        except Exception:
            log.exception("channel_failed", channel=claimed.channel, delivery_id=claimed.delivery_id)
            outcome = Retryable(Reason.FAILED)
        attempted = self._judge(claimed, outcome, at, time.perf_counter() - started)
        self._ended.append(attempted)
        self._tell(claimed, attempted)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._in_flight.pop(task, None)
        self.wake()

    def _judge(self, claimed: Claimed, outcome: Outcome, at: datetime, seconds: float) -> Attempted:
        now = self._now()
        match outcome:
            case Delivered(code):
                return Attempted(claimed.delivery_id, at, "delivered", code, seconds, None, "delivered", now)
            case Rejected(reason, code):
                return Attempted(claimed.delivery_id, at, "rejected", code, seconds, reason.value, "rejected", now)
            case Retryable(reason, after, code):
                pause = pause_after(claimed.attempts + 1, after, self._chance())
                state: State = "rejected" if pause is None else "pending"
                due = now + (pause or timedelta(0))
                return Attempted(claimed.delivery_id, at, "retryable", code, seconds, reason.value, state, due)

    def _tell(self, claimed: Claimed, attempted: Attempted) -> None:
        ATTEMPTS.labels(claimed.channel, attempted.outcome, attempted.reason or "").inc()
        if attempted.outcome == "delivered":
            observe_latency("delivered", claimed.ingested_at, self._now())
        log.info(
            "attempted",
            alert_id=claimed.alert_id,
            delivery_id=claimed.delivery_id,
            channel=claimed.channel,
            attempt=claimed.attempts + 1,
            outcome=attempted.outcome,
            reason=attempted.reason,
            status_code=attempted.status_code,
            state=attempted.state,
        )

    async def _give_up(self) -> None:
        unfinished = dict(self._in_flight)
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)
        try:
            async with asyncio.timeout(SETTLE_SECONDS):
                await until_database_answers(self._health, lambda: self._settle(unfinished.values()))
        except TimeoutError:
            log.warning("not_settled", reason="the database does not answer; what was on its way is posted again")

    async def _settle(self, unfinished: Collection[Claimed]) -> None:
        async with self._engine.begin() as connection:
            await delivery_rows.record(connection, self._ended)
            await delivery_rows.give_back(connection, [one.delivery_id for one in unfinished], self._now())
        self._ended.clear()
