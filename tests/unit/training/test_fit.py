"""What is stored gives the probabilities of the models fitted, but for the rounding."""

import json
import random
from collections.abc import Sequence

import numpy as np
import pytest
import scipy.sparse
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression

from seeds.training import fit
from services.extractor.reading.forest import Forest
from services.extractor.reading.linear import Linear

TRAITS = [f"{prefix}:{number}" for prefix in "rwn" for number in range(8)]


def data(classes: Sequence[str], count: int = 240) -> tuple[list[frozenset[str]], list[str], list[float]]:
    """Rows of random traits; each class leans on a few of its own."""
    chance = random.Random(7)
    rows, answers, weights = [], [], []
    for _ in range(count):
        place = chance.randrange(len(classes))
        own = {trait for number, trait in enumerate(TRAITS) if number % len(classes) == place}
        rows.append(frozenset(t for t in TRAITS if chance.random() < (0.6 if t in own else 0.2)))
        answers.append(classes[place])
        weights.append(chance.choice([1.0, 0.3]))
    return rows, answers, weights


def matrix(rows: Sequence[frozenset[str]]) -> scipy.sparse.csr_matrix:
    """Sparse, for trees that are grown on a dense one draw other chances."""
    dense = [[float(trait in row) for trait in sorted(TRAITS)] for row in rows]
    return scipy.sparse.csr_matrix(np.array(dense, dtype=np.float32))


@pytest.mark.parametrize("classes", [("no", "yes"), ("announced", "ratified", "signed")])
def test_a_stored_linear_model_gives_the_probabilities_of_the_one_fitted(classes: Sequence[str]) -> None:
    rows, answers, weights = data(classes)
    stored = Linear.of(json.loads(json.dumps(fit.linear(rows, answers, weights))))
    fitted = LogisticRegression(C=fit.STRENGTH, max_iter=1000).fit(matrix(rows), answers, sample_weight=weights)
    assert stored.classes == tuple(fitted.classes_)
    found = np.array([stored.probabilities(row) for row in rows])
    # A weight is off by 0.0005 when rounded and by 0.01 when dropped; no row has more than 24.
    assert np.abs(found - fitted.predict_proba(matrix(rows))).max() < 0.02


@pytest.mark.parametrize("classes", [("no", "yes"), ("announced", "ratified", "signed")])
def test_a_stored_forest_gives_the_probabilities_of_the_one_fitted(classes: Sequence[str]) -> None:
    rows, answers, weights = data(classes)
    stored = Forest.of(json.loads(json.dumps(fit.forest(rows, answers, weights, None, trees=12))))
    fitted = ExtraTreesClassifier(
        12, min_samples_leaf=fit.LEAF, max_features=fit.ASKED, random_state=fit.SEED
    ).fit(matrix(rows), answers, sample_weight=weights)  # fmt: skip
    assert stored.classes == tuple(fitted.classes_)
    assert len(stored.trees) == 12
    found = np.array([stored.probabilities(row) for row in rows])
    assert np.abs(found - fitted.predict_proba(matrix(rows))).max() <= 0.005 + 1e-9


def test_the_same_input_gives_the_same_models() -> None:
    rows, answers, weights = data(("no", "yes"))
    assert fit.linear(rows, answers, weights) == fit.linear(rows, answers, weights)
    assert fit.forest(rows, answers, weights, None, trees=6) == fit.forest(rows, answers, weights, None, trees=6)


def test_a_forest_asks_only_for_traits_with_its_prefixes() -> None:
    rows, answers, weights = data(("no", "yes"))
    asked = fit.forest(rows, answers, weights, ("r:", "n:"), trees=6)["traits"]
    assert asked
    assert all(trait.startswith(("r:", "n:")) for trait in asked)
    assert len(asked) == len(set(asked))


def test_rare_traits_are_left_out() -> None:
    rows, answers, weights = data(("no", "yes"))
    yes = [place for place, answer in enumerate(answers) if answer == "yes"]
    nine, ten = set(yes[:9]), set(yes[20:30])
    marked = [
        row | ({"z:nine"} if place in nine else {"z:ten"} if place in ten else set())
        for place, row in enumerate(rows)
    ]  # fmt: skip
    weighed = fit.linear(marked, answers, weights, rare=10)["weights"]
    assert weighed["z:ten"][0] > 0
    assert "z:nine" not in weighed
    assert fit.linear(marked, answers, weights, rare=9)["weights"]["z:nine"][0] > 0
    assert fit.RARE_IN_TREES == 10
    assert fit.forest(marked, answers, weights, ("z:",), trees=12)["traits"] == ["z:ten"]


def test_slight_weights_are_dropped() -> None:
    rows, answers, weights = data(("no", "yes"))
    kept = fit.linear([*rows, *rows], [*answers, *answers], [*weights, *weights])["weights"]
    assert all(max(abs(weight) for weight in row) >= fit.SLIGHT for row in kept.values())
    always = [row | {"w:always"} for row in rows]
    assert "w:always" not in fit.linear([*always, *always], ["no"] * 240 + ["yes"] * 240, [1.0] * 480)["weights"]


def test_articles_that_weigh_nothing_change_nothing() -> None:
    rows, answers, weights = data(("no", "yes"))
    other = [frozenset(row - {"r:0"}) for row in rows]
    with_them = fit.linear([*rows, *other], [*answers, *["yes"] * 240], [*weights, *[0.0] * 240])
    found = Linear.of(with_them).probabilities(rows[0])
    assert found == pytest.approx(Linear.of(fit.linear(rows, answers, weights)).probabilities(rows[0]), abs=0.01)
