"""Every SQL statement of the gateway. Of these tables it writes only `subscriptions`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, func, insert, literal_column, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.gateway.answers import Counts
from services.gateway.filters import AlertFilter, PactFilter
from services.gateway.paging import BEGINNING, Position
from shared.store import alert_times
from shared.store.tables import alerts, deliveries, delivery_attempts, events, outbox, pacts, reports, subscriptions
from shared.subscriptions import Role, SubscriptionSpec

MOST_REPORTS = 500
MOST_EVENTS = 1000

AnyRow = Row[*tuple[Any, ...]]
Rows = Sequence[AnyRow]
AnySelect = Select[*tuple[Any, ...]]


def _page(
    query: AnySelect, at: ColumnElement[Any], identity: ColumnElement[Any], before: Position | None, limit: int
) -> AnySelect:
    """Newest first, from `before` on; one row more than the page, which tells whether there is a next."""
    if before is not None:
        query = query.where(tuple_(at, identity) < tuple_(*before))
    return query.order_by(at.desc(), identity.desc()).limit(limit + 1)


# --- subscriptions --------------------------------------------------------------------------------------------------


async def add_subscription(
    connection: AsyncConnection, identity: str, spec: SubscriptionSpec, secret: str | None
) -> datetime:
    """Write a new subscription; returns when it was made."""
    created_at: datetime = (
        await connection.execute(
            insert(subscriptions)
            .values(
                subscription_id=identity,
                countries=list(spec.countries),
                data=spec.model_dump(mode="json"),
                webhook_secret=secret,
            )
            .returning(subscriptions.c.created_at)
        )
    ).scalar_one()
    return created_at


# The secret is in no query but the one that writes it.
_SUBSCRIPTION = select(subscriptions.c.subscription_id, subscriptions.c.data, subscriptions.c.created_at)


async def list_subscriptions(connection: AsyncConnection, before: Position | None, limit: int) -> Rows:
    """A page of subscriptions."""
    query = _page(_SUBSCRIPTION, subscriptions.c.created_at, subscriptions.c.subscription_id, before, limit)
    return (await connection.execute(query)).all()


async def find_subscription(connection: AsyncConnection, identity: str) -> AnyRow | None:
    """One subscription."""
    return (await connection.execute(_SUBSCRIPTION.where(subscriptions.c.subscription_id == identity))).one_or_none()


async def remove_subscription(connection: AsyncConnection, identity: str) -> bool:
    """False when there is none of that id. Its alerts stay; the notifier cancels what was still to be delivered."""
    result = await connection.execute(delete(subscriptions).where(subscriptions.c.subscription_id == identity))
    return result.rowcount > 0


# --- alerts ---------------------------------------------------------------------------------------------------------


def _alerts(wanted: AlertFilter) -> AnySelect:
    query = select(alerts.c.alert_id, alerts.c.created_at, alerts.c.data)
    if wanted.subscription_id is not None:
        query = query.where(alerts.c.subscription_id == wanted.subscription_id)
    if wanted.pact_id is not None:
        query = query.where(alerts.c.pact_id == wanted.pact_id)
    if wanted.since is not None:
        query = query.where(alerts.c.created_at >= wanted.since)
    if wanted.country is not None:
        query = query.where(alerts.c.parties.contains([wanted.country]))
    return query


async def list_alerts(connection: AsyncConnection, wanted: AlertFilter, before: Position | None, limit: int) -> Rows:
    """A page of alerts, newest first."""
    query = _page(_alerts(wanted), alerts.c.created_at, alerts.c.alert_id, before, limit)
    return (await connection.execute(query)).all()


async def follow_alerts(connection: AsyncConnection, wanted: AlertFilter, after: Position, limit: int) -> Rows:
    """What came after a position, oldest first; what others may still be put before has to wait."""
    settled = await alert_times.settled_before(connection)
    query = (
        _alerts(wanted)
        .where(tuple_(alerts.c.created_at, alerts.c.alert_id) > tuple_(*after), alerts.c.created_at < settled)
        .order_by(alerts.c.created_at, alerts.c.alert_id)
        .limit(limit)
    )
    return (await connection.execute(query)).all()


async def latest_alert(connection: AsyncConnection) -> Position:
    """Where the newest alert stands that no other can be put before: who follows from there misses nothing."""
    settled = await alert_times.settled_before(connection)
    query = (
        select(alerts.c.created_at, alerts.c.alert_id)
        .where(alerts.c.created_at < settled)
        .order_by(alerts.c.created_at.desc(), alerts.c.alert_id.desc())
        .limit(1)
    )
    row = (await connection.execute(query)).one_or_none()
    return Position(*row) if row else BEGINNING


async def find_alert(connection: AsyncConnection, identity: str) -> AnyRow | None:
    """One alert."""
    return (await connection.execute(select(alerts.c.data).where(alerts.c.alert_id == identity))).one_or_none()


async def deliveries_of(connection: AsyncConnection, alert: str) -> tuple[Rows, Rows]:
    """An alert's deliveries, and all their attempts, oldest first."""
    found = await connection.execute(
        select(deliveries).where(deliveries.c.alert_id == alert).order_by(deliveries.c.created_at)
    )
    attempts = await connection.execute(
        select(delivery_attempts)
        .join(deliveries, deliveries.c.delivery_id == delivery_attempts.c.delivery_id)
        .where(deliveries.c.alert_id == alert)
        .order_by(delivery_attempts.c.attempt_id)
    )
    return found.all(), attempts.all()


# --- pacts ----------------------------------------------------------------------------------------------------------


async def list_pacts(connection: AsyncConnection, wanted: PactFilter, before: Position | None, limit: int) -> Rows:
    """A page of pacts, last seen first."""
    query = select(pacts.c.pact_id, pacts.c.last_seen, pacts.c.data)
    for code in wanted.countries:
        is_in = pacts.c.parties.contains([code])
        query = query.where(is_in | pacts.c.mentioned.contains([code]) if wanted.role is Role.MENTIONED else is_in)
    if wanted.pact_types:
        query = query.where(pacts.c.pact_type.in_(wanted.pact_types))
    if wanted.stages:
        query = query.where(pacts.c.stage.in_(wanted.stages))
    if wanted.text is not None:
        query = query.where(pacts.c.name.icontains(wanted.text, autoescape=True))
    if wanted.since is not None:
        query = query.where(pacts.c.last_seen >= wanted.since)
    if wanted.until is not None:
        query = query.where(pacts.c.last_seen < wanted.until)
    return (await connection.execute(_page(query, pacts.c.last_seen, pacts.c.pact_id, before, limit))).all()


async def find_pact(connection: AsyncConnection, identity: str) -> AnyRow | None:
    """One pact."""
    return (await connection.execute(select(pacts.c.data).where(pacts.c.pact_id == identity))).one_or_none()


async def life_of(connection: AsyncConnection, pact: str) -> tuple[Rows, Rows, int]:
    """A pact's events, oldest first; its newest reports that no revision has replaced; how many reports there are."""
    happened = await connection.execute(
        select(events.c.data)
        .where(events.c.pact_id == pact)
        # Events of one transaction have one created_at; the registrar's own clock and the news tell them apart.
        .order_by(events.c.created_at, events.c.data["registered_at"].astext, events.c.data["last_seen"].astext)
        .limit(MOST_EVENTS)
    )
    standing = (reports.c.pact_id == pact) & ~reports.c.superseded
    said = await connection.execute(
        select(reports.c.data).where(standing).order_by(reports.c.created_at.desc()).limit(MOST_REPORTS)
    )
    total = (await connection.execute(select(func.count()).select_from(reports).where(standing))).scalar_one()
    return happened.all(), said.all(), total


# --- how everything stands ------------------------------------------------------------------------------------------


async def count_unpublished(owner: str, connection: AsyncConnection) -> int:
    """Messages a service has written into its outbox and not yet published."""
    query = select(func.count()).where(outbox.c.owner == owner, outbox.c.published_at.is_(None))
    return (await connection.execute(query)).scalar_one()


async def count_pending(connection: AsyncConnection) -> int:
    """Deliveries still to be made."""
    # Written out, so that the index of the pending ones serves whatever plan is kept.
    query = select(func.count()).where(deliveries.c.state == literal_column("'pending'"))
    return (await connection.execute(query)).scalar_one()


async def count_all(connection: AsyncConnection) -> tuple[Counts, int]:
    """How much there is of everything, and the deliveries given up, in one question. It reads whole tables."""
    tables = (reports, pacts, events, alerts, subscriptions)
    counts = [select(func.count()).select_from(table).scalar_subquery().label(table.name) for table in tables]
    last = select(func.max(alerts.c.created_at)).scalar_subquery().label("last_alert_at")
    rejected = select(func.count()).where(deliveries.c.state == "rejected").scalar_subquery().label("rejected")
    row = dict((await connection.execute(select(*counts, last, rejected))).one()._mapping)
    given_up = row.pop("rejected")
    return Counts(**row), given_up
