"""Telling our processes from strangers': a process id alone proves nothing, the system gives it out again."""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psutil

# Put into the environment of all that a home starts, and inherited; a stranger's process has neither.
HOME_MARK = "PACTWATCH_HOME"
RUN_MARK = "PACTWATCH_RUN"

_SAME_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Identity:
    """One process, now and for ever: id, time of creation (seconds since 1970) and a word of its command line."""

    pid: int
    created: float
    word: str

    @classmethod
    def of(cls, pid: int, word: str) -> Self:
        """The identity of a running process whose command line is known to contain `word`.

        Raises:
            psutil.NoSuchProcess: it does not run any more.
        """
        return cls(pid, psutil.Process(pid).create_time(), word)

    def process(self) -> psutil.Process | None:
        """The process if this very one still runs, else None."""
        try:
            process = psutil.Process(self.pid)
            same = (
                abs(process.create_time() - self.created) < _SAME_SECONDS
                and process.status() != psutil.STATUS_ZOMBIE
                and any(self.word in argument for argument in process.cmdline())
            )
        except psutil.Error:
            return None
        return process if same else None


def started_by(home: Path) -> list[psutil.Process]:
    """All processes that run now and were started for this home, by this run or one that was killed.

    This process and those above it are never among them, even if somebody calls us from inside a home.
    """
    mine = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    found = []
    for process in psutil.process_iter():
        if process.pid in mine:
            continue
        try:
            environment = process.environ()
            if RUN_MARK in environment and environment.get(HOME_MARK) == str(home):
                found.append(process)
        except (psutil.Error, OSError):
            continue  # ended meanwhile, or somebody else's: in either case none of ours
    return found


def end(processes: Sequence[psutil.Process], *, seconds: float) -> int:
    """Ask processes to end, kill those that have not within `seconds`; returns how many had to be killed."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=seconds)
    return len(alive)
