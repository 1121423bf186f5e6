"""A gateway in memory behind the real client: what the command sends is kept, what it asks for is given."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from services.cli.client import Gateway
from services.cli.session import Wiring

Json = dict[str, Any]
ADDRESS = "http://gateway.example"

STATUS: Json = {
    "measured_at": "2026-01-01T00:00:00Z",
    "drained": True,
    "hops": [
        {"group": "extractor", "topic": "articles", "lag": 0, "outbox": 0},
        {"group": "registrar", "topic": "pact-reports", "lag": 0, "outbox": 0},
        {"group": "notifier", "topic": "pact-events", "lag": 0, "outbox": 0},
    ],
    "deliveries": {"pending": 0, "rejected": 0},
    "counts": {"reports": 3, "pacts": 2, "events": 2, "alerts": 1, "subscriptions": 1, "last_alert_at": None},
    "problems": [],
}


@dataclass
class StubGateway:
    """Answers as the gateway does. `away` holds answers that come before all others, such as a 503."""

    articles: list[Json] = field(default_factory=list)
    subscriptions: list[Json] = field(default_factory=list)
    alerts: list[Json] = field(default_factory=list)
    pacts: dict[str, Json] = field(default_factory=dict)
    status: Json = field(default_factory=lambda: dict(STATUS))
    away: list[httpx.Response] = field(default_factory=list)
    asked: list[httpx.URL] = field(default_factory=list)
    on_publish: Callable[[], None] = lambda: None
    measured: int = 0

    def client(self) -> Gateway:
        """The real client, talking to this."""
        return Gateway(ADDRESS, transport=httpx.MockTransport(self))

    @property
    def wiring(self) -> Wiring:
        """For the command."""
        return Wiring(connect=lambda _: self.client())

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """One request."""
        self.asked.append(request.url)
        if self.away:
            return self.away.pop(0)
        match request.method, request.url.path.split("/")[1:]:
            case "POST", ["articles"]:
                return self._publish(json.loads(request.content))
            case "POST", ["subscriptions"]:
                return self._subscribe(json.loads(request.content))
            case "GET", ["subscriptions"]:
                return page(self.subscriptions)
            case "DELETE", ["subscriptions", identity]:
                before = len(self.subscriptions)
                self.subscriptions = [s for s in self.subscriptions if s["subscription_id"] != identity]
                return httpx.Response(204) if len(self.subscriptions) < before else problem(404, "There is none.")
            case "GET", ["alerts"]:
                return page(self.alerts, follow="here")
            case "GET", ["pacts"]:
                return page([life["pact"] for life in self.pacts.values()])
            case "GET", ["pacts", identity]:
                found = self.pacts.get(identity)
                return httpx.Response(200, json=found) if found else problem(404, "There is no pact of that id.")
            case "GET", ["status"]:
                self.measured += 1
                return httpx.Response(200, json={**self.status, "measured_at": str(self.measured)})
        return problem(404, "There is nothing here.")

    def _publish(self, articles: list[Json]) -> httpx.Response:
        self.on_publish()
        accepted, rejected = [], []
        for index, article in enumerate(articles):
            if str(article.get("text", "")).strip():
                self.articles.append(article)
                accepted.append({"index": index, "id": f"art_{len(self.articles)}", "revision": "rev"})
            else:
                detail = "text: field required."
                rejected.append({"index": index, "field": "text", "detail": detail, "reason": "invalid"})
        if not accepted:
            return httpx.Response(422, json={"detail": "text: field required.", "errors": rejected})
        return httpx.Response(202, json={"accepted": accepted, "rejected": rejected})

    def _subscribe(self, spec: Json) -> httpx.Response:
        spec = {"name": "", "webhook": None, **spec}
        identity = f"sub_{len(self.subscriptions) + 1}"
        made = {"subscription_id": identity, "spec": spec, "created_at": "2026-01-01T00:00:00Z", "says": "Alerts."}
        self.subscriptions.append(made)
        return httpx.Response(201, json={**made, "secret": "whsec_shown_once" if spec["webhook"] else None})


def page(items: list[Json], follow: str | None = None) -> httpx.Response:
    """A page that is the last."""
    return httpx.Response(200, json={"items": items, "next_cursor": None, "follow": follow})


def problem(status: int, detail: str, **headers: str) -> httpx.Response:
    """An error as the gateway words it."""
    return httpx.Response(status, json={"detail": detail}, headers=headers)
