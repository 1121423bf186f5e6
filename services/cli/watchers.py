"""Subscriptions as people name them."""

from services.cli.client import Gateway, Json
from services.cli.errors import WrongUse


def name_of(subscription: Json) -> str:
    """The name it was given, else the countries it watches."""
    spec = subscription["spec"]
    return str(spec["name"] or " ".join(spec["countries"]))


def names_of(gateway: Gateway) -> dict[str, str]:
    """The name of every subscription, by its id."""
    return {found["subscription_id"]: name_of(found) for found in gateway.subscriptions()}


def identity_of(gateway: Gateway, typed: str) -> str:
    """The id of the subscription with this id or, if only one has it, this name. Raises `WrongUse`."""
    known = list(gateway.subscriptions())
    if any(found["subscription_id"] == typed for found in known):
        return typed
    named = [str(found["subscription_id"]) for found in known if found["spec"]["name"] == typed != ""]
    if len(named) > 1:
        raise WrongUse(f"{len(named)} subscriptions have the name {typed}; name one by its id: {', '.join(named)}.")
    if not named:
        raise WrongUse(f"There is no subscription {typed}; see `pactwatch watches`.")
    return named[0]


def said_here(sentence: str) -> str:
    """A sentence of the gateway, with the command in place of the API's address."""
    return sentence.replace("GET /alerts", "`pactwatch alerts`")
