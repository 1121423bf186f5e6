"""What the gateway counts. Routes are templates (`/pacts/{pact_id}`): never an id, never an address."""

from prometheus_client import Counter, Histogram

REQUESTS = Counter("pactwatch_http_requests_total", "Requests answered.", ["route", "method", "status"])
SECONDS = Histogram(
    "pactwatch_http_request_seconds",
    "Time from a request's first byte to the end of its answer.",
    ["route", "method"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
ARTICLES_ACCEPTED = Counter("pactwatch_articles_accepted_total", "Articles published that came over HTTP.")
ARTICLES_REJECTED = Counter("pactwatch_articles_rejected_total", "Articles refused over HTTP.", ["reason"])

UNMATCHED = "unmatched"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def method_label(method: str) -> str:
    """A bounded label: a client may send any word as its method."""
    return method if method in METHODS else "other"
