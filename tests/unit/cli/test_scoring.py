"""Labels and reports in files."""

from pathlib import Path

import pytest

from services.cli.errors import WrongUse
from services.cli.scoring import articles_beside, rows_of, score


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
