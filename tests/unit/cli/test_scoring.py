"""Labels and reports in files."""

import json
from pathlib import Path

import pytest

from services.cli.errors import WrongUse
from services.cli.scoring import articles_beside, rows_of, score
from tests.command import run


@pytest.mark.parametrize(
    ("gold", "articles"), [("expected.jsonl", "articles.jsonl"), ("a_gold.jsonl", "a_articles.jsonl")]
)
def test_articles_stand_beside_their_labels(tmp_path: Path, gold: str, articles: str) -> None:
    (tmp_path / articles).touch()
    assert articles_beside(str(tmp_path / gold)) == str(tmp_path / articles)


def test_labels_without_articles_are_told(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="There are no articles beside"):
        articles_beside(str(tmp_path / "labels.jsonl"))


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text('{"id": "a"}\n\n[1]\n')
    with pytest.raises(WrongUse, match=r"gold\.jsonl:3: is JSON but not an object"):
        rows_of(str(file))
    file.write_text("{")
    with pytest.raises(WrongUse, match=r"gold\.jsonl:1: is not JSON"):
        rows_of(str(file))


def test_what_is_no_label_is_told() -> None:
    with pytest.raises(WrongUse, match="A line lacks 'events'"):
        score([{"id": "a"}], [])


def test_a_label_that_was_read_right() -> None:
    event = {"parties": ["JPN", "UKR"], "stage": "signed", "pact_type": "security_cooperation"}
    report = {**event, "parties": [{"code": "JPN"}, {"code": "UKR"}], "modality": "actual"}
    found = score([{"id": "a", "events": [event]}], [{"article_id": "a", "reports": [report]}])
    assert found.strict.events.f1 == 1.0


def test_mistakes_are_shown_by_kind_with_examples(tmp_path: Path) -> None:
    event = {"parties": ["JPN", "UKR"], "stage": "signed", "pact_type": "security_cooperation"}
    gold, reports = tmp_path / "gold.jsonl", tmp_path / "reports.jsonl"
    gold.write_text("".join(f"{json.dumps({'id': name, 'events': [event]})}\n" for name in ("one", "two", "three")))
    reports.write_text(json.dumps({"article_id": "one", "reports": [{**event, "stage": "ratified"}]}) + "\n")
    plain = run("evaluate", str(gold), str(reports)).out
    assert "strict" in plain
    assert "wrong stage" in plain
    assert "JPN UKR ratified" not in plain
    shown = run("evaluate", str(gold), str(reports), "--errors", "1").out
    assert "JPN UKR ratified" in shown
    assert "two" in shown
    assert "three" not in shown
    [row] = run("evaluate", str(gold), str(reports), "--json").rows
    assert row["mistakes"] == {**dict.fromkeys(row["mistakes"], 0), "missed article": 2, "wrong stage": 1}
