"""A batch of reports into the register: one transaction, with the events in the outbox."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.registrar import register
from services.registrar.decide import Decision, decide
from services.registrar.metrics import EVENTS, REPORTS
from shared.messages import PactEvent, PactReport
from shared.metrics import observe_latency
from shared.publisher import Outgoing
from shared.received import Received
from shared.store import outbox
from shared.topics import PACT_EVENTS

log = structlog.get_logger()

NAME = "registrar"


class Registrar:
    """Handles batches. `now` is the clock, UTC."""

    def __init__(self, engine: AsyncEngine, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine = engine
        self._now = now

    async def handle(self, batch: Sequence[Received[PactReport]]) -> None:
        """Register every report not registered before. All or nothing."""
        made: list[tuple[PactReport, Decision]] = []
        async with self._engine.begin() as connection:
            await register.take_turn(connection)
            known = await register.known_reports(connection, [received.message.report_id for received in batch])
            for received in batch:
                report = received.message
                if report.report_id in known:
                    continue
                known.add(report.report_id)
                made.append((report, await self._register(connection, report)))
            events = [decision.event for _, decision in made if decision.event]
            await outbox.add(connection, NAME, [_outgoing(event) for event in events])
        REPORTS.labels("known").inc(len(batch) - len(made))
        for report, decision in made:
            _tell(report, decision)

    async def _register(self, connection: AsyncConnection, report: PactReport) -> Decision:
        decision = decide(report, await register.candidates(connection, report), self._now())
        if decision.pact:
            await register.save_pact(connection, decision.pact)
            await register.save_report(connection, report, decision.pact.pact_id)
        if decision.event:
            await register.save_event(connection, decision.event)
        return decision


def _outgoing(event: PactEvent) -> Outgoing:
    return Outgoing.of(PACT_EVENTS, event.pact_id, event, NAME)


def _tell(report: PactReport, decision: Decision) -> None:
    """Count and log, once the transaction is safe."""
    REPORTS.labels(decision.outcome).inc()
    observe_latency("registered", report.article.ingested_at)
    if decision.event:
        EVENTS.labels(decision.event.change.value, decision.event.stage.value).inc()
    log.info(
        "registered",
        outcome=decision.outcome,
        article_id=report.article.id,
        report_id=report.report_id,
        pact_id=decision.pact.pact_id if decision.pact else None,
        event_id=decision.event.event_id if decision.event else None,
        stage=report.stage.value,
    )
