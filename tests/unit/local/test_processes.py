import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from deploy.local.processes import HOME_MARK, RUN_MARK, Identity, end, started_by
from deploy.local.programs import ROOT

SLEEP = "import time; print(flush=True); time.sleep(600)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"


@contextmanager
def running(program: str, environment: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A Python program that has come so far as to print a line."""
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, env={**os.environ, **(environment or {})}, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        try:
            yield child
        finally:
            child.kill()


def marks(home: Path) -> dict[str, str]:
    return {HOME_MARK: str(home), RUN_MARK: "1"}


def test_only_what_carries_both_marks_of_a_home_belongs_to_it(tmp_path: Path) -> None:
    with (
        running(SLEEP, marks(tmp_path)) as ours,
        running(SLEEP, marks(tmp_path / "another")),
        running(SLEEP, {HOME_MARK: str(tmp_path)}),
    ):
        assert [process.pid for process in started_by(tmp_path)] == [ours.pid]


def test_one_who_asks_from_inside_a_home_is_not_counted(tmp_path: Path) -> None:
    ask = f"from deploy.local.processes import started_by; print(started_by({str(tmp_path)!r}))"
    command = [sys.executable, "-c", ask]
    environment = {**os.environ, **marks(tmp_path)}
    asked = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)

    assert asked.stdout == "[]\n"


def test_a_process_ends_when_asked_and_is_killed_when_it_does_not_listen() -> None:
    with running(SLEEP) as polite, running(STUBBORN) as stubborn:
        assert end([psutil.Process(polite.pid), psutil.Process(stubborn.pid)], seconds=0.5) == 1
        assert not psutil.pid_exists(stubborn.pid)


def test_a_process_is_recognised_and_any_other_with_its_id_is_not() -> None:
    mine = Identity.of(os.getpid(), "python")

    process = mine.process()
    assert process is not None
    assert process.pid == os.getpid()
    assert replace(mine, created=mine.created - 60).process() is None
    assert replace(mine, word="a word that is in no command line of ours").process() is None


def test_a_process_that_ended_is_not_recognised() -> None:
    with running(SLEEP) as child:
        identity = Identity.of(child.pid, "python")
        child.kill()
        child.wait()

        assert identity.process() is None
        with pytest.raises(psutil.NoSuchProcess):
            Identity.of(child.pid, "python")
