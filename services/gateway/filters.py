"""What a list can be narrowed by, as plain values."""

from dataclasses import dataclass
from datetime import datetime

from shared.subscriptions import Role
from shared.vocabulary import PactType, Stage


@dataclass(frozen=True)
class AlertFilter:
    """An empty field asks for nothing."""

    subscription_id: str | None = None
    country: str | None = None
    pact_id: str | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class PactFilter:
    """`countries` must all be in the pact; of `pact_types` and `stages` one is enough."""

    countries: tuple[str, ...] = ()
    role: Role = Role.PARTY
    pact_types: tuple[PactType, ...] = ()
    stages: tuple[Stage, ...] = ()
    text: str | None = None
    since: datetime | None = None
    until: datetime | None = None
