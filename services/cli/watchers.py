"""Subscriptions as people name them."""

from services.cli.client import Gateway, Json


def name_of(subscription: Json) -> str:
    """The name it was given, else the countries it watches."""
    spec = subscription["spec"]
    return str(spec["name"] or " ".join(spec["countries"]))


def names_of(gateway: Gateway) -> dict[str, str]:
    """The name of every subscription, by its id."""
    return {found["subscription_id"]: name_of(found) for found in gateway.subscriptions()}
