"""Bringing the tables up to date, at every start of every service that uses them."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

MIGRATIONS = Path(__file__).with_name("migrations")
LOCK = 0x7061_6374
"""Advisory lock number ("pact"): services that start together migrate one after the other."""


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


async def migrate(engine: AsyncEngine, revision: str = "head") -> None:
    """Upgrade to `revision`; does nothing when the tables are there already."""

    def upgrade(connection: Connection) -> None:
        command.upgrade(configuration(connection), revision)

    async with engine.begin() as connection:
        # Released with the transaction, so a killed service never leaves it locked.
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        await connection.run_sync(upgrade)
