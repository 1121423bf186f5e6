"""Connecting to PostgreSQL."""

import json
from typing import Any

from pydantic import SecretStr
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

CONNECT_SECONDS = 10
STATEMENT_SECONDS = 60


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def connect(database: SecretStr, *, connections: int = 5) -> AsyncEngine:
    """An engine with a small pool, not yet connected. Raises ValueError, without the password, for a bad URL."""
    try:
        url = make_url(database.get_secret_value())
    except ArgumentError:
        raise ValueError("PACTWATCH_DATABASE is no database URL; write postgresql+asyncpg://USER@HOST/NAME.") from None
    return create_async_engine(
        url.set(drivername="postgresql+asyncpg"),
        pool_size=connections,
        max_overflow=connections,
        pool_pre_ping=True,
        json_serializer=_to_json,
        # Or an error would show the values, a webhook's secret among them, in the log.
        hide_parameters=True,
        connect_args={"timeout": CONNECT_SECONDS, "command_timeout": STATEMENT_SECONDS},
    )
