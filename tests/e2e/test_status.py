"""`pactwatch status` tells the truth, whatever happens to a service."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.live import Live
from tests.pactwatch_process import Pactwatch
from tests.waiting import until


@pytest.fixture
def pactwatch(live: Live) -> Pactwatch:
    """The command, in the home of the running system."""
    return Pactwatch(live.home.path)


async def test_status_tells_of_a_killed_service(live: Live, pactwatch: Pactwatch) -> None:
    def registrar() -> dict[str, Any]:
        [status] = pactwatch.rows("status", expect=None)
        return next(process for process in status["processes"] if process["name"] == "registrar")

    before = registrar()
    os.kill(before["pid"], signal.SIGKILL)

    async def started_again() -> bool:
        now = registrar()
        return bool(now["pid"]) and now["pid"] != before["pid"] and now["not_ready_because"] is None

    await until(started_again, seconds=60, what="the restart")
    assert registrar()["restarts"] == before["restarts"] + 1
    assert pactwatch("status").stdout.count("ready") >= 6


async def test_status_tells_of_a_frozen_service(live: Live, pactwatch: Pactwatch) -> None:
    [status] = pactwatch.rows("status")
    notifier = next(process["pid"] for process in status["processes"] if process["name"] == "notifier")
    os.kill(notifier, signal.SIGSTOP)
    try:
        [frozen] = [line for line in pactwatch("status", expect=1).stdout.splitlines() if line.startswith("notifier")]
        assert "does not answer" in frozen
    finally:
        os.kill(notifier, signal.SIGCONT)

    async def well() -> bool:
        return pactwatch("status", expect=None).returncode == 0

    await until(well, what="being well again")


def test_a_home_where_nothing_runs(tmp_path: Path) -> None:
    nowhere = Pactwatch(tmp_path)
    assert "does not run here" in nowhere("status", expect=3).stdout
    assert nowhere("down").stdout == "Nothing was running here.\n"
