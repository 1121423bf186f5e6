"""`pactwatch demo`: everything, from nothing to alerts and back to nothing."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from services.cli.options import Context, codes, session
from services.cli.session import Session

if TYPE_CHECKING:
    from services.cli.demo import Shown

WATCHED = ("JPN", "UKR")


def demo(
    context: Context,
    articles: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="Articles to publish, in any form `publish` takes; else the samples."),
    ] = None,
    watch: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Who watches; may be repeated. Else Japan and Ukraine.")
    ] = None,
    alerts_out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the alerts there as JSON lines.")
    ] = None,
    patience: Annotated[
        float, typer.Option(min=1, metavar="SECONDS", help="How long the start may take, and then the reading.")
    ] = 300.0,
) -> None:
    """Start everything in a throw-away home, publish articles, show the alerts with their sentences, stop."""
    from services.cli import demo as demonstration
    from services.cli.files import read_articles
    from services.cli.render.steps import Steps

    run = session(context)
    watched = codes(watch or WATCHED)
    drafts = list(read_articles(articles or [demonstration.seeds()]))
    if alerts_out is not None:
        demonstration.check_writable(alerts_out)
    shown = demonstration.play(run, Steps(run.err), drafts, watched, patience)
    _show(run, shown)
    if alerts_out is not None:
        demonstration.write(alerts_out, shown.alerts)
        run.out.print(f"Written to {alerts_out}", soft_wrap=True)
    if shown.outcome.refused:
        raise typer.Exit(1)


def _show(run: Session, shown: "Shown") -> None:
    from services.cli.render.alerts import panels, table, when
    from shared.messages import Alert

    for refusal in shown.outcome.refused:
        run.err.print(f"Refused {refusal}", soft_wrap=True)
    # As the world's days brought them: within one batch, alerts have no order of their own.
    alerts = sorted((Alert.model_validate(alert) for alert in shown.alerts), key=when)
    if not alerts:
        run.out.print(f"No alerts: nothing published tells {', '.join(shown.watchers.values())} of a pact.")
        return
    for panel in panels(alerts, shown.watchers):
        run.out.print(panel)
    run.out.print()
    run.out.print(table(sorted(alerts, key=lambda alert: shown.watchers[alert.subscription_id]), shown.watchers))
