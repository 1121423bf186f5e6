"""The stored models have the form that the judge reads; a broken one would only be met at the first article."""

import json
import math
from importlib.resources import files
from typing import Any

import pytest

from services.extractor.reading.judge import NO, YES, Model
from services.extractor.reading.linear import Linear
from services.extractor.reading.scheme import label_of
from shared.vocabulary import PactType, Stage

FOLDER = files("services.extractor") / "data" / "model"
STORED: dict[str, dict[str, Any]] = {
    entry.name.removesuffix(".json"): json.loads(entry.read_text(encoding="utf-8"))
    for entry in FOLDER.iterdir()
    if entry.name.endswith(".json")
}
WITH_FOREST = ("news", "party", "stage", "type")
LINEAR_ALONE = ("confidence", "gate_outline", "gate_words")
TREES = [
    pytest.param(STORED[name]["forest"], number, id=f"{name}-{number}")
    for name in WITH_FOREST
    for number in range(len(STORED[name]["forest"]["trees"]))
]


def test_every_model_that_is_read_is_there_and_no_other() -> None:
    assert set(STORED) == {*WITH_FOREST, *LINEAR_ALONE}
    assert all(set(STORED[name]) == {"linear", "forest"} for name in WITH_FOREST)
    assert all(set(STORED[name]) == {"linear"} for name in LINEAR_ALONE)


@pytest.mark.parametrize("name", ["news", "party", *LINEAR_ALONE])
def test_models_of_yes_and_no_have_yes_second(name: str) -> None:
    """One sum is the log-odds of the second class."""
    assert STORED[name]["linear"]["classes"] == [NO, YES]


def test_stages_are_those_of_the_labels() -> None:
    classes = STORED["stage"]["linear"]["classes"]
    assert set(classes) <= {label_of(stage) for stage in Stage} - {Stage.INVOKED}


def test_types_are_those_of_the_vocabulary() -> None:
    assert set(STORED["type"]["linear"]["classes"]) <= set(PactType)


@pytest.mark.parametrize("name", STORED)
def test_a_linear_model_has_a_weight_for_each_sum(name: str) -> None:
    stored = STORED[name]["linear"]
    assert set(stored) == {"classes", "bias", "weights"}
    assert len(set(stored["classes"])) == len(stored["classes"]) > 1
    sums = 1 if len(stored["classes"]) == 2 else len(stored["classes"])
    assert len(stored["bias"]) == sums
    assert stored["weights"]
    for row in (stored["bias"], *stored["weights"].values()):
        assert len(row) == sums
        assert all(math.isfinite(weight) for weight in row)


@pytest.mark.parametrize("name", WITH_FOREST)
def test_both_halves_of_a_model_have_the_same_classes_in_the_same_order(name: str) -> None:
    assert STORED[name]["forest"]["classes"] == STORED[name]["linear"]["classes"]


@pytest.mark.parametrize("name", WITH_FOREST)
def test_a_forest_has_trees_and_asks_for_each_of_its_traits(name: str) -> None:
    stored = STORED[name]["forest"]
    assert set(stored) == {"classes", "traits", "trees"}
    assert stored["trees"]
    assert len(set(stored["traits"])) == len(stored["traits"])
    asked = {trait for tree in stored["trees"] for trait in tree["trait"]} - {-1}
    assert asked == set(range(len(stored["traits"])))


@pytest.mark.parametrize(("forest", "number"), TREES)
def test_every_branch_of_a_tree_ends_in_an_answer(forest: dict[str, Any], number: int) -> None:
    tree = forest["trees"][number]
    trait, there, answers = tree["trait"], tree["there"], tree["answers"]
    assert set(tree) == {"trait", "there", "answers"}
    assert len(trait) == len(there)
    for answer in answers:
        assert len(answer) == len(forest["classes"])
        assert all(0 <= share <= 1 for share in answer)
        assert sum(answer) == pytest.approx(1, abs=0.005 * len(answer) + 1e-9)
    # All branches lead onwards, so that no walk turns in circles, and every node is met on exactly one of them.
    met = [0]
    for node, (asked, goal) in enumerate(zip(trait, there, strict=True)):
        if asked == -1:
            assert 0 <= goal < len(answers)
        else:
            assert node < goal < len(trait)
            met += [node + 1, goal]
    assert sorted(met) == list(range(len(trait)))


@pytest.mark.parametrize("name", STORED)
def test_probabilities_add_up_to_one(name: str) -> None:
    stored = STORED[name]
    traits = frozenset(list(stored["linear"]["weights"])[:50])
    if name in WITH_FOREST:
        shares = list(Model.of(stored).probabilities(traits).values())
    else:
        shares = Linear.of(stored["linear"]).probabilities(traits)
    assert all(0 <= share <= 1 for share in shares)
    assert sum(shares) == pytest.approx(1, abs=0.02)
