"""CloudEvents 1.0 attributes as Kafka headers, in the binary mode of its Kafka binding."""

from datetime import UTC, datetime

from shared.messages import Alert, Article, Message, PactEvent, PactReport

TYPES: dict[type[Message], str] = {
    Article: "pactwatch.article.v1",
    PactReport: "pactwatch.pact-report.v1",
    PactEvent: "pactwatch.pact-event.v1",
    Alert: "pactwatch.alert.v1",
}


def id_of(message: Message) -> str:
    """The id that makes a repeat of this message recognisable."""
    match message:
        case Article():
            return f"{message.id}.{message.revision}"
        case PactReport():
            return message.report_id
        case PactEvent():
            return message.event_id
        case Alert():
            return message.alert_id
    raise TypeError(f"{type(message).__name__} does not travel on a topic")


def headers(message: Message, source: str, at: datetime | None = None) -> tuple[tuple[str, bytes], ...]:
    """Headers for one message; `source` is the service that made it."""
    attributes = {
        "ce_specversion": "1.0",
        "ce_id": id_of(message),
        "ce_type": TYPES[type(message)],
        "ce_source": f"/pactwatch/{source}",
        "ce_time": (at or datetime.now(UTC)).isoformat(),
        "content-type": "application/json",
    }
    return tuple((name, value.encode()) for name, value in attributes.items())
