"""Waiting for a server that is away: growing pauses with jitter, without end."""

import asyncio
import itertools
import random
from collections.abc import Awaitable, Callable, Iterator
from typing import TypeVar

import structlog
from aiokafka.errors import KafkaError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from shared.health import Health

log = structlog.get_logger()

T = TypeVar("T")


def backoff(first_seconds: float = 0.2, longest_seconds: float = 3.0) -> Iterator[float]:
    """Pauses in seconds: doubling up to the longest, each jittered by ±20 % so that services do not knock in step."""
    for turn in itertools.count():
        pause = min(longest_seconds, first_seconds * 2.0 ** min(turn, 30))
        yield pause * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, no secret


def is_away(error: BaseException) -> bool:
    """True for errors that say the database is not reachable, is restarting, or asks to run the transaction again."""
    if isinstance(error, OSError | InterfaceError):
        return True
    if isinstance(error, OperationalError):
        return True
    if isinstance(error, DBAPIError):
        # 40001 serialisation failure, 40P01 deadlock, 57P0x shutdown, 53300 too many connections, 08xxx connection
        state = str(getattr(error.orig, "sqlstate", None) or "")
        return bool(error.connection_invalidated) or state.startswith(("08", "40", "53", "57"))
    return "asyncpg" in type(error).__module__ and "Connection" in type(error).__name__


async def until_kafka_answers(health: Health, attempt: Callable[[], Awaitable[T]], *, to: str = "answer") -> T:
    """Ask something of Kafka, again and again while it is away. Any other error is the caller's."""
    for pause in backoff():
        try:
            result = await attempt()
        except (KafkaError, OSError) as error:
            reason = str(error) or type(error).__name__
            health.waiting_for("kafka", reason, to=to)
            log.warning("kafka_away", reason=reason, asked_to=to, retry_in_seconds=round(pause, 1))
            await asyncio.sleep(pause)
        else:
            health.answered("kafka", to=to)
            return result
    raise AssertionError("backoff never ends")


async def until_database_answers(health: Health, attempt: Callable[[], Awaitable[T]]) -> T:
    """Run one transaction, again and again while the database is away. Any other error is the caller's."""
    for pause in backoff():
        try:
            result = await attempt()
        except Exception as error:
            if not is_away(error):
                raise
            reason = str(getattr(error, "orig", error)).splitlines()[0][:200] if str(error) else type(error).__name__
            health.waiting_for("postgresql", reason)
            log.warning("postgresql_away", reason=reason, retry_in_seconds=round(pause, 1))
            await asyncio.sleep(pause)
        else:
            health.answered("postgresql")
            return result
    raise AssertionError("backoff never ends")
