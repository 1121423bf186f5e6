"""Pauses grow, stay bounded, and only a server that is away is waited for."""

from itertools import islice

import asyncpg
import pytest
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError

from shared.health import Health
from shared.retrying import backoff, is_away, until_database_answers


def test_pauses_grow_to_a_limit() -> None:
    pauses = list(islice(backoff(0.2, 10), 60))
    assert all(0.8 * 0.2 <= pause <= 12 for pause in pauses)
    assert pauses[0] < pauses[3] < pauses[9]
    assert min(pauses[10:]) >= 8


class Shutdown(Exception):
    sqlstate = "57P01"


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (ConnectionRefusedError(), True),
        (OperationalError("select", {}, Exception()), True),
        (InterfaceError("select", {}, Exception()), True),
        (asyncpg.ConnectionDoesNotExistError("gone"), True),
        (IntegrityError("insert", {}, Exception()), False),
        (ValueError(), False),
    ],
)
def test_what_counts_as_away(error: Exception, *, away: bool) -> None:
    assert is_away(error) is away


async def test_waits_for_the_database_and_says_so() -> None:
    health = Health(60)
    said: list[list[str]] = []

    async def attempt() -> int:
        said.append(health.not_ready_because())
        if len(said) < 3:
            raise ConnectionRefusedError("refused")
        return 42

    assert await until_database_answers(health, attempt) == 42
    assert said[1:] == [["waiting for postgresql: refused"]] * 2
    assert not health.is_waiting


async def test_other_errors_are_the_callers() -> None:
    async def attempt() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await until_database_answers(Health(60), attempt)
