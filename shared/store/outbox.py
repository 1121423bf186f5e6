"""The transactional outbox: a message is written with the change it tells of, and published after.

If the process dies between the two, the next start finds the row unpublished and publishes it: at least once, with an
id that makes the repeat harmless.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.publisher import Outgoing, Publisher
from shared.store.tables import outbox
from shared.topics import by_name

CHUNK = 500
KEEP_PUBLISHED = timedelta(hours=1)
"""Published rows are kept so long, for a person who looks into what was sent."""


async def add(connection: AsyncConnection, owner: str, messages: Sequence[Outgoing]) -> None:
    """Write messages into the outbox of `owner`, in the caller's transaction.

    Raises TooLarge for a message that could never leave the outbox again: it would hold up all others for ever.
    """
    for message in messages:
        message.check_size()
    if messages:
        await connection.execute(
            insert(outbox),
            [
                {
                    "owner": owner,
                    "topic": message.topic.name,
                    "key": message.key,
                    "value": message.value,
                    "headers": [[name, value.decode()] for name, value in message.headers],
                }
                for message in messages
            ],
        )


async def publish_waiting(engine: AsyncEngine, owner: str, publisher: Publisher) -> int:
    """Publish every unpublished row of `owner`, oldest first, and mark it. Returns how many."""
    published = 0
    while amount := await _publish_chunk(engine, owner, publisher):
        published += amount
    return published


async def _publish_chunk(engine: AsyncEngine, owner: str, publisher: Publisher) -> int:
    async with engine.begin() as connection:
        # One process of a service at a time: none sends a row twice, and what is told of a pact stays in order.
        await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"outbox of {owner}"))))
        rows = (
            await connection.execute(
                select(outbox)
                .where(outbox.c.owner == owner, outbox.c.published_at.is_(None))
                .order_by(outbox.c.outbox_id)
                .limit(CHUNK)
            )
        ).all()
        if not rows:
            return 0
        await publisher.publish(
            [
                Outgoing(
                    by_name(row.topic),
                    row.key,
                    row.value,
                    tuple((name, text.encode()) for name, text in row.headers),
                )
                for row in rows
            ]
        )
        await connection.execute(
            update(outbox)
            .where(outbox.c.outbox_id.in_([row.outbox_id for row in rows]))
            .values(published_at=func.now())
        )
    return len(rows)


async def clean(engine: AsyncEngine, owner: str) -> None:
    """Forget rows published long enough ago."""
    async with engine.begin() as connection:
        await connection.execute(
            delete(outbox).where(outbox.c.owner == owner, outbox.c.published_at < datetime.now(UTC) - KEEP_PUBLISHED)
        )
