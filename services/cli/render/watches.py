"""Subscriptions in a terminal."""

from collections.abc import Sequence
from typing import Any

from services.cli.render import words
from services.cli.render.listing import Listing
from services.cli.watchers import said_here

MOST_SHOWN = 12


def table(subscriptions: Sequence[dict[str, Any]]) -> Listing:
    """One line a subscription, with the sentence the gateway says of it."""
    return Listing(
        ("id", "name", "watches", "says"),
        [
            (
                subscription["subscription_id"],
                words.clean(subscription["spec"]["name"]),
                _watched(subscription["spec"]["countries"]),
                words.clean(said_here(subscription["says"])),
            )
            for subscription in subscriptions
        ],
        whole=frozenset({"id"}),
    )


def _watched(codes: Sequence[str]) -> str:
    shown = ", ".join(words.country(code) for code in codes[:MOST_SHOWN])
    more = len(codes) - MOST_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown
