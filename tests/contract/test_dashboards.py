"""Dashboards and alert rules ask only for metrics and labels that the code has."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from docs.generate.tables import all_metrics
from tests.composition import OURS, ROOT, compose

# Prometheus itself makes these.
PROMETHEUS_LABELS = {"job", "instance", "le"}


def exported() -> dict[str, set[str]]:
    """Every name a service exports, with its labels."""
    found: dict[str, set[str]] = {"up": set()}
    for metric in (metric for metrics in all_metrics().values() for metric in metrics):
        family = next(iter(metric.describe()))
        suffixes = {"counter": ["_total"], "histogram": ["_bucket", "_sum", "_count"]}.get(family.type, [""])
        found |= {family.name + suffix: set(metric._labelnames) for suffix in suffixes}
    return found


def dashboards() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "deploy/grafana/dashboards").glob("*.json")):
        for panel in json.loads(file.read_text(encoding="utf-8"))["panels"]:
            for target in panel.get("targets", []):
                yield f"{file.name}: {panel['title']}", target["expr"]


def rules() -> Iterator[tuple[str, dict[str, Any]]]:
    for group in yaml.safe_load((ROOT / "deploy/prometheus/rules.yml").read_text(encoding="utf-8"))["groups"]:
        for rule in group["rules"]:
            yield rule["alert"], rule


RULES = list(rules())
QUERIES = [*dashboards(), *((name, rule["expr"]) for name, rule in RULES)]


@pytest.mark.parametrize(("where", "query"), QUERIES, ids=[where for where, _ in QUERIES])
def test_a_query_asks_for_what_there_is(where: str, query: str) -> None:
    metrics = exported()
    asked = set(re.findall(r"\b(?:pactwatch_\w+|up)\b", query))
    assert asked, "asks for no metric of ours"
    assert asked <= metrics.keys()
    labels = set().union(*(metrics[name] for name in asked)) | PROMETHEUS_LABELS
    grouped = {label.strip() for group in re.findall(r"(?:by|on) \(([^)]*)\)", query) for label in group.split(",")}
    chosen = set(re.findall(r"(\w+)=~?\"", query))
    assert grouped | chosen <= labels


@pytest.mark.parametrize("rule", [rule for _, rule in RULES], ids=[name for name, _ in RULES])
def test_a_rule_tells_a_person_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in {"warning", "critical"}
    assert rule["annotations"].keys() == {"summary", "description"}


def test_the_dashboard_shows_what_an_operator_asks_for() -> None:
    shown = " ".join(query for _, query in dashboards())
    for asked in (
        "pactwatch_messages_consumed_total",
        "pactwatch_messages_rejected_total",
        "pactwatch_consumer_lag_messages",
        "pactwatch_latency_seconds_bucket",
        "pactwatch_delivery_attempts_total",
        "pactwatch_dependency_up",
        "histogram_quantile(0.5,",
        "histogram_quantile(0.95,",
        "histogram_quantile(0.99,",
    ):
        assert asked in shown


def test_panels_do_not_lie_on_each_other() -> None:
    for file in (ROOT / "deploy/grafana/dashboards").glob("*.json"):
        taken: set[tuple[int, int]] = set()
        for panel in json.loads(file.read_text(encoding="utf-8"))["panels"]:
            at = panel["gridPos"]
            cells = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
            assert not cells & taken, panel["title"]
            assert at["x"] + at["w"] <= 24
            taken |= cells


def test_every_service_is_scraped_on_its_operations_port() -> None:
    jobs = yaml.safe_load((ROOT / "deploy/prometheus/prometheus.yml").read_text(encoding="utf-8"))["scrape_configs"]
    scraped = {job["job_name"]: job["dns_sd_configs"][0] for job in jobs if "dns_sd_configs" in job}
    assert set(scraped) == set(OURS)
    for name, how in scraped.items():
        assert how["names"] == [name]
        assert str(how["port"]) == compose()["services"][name]["environment"]["PACTWATCH_OPS_PORT"]
