"""What every channel promises: one attempt, one outcome, no exception for what a receiver does wrong."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol


class Reason(StrEnum):
    """Why an attempt did not deliver; also the metric label, and what people read beside a delivery."""

    TIMEOUT = "timeout"
    DNS = "dns"
    CONNECTION = "connection"
    TLS = "tls"
    BROKEN_ANSWER = "broken_answer"
    REDIRECT = "redirect"
    CLIENT_ERROR = "client_error"
    TOO_MANY_REQUESTS = "too_many_requests"
    SERVER_ERROR = "server_error"
    GONE = "gone"
    FORBIDDEN_ADDRESS = "forbidden_address"
    BAD_ADDRESS = "bad_address"
    NO_SECRET = "no_secret"  # noqa: S105 - a reason, no password
    FAILED = "failed"


@dataclass(frozen=True)
class Delivered:
    """The receiver has it."""

    status_code: int | None = None


@dataclass(frozen=True)
class Retryable:
    """Not this time. `after`: the receiver asked to be left alone so long."""

    reason: Reason
    after: timedelta | None = None
    status_code: int | None = None


@dataclass(frozen=True)
class Rejected:
    """Never: trying again cannot help."""

    reason: Reason
    status_code: int | None = None


Outcome = Delivered | Retryable | Rejected


@dataclass(frozen=True)
class Parcel:
    """One alert for one address. `alert` is the Alert as JSON text; `secret` signs it and is shown nowhere."""

    alert_id: str
    target: str
    alert: str = field(repr=False)
    created_at: datetime
    secret: str | None = field(repr=False)


class Channel(Protocol):
    """A way out."""

    async def send(self, parcel: Parcel) -> Outcome:
        """Make one attempt."""
        ...
