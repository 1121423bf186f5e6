"""The sums of linear models and the walks through trees, on models small enough to reckon by hand."""

import math
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.extractor.reading.forest import Forest, Tree
from services.extractor.reading.linear import Linear, log_odds, logistic

TWO = Linear.of({"classes": ["no", "yes"], "bias": [-1.0], "weights": {"w:sign": [1.5], "w:may": [-0.25]}})
THREE = Linear.of(
    {"classes": ["a", "b", "c"], "bias": [0.0, 0.5, -0.5], "weights": {"x": [1.0, 0.0, 2.0], "y": [0.0, -1.0, 0.0]}}
)
FOREST = Forest.of(
    {
        "classes": ["no", "yes"],
        "traits": ["troops", "base"],
        "trees": [
            # troops? no: 0.9 against; yes: base? no: even, yes: 0.8 for
            {"trait": [0, -1, 1, -1, -1], "there": [2, 0, 4, 1, 2], "answers": [[0.9, 0.1], [0.5, 0.5], [0.2, 0.8]]},
            # a tree that asks nothing
            {"trait": [-1], "there": [0], "answers": [[0.4, 0.6]]},
        ],
    }
)


def test_weights_add_up_to_the_bias() -> None:
    assert TWO.scores([]) == [-1.0]
    assert TWO.scores(["w:sign", "w:may"]) == [0.25]


def test_a_trait_without_weight_counts_nothing() -> None:
    assert TWO.scores(["w:sign", "w:never seen"]) == TWO.scores(["w:sign"])


def test_one_sum_gives_the_probabilities_of_two_classes_in_their_order() -> None:
    no, yes = TWO.probabilities(["w:sign"])
    assert yes == pytest.approx(1 / (1 + math.exp(-0.5)))
    assert no == pytest.approx(1 - yes)


def test_several_sums_are_shares_of_their_exponentials() -> None:
    assert THREE.scores(["x", "y"]) == [1.0, -0.5, 1.5]
    grown = [math.exp(each) for each in (1.0, -0.5, 1.5)]
    assert THREE.probabilities(["x", "y"]) == pytest.approx([each / sum(grown) for each in grown])


def test_large_sums_do_not_overflow() -> None:
    large = Linear(("a", "b", "c"), (2000.0, -2000.0, 0.0), {})
    assert large.probabilities([]) == pytest.approx([1.0, 0.0, 0.0])
    assert logistic(1e6) == pytest.approx(1.0)
    assert logistic(-1e6) == pytest.approx(0.0)


@given(st.floats(-30, 30))
def test_both_signs_of_log_odds_mirror_each_other(score: float) -> None:
    assert logistic(score) + logistic(-score) == pytest.approx(1.0)
    assert logistic(score) == pytest.approx(1 / (1 + math.exp(-score)))


@given(st.floats(0.001, 0.999))
def test_log_odds_undo_the_logistic_curve(probability: float) -> None:
    assert logistic(log_odds(probability)) == pytest.approx(probability)


def test_log_odds_of_certainty_stay_finite() -> None:
    assert log_odds(1.0) == pytest.approx(9.21, abs=0.01)
    assert log_odds(0.0) == pytest.approx(-log_odds(1.0))


@pytest.mark.parametrize(
    ("present", "answer"),
    [((), (0.9, 0.1)), ((1,), (0.9, 0.1)), ((0,), (0.5, 0.5)), ((0, 1), (0.2, 0.8))],
)
def test_a_tree_goes_to_the_next_node_for_what_is_not_there(
    present: tuple[int, ...], answer: tuple[float, ...]
) -> None:
    assert tuple(FOREST.trees[0].answer(set(present))) == answer


def test_a_tree_of_one_leaf_answers_without_asking() -> None:
    assert Tree([-1], [0], [[1.0]]).answer({0, 1, 2}) == [1.0]


def test_trees_are_averaged_and_unknown_traits_left_alone() -> None:
    assert FOREST.probabilities(["troops", "base", "rates"]) == pytest.approx([0.3, 0.7])
    assert FOREST.probabilities(["rates"]) == pytest.approx([0.65, 0.35])


def test_a_sum_does_not_hang_on_the_order_of_the_traits() -> None:
    weights = {"a": (0.1,), "b": (0.2,), "c": (-0.3,), "d": (1e6 + 0.1,), "e": (-1e6,)}
    model = Linear(("no", "yes"), (-0.1,), weights)
    assert len({model.scores(order)[0] for order in permutations(weights)}) == 1
