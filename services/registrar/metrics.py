"""What the registrar counts beside the shared metrics."""

from prometheus_client import Counter

REPORTS = Counter(
    "pactwatch_reports_registered_total",
    "Reports by what became of them: opened a pact, moved it, confirmed it, repeated a known report, or no news.",
    ["outcome"],
)
EVENTS = Counter("pactwatch_pact_events_total", "Changes in the register.", ["change", "stage"])
