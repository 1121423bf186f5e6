"""A service whose reader hangs in a thread ends by itself, so that it can be started again."""

import os
import subprocess
import sys
from pathlib import Path

from shared.service import EXIT_STALLED

STUCK = """
import asyncio, threading
from concurrent.futures import ThreadPoolExecutor
from shared.service import main
from shared.settings import CommonSettings

async def work(settings, health, stop):
    executor = ThreadPoolExecutor(1)
    health.ready = True
    health.work_waiting(7)
    try:
        await asyncio.get_running_loop().run_in_executor(executor, threading.Event().wait)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)

main("stuck", CommonSettings, work)
"""


def test_a_reader_that_hangs_ends_the_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STUCK],
        env={**os.environ, "PACTWATCH_STALL_AFTER_SECONDS": "1", "PACTWATCH_OPS_PORT": "0"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == EXIT_STALLED, done.stderr
    assert "7 messages wait and none was handled" in done.stderr
