"""What a subscriber asks for: written by the gateway, matched by the notifier."""

from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, ConfigDict, Field

from shared import countries
from shared.messages import Confidence, Model, Text
from shared.vocabulary import PactType, Stage


class Rule(StrEnum):
    """How many of the watched countries must be there: one of them, every one, or two of them together."""

    ANY = "any"
    ALL = "all"
    PAIR = "pair"


class Role(StrEnum):
    """`party`: bound by the pact. `mentioned`: party, or only named in the article."""

    PARTY = "party"
    MENTIONED = "mentioned"


def _known_code(value: str) -> str:
    try:
        return countries.resolve(value)
    except countries.UnknownCountry as error:
        raise ValueError(str(error)) from None


def _webhook_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        named = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # brackets that are no IPv6 address, a port that is no number
        named = False
    if not named:
        raise ValueError("is no web address; write https://host/path")
    if parts.username or parts.password:
        raise ValueError("carries a user name or password; posts are signed instead, so leave them out")
    return value


Country = Annotated[str, Field(min_length=2, max_length=100), AfterValidator(_known_code)]
WebhookAddress = Annotated[Text, Field(max_length=2048), AfterValidator(_webhook_address)]


class SubscriptionSpec(Model):
    """Which changes to tell, and where to. A country may be written as code or name; it is kept as code."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[Text, Field(max_length=200)] = ""
    countries: tuple[Country, ...] = Field(min_length=1, max_length=300)
    rule: Rule = Rule.ANY
    role: Role = Role.PARTY
    pact_types: tuple[PactType, ...] = Field((), description="Empty: every type.")
    stages: tuple[Stage, ...] = Field((), description="Empty: every stage.")
    # Strict: `false` is no confidence of 0.
    min_confidence: Confidence = Field(0.5, strict=True)
    min_sources: int = Field(1, ge=1, le=100, strict=True)
    webhook: WebhookAddress | None = Field(None, description="Posts signed as Standard Webhooks say.")
