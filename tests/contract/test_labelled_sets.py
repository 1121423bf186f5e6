"""The labelled sets that the models are trained on: what a training run would not notice and only learn wrongly."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from seeds.training.__main__ import ROOT, sources
from seeds.training.examples import Source
from services.extractor.labels import STAGES, folded_stage
from services.extractor.offline import articles
from shared.countries import is_known
from shared.vocabulary import PactType, Stage

LABELLED = ROOT / "seeds" / "labelled"
WORLD = LABELLED / "world_labels.jsonl"
SETS = {source.name: source for source in sources(None)}
"""The sets with articles; those of the world's news are elsewhere, only their labels are here."""
LABEL_STAGES = {*Stage, *STAGES, *STAGES.values()} - {Stage.INVOKED}
TYPES = set(PactType)

each_set = pytest.mark.parametrize("source", SETS.values(), ids=SETS)


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


LABELS = {name: rows(source.labels.read_text(encoding="utf-8")) for name, source in SETS.items()}
LABELS["world"] = rows(WORLD.read_text(encoding="utf-8"))

each_labels = pytest.mark.parametrize("name", LABELS)


def events(label: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The events of a label, a second reader's too."""
    yield from label["events"]
    yield from label.get("second_events") or ()


def several(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def test_every_file_belongs_to_a_set() -> None:
    used = {path for source in SETS.values() for path in (source.articles, source.labels)}
    assert set(LABELLED.glob("*.jsonl")) - used == {WORLD}
    assert all(path.exists() for path in used)
    assert not (LABELLED / "world_articles.jsonl").exists()


def test_ids_are_unique_over_all_sets() -> None:
    count = Counter(label["id"] for labels in LABELS.values() for label in labels)
    assert [name for name, times in count.items() if times > 1] == []


@each_set
def test_articles_and_labels_match(source: Source) -> None:
    given = list(articles(source.articles.read_text(encoding="utf-8").splitlines()))
    assert [item.id for item in given] == [label["id"] for label in LABELS[source.name]]


@each_set
def test_evidence_is_in_the_text(source: Source) -> None:
    given = articles(source.articles.read_text(encoding="utf-8").splitlines())
    texts = {item.id: f"{item.article.title}\n\n{item.article.text}" for item in given}
    for label in LABELS[source.name]:
        for event in label["events"]:
            assert event["evidence"].strip(), label["id"]
            assert event["evidence"] in texts[label["id"]], label["id"]


@each_labels
def test_a_label_says_whether_there_is_an_event_and_whether_that_is_clear(name: str) -> None:
    for label in LABELS[name]:
        assert isinstance(label["borderline"], bool), label["id"]
        assert label.get("is_pact", bool(label["events"])) == bool(label["events"]), label["id"]


@each_labels
def test_codes_are_known(name: str) -> None:
    unknown = {
        (label["id"], code)
        for label in LABELS[name]
        for row in (label, *events(label))
        for field in ("parties", "optional", "mentioned")
        for code in row.get(field) or ()
        if not is_known(code)
    }
    assert unknown == set()


@each_labels
def test_stages_and_types_are_known(name: str) -> None:
    for label in LABELS[name]:
        for event in events(label):
            assert {event["stage"], *several(event.get("alt_stage"))} <= LABEL_STAGES, label["id"]
            assert {event["pact_type"], *several(event.get("alt_type"))} <= TYPES, label["id"]


@each_labels
def test_a_country_is_party_once_or_not_at_all(name: str) -> None:
    for label in LABELS[name]:
        for event in events(label):
            named = [code for field in ("parties", "optional", "mentioned") for code in event.get(field) or ()]
            assert event["parties"], label["id"]
            assert [code for code, times in Counter(named).items() if times > 1] == [], label["id"]


@each_labels
def test_no_event_is_labelled_twice(name: str) -> None:
    for label in LABELS[name]:
        told = Counter((frozenset(e["parties"]), folded_stage(e["stage"]), e["pact_type"]) for e in label["events"])
        assert max(told.values(), default=1) == 1, label["id"]


@each_set
def test_no_article_stands_twice(source: Source) -> None:
    given = articles(source.articles.read_text(encoding="utf-8").splitlines())
    count = Counter((item.article.title, item.article.text) for item in given)
    assert [texts for texts, times in count.items() if times > 1] == []
