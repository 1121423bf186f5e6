"""The system in a terminal."""

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from services.cli.client import Json
from services.cli.draining import waiting
from services.cli.overview import Overview
from services.cli.render import words
from services.cli.render.listing import Listing

if TYPE_CHECKING:
    from deploy.local.status import ProcessStatus, SystemStatus


def rendered(overview: Overview) -> Group:
    """All of it, worst news last, where it is read first."""
    parts: list[RenderableType] = []
    if overview.local is not None:
        if not overview.local.is_up:
            return Group(*_not_running(overview.local))
        parts += [f"Pactwatch at {overview.local.gateway_url}, home {overview.local.home}", ""]
        parts += [_processes(overview, overview.local), "", _servers(overview.local), ""]
    if overview.flow is not None:
        parts += [_hops(overview.flow), *_counts(overview.flow)]
        parts += [Text(problem, style="red") for problem in overview.flow["problems"]]
    if overview.problem:
        parts.append(Text(overview.problem, style="red"))
    return Group(*parts)


def _not_running(local: "SystemStatus") -> list[RenderableType]:
    told: list[RenderableType] = [f"Pactwatch does not run here ({local.home}); start it with `pactwatch up`."]
    if local.leftovers:
        told.append(f"{words.many(local.leftovers, 'leftover')} of a killed run; `pactwatch down` ends them.")
    return told


def _processes(overview: Overview, local: "SystemStatus") -> Listing:
    return Listing(
        ("process", "state", "pid", "up", "restarts", "waiting", "last did"),
        [_process(overview, process) for process in local.processes],
        whole=frozenset({"process", "state", "pid", "up"}),
        numbers=frozenset({"pid", "up", "restarts", "waiting"}),
    )


def _process(overview: Overview, process: "ProcessStatus") -> tuple[str | Text, ...]:
    lag = overview.lag_of(process.name)
    return (
        process.name,
        _state(process),
        str(process.pid or "–"),
        words.seconds(process.uptime_seconds) if process.pid else "–",
        str(process.restarts),
        "–" if lag is None else str(lag),
        _last(process, overview.idle_seconds.get(process.name)),
    )


def _state(process: "ProcessStatus") -> Text:
    if process.state == "running" and process.not_ready_because is None:
        return Text("ready", style="green")
    return Text(process.state, style="yellow" if process.state in {"running", "starting"} else "red")


def _last(process: "ProcessStatus", idle_seconds: float | None) -> str:
    if process.not_ready_because is not None:
        return words.clean(process.not_ready_because)
    return "" if idle_seconds is None else f"work done {words.seconds(idle_seconds)} ago"


def _servers(local: "SystemStatus") -> Listing:
    return Listing(
        ("server", "answers", "whose", "address"),
        [
            (
                server.name,
                Text("yes", style="green") if server.answers else Text("no", style="red"),
                "its own" if server.is_local else "yours",
                server.address,
            )
            for server in local.servers
        ],
        whole=frozenset({"server", "answers", "whose"}),
    )


def _hops(flow: Json) -> Text:
    if flow["drained"]:
        return Text("Everything published so far has come through.", style="green")
    return Text(f"Under way: {waiting(flow)}", style="yellow")


def _counts(flow: Json) -> list[RenderableType]:
    counts = flow["counts"]
    if counts is None:
        return []
    kinds = ("report", "pact", "event", "alert", "subscription")
    told = ", ".join(words.many(counts[f"{kind}s"], kind) for kind in kinds)
    refused = (flow["deliveries"] or {}).get("rejected", 0)
    given_up = [Text(f"{words.many(refused, 'delivery')} given up.", style="yellow")] if refused else []
    return [f"{told}.", *given_up]
