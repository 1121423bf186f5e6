"""The seeds, read with the real parser and scored against their labels."""

import json
from pathlib import Path

import pytest

from services.extractor.evaluation import Evaluation, evaluate
from services.extractor.offline import Row, articles, extract
from services.extractor.reading import Reader
from shared.vocabulary import Provision

SEEDS = Path(__file__).parents[2] / "seeds"
EVENT_F1 = 0.75
ALERT_PRECISION = 0.9
"""Floors, not goals: the reading stands above them, and a change that falls below breaks something."""


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    lines = (SEEDS / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return {row.article_id: row for row in extract(Reader.load(), articles(lines))}


@pytest.fixture(scope="module")
def evaluation(rows: dict[str, Row]) -> Evaluation:
    gold = [json.loads(line) for line in (SEEDS / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
    return evaluate(gold, [json.loads(row.as_json()) for row in rows.values()])


def test_every_seed_is_read(evaluation: Evaluation) -> None:
    assert evaluation.unread == 0


def test_the_first_seed_is_read_exactly(rows: dict[str, Row]) -> None:
    (report,) = rows["seed-001"].reports
    assert report.party_codes() == ("JPN", "UKR")
    assert (report.stage, report.pact_type) == ("signed", "security_cooperation")
    assert set(report.provisions) == {
        Provision.CONSULTATION,
        Provision.INTELLIGENCE_SHARING,
        Provision.EXERCISES_TRAINING,
        Provision.DEFENCE_COOPERATION,
    }
    assert report.duration is not None
    assert report.duration.text == "long-term"
    assert "RUS" in {mention.code for mention in report.mentioned}


def test_events_and_alerts_stand_above_the_floor(evaluation: Evaluation) -> None:
    assert evaluation.strict.events.f1 >= EVENT_F1
    assert evaluation.strict.alerts.precision >= ALERT_PRECISION
