"""A batch of events into alerts: one transaction, with the messages in the outbox and the deliveries in their table."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice

import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.notifier import delivery_rows
from services.notifier.matching import match
from services.notifier.metrics import ALERTS
from services.notifier.subscribers import Subscribers
from shared import ids
from shared.messages import Alert, PactEvent
from shared.metrics import observe_latency
from shared.publisher import Outgoing
from shared.received import Received
from shared.store import alert_times, outbox
from shared.store.tables import alerts
from shared.topics import ALERTS as ALERTS_TOPIC

log = structlog.get_logger()

NAME = "notifier"
CHUNK = 500
"""Alerts written by one statement; an event may concern a hundred thousand subscriptions."""

Wanted = tuple[Alert, str | None]
"""An alert, and the webhook it is to go to."""


class Notifier:
    """Handles batches. `on_alerts` is called when new alerts are safe; `now` is the clock, UTC."""

    def __init__(
        self,
        engine: AsyncEngine,
        on_alerts: Callable[[], None],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._engine = engine
        self._subscribers = Subscribers()
        self._on_alerts = on_alerts
        self._now = now

    async def handle(self, batch: Sequence[Received[PactEvent]]) -> None:
        """Alert whom the events concern and who was not alerted of that step before. All or nothing."""
        events = [received.message for received in batch]
        made: list[Alert] = []
        async with self._engine.begin() as connection:
            await self._subscribers.refresh(connection)
            wanted = _wanted(events, self._subscribers, await alert_times.begin(connection))
            while chunk := list(islice(wanted, CHUNK)):
                made += await _save(connection, chunk, self._now())
        if made:
            self._on_alerts()
        for alert in made:
            _tell(alert, self._now())


def _wanted(events: Iterable[PactEvent], subscribers: Subscribers, at: datetime) -> Iterator[Wanted]:
    """One alert for each step and subscription, by the first event of the step that matches."""
    seen: set[str] = set()
    for event in events:
        for subscriber in subscribers.concerned_by(event):
            matched = match(event, subscriber.spec)
            alert_id = ids.alert_id(subscriber.subscription_id, event.step_id)
            if matched is None or alert_id in seen:
                continue
            seen.add(alert_id)
            yield (
                Alert(
                    alert_id=alert_id,
                    subscription_id=subscriber.subscription_id,
                    matched=matched,
                    event=event,
                    created_at=at,
                ),
                subscriber.spec.webhook,
            )


async def _save(connection: AsyncConnection, wanted: Sequence[Wanted], now: datetime) -> list[Alert]:
    """Write the alerts that are new, with their deliveries and messages; those come back."""
    written = await connection.scalars(
        insert(alerts).on_conflict_do_nothing().returning(alerts.c.alert_id),
        [
            {
                "alert_id": alert.alert_id,
                "subscription_id": alert.subscription_id,
                "event_id": alert.event.event_id,
                "pact_id": alert.event.pact_id,
                "parties": list(alert.event.pact.party_codes()),
                "data": alert.model_dump(mode="json"),
                "created_at": alert.created_at,
            }
            for alert, _ in wanted
        ],
    )
    new = set(written)
    made = [(alert, webhook) for alert, webhook in wanted if alert.alert_id in new]
    await delivery_rows.add(connection, [(alert, "webhook", webhook) for alert, webhook in made if webhook], now)
    await outbox.add(
        connection, NAME, [Outgoing.of(ALERTS_TOPIC, alert.subscription_id, alert, NAME) for alert, _ in made]
    )
    return [alert for alert, _ in made]


def _tell(alert: Alert, now: datetime) -> None:
    """Count and log, once the transaction is safe."""
    ALERTS.labels(alert.event.change.value, alert.event.pact.pact_type.value).inc()
    observe_latency("alerted", alert.event.ingested_at, now)
    log.info(
        "alerted",
        alert_id=alert.alert_id,
        subscription_id=alert.subscription_id,
        event_id=alert.event.event_id,
        pact_id=alert.event.pact_id,
    )
