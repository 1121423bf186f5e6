"""Linear models over named traits: a weight for each, summed. Small, fast, the same on every machine, and readable."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from services.extractor.reading import rulebook


@dataclass(frozen=True, slots=True)
class Linear:
    """One model: traits that have no weight count nothing."""

    bias: float
    weights: dict[str, float]

    def score(self, traits: Iterable[str]) -> float:
        """The sum of the weights, in log-odds."""
        get = self.weights.get
        return self.bias + sum(get(trait, 0.0) for trait in traits)

    def probability(self, traits: Iterable[str]) -> float:
        """The score as a probability, 0 to 1."""
        return logistic(self.score(traits))


def logistic(score: float) -> float:
    """Log-odds as a probability."""
    if score < 0:
        grown = math.exp(max(score, -700.0))
        return grown / (1 + grown)
    return 1 / (1 + math.exp(-min(score, 700.0)))


@cache
def model(name: str) -> dict[str, Linear]:
    """The models of a data file under `data/model/`, by name; what made them is told in `training/`."""
    stored = json.loads(rulebook.read(f"model/{name}.json"))
    return {key: Linear(each["bias"], each["weights"]) for key, each in stored["models"].items()}
