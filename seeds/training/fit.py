"""Fits linear models and forests on sets of traits, and gives them in the form of the reading's data files."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.linear_model import LogisticRegression

Rows = Sequence[frozenset[str]]
Stored = dict[str, Any]

STRENGTH = 0.05
"""Inverse of the linear models' regularisation: small, for there are more traits than articles."""
RARE = 2
"""A trait seen in fewer examples is left out of the linear models …"""
RARE_IN_TREES = 10
"""… and of the forests."""
SLIGHT = 0.01
"""A weight smaller than this is dropped."""
TREES = 80
LEAF = 4
"""Examples in a leaf, at least."""
ASKED = 0.1
"""Share of the traits that are tried at a node."""
SEED = 20
"""So that the same articles give the same models."""


def _matrix(rows: Rows, numbers: dict[str, int]) -> Any:
    columns: list[int] = []
    starts = [0]
    for row in rows:
        columns += sorted(numbers[trait] for trait in row if trait in numbers)
        starts.append(len(columns))
    values = np.ones(len(columns), dtype=np.float32)
    shape = (len(rows), len(numbers))
    indices, pointers = np.asarray(columns, dtype=np.int32), np.asarray(starts, dtype=np.int32)
    return scipy.sparse.csr_matrix((values, indices, pointers), shape=shape)


def _known(rows: Rows, rare: int, prefixes: tuple[str, ...] | None = None) -> dict[str, int]:
    """Numbers of the traits that are seen often enough, in order of name."""
    seen = Counter(trait for row in rows for trait in row if prefixes is None or trait.startswith(prefixes))
    return {trait: number for number, trait in enumerate(sorted(t for t, count in seen.items() if count >= rare))}


def linear(rows: Rows, answers: Sequence[str], weights: Sequence[float], rare: int = RARE) -> Stored:
    """A logistic regression."""
    numbers = _known(rows, rare)
    fitted = LogisticRegression(C=STRENGTH, max_iter=1000, random_state=SEED).fit(
        _matrix(rows, numbers), np.asarray(answers), sample_weight=np.asarray(weights)
    )
    kept = {
        trait: [round(float(weight), 3) for weight in fitted.coef_[:, number]]
        for trait, number in numbers.items()
        if abs(fitted.coef_[:, number]).max() >= SLIGHT
    }
    return {
        "classes": [str(name) for name in fitted.classes_],
        "bias": [round(float(bias), 3) for bias in fitted.intercept_],
        "weights": kept,
    }


def forest(
    rows: Rows, answers: Sequence[str], weights: Sequence[float], prefixes: tuple[str, ...] | None, trees: int = TREES
) -> Stored:
    """Extremely randomised trees on the traits with these prefixes, or on all."""
    numbers = _known(rows, RARE_IN_TREES, prefixes)
    fitted = ExtraTreesClassifier(trees, min_samples_leaf=LEAF, max_features=ASKED, random_state=SEED, n_jobs=-1).fit(
        _matrix(rows, numbers), np.asarray(answers), sample_weight=np.asarray(weights)
    )
    used: dict[int, int] = {}
    names = list(numbers)
    return {
        "classes": [str(name) for name in fitted.classes_],
        "trees": [_tree(each.tree_, used) for each in fitted.estimators_],
        "traits": [names[number] for number in used],
    }


def _tree(grown: Any, used: dict[int, int]) -> Stored:
    """A tree in the order of its nodes; `used` numbers the traits anew as they are met."""
    trait, there, answers = [], [], []
    places: dict[tuple[float, ...], int] = {}
    for node in range(grown.node_count):
        if grown.children_left[node] == -1:
            shares = grown.value[node][0] / grown.value[node][0].sum()
            answer = tuple(round(float(share), 2) for share in shares)
            trait.append(-1)
            there.append(places.setdefault(answer, len(places)))
        else:
            trait.append(used.setdefault(int(grown.feature[node]), len(used)))
            there.append(int(grown.children_right[node]))
    answers = [list(answer) for answer in places]
    return {"trait": trait, "there": there, "answers": answers}
