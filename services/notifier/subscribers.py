"""Who might want to hear of a batch of events: subscriptions that share a country with it, read in one query."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import structlog
from pydantic import ValidationError
from sqlalchemy import Text, cast, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifier.matching import codes_of
from shared.messages import PactEvent
from shared.store.tables import subscriptions
from shared.subscriptions import SubscriptionSpec

log = structlog.get_logger()

LOOK_BACK = timedelta(days=1)
"""A new subscriber is told what was registered so long before, and no more: else reading the topic from its start
again would send years of news. It is also far longer than two machines' clocks differ."""


@dataclass(frozen=True)
class Subscriber:
    """A subscription as kept."""

    subscription_id: str
    spec: SubscriptionSpec
    since: datetime

    def was_there_for(self, event: PactEvent) -> bool:
        """False for what is history to this subscriber."""
        return event.registered_at >= self.since - LOOK_BACK


class Subscribers:
    """Those who watch any of some codes."""

    def __init__(self, found: Iterable[Subscriber]) -> None:
        self._by_code: dict[str, list[Subscriber]] = defaultdict(list)
        for subscriber in found:
            for code in set(subscriber.spec.countries):
                self._by_code[code].append(subscriber)

    def of(self, event: PactEvent) -> Iterable[Subscriber]:
        """Everyone who watches a code of the event, once, in the order of ids."""
        found = {
            subscriber.subscription_id: subscriber
            for code in codes_of(event)
            for subscriber in self._by_code.get(code, ())
        }
        return [found[key] for key in sorted(found)]


async def load(connection: AsyncConnection, events: Iterable[PactEvent]) -> Subscribers:
    """Read the subscriptions that share a code with any of the events."""
    codes = sorted({code for event in events for code in codes_of(event)})
    if not codes:
        return Subscribers(())
    rows = await connection.execute(
        select(
            subscriptions.c.subscription_id,
            cast(subscriptions.c.data, Text).label("spec"),
            subscriptions.c.created_at,
        ).where(subscriptions.c.countries.overlap(cast(codes, ARRAY(Text))))
    )
    found = []
    for row in rows:
        if spec := _read(row.spec):
            found.append(Subscriber(row.subscription_id, spec, row.created_at))
        else:
            log.error("subscription_unreadable", subscription_id=row.subscription_id)
    return Subscribers(found)


@lru_cache(maxsize=300_000)
def _read(text: str) -> SubscriptionSpec | None:
    """The spec, or None for one a newer gateway wrote: it is left out rather than guessed at."""
    try:
        return SubscriptionSpec.model_validate_json(text)
    except ValidationError:
        return None
