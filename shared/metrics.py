"""Metrics that more than one service counts. A service's own stand in its `metrics.py`.

Label values are bounded: topic names, reasons, hops; never an address, a title or an id.
"""

from datetime import UTC, datetime

from prometheus_client import Counter, Gauge, Histogram

import shared

LATENCY_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 30, 60, 300, 900)

CONSUMED = Counter("pactwatch_messages_consumed_total", "Messages taken from a topic.", ["topic"])
REJECTED = Counter("pactwatch_messages_rejected_total", "Messages refused and kept aside.", ["topic", "reason"])
PUBLISHED = Counter("pactwatch_messages_published_total", "Messages the broker has confirmed.", ["topic"])
PUBLISH_RETRIES = Counter("pactwatch_publish_retries_total", "Publishes repeated because the broker did not confirm.")
LATENCY = Histogram(
    "pactwatch_latency_seconds",
    "Time from the article's arrival on its topic until it was read, registered, alerted or delivered.",
    ["hop"],
    buckets=LATENCY_BUCKETS,
)
LAG = Gauge("pactwatch_consumer_lag_messages", "Messages on the topic that the group has not committed.", ["topic"])
DEPENDENCY_UP = Gauge("pactwatch_dependency_up", "1 while the server answers, 0 while the service waits.", ["name"])
LAST_PROGRESS = Gauge("pactwatch_last_progress_timestamp_seconds", "When the service last finished a piece of work.")
BUILD = Gauge("pactwatch_build_info", "Always 1; the labels tell what runs.", ["service", "version"])


def observe_latency(hop: str, since: datetime | None, until: datetime | None = None) -> None:
    """Record how long after its arrival (`since`) an article has come to `hop`; unknown arrivals are not counted."""
    if since is not None:
        LATENCY.labels(hop).observe(max(0.0, ((until or datetime.now(UTC)) - since).total_seconds()))


def announce(service: str) -> None:
    """Publish the build information, so a dashboard shows which version each service runs."""
    BUILD.labels(service, shared.__version__).set(1)
