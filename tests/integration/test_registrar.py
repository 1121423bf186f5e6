"""The registrar on a real Kafka and a real PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from services.registrar.app import work
from services.registrar.handlers import Registrar
from services.registrar.settings import RegistrarSettings
from shared.health import Health
from shared.lag import LagProbe
from shared.messages import PactEvent, PactReport
from shared.received import Received
from shared.record import Record
from shared.store.engine import connect
from shared.store.migrate import migrate
from shared.store.tables import events, outbox, pacts, reports
from shared.topics import PACT_EVENTS, PACT_REPORTS, create_missing, rejected
from shared.vocabulary import Change, Stage
from tests.messages import NOON, report
from tests.topic_reader import publish_raw, read_topic
from tests.waiting import until

STORY = (
    report(source="One"),
    report(source="Two"),
    report(source="Three", at=NOON + timedelta(hours=2)),
    report(stage=Stage.IN_FORCE, source="One", at=NOON + timedelta(days=60)),
)


@pytest.fixture
async def settings(kafka_bootstrap: str, database_url: str, topic_prefix: str) -> RegistrarSettings:
    settings = RegistrarSettings(
        kafka=kafka_bootstrap, database=database_url, topic_prefix=topic_prefix, topic_partitions=2
    )
    await create_missing(settings)
    return settings


@pytest.fixture
async def engine(settings: RegistrarSettings) -> AsyncIterator[AsyncEngine]:
    engine = connect(settings.database)
    await migrate(engine)
    yield engine
    await engine.dispose()


@asynccontextmanager
async def running(settings: RegistrarSettings) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(work(settings, Health(60), stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 20)


async def publish(settings: RegistrarSettings, *messages: PactReport) -> None:
    for message in messages:
        key = "+".join(message.party_codes()).encode()
        await publish_raw(settings, PACT_REPORTS, message.model_dump_json().encode(), key=key)


async def drained(settings: RegistrarSettings) -> bool:
    async with LagProbe(settings) as probe:
        return await probe.lag("registrar", PACT_REPORTS) == 0


async def published_events(settings: RegistrarSettings) -> list[PactEvent]:
    return [PactEvent.model_validate_json(record.value) for record in await read_topic(settings, PACT_EVENTS)]


def received(*messages: PactReport) -> list[Received[PactReport]]:
    return [Received(message, Record(0, at, None, None, None)) for at, message in enumerate(messages)]


async def count(engine: AsyncEngine, table: object) -> int:
    async with engine.connect() as connection:
        return (await connection.execute(select(func.count()).select_from(table))).scalar_one()  # type: ignore[arg-type]


async def test_one_pact_one_life(settings: RegistrarSettings, engine: AsyncEngine) -> None:
    await publish(settings, *STORY)
    async with running(settings):
        await until(lambda: drained(settings), what="the register")
    told = await published_events(settings)
    assert [event.change for event in told] == [Change.NEW, Change.CORROBORATED, Change.CORROBORATED, Change.STAGE]
    assert len({event.pact_id for event in told}) == 1
    assert (await count(engine, pacts), await count(engine, reports), await count(engine, events)) == (1, 4, 4)


async def test_a_repeat_changes_nothing(settings: RegistrarSettings, engine: AsyncEngine) -> None:
    await publish(settings, *STORY, *STORY)
    async with running(settings):
        await until(lambda: drained(settings), what="the register")
        await publish(settings, *STORY)
        await until(lambda: drained(settings), what="the repeat")
    assert len(await published_events(settings)) == 4
    assert (await count(engine, pacts), await count(engine, reports), await count(engine, events)) == (1, 4, 4)


async def test_events_left_by_a_killed_run_are_published_at_the_next_start(
    settings: RegistrarSettings, engine: AsyncEngine
) -> None:
    await Registrar(engine).handle(received(STORY[0]))
    assert await published_events(settings) == []
    async with running(settings):

        async def published() -> bool:
            return len(await published_events(settings)) == 1

        await until(published, what="the event of the killed run")
    async with engine.connect() as connection:
        waiting = select(func.count()).select_from(outbox).where(outbox.c.published_at.is_(None))
        assert (await connection.execute(waiting)).scalar_one() == 0


async def test_two_registrars_make_one_pact_of_one(engine: AsyncEngine) -> None:
    many = [report(source=f"Outlet {number}") for number in range(12)]
    await asyncio.gather(*(Registrar(engine).handle(received(message)) for message in many))
    assert (await count(engine, pacts), await count(engine, events)) == (1, 12)


async def test_a_broken_report_is_put_aside_and_the_rest_goes_on(
    settings: RegistrarSettings, engine: AsyncEngine
) -> None:
    await publish_raw(settings, PACT_REPORTS, b"{}", b"no json")
    await publish(settings, STORY[0])
    async with running(settings):
        await until(lambda: drained(settings), what="the register")
    assert len(await read_topic(settings, rejected(PACT_REPORTS))) == 2
    assert await count(engine, pacts) == 1


async def test_a_report_the_register_cannot_hold_is_put_aside_alone(
    settings: RegistrarSettings, engine: AsyncEngine
) -> None:
    nobody = report("JPN", "POL").model_copy(update={"parties": ()})
    await publish(settings, STORY[0], nobody, STORY[1])
    async with running(settings):
        await until(lambda: drained(settings), what="the register")
    assert len(await read_topic(settings, rejected(PACT_REPORTS))) == 1
    assert await count(engine, reports) == 2


async def test_a_revision_supersedes_the_older_reading(engine: AsyncEngine) -> None:
    first = report()
    second = first.model_copy(
        update={
            "report_id": "rep_second",
            "article": first.article.model_copy(update={"revision": "rev_second"}),
        }
    )
    await Registrar(engine).handle(received(first))
    await Registrar(engine).handle(received(second))
    async with engine.connect() as connection:
        found = (await connection.execute(select(reports.c.report_id, reports.c.superseded))).all()
    assert {row.report_id: row.superseded for row in found} == {first.report_id: True, "rep_second": False}
    assert await count(engine, events) == 1
