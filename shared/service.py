"""The skeleton of every service: settings, logs, operations endpoints, signals, watchdog, exit codes.

A service gives `work(settings, health, stop)`: it runs until `stop` is set, finishes what is in flight, and returns.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog

from shared import logging, metrics
from shared.health import Health
from shared.http import PortTaken, operations_app, serve
from shared.settings import CommonSettings, load

log = structlog.get_logger()

S = TypeVar("S", bound=CommonSettings)
Work = Callable[[S, Health, asyncio.Event], Awaitable[None]]

EXIT_FAILED = 1
EXIT_STALLED = 70
WATCH_EVERY_SECONDS = 1.0
STOP_GRACE_SECONDS = 4.0
"""How long a batch in flight may take to end after SIGTERM. Past it the work is cut; it is repeated, not lost."""


class Stalled(RuntimeError):
    """Work waits and nothing gets done: better to end and be started again than to look alive."""


def main(name: str, settings_type: type[S], work: Work[S]) -> None:
    """Run a service as a process until SIGTERM or SIGINT."""
    settings = load(settings_type)
    logging.configure(name, settings.log_level, settings.log_format)
    metrics.announce(name)
    code = asyncio.run(_run_until_signal(settings, work))
    # Everything is closed. The interpreter's own end would wait for a reader that hangs, and would go through a whole
    # language model, for seconds, to free what ends anyway.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


async def _run_until_signal(settings: S, work: Work[S]) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    health = Health(settings.stall_after_seconds)
    try:
        await run(settings, work, health, stop)
    except PortTaken as error:
        log.error("cannot_start", reason=str(error))
        return EXIT_FAILED
    except Stalled as error:
        log.error("stalled", reason=str(error))
        return EXIT_STALLED
    except Exception:
        log.exception("failed")
        return EXIT_FAILED
    log.info("stopped")
    return 0


async def run(settings: S, work: Work[S], health: Health, stop: asyncio.Event) -> None:
    """Work, operations endpoints and watchdog side by side; the first to fail ends all three."""
    operations_stop = asyncio.Event()
    operations = asyncio.create_task(
        serve(
            operations_app(health),
            settings.ops_host,
            settings.ops_port,
            operations_stop,
            setting="PACTWATCH_OPS_PORT",
        )
    )
    working: asyncio.Task[Any] = asyncio.ensure_future(work(settings, health, stop))
    watching = asyncio.create_task(_watch(health))
    ending = asyncio.create_task(_grace_over(health, stop))
    tasks: set[asyncio.Task[Any]] = {operations, working, watching, ending}
    log.info("started")
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        # The endpoints go last, so the end of the work can still be watched.
        for task in (working, watching, ending):
            task.cancel()
        await asyncio.gather(working, watching, ending, return_exceptions=True)
        operations_stop.set()
        await asyncio.gather(operations, return_exceptions=True)


async def _grace_over(health: Health, stop: asyncio.Event) -> None:
    """Returns when stopping has had its time; at once when the work can only be waiting for a server that is away."""
    await stop.wait()
    for _ in range(int(STOP_GRACE_SECONDS / WATCH_EVERY_SECONDS)):
        await asyncio.sleep(WATCH_EVERY_SECONDS)
        if health.is_waiting:
            break
    log.info("work_cut_short", reason="a restart repeats what was in flight")


async def _watch(health: Health) -> None:
    while True:
        await asyncio.sleep(WATCH_EVERY_SECONDS)
        if reason := health.stalled():
            raise Stalled(reason)
