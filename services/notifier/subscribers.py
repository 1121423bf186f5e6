"""All subscriptions in memory, brought up to date before every batch: who subscribes now is told of the next event."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import structlog
from pydantic import ValidationError
from sqlalchemy import Text, any_, cast, func, literal_column, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifier.metrics import SUBSCRIPTIONS
from services.notifier.watchlist import Subscriber, Watchlist
from shared.messages import PactEvent
from shared.store.tables import subscriptions

log = structlog.get_logger()

CHUNK = 5000

LOOK_BACK = timedelta(days=1)
"""A new subscriber is told what was registered so long before, and no more: else reading the topic from its start
again would send years of news. It is also far longer than two machines' clocks differ."""


# Not the newest of their times: a transaction that began earlier may commit later, while another one deletes.
_WHICH_ARE_THERE = select(
    func.count(), func.bit_xor(func.hashtextextended(subscriptions.c.subscription_id, literal_column("0")))
)


class Subscribers:
    """The gateway's subscriptions. They are made and deleted, never changed, so which are there tells if any did."""

    def __init__(self) -> None:
        self._watchlist = Watchlist()
        self._unreadable: set[str] = set()
        self._seen: tuple[int, int | None] = (0, None)

    async def refresh(self, connection: AsyncConnection) -> None:
        """Take in new subscriptions and forget deleted ones."""
        row = (await connection.execute(_WHICH_ARE_THERE)).one()
        seen = (row[0], row[1])
        if seen == self._seen:
            return
        there = set(await connection.scalars(select(subscriptions.c.subscription_id)))
        for gone in [known for known in self._watchlist.ids if known not in there]:
            self._watchlist.remove(gone)
        self._unreadable &= there
        await self._load(connection, sorted(there.difference(self._watchlist.ids, self._unreadable)))
        SUBSCRIPTIONS.set(len(self._watchlist))
        self._seen = seen

    def concerned_by(self, event: PactEvent) -> Iterable[Subscriber]:
        """Whom an event may concern, without those to whom it is history."""
        return (one for one in self._watchlist.candidates(event) if event.registered_at >= one.since - LOOK_BACK)

    async def _load(self, connection: AsyncConnection, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), CHUNK):
            rows = await connection.execute(
                select(
                    subscriptions.c.subscription_id,
                    cast(subscriptions.c.data, Text).label("wishes"),
                    subscriptions.c.created_at,
                ).where(subscriptions.c.subscription_id == any_(cast(ids[start : start + CHUNK], ARRAY(Text))))
            )
            for row in rows:
                try:
                    self._watchlist.add(Subscriber(row.subscription_id, row.wishes, row.created_at))
                except ValidationError as error:
                    # Written by a newer gateway: to guess what it wants could tell people what they did not ask for.
                    self._unreadable.add(row.subscription_id)
                    log.error(
                        "subscription_unreadable", subscription_id=row.subscription_id, problems=len(error.errors())
                    )
