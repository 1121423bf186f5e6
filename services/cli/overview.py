"""How the system is, put together: its processes, how far each is behind, and what it last did."""

import http.client
import re
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from services.cli.client import Json
from services.cli.errors import CommandError, NotRunning
from services.cli.session import Session

if TYPE_CHECKING:
    from deploy.local.status import ProcessStatus, SystemStatus

ASK_SECONDS = 2.0
_LAST_PROGRESS = re.compile(r"^pactwatch_last_progress_timestamp_seconds ([0-9.e+]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Overview:
    """One look at the system.

    Attributes:
        local: the processes of this machine; None when a gateway elsewhere was asked.
        flow: the gateway's answer, hop by hop; None while it does not answer.
        problem: why it does not.
        idle_seconds: how long ago each service last finished a piece of work, by service; unknown ones are missing.
    """

    local: "SystemStatus | None"
    flow: Json | None
    problem: str | None
    idle_seconds: dict[str, float]

    @property
    def is_up(self) -> bool:
        """Whether there is anything to look at."""
        return self.local.is_up if self.local else self.flow is not None

    @property
    def is_well(self) -> bool:
        """Everything answers and is ready."""
        flows = self.flow is not None and not self.flow["problems"]
        return flows and (self.local is None or self.local.is_ready)

    def lag_of(self, process: str) -> int | None:
        """Messages that a service has still to take or to publish; None where that means nothing or is not known."""
        for hop in (self.flow or {"hops": ()})["hops"]:
            if hop["group"] == process and hop["lag"] is not None:
                return int(hop["lag"]) + int(hop["outbox"] or 0)
        return None

    def as_json(self) -> Json:
        """For programs."""
        local: Json = asdict(self.local) if self.local else {}
        for process in local.get("processes", ()):
            process["log"] = str(process["log"])
            process["lag"] = self.lag_of(process["name"])
            process["idle_seconds"] = self.idle_seconds.get(process["name"])
        if local:
            local["home"] = str(local["home"])
        return {**local, "is_up": self.is_up, "is_well": self.is_well, "flow": self.flow, "problem": self.problem}


def look(run: Session) -> Overview:
    """Look at this machine's system, or with `--gateway` at the one that is there."""
    local = None if run.settings.gateway else run.system.status(run.home)
    if local is not None and not local.is_up:
        return Overview(local, None, None, {})
    flow, problem = None, None
    try:
        with run.gateway(local.gateway_url if local else None) as gateway:
            flow = gateway.status()
    except NotRunning as error:
        # Of a system that is up, "start it" would be the wrong remedy: its supervisor is about to.
        problem = "The gateway does not answer, so nothing is known of what waits." if local else str(error)
    except CommandError as error:
        problem = str(error)
    return Overview(local, flow, problem, _idle(local.processes if local else ()))


def _idle(processes: "Sequence[ProcessStatus]") -> dict[str, float]:
    told = {process.name: _last_progress(process.ops_port) for process in processes if process.ops_port}
    return {name: max(0.0, time.time() - at) for name, at in told.items() if at}


def _last_progress(port: int) -> float | None:
    """When a service last finished a piece of work, in seconds since 1970; None when it never did or is silent."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ASK_SECONDS)
    try:
        connection.request("GET", "/metrics")
        found = _LAST_PROGRESS.search(connection.getresponse().read().decode())
    except (OSError, http.client.HTTPException, UnicodeDecodeError):
        return None
    finally:
        connection.close()
    return (float(found[1]) or None) if found else None
