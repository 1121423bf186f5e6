"""Alerts in a terminal: a table of many, and for each change a panel with the sentence that proves it."""

from collections.abc import Mapping, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from services.cli.render import facts, words
from services.cli.render.listing import Listing
from shared.messages import Alert, PactEvent
from shared.vocabulary import Change, Modality

CHANGES = {
    Change.NEW: "a pact not known before",
    Change.STAGE: "a new stage",
    Change.TERMS: "new terms",
    Change.CORROBORATED: "reported by a further source",
    Change.DISPUTED: "sources contradict each other",
    Change.CORRECTED: "a correction",
}


def table(alerts: Sequence[Alert], watchers: Mapping[str, str]) -> Listing:
    """One line an alert; `watchers` names subscriptions by their id."""
    return Listing(
        ("for", "when", "parties", "stage", "type", "confidence", "source"),
        [
            (
                watchers.get(alert.subscription_id, alert.subscription_id),
                when(alert).isoformat(),
                words.parties(alert.event.pact.parties),
                words.stage(alert.event.stage, alert.event.modality),
                words.label(alert.event.pact.pact_type),
                f"{alert.event.confidence:.2f}",
                words.clean(alert.event.evidence[0].source or ""),
            )
            for alert in alerts
        ],
        whole=frozenset({"when", "stage"}),
        numbers=frozenset({"confidence"}),
    )


def when(alert: Alert) -> date:
    """The day of the step, else the day its news was first seen."""
    event = alert.event
    return event.occurred_on.on if event.occurred_on else event.first_seen.date()


def panel(event: PactEvent, alerts: Sequence[Alert], watchers: Mapping[str, str]) -> Panel:
    """One change, and all alerts it led to."""
    head = Text.assemble(
        (words.parties(event.pact.parties), "bold"),
        "  ",
        words.stage(event.stage, event.modality),
        f"  {words.label(event.pact.pact_type)}",
    )
    return Panel(
        Group(head, *_proof(event), Padding(facts.grid(_facts(event, alerts, watchers)), (1, 0, 0, 0))),
        subtitle=Text(event.pact_id, style="dim"),
        subtitle_align="right",
        border_style=words.stage(event.stage).style,
    )


def panels(alerts: Sequence[Alert], watchers: Mapping[str, str]) -> list[Panel]:
    """A panel for each change, in the order of the alerts: two watchers of one change share one."""
    by_event: dict[str, list[Alert]] = {}
    for alert in alerts:
        by_event.setdefault(alert.event.event_id, []).append(alert)
    return [panel(group[0].event, group, watchers) for group in by_event.values()]


def _proof(event: PactEvent) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for evidence in event.evidence[:3]:
        lines.append(Padding(words.sentence(evidence), (1, 0, 0, 0)))
        if origin := words.origin(evidence):
            lines.append(Text(f"  {origin}", style="dim"))
    return lines


def _facts(event: PactEvent, alerts: Sequence[Alert], watchers: Mapping[str, str]) -> list[facts.Fact]:
    change = CHANGES[event.change]
    if event.stage_before is not None and event.stage_before is not event.stage:
        change += f", before: {words.label(event.stage_before)}"
    return [
        ("change", change),
        ("modality", "" if event.modality is Modality.ACTUAL else words.label(event.modality)),
        *facts.dates(event.pact),
        *facts.terms(event.pact),
        ("confidence", f"{event.confidence:.2f}"),
        ("sources", ", ".join(words.clean(source) for source in event.sources)),
        ("alerted", ", ".join(dict.fromkeys(_who(alert, watchers) for alert in alerts))),
    ]


def _who(alert: Alert, watchers: Mapping[str, str]) -> str:
    watched = ", ".join(alert.matched.countries)
    who = watchers.get(alert.subscription_id, alert.subscription_id)
    how = "mentioned" if alert.matched.role == "mentioned" else "party"
    return f"{who} ({watched} {how})"
