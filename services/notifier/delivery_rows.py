"""The `deliveries` table as a queue that survives crashes: claim what is due, write down what became of it.

A claim is a lease: `next_try_at` moves into the future, and no transaction stays open while a receiver is spoken to.
Whoever dies with a lease leaves the delivery to be tried again when it runs out.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

import httpx
from sqlalchemy import DateTime, Float, Integer, Text, bindparam, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifier.channels.contract import Reason
from shared import ids
from shared.messages import Alert
from shared.store.tables import deliveries

Outcome = Literal["delivered", "retryable", "rejected"]
State = Literal["pending", "delivered", "rejected", "cancelled"]

GONE = Reason.GONE.value


@dataclass(frozen=True)
class Claimed:
    """A delivery to be tried now. `subscribed` is false when the subscription is gone."""

    delivery_id: str
    alert_id: str
    subscription_id: str
    channel: str
    target: str
    host: str
    attempts: int
    created_at: datetime
    ingested_at: datetime | None
    subscribed: bool
    alert: str = field(repr=False)
    secret: str | None = field(repr=False)


@dataclass(frozen=True)
class Attempted:
    """One attempt and the state it leaves the delivery in. `next_try_at` matters only while `pending`."""

    delivery_id: str
    at: datetime
    outcome: Outcome
    status_code: int | None
    latency_seconds: float
    reason: str | None
    state: State
    next_try_at: datetime

    @property
    def ended_at(self) -> datetime | None:
        """When the delivery came to its end; None while it goes on."""
        return None if self.state == "pending" else self.next_try_at


async def add(connection: AsyncConnection, wanted: Sequence[tuple[Alert, str, str]], now: datetime) -> None:
    """Queue deliveries, due at once: (alert, channel, target). To a target that is gone they are cancelled at birth."""
    if not wanted:
        return
    gone = await _gone(connection, {alert.subscription_id for alert, _, _ in wanted})
    await connection.execute(
        insert(deliveries).on_conflict_do_nothing(),
        [
            {
                "delivery_id": ids.delivery_id(alert.alert_id, channel, target),
                "alert_id": alert.alert_id,
                "subscription_id": alert.subscription_id,
                "channel": channel,
                "target": target,
                "host": host_of(target),
                "next_try_at": now,
                **(CANCELLED if (alert.subscription_id, target) in gone else PENDING),
                "ended_at": now if (alert.subscription_id, target) in gone else None,
            }
            for alert, channel, target in wanted
        ],
    )


def host_of(target: str) -> str:
    """Host and port as they are connected to: what the number of parallel posts is counted by."""
    try:
        url = httpx.URL(target)
    except httpx.InvalidURL:
        return ""  # nothing will be connected to
    port = url.port or (80 if url.scheme == "http" else 443)
    return f"{url.raw_host.decode('ascii').rstrip('.')}:{port}"


PENDING = {"state": "pending", "last_reason": None}
CANCELLED = {"state": "cancelled", "last_reason": GONE}


async def _gone(connection: AsyncConnection, subscription_ids: Collection[str]) -> set[tuple[str, str]]:
    """The subscriptions and targets of which a receiver has said that they are to be left alone."""
    found = await connection.execute(
        select(deliveries.c.subscription_id, deliveries.c.target)
        .where(
            deliveries.c.subscription_id.in_(subscription_ids),
            deliveries.c.state == "rejected",
            deliveries.c.last_reason == GONE,
        )
        .distinct()
    )
    return {(row.subscription_id, row.target) for row in found}


# Oldest first. Hosts that are full are left out before anything is counted, so that ten thousand deliveries waiting for
# a slow receiver cannot hide one that waits for a quick one.
_CLAIM = text(
    """
    WITH oldest AS (
        SELECT delivery_id, next_try_at, host
        FROM deliveries
        WHERE state = 'pending' AND next_try_at <= :now
          AND host <> ALL (CAST(:full_hosts AS text[]))
        ORDER BY next_try_at
        LIMIT :look_at
    ), placed AS (
        SELECT delivery_id, host, row_number() OVER (PARTITION BY host ORDER BY next_try_at, delivery_id) AS place
        FROM oldest
    ), fitting AS (
        SELECT placed.delivery_id
        FROM placed
        LEFT JOIN unnest(CAST(:busy_hosts AS text[]), CAST(:busy_amounts AS integer[])) AS busy (host, amount)
          ON busy.host = placed.host
        WHERE placed.place + coalesce(busy.amount, 0) <= :per_host
    ), picked AS (
        SELECT delivery_id
        FROM deliveries
        WHERE delivery_id IN (SELECT delivery_id FROM fitting) AND state = 'pending' AND next_try_at <= :now
        ORDER BY next_try_at
        LIMIT :most
        FOR UPDATE SKIP LOCKED
    ), leased AS (
        UPDATE deliveries SET next_try_at = :lease_until
        FROM picked
        WHERE deliveries.delivery_id = picked.delivery_id
        RETURNING deliveries.*
    )
    SELECT leased.delivery_id, leased.alert_id, leased.subscription_id, leased.channel, leased.target, leased.host,
           leased.attempts, alerts.created_at, CAST(alerts.data AS text) AS alert,
           CAST(alerts.data -> 'event' ->> 'ingested_at' AS timestamptz) AS ingested_at,
           subscriptions.webhook_secret AS secret, subscriptions.subscription_id IS NOT NULL AS subscribed
    FROM leased
    JOIN alerts USING (alert_id)
    LEFT JOIN subscriptions ON subscriptions.subscription_id = leased.subscription_id
    """
)

LOOK_AT = 1000


async def claim(
    connection: AsyncConnection,
    *,
    now: datetime,
    lease: timedelta,
    most: int,
    per_host: int,
    in_flight: Mapping[str, int],
) -> list[Claimed]:
    """Take up to `most` due deliveries, none of which brings its host above `per_host` with those in flight."""
    rows = await connection.execute(
        _CLAIM,
        {
            "now": now,
            "lease_until": now + lease,
            "most": most,
            "look_at": LOOK_AT,
            "per_host": per_host,
            "full_hosts": [host for host, amount in in_flight.items() if amount >= per_host],
            "busy_hosts": list(in_flight),
            "busy_amounts": list(in_flight.values()),
        },
    )
    return [Claimed(**row) for row in rows.mappings()]


# One statement, so that a delivery deleted meanwhile leaves no attempt without its delivery.
_RECORD = text(
    """
    WITH tried AS (
        UPDATE deliveries
        SET state = :state, attempts = attempts + 1, last_reason = :reason, next_try_at = :next_try_at,
            ended_at = :ended_at
        WHERE delivery_id = :delivery_id
        RETURNING delivery_id
    )
    INSERT INTO delivery_attempts (delivery_id, at, outcome, status_code, latency_seconds, reason)
    SELECT delivery_id, :at, :outcome, :status_code, :latency_seconds, :reason FROM tried
    """
).bindparams(
    bindparam("state", type_=Text),
    bindparam("reason", type_=Text),
    bindparam("next_try_at", type_=DateTime(timezone=True)),
    bindparam("ended_at", type_=DateTime(timezone=True)),
    bindparam("delivery_id", type_=Text),
    bindparam("at", type_=DateTime(timezone=True)),
    bindparam("outcome", type_=Text),
    bindparam("status_code", type_=Integer),
    bindparam("latency_seconds", type_=Float),
)


async def record(connection: AsyncConnection, attempts: Sequence[Attempted]) -> None:
    """Write down what became of attempts."""
    if attempts:
        await connection.execute(_RECORD, [vars(attempt) | {"ended_at": attempt.ended_at} for attempt in attempts])


async def cancel(connection: AsyncConnection, delivery_ids: Sequence[str], reason: str, now: datetime) -> None:
    """End deliveries nobody wants any more."""
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.delivery_id.in_(delivery_ids))
        .values(state="cancelled", last_reason=reason, ended_at=now)
    )


async def give_back(connection: AsyncConnection, delivery_ids: Sequence[str], now: datetime) -> None:
    """End leases early: the deliveries are due again at once."""
    await connection.execute(
        update(deliveries)
        .where(deliveries.c.delivery_id.in_(delivery_ids), deliveries.c.state == "pending")
        .values(next_try_at=now)
    )


async def waiting(connection: AsyncConnection) -> tuple[int, datetime | None]:
    """How many deliveries are pending, and since when the oldest is."""
    row = (
        await connection.execute(
            select(func.count(), func.min(deliveries.c.created_at)).where(deliveries.c.state == "pending")
        )
    ).one()
    return row[0], row[1]
