"""Rows that registrar and notifier would have written, for the gateway to read."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared import ids
from shared.messages import Alert, Match, PactEvent, PactReport
from shared.store import tables


async def add_pact(engine: AsyncEngine, event: PactEvent, *reports: PactReport) -> None:
    """The pact of an event, the event, and the reports that prove it."""
    pact = event.pact
    async with engine.begin() as connection:
        await connection.execute(
            insert(tables.pacts).values(
                pact_id=pact.pact_id,
                pact_type=pact.pact_type,
                stage=pact.stage,
                name=pact.name,
                parties=list(pact.party_codes()),
                mentioned=sorted(mention.code for mention in pact.mentioned),
                confidence=pact.confidence,
                first_seen=pact.first_seen,
                last_seen=pact.last_seen,
                data=pact.model_dump(mode="json"),
            )
        )
    await add_event(engine, event)
    for report in reports:
        await add_report(engine, pact.pact_id, report)


async def add_event(engine: AsyncEngine, event: PactEvent) -> None:
    """One more event of a pact that is there."""
    async with engine.begin() as connection:
        await connection.execute(
            insert(tables.events).values(
                event_id=event.event_id,
                pact_id=event.pact_id,
                change=event.change,
                stage_before=event.stage_before,
                stage=event.stage,
                data=event.model_dump(mode="json"),
            )
        )


async def add_report(engine: AsyncEngine, pact_id: str, report: PactReport, *, superseded: bool = False) -> None:
    """One more report of a pact that is there."""
    async with engine.begin() as connection:
        await connection.execute(
            insert(tables.reports).values(
                report_id=report.report_id,
                pact_id=pact_id,
                article_id=report.article.id,
                revision=report.article.revision,
                stage=report.stage,
                source=report.article.source,
                superseded=superseded,
                data=report.model_dump(mode="json"),
            )
        )


async def add_alert(engine: AsyncEngine, subscription_id: str, event: PactEvent, at: datetime) -> Alert:
    """An alert made at `at`."""
    async with engine.begin() as connection:
        return await write_alert(connection, subscription_id, event, at)


async def write_alert(connection: AsyncConnection, subscription_id: str, event: PactEvent, at: datetime) -> Alert:
    """The same, in a transaction of the caller's."""
    alert = Alert(
        alert_id=ids.alert_id(subscription_id, event.event_id),
        subscription_id=subscription_id,
        matched=Match(countries=event.pact.party_codes()[:1]),
        event=event,
        created_at=at,
    )
    await connection.execute(
        insert(tables.alerts).values(
            alert_id=alert.alert_id,
            subscription_id=subscription_id,
            event_id=event.event_id,
            pact_id=event.pact_id,
            parties=list(event.pact.party_codes()),
            data=alert.model_dump(mode="json"),
            created_at=at,
        )
    )
    return alert


async def add_delivery(engine: AsyncEngine, alert: Alert, *attempts: dict[str, Any], **fields: Any) -> str:
    """A delivery of an alert to a webhook, with its attempts."""
    target = "https://desk.example/hook"
    identity = ids.delivery_id(alert.alert_id, "webhook", target)
    async with engine.begin() as connection:
        await connection.execute(
            insert(tables.deliveries).values(
                delivery_id=identity,
                alert_id=alert.alert_id,
                subscription_id=alert.subscription_id,
                channel="webhook",
                target=target,
                host="desk.example:443",
                attempts=len(attempts),
                **fields,
            )
        )
        for attempt in attempts:
            await connection.execute(insert(tables.delivery_attempts).values(delivery_id=identity, **attempt))
    return identity
