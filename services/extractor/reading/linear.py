"""Linear models over named traits: a weight for each, summed. Small, the same on every machine, and readable."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import repeat
from math import fsum
from typing import Any


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of each class by trait; a trait without weight counts nothing. Two classes need weights of one only."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    only: Mapping[str, float] = field(init=False, repr=False, compare=False)
    """The weights as plain numbers where there is one a trait: summed in half the time."""

    def __post_init__(self) -> None:
        alone = {trait: row[0] for trait, row in self.weights.items()} if len(self.bias) == 1 else {}
        object.__setattr__(self, "only", alone)

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Linear":
        """The model of a data file's entry."""
        weights = {trait: tuple(row) for trait, row in stored["weights"].items()}
        return cls(tuple(stored["classes"]), tuple(stored["bias"]), weights)

    def scores(self, traits: Iterable[str]) -> list[float]:
        """The sums of the weights, in log-odds: one for each class, or one alone for the second of two."""
        if len(self.bias) == 1:
            return [fsum((self.bias[0], *map(self.only.get, traits, repeat(0.0))))]
        given = self.weights.get
        rows = [row for trait in traits if (row := given(trait)) is not None]
        if not rows:
            return list(self.bias)
        # Traits come as sets, whose order differs from process to process. fsum gives the same for every order, so that
        # a sum on the very edge of a threshold does not fall to this side here and to the other after a restart.
        return [fsum((start, *column)) for start, column in zip(self.bias, zip(*rows, strict=True), strict=True)]

    def probabilities(self, traits: Iterable[str]) -> list[float]:
        """The probability of each class, in the order of `classes`."""
        sums = self.scores(traits)
        if len(sums) == 1:
            yes = logistic(sums[0])
            return [1 - yes, yes]
        top = max(sums)
        grown = [math.exp(each - top) for each in sums]
        total = sum(grown)
        return [each / total for each in grown]

    def reasons(self, traits: Iterable[str], top: int, against: bool = False) -> list[tuple[str, float]]:
        """The traits that count most for the second of two classes, or `against` it, with their weights."""
        sign = -1 if against else 1
        known = ((trait, self.weights[trait][0]) for trait in traits if trait in self.weights)
        return sorted((each for each in known if each[1] * sign > 0), key=lambda each: (-abs(each[1]), each[0]))[:top]


def logistic(score: float) -> float:
    """Log-odds as a probability."""
    if score < 0:
        grown = math.exp(max(score, -700.0))
        return grown / (1 + grown)
    return 1 / (1 + math.exp(-min(score, 700.0)))


def log_odds(probability: float) -> float:
    """A probability as log-odds, kept within ±9.2."""
    inside = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(inside / (1 - inside))
