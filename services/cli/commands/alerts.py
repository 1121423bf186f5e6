"""`pactwatch alerts`: what was told, and what is being told just now."""

import time
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from services.cli.options import AsJson, Context, codes, session, write_json
from services.cli.session import Session

if TYPE_CHECKING:
    from services.cli.client import Gateway, Json

POLL_SECONDS = 0.5


def alerts(
    context: Context,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Stay, and show each alert as it comes.")] = False,
    watch: Annotated[str | None, typer.Option(metavar="ID", help="Only those of one subscription.")] = None,
    country: Annotated[str | None, typer.Option(metavar="CODE", help="Only pacts this country is party to.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many of the newest.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Show what was alerted, with the sentences that prove it."""
    from services.cli.watchers import names_of

    run = session(context)
    code = codes([country])[0] if country else None
    with run.gateway() as gateway:
        wanted = {"subscription_id": _watched(gateway, watch) if watch else None, "country": code}
        watchers = {} if as_json else names_of(gateway)
        # The place is taken first: an alert that comes while the list is read is shown by --follow.
        _, place = gateway.alerts_after(None, **wanted) if follow else ([], "")
        newest = list(islice(gateway.alerts(**wanted), limit))
        _show(run, newest[::-1], watchers, as_json)
        if not newest and not follow and not as_json:
            run.err.print("There are no alerts yet. `pactwatch watches` shows who watches what.")
        seen = {alert["alert_id"] for alert in newest}
        for came in _coming(run, gateway, place, wanted) if follow else ():
            _show(run, [alert for alert in came if alert["alert_id"] not in seen], watchers, as_json)


def _watched(gateway: "Gateway", typed: str) -> str:
    """The subscription meant; one that was ended is known by its alerts, which stay."""
    from services.cli.errors import WrongUse
    from services.cli.watchers import identity_of

    try:
        return identity_of(gateway, typed)
    except WrongUse:
        if next(gateway.alerts(subscription_id=typed), None) is None:
            raise
        return typed


def _coming(run: Session, gateway: "Gateway", place: str, wanted: "Mapping[str, str | None]") -> "Iterator[list[Json]]":
    """Alerts as they come, for ever; a gateway that goes away is waited for, and nothing is missed meanwhile."""
    from services.cli.errors import NotRunning, Unavailable

    away = False
    while True:
        try:
            came, place = gateway.alerts_after(place, **wanted)
        except (NotRunning, Unavailable):
            if not away:
                run.err.print("The gateway does not answer; waiting for it …")
            away, came = True, []
        else:
            away = False
        yield came
        if not came:
            time.sleep(POLL_SECONDS)


def _show(run: Session, alerts: "list[Json]", watchers: Mapping[str, str], as_json: bool) -> None:
    if as_json:
        for alert in alerts:
            write_json(run.out, alert)
        return
    from services.cli.render.alerts import panels
    from shared.messages import Alert

    for panel in panels([Alert.model_validate(alert) for alert in alerts], watchers):
        run.out.print(panel)
