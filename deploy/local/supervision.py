"""Keeping the processes of a home alive: supervisord, started, asked and ended."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress

import psutil

from deploy.local.errors import LocalError
from deploy.local.home import Home
from deploy.local.process import last_lines
from deploy.local.processes import Identity, end, started_by
from deploy.local.programs import Program
from deploy.local.sockets import make_socket_folder
from deploy.local.supervisor_client import NoAnswer, SupervisorClient
from deploy.local.supervisor_config import config, handed_over
from deploy.local.waiting import wait_until

# A word in supervisord's command line, by which it is told from a stranger with the same process id.
_WORD = "supervisor.supervisord"
_START_SECONDS = 20.0
# Services have five seconds, then the servers four; one more for supervisord's own steps.
_STOP_SECONDS = 12.0
_LEFTOVER_SECONDS = 5.0
_SPAWNED = re.compile(r" INFO spawned: '([^']+)' with pid ")


class Supervision:
    """The supervisord of one home."""

    def __init__(self, home: Home) -> None:
        """Nothing is started or asked yet."""
        self._home = home
        self.client = SupervisorClient(home.supervisor_socket)

    def runs(self) -> bool:
        """Whether the supervisord that the state file names is alive and answers."""
        state = self._home.read_state()
        return state is not None and state.supervisor.process() is not None and self.client.answers()

    def launch(self, programs: Sequence[Program], environment: Mapping[str, str]) -> Identity:
        """Start supervisord, which starts nothing yet; returns when it answers.

        Args:
            programs: what it will keep alive.
            environment: what every program gets, beside what this process has.

        Raises:
            LocalError: it did not come up; with the end of its log.
        """
        self._home.logs.mkdir(parents=True, exist_ok=True)
        make_socket_folder(self._home.supervisor_socket.parent)
        log = self._home.log("supervisord")
        log.unlink(missing_ok=True)  # restarts are counted in it, from this start on
        self._home.supervisor_config.write_text(config(programs, self._home.supervisor_socket), encoding="utf-8")
        with self._home.log("supervisord-output").open("wb") as output:
            child = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-m", _WORD, "-c", self._home.supervisor_config.name],
                cwd=self._home.path,
                env={**os.environ, **handed_over(programs), **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(lambda: child.poll() is not None or self.client.answers(), seconds=_START_SECONDS)
        if child.poll() is not None or not self.client.answers():
            child.kill()
            child.wait()
            said = last_lines(self._home.log("supervisord-output"))
            raise LocalError(f"supervisord did not start. It said:\n{said}")
        identity = Identity.of(child.pid, _WORD)
        # It outlives us by design; without this, Python would warn of a child that nobody waited for.
        child.returncode = 0
        return identity

    def stop(self) -> bool:
        """End all that runs for this home, in order if supervisord lives, else one by one; False if nothing ran."""
        state = self._home.read_state()
        supervisor = state.supervisor.process() if state else None
        ran = supervisor is not None
        if supervisor is not None:
            try:
                self.client.shut_down()
            except NoAnswer:
                supervisor.terminate()  # which it takes as the same request
            with suppress(psutil.TimeoutExpired):
                supervisor.wait(_STOP_SECONDS)
        leftovers = started_by(self._home.path)
        if leftovers:
            end(leftovers, seconds=_LEFTOVER_SECONDS)
        return ran or bool(leftovers)

    def restarts(self) -> Mapping[str, int]:
        """How often each program was started again since supervisord came up, by program."""
        starts: Counter[str] = Counter()
        log = self._home.log("supervisord")
        for file in (log.with_name(f"{log.name}.1"), log):
            if file.exists():
                starts.update(_SPAWNED.findall(file.read_text(encoding="utf-8", errors="replace")))
        return {name: count - 1 for name, count in starts.items()}
