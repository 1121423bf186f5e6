"""The Grafana dashboard, laid out from a short list: what it shows, in PromQL, in the order of an article's way."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

FILE = Path("deploy/grafana/dashboards/overview.json")
SOURCE = {"type": "prometheus", "uid": "prometheus"}
COLUMNS = 24


@dataclass(frozen=True)
class Panel:
    """One panel: `queries` are pairs of PromQL and the legend of its lines."""

    title: str
    says: str
    queries: tuple[tuple[str, str], ...]
    unit: str = "short"
    width: int = 8
    height: int = 8
    kind: Literal["timeseries", "stat"] = "timeseries"


def _quantile(quantile: float, histogram: str = "pactwatch_latency_seconds", by: str = ", hop") -> str:
    return f"histogram_quantile({quantile}, sum by (le{by}) (rate({histogram}_bucket[$__rate_interval])))"


def _rate(metric: str, by: str) -> str:
    return f"sum by ({by}) (rate({metric}[$__rate_interval]))"


ROWS: tuple[tuple[str, tuple[Panel, ...]], ...] = (
    (
        "Is it well?",
        (
            Panel(
                "Services that answer",
                "Replicas Prometheus reaches.",
                (("sum by (job) (up)", "{{job}}"),),
                "none",
                6,
                5,
                "stat",
            ),
            Panel(
                "Servers that answer",
                "1 while Kafka or PostgreSQL answers the service, 0 while it waits for them.",
                (("min by (job, name) (pactwatch_dependency_up)", "{{job}}: {{name}}"),),
                "none",
                10,
                5,
                "stat",
            ),
            Panel(
                "Articles read, last hour",
                "By whether they speak of a pact.",
                (("sum by (outcome) (increase(pactwatch_articles_read_total[1h]))", "{{outcome}}"),),
                "short",
                4,
                5,
                "stat",
            ),
            Panel(
                "Alerts, last hour",
                "All subscriptions together.",
                (("sum(increase(pactwatch_alerts_total[1h]))", "alerts"),),
                "short",
                4,
                5,
                "stat",
            ),
        ),
    ),
    (
        "How much, how far behind, how fast",
        (
            Panel(
                "Messages taken, by topic",
                "Throughput at each hop.",
                ((_rate("pactwatch_messages_consumed_total", "topic"), "{{topic}}"),),
                "cps",
            ),
            Panel(
                "Messages published, by topic",
                "Only what the broker has confirmed.",
                ((_rate("pactwatch_messages_published_total", "topic"), "{{topic}}"),),
                "cps",
            ),
            Panel(
                "Messages waiting, by topic",
                "Lag: on the topic and not committed by the service that reads it.",
                (("max by (topic) (pactwatch_consumer_lag_messages)", "{{topic}}"),),
            ),
            Panel("Latency by hop, median", "Since the article's arrival.", ((_quantile(0.5), "{{hop}}"),), "s"),
            Panel("Latency by hop, 95 %", "Since the article's arrival.", ((_quantile(0.95), "{{hop}}"),), "s"),
            Panel("Latency by hop, 99 %", "Since the article's arrival.", ((_quantile(0.99), "{{hop}}"),), "s"),
        ),
    ),
    (
        "What was found",
        (
            Panel(
                "Changes in the register",
                "Pact events by kind of change.",
                (("sum by (change) (increase(pactwatch_pact_events_total[$__rate_interval]))", "{{change}}"),),
            ),
            Panel(
                "Reports, by outcome",
                "What became of what single articles say.",
                (("sum by (outcome) (increase(pactwatch_reports_registered_total[$__rate_interval]))", "{{outcome}}"),),
            ),
            Panel(
                "Time to read a batch",
                "95 % of batches take no longer.",
                ((_quantile(0.95, "pactwatch_reading_seconds", by=""), "95 %"),),
                "s",
            ),
        ),
    ),
    (
        "What went wrong",
        (
            Panel(
                "Messages refused, by reason",
                "Kept on the *.rejected topics: pactwatch rejected list.",
                (
                    (
                        "sum by (topic, reason) (increase(pactwatch_messages_rejected_total[$__rate_interval]))",
                        "{{topic}}: {{reason}}",
                    ),
                    (
                        "sum by (reason) (increase(pactwatch_articles_rejected_total[$__rate_interval]))",
                        "HTTP: {{reason}}",
                    ),
                ),
            ),
            Panel(
                "Deliveries, by outcome",
                "Attempts to reach a receiver, with the reason of those that failed.",
                (
                    (
                        "sum by (outcome, reason) (increase(pactwatch_delivery_attempts_total[$__rate_interval]))",
                        "{{outcome}} {{reason}}",
                    ),
                ),
            ),
            Panel(
                "Deliveries waiting",
                "To be made, or to be tried again; and the age of the oldest, in seconds.",
                (
                    ("max(pactwatch_deliveries_pending)", "waiting"),
                    ("max(pactwatch_deliveries_oldest_pending_seconds)", "oldest, s"),
                ),
            ),
            Panel(
                "HTTP answers, by status",
                "The gateway's.",
                ((_rate("pactwatch_http_requests_total", "status"), "{{status}}"),),
                "reqps",
            ),
            Panel(
                "HTTP time, 99 %",
                "The gateway's, by route.",
                ((_quantile(0.99, "pactwatch_http_request_seconds", by=", route"), "{{route}}"),),
                "s",
            ),
            Panel(
                "Publishes repeated",
                "Because the broker did not confirm.",
                ((_rate("pactwatch_publish_retries_total", "job"), "{{job}}"),),
                "cps",
            ),
        ),
    ),
)


def _panel(number: int, panel: Panel, x: int, y: int) -> dict[str, Any]:
    return {
        "id": number,
        "type": panel.kind,
        "title": panel.title,
        "description": panel.says,
        "datasource": SOURCE,
        "gridPos": {"x": x, "y": y, "w": panel.width, "h": panel.height},
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "targets": [
            {"refId": chr(ord("A") + index), "datasource": SOURCE, "expr": expression, "legendFormat": legend}
            for index, (expression, legend) in enumerate(panel.queries)
        ],
    }


def dashboard() -> dict[str, Any]:
    """The dashboard as Grafana reads it: rows below each other, panels from left to right."""
    panels: list[dict[str, Any]] = []
    y = 0
    for title, row in ROWS:
        place = {"x": 0, "y": y, "w": COLUMNS, "h": 1}
        panels.append({"id": len(panels) + 1, "type": "row", "title": title, "gridPos": place, "panels": []})
        x, y = 0, y + 1
        for panel in row:
            if x + panel.width > COLUMNS:
                x, y = 0, y + panel.height
            panels.append(_panel(len(panels) + 1, panel, x, y))
            x += panel.width
        y += row[-1].height
    return {
        "uid": "pactwatch-overview",
        "title": "Pactwatch",
        "tags": ["pactwatch"],
        "schemaVersion": 41,
        "editable": False,
        "refresh": "10s",
        "time": {"from": "now-1h", "to": "now"},
        "panels": panels,
    }


def render() -> dict[Path, str]:
    """The dashboard as a file."""
    return {FILE: json.dumps(dashboard(), indent=2, ensure_ascii=False) + "\n"}
