"""When an alert was made, so that whoever follows alerts by that time misses none.

A transaction may last seconds, and another, begun later, commit first. So the making of alerts is announced, by a lock
that hinders nobody and ends with the transaction, before the time is taken; and only what is older than every
announcement is shown to followers. All times here are the database's: machines' clocks differ.
"""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_ANNOUNCEMENT = 0x414C5254
"""Tells these locks from all others."""

# A lock is named by two small integers: the second is the time in seconds, from 2020 on so that it fits for long.
_ANNOUNCE = text(
    """
    SELECT pg_advisory_xact_lock_shared(
        CAST(:announcement AS integer),
        CAST(floor(extract(epoch FROM clock_timestamp() - timestamptz '2020-01-01Z')) AS integer)
    )
    """
).bindparams(announcement=_ANNOUNCEMENT)

# The statement's own time, not a later one: what is announced while the locks are read is not among them.
_SETTLED_BEFORE = text(
    """
    SELECT least(
        statement_timestamp(),
        timestamptz '2020-01-01Z' + min(CAST(objid AS bigint)) * interval '1 second'
    )
    FROM pg_locks
    WHERE locktype = 'advisory' AND classid = CAST(:announcement AS oid) AND objsubid = 2
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    """
).bindparams(announcement=_ANNOUNCEMENT)


async def begin(connection: AsyncConnection) -> datetime:
    """The time of the alerts that this transaction will make."""
    await connection.execute(_ANNOUNCE)
    at: datetime = (await connection.execute(text("SELECT clock_timestamp()"))).scalar_one()
    return at


async def settled_before(connection: AsyncConnection) -> datetime:
    """Of the alerts made before this, all that will ever be there can be read by the next statement."""
    at: datetime = (await connection.execute(_SETTLED_BEFORE)).scalar_one()
    return at
