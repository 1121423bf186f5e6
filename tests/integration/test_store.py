"""The tables on a real PostgreSQL: migrations lead to what the code declares, from any start, however many start."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from alembic import command
from pydantic import SecretStr
from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from services.registrar import register
from services.registrar.pact import opened
from shared.publisher import Outgoing, Publisher
from shared.settings import CommonSettings
from shared.store import outbox
from shared.store.engine import connect
from shared.store.migrate import configuration, migrate
from shared.store.tables import metadata
from shared.store.tables import outbox as outbox_table
from shared.topics import ALERTS
from tests.messages import report


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = connect(SecretStr(database_url))
    yield engine
    await engine.dispose()


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


async def test_migrations_lead_to_the_declared_tables_and_back(engine: AsyncEngine) -> None:
    await migrate(engine)
    async with engine.begin() as connection:
        assert await connection.run_sync(_tables) == set(metadata.tables)
        # Fails when the declared tables and the migrated ones differ.
        await connection.run_sync(lambda there: command.check(configuration(there)))
        await connection.run_sync(lambda there: command.downgrade(configuration(there), "base"))
        assert await connection.run_sync(_tables) == set()


async def test_services_that_start_together_migrate_once(database_url: str) -> None:
    engines = [connect(SecretStr(database_url)) for _ in range(4)]
    await asyncio.gather(*(migrate(engine) for engine in engines))
    await migrate(engines[0])
    await asyncio.gather(*(engine.dispose() for engine in engines))


async def test_a_pact_without_parties_cannot_be_kept(engine: AsyncEngine) -> None:
    await migrate(engine)
    nobody = opened(report()).model_copy(update={"parties": ()})
    with pytest.raises(IntegrityError, match="ck_pacts_parties"):
        async with engine.begin() as connection:
            await register.save_pact(connection, nobody)


ASKED_OF_MANY_ROWS = [
    "SELECT data FROM alerts WHERE pact_id = 'pact_1'",
    "SELECT data FROM alerts WHERE parties @> ARRAY['JPN']",
    "SELECT * FROM deliveries WHERE alert_id = 'alr_1'",
    "DELETE FROM outbox WHERE owner = 'notifier' AND published_at < now()",
]


@pytest.mark.parametrize("question", ASKED_OF_MANY_ROWS)
async def test_what_is_asked_of_many_rows_has_an_index(engine: AsyncEngine, question: str) -> None:
    await migrate(engine)
    async with engine.connect() as connection:
        # An empty table is always read whole, unless that is made dear.
        await connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(await connection.scalars(text(f"EXPLAIN {question}")))
    assert "Index Cond" in plan


class Confirming(Publisher):
    """Confirms at once, and remembers."""

    def __init__(self) -> None:
        self.published: list[Outgoing] = []

    async def publish(self, messages: Sequence[Outgoing], *, within_seconds: float | None = None) -> None:
        await asyncio.sleep(0)
        self.published += messages


async def test_the_outbox_gives_each_row_once_to_two_who_ask_at_once(engine: AsyncEngine) -> None:
    await migrate(engine)
    messages = [Outgoing(ALERTS, b"k", str(number).encode(), (("ce_id", b"x"),)) for number in range(1200)]
    async with engine.begin() as connection:
        await outbox.add(connection, "test", messages)
    publisher = Confirming()
    await asyncio.gather(*(outbox.publish_waiting(engine, "test", publisher) for _ in range(3)))
    assert sorted(int(one.value or b"") for one in publisher.published) == list(range(1200))
    assert messages[0] in publisher.published
    assert await outbox.publish_waiting(engine, "test", publisher) == 0


async def test_a_message_leaves_the_outbox_only_with_the_change_it_tells_of(engine: AsyncEngine) -> None:
    await migrate(engine)

    async def fails_half_way() -> None:
        async with engine.begin() as connection:
            await outbox.add(connection, "test", [Outgoing(ALERTS, b"k", b"v")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails_half_way()
    async with engine.connect() as connection:
        assert (await connection.execute(select(func.count()).select_from(outbox_table))).scalar_one() == 0


def test_a_wrong_address_is_said_without_its_password() -> None:
    with pytest.raises(ValueError, match="postgresql\\+asyncpg://USER@HOST/NAME") as refused:
        connect(SecretStr("my password"))
    assert "my password" not in str(refused.value)


def test_settings_never_show_the_database() -> None:
    assert "hunter2" not in repr(CommonSettings(database=SecretStr("postgresql+asyncpg://u:hunter2@h/d")))
