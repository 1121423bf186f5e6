"""Measure how many events a second one notifier matches against very many subscriptions, PostgreSQL included.

    python -m tests.bench.subscriptions [--subscriptions N] [--events N]

Each subscription watches two to four countries, wants two or all of them together, one type and one stage; so few
match, and what is measured is the matching, not the writing of alerts.
"""

import argparse
import asyncio
import logging
import random
import resource
import time

import structlog
from pydantic import SecretStr
from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from deploy.local.postgres import Postgres
from services.notifier.handlers import Notifier
from shared import countries
from shared.messages import PactEvent
from shared.received import Received
from shared.record import Record
from shared.store.engine import connect
from shared.store.migrate import migrate
from shared.store.tables import alerts, subscriptions
from shared.subscriptions import Rule, SubscriptionSpec
from shared.vocabulary import PactType, Stage
from tests.messages import pact_event
from tests.servers import short_folder

BATCH = 200
SEED = 2026


async def measure(engine: AsyncEngine, amount: int, events: int) -> list[tuple[str, str]]:
    """All figures, as rows."""
    chance = random.Random(SEED)
    await migrate(engine)
    await _subscribe(engine, amount, chance)
    notifier = Notifier(engine, on_alerts=lambda: None)
    started = time.perf_counter()
    await notifier.handle([_received(_event(chance, "first"))])
    loaded = time.perf_counter() - started
    news = [_received(_event(chance, str(number))) for number in range(events)]
    started = time.perf_counter()
    for first in range(0, events, BATCH):
        await notifier.handle(news[first : first + BATCH])
    per_second = events / (time.perf_counter() - started)
    async with engine.connect() as connection:
        told = (await connection.execute(select(func.count()).select_from(alerts))).scalar_one()
    return [
        ("subscriptions", f"{amount:,}"),
        ("loaded at the first event, seconds", f"{loaded:.1f}"),
        ("events/s", f"{per_second:,.0f}"),
        ("alerts", f"{told:,}"),
        ("memory of the process, MiB", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f}"),
    ]


async def _subscribe(engine: AsyncEngine, amount: int, chance: random.Random) -> None:
    codes = [country.code for country in countries.all_countries()]
    async with engine.begin() as connection:
        for start in range(0, amount, BATCH * 10):
            specs = [_wish(chance, codes) for _ in range(min(BATCH * 10, amount - start))]
            await connection.execute(
                insert(subscriptions),
                [
                    {
                        "subscription_id": f"sub_{number:024d}",
                        "countries": list(spec.countries),
                        "data": spec.model_dump(mode="json"),
                    }
                    for number, spec in enumerate(specs, start)
                ],
            )
        await connection.execute(text("ANALYZE subscriptions"))


def _wish(chance: random.Random, codes: list[str]) -> SubscriptionSpec:
    return SubscriptionSpec(
        countries=tuple(chance.sample(codes, chance.choice([2, 2, 3, 4]))),
        rule=chance.choice([Rule.PAIR, Rule.ALL]),
        pact_types=(chance.choice(list(PactType)),),
        stages=(chance.choice(list(Stage)),),
    )


def _event(chance: random.Random, cause: str) -> PactEvent:
    codes = [country.code for country in countries.all_countries()]
    stage, pact_type = chance.choice(list(Stage)), chance.choice(list(PactType))
    return pact_event(*chance.sample(codes, 2), stage=stage, pact_type=pact_type, cause=cause)


def _received(event: PactEvent) -> Received[PactEvent]:
    return Received(event, Record(0, 0, None, None, b""))


async def run(amount: int, events: int) -> list[tuple[str, str]]:
    """Measure on a PostgreSQL of its own."""
    with short_folder() as folder:
        server = Postgres(folder, settings={"fsync": "off"})
        server.start()
        engine = connect(SecretStr(server.url))
        try:
            return await measure(engine, amount, events)
        finally:
            await engine.dispose()
            server.stop()


def main() -> None:
    """Run and print a table."""
    parser = argparse.ArgumentParser(description="Measure matching against very many subscriptions.")
    parser.add_argument("--subscriptions", type=int, default=250_000)
    parser.add_argument("--events", type=int, default=4_000)
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    for what, figure in asyncio.run(run(options.subscriptions, options.events)):
        print(f"{what:<40} {figure:>12}")  # noqa: T201 - what the command is for


if __name__ == "__main__":
    main()
