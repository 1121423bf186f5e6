"""Subscriptions in a terminal."""

from collections.abc import Sequence
from typing import Any

from rich.table import Table

from services.cli.render import words


def table(subscriptions: Sequence[dict[str, Any]]) -> Table:
    """One line a subscription, with the sentence the gateway says of it."""
    shown = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    shown.add_column("id", no_wrap=True)
    shown.add_column("name", overflow="fold")
    shown.add_column("watches", overflow="fold")
    shown.add_column("says", overflow="fold")
    for subscription in subscriptions:
        spec = subscription["spec"]
        watched = ", ".join(words.country(code) for code in spec["countries"][:12])
        more = len(spec["countries"]) - 12
        shown.add_row(
            subscription["subscription_id"],
            words.clean(spec["name"]),
            watched + (f" and {more} more" if more > 0 else ""),
            words.clean(subscription["says"]),
        )
    return shown
