"""What the API answers, as models; the messages themselves (Pact, PactEvent, Alert …) are the house's contracts."""

from datetime import datetime

from pydantic import BaseModel, Field

from shared.decoding import Reason
from shared.messages import Alert, Pact, PactEvent, PactReport
from shared.subscriptions import SubscriptionSpec


class Accepted(BaseModel):
    """One article on its way."""

    index: int = Field(description="Its place in the request, counted from 0.")
    id: str = Field(description="The id it has everywhere from now on.")
    revision: str


class Refused(BaseModel):
    """One article that cannot be taken, and why."""

    index: int = Field(description="Its place in the request, counted from 0.")
    field: str | None = Field(description="Where it is wrong; null for the article as a whole.")
    detail: str = Field(description="What is wrong, and the remedy.")
    reason: Reason


class ArticlesTaken(BaseModel):
    """Kafka has confirmed every accepted article; nothing of a refused one was kept."""

    accepted: list[Accepted]
    rejected: list[Refused]


class Subscription(BaseModel):
    """A subscription as it is."""

    subscription_id: str
    spec: SubscriptionSpec
    created_at: datetime
    says: str = Field(description="In a sentence, what it tells and where to.")


class NewSubscription(Subscription):
    """A subscription just made."""

    secret: str | None = Field(
        description="Signs the webhook's posts (Standard Webhooks). Shown only here; null without webhook."
    )


class SubscriptionPage(BaseModel):
    """Newest first."""

    items: list[Subscription]
    next_cursor: str | None = Field(description="For the next, older page; null on the last.")


class AlertPage(BaseModel):
    """Newest first; with `after`, oldest first."""

    items: list[Alert]
    next_cursor: str | None = Field(description="For the next, older page; null on the last and with `after`.")
    follow: str | None = Field(
        description="Hand it back as `after` to get what comes later; null on later pages. An alert of the last "
        "seconds may come again, once: drop the ids you know."
    )


class Attempt(BaseModel):
    """One try to deliver."""

    at: datetime
    outcome: str = Field(description="delivered · retryable · rejected")
    status_code: int | None
    latency_seconds: float
    reason: str | None


class Delivery(BaseModel):
    """An alert on its way through one channel."""

    delivery_id: str
    channel: str
    target: str
    state: str = Field(description="pending · delivered · rejected · cancelled")
    attempts: int
    next_try_at: datetime | None = Field(description="Null once it has ended.")
    ended_at: datetime | None
    last_reason: str | None
    tries: list[Attempt] = Field(description="Oldest first.")


class AlertWithDeliveries(BaseModel):
    """One alert, and how it reached people."""

    alert: Alert
    deliveries: list[Delivery]


class PactPage(BaseModel):
    """Last seen first."""

    items: list[Pact]
    next_cursor: str | None = Field(description="For the next page; null on the last.")


class PactLife(BaseModel):
    """One pact: as it is known now, what changed in its life, and every article that proves it."""

    pact: Pact
    timeline: list[PactEvent] = Field(description="Oldest first.")
    reports: list[PactReport] = Field(description="Newest first, with evidence; at most 500.")
    reports_total: int


class Hop(BaseModel):
    """One group of consumers and what it has still to do."""

    group: str
    topic: str
    lag: int | None = Field(description="Messages not yet handled; null while Kafka does not answer.")
    outbox: int | None = Field(description="Messages made and not yet published; null while PostgreSQL is away.")


class Deliveries(BaseModel):
    """How deliveries stand."""

    pending: int
    rejected: int | None = Field(
        description="Given up: the receiver refused, or never answered. Null while not yet counted."
    )


class Counts(BaseModel):
    """How much there is. Exact; of large tables it may be some minutes old."""

    reports: int
    pacts: int
    events: int
    alerts: int
    subscriptions: int
    last_alert_at: datetime | None


class Status(BaseModel):
    """How far everything has come, hop by hop, measured downstream in this order."""

    measured_at: datetime = Field(description="When the measurement began; work that came later is not in it.")
    drained: bool = Field(description="Everything that was published before has come through to the end.")
    hops: list[Hop]
    deliveries: Deliveries | None
    counts: Counts | None = Field(description="Null while not yet counted.")
    problems: list[str] = Field(description="A sentence for each server that does not answer.")
