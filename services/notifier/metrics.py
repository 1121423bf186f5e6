"""What the notifier counts beside the shared metrics."""

from prometheus_client import Counter, Gauge

ALERTS = Counter("pactwatch_alerts_total", "Alerts made, by what changed.", ["change", "pact_type"])
ATTEMPTS = Counter(
    "pactwatch_delivery_attempts_total",
    "Attempts to deliver an alert; `reason` is empty for delivered ones.",
    ["channel", "outcome", "reason"],
)
PENDING = Gauge("pactwatch_deliveries_pending", "Deliveries still to be made or to be tried again.")
OLDEST_PENDING = Gauge(
    "pactwatch_deliveries_oldest_pending_seconds", "Age of the oldest of them; 0 when there is none."
)
SUBSCRIPTIONS = Gauge("pactwatch_subscriptions", "Subscriptions events are matched against.")
