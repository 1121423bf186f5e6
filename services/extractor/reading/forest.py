"""Decision trees over traits that are there or not; their answers are averaged.

Trees see what a linear model cannot: that "lets" with "troops" and "base" is one thing and with "rates" another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Tree:
    """Nodes in the order in which they are met, the branch for "not there" first.

    `trait` is the number of the trait asked for, -1 at a leaf; `there` the node to go to when it is there, at a leaf
    the number of its answer.
    """

    trait: Sequence[int]
    there: Sequence[int]
    answers: Sequence[Sequence[float]]

    def answer(self, present: set[int]) -> Sequence[float]:
        """The answer for the traits that are present."""
        node = 0
        while (asked := self.trait[node]) >= 0:
            node = self.there[node] if asked in present else node + 1
        return self.answers[self.there[node]]


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees and the numbers of the traits that they ask for."""

    classes: tuple[str, ...]
    numbers: Mapping[str, int]
    trees: tuple[Tree, ...]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Forest":
        """The model of a data file's entry."""
        numbers = {trait: number for number, trait in enumerate(stored["traits"])}
        trees = tuple(Tree(tree["trait"], tree["there"], tree["answers"]) for tree in stored["trees"])
        return cls(tuple(stored["classes"]), numbers, trees)

    def probabilities(self, traits: Iterable[str]) -> list[float]:
        """The probability of each class, in the order of `classes`."""
        present = {self.numbers[trait] for trait in traits if trait in self.numbers}
        told = [tree.answer(present) for tree in self.trees]
        return [sum(shares) / len(told) for shares in zip(*told, strict=True)]
