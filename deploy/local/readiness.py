"""Whether the servers and services of a home are ready, and a sentence about the first that is not."""

import http.client
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deploy.local.errors import LocalError
from deploy.local.home import Home, State
from deploy.local.process import last_lines
from deploy.local.servers import Server
from deploy.local.supervision import Supervision
from deploy.local.supervisor_client import NoAnswer

_ASK_SECONDS = 2.0
_POLL_SECONDS = 0.1
_LOOK_AT_PROCESSES_SECONDS = 1.0
# A program that ended so often before it ran for a second will not be helped by waiting.
_HOPELESS_RESTARTS = 4


def not_ready_because(port: int) -> str | None:
    """Why the service with this ops port is not ready, in its own words; None when it is."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_ASK_SECONDS)
    try:
        connection.request("GET", "/readyz")
        response = connection.getresponse()
        said = response.read(2000).decode("utf-8", "replace").strip()
    except (OSError, http.client.HTTPException):
        return "it does not answer yet"
    finally:
        connection.close()
    return None if response.status == http.client.OK else _reasons(said) or f"it answers {response.status}"


def _reasons(said: str) -> str:
    """The reasons of a service as a sentence; what is none of its JSON stays as it is."""
    try:
        reasons = json.loads(said)["reasons"]
    except (ValueError, KeyError, TypeError):
        return said
    return f"not ready: {', '.join(map(str, reasons))}" if isinstance(reasons, list) and reasons else said


@dataclass
class Wait:
    """Waiting until all of a home is ready."""

    home: Home
    state: State
    servers: Sequence[Server]
    supervision: Supervision
    progress: Callable[[str], None]

    def until_ready(self, *, seconds: float) -> None:
        """Return when every server answers and every service says that it is ready.

        Raises:
            LocalError: not within `seconds`, or there is no hope; names what is not ready, with the end of its log.
        """
        began = time.monotonic()
        look_next = began + _LOOK_AT_PROCESSES_SECONDS
        servers = list(self.servers)
        services = dict(self.state.ops_ports)
        while servers or services:
            for server in [each for each in servers if each.serves()]:
                servers.remove(server)
                self.progress(f"{server.name} answers at {server.shown}")
            for name in [each for each, port in services.items() if not_ready_because(port) is None]:
                del services[name]
                self.progress(f"The {name} is ready")
            now = time.monotonic()
            if now >= look_next:
                self._give_up_on_the_hopeless()
                look_next = now + _LOOK_AT_PROCESSES_SECONDS
            if (servers or services) and now - began > seconds:
                raise LocalError(self._explain(servers, services, seconds))
            time.sleep(_POLL_SECONDS if servers or services else 0)

    def _give_up_on_the_hopeless(self) -> None:
        try:
            processes = self.supervision.client.processes()
        except NoAnswer:
            raise LocalError("Everything was stopped while it was starting.") from None
        restarts = self.supervision.restarts()
        for each in processes:
            if each.state == "BACKOFF" and restarts.get(each.name, 0) >= _HOPELESS_RESTARTS:
                raise LocalError(
                    f"{each.name} ends as soon as it is started. Its log ends so:\n"
                    f"{last_lines(self.home.log(each.name))}\n{_STILL_TRYING}"
                )

    def _explain(self, servers: Sequence[Server], services: dict[str, int], seconds: float) -> str:
        """What is not ready; a server first, because services wait for servers."""
        if servers:
            server = servers[0]
            if server.program is None:
                return f"{server.name} at {server.shown} did not answer within {seconds:.0f} s. {_STILL_TRYING}"
            name, why = server.program, f"{server.name} did not answer within {seconds:.0f} s."
        else:
            name, port = next(iter(services.items()))
            reason = not_ready_because(port) or "it became ready just now"
            why = f"The {name} was not ready within {seconds:.0f} s ({reason})."
        return f"{why} Its log ends so:\n{last_lines(self.home.log(name))}\n{_STILL_TRYING}"


_STILL_TRYING = "It is tried again and again: `pactwatch status` shows how it fares, `pactwatch down` stops everything."
