"""Waiting for something to become true, with a deadline instead of a guess."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def until(check: Callable[[], Awaitable[T]], *, seconds: float = 30.0, what: str = "it") -> T:
    """Ask again and again until the answer is true; fails the test, naming `what`, when time is up."""
    deadline = time.monotonic() + seconds
    while True:
        answer = await check()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen within {seconds} s; last answer: {answer!r}")
        await asyncio.sleep(0.05)
