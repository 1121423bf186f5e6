"""Alerts in a terminal: a table of many, and for each change a panel with the sentence that proves it."""

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from services.cli.render import facts, words
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


def table(alerts: Sequence[Alert], watchers: Mapping[str, str]) -> Table:
    """One line an alert; `watchers` names subscriptions by their id."""
    shown = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    shown.add_column("for", no_wrap=True)
    shown.add_column("parties", overflow="fold")
    shown.add_column("stage", no_wrap=True)
    shown.add_column("type", overflow="fold")
    shown.add_column("confidence", justify="right")
    shown.add_column("source", overflow="fold")
    for alert in alerts:
        event = alert.event
        shown.add_row(
            watchers.get(alert.subscription_id, alert.subscription_id),
            words.parties(event.pact.parties),
            words.stage(event.stage),
            words.label(event.pact.pact_type),
            f"{event.confidence:.2f}",
            words.clean(event.evidence[0].source or ""),
        )
    return shown


def panel(event: PactEvent, alerts: Sequence[Alert], watchers: Mapping[str, str]) -> Panel:
    """One change, and all alerts it led to."""
    head = Text.assemble(
        (words.parties(event.pact.parties), "bold"),
        "  ",
        words.stage(event.stage),
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
        lines += [Padding(words.sentence(evidence), (1, 0, 0, 0)), Text(f"  {words.origin(evidence)}", style="dim")]
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
