"""Decision trees over traits that are there or not; their answers are averaged.

Trees see what a linear model cannot: that "lets" with "troops" and "base" is one thing and with "rates" another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

STRIDE = 4
"""Steps taken in all trees between two looks at which have come to an end."""


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


class Rows:
    """All trees of a forest as arrays, to walk them for many sets of traits at once.

    The nodes of all trees are numbered through; a leaf asks for a trait that is never there and leads to itself.
    """

    def __init__(self, trees: Sequence[Tree], traits: int) -> None:
        self.traits = traits
        asked, goals, answers, roots = list[int](), list[int](), list[Sequence[float]](), list[int]()
        answer_of = list[int]()
        for tree in trees:
            first, earlier = len(asked), len(answers)
            roots.append(first)
            answers += tree.answers
            for node, (trait, there) in enumerate(zip(tree.trait, tree.there, strict=True), start=first):
                leaf = trait < 0
                asked.append(traits if leaf else trait)
                goals += (node, node) if leaf else (node + 1, first + there)
                answer_of.append(earlier + there if leaf else 0)
        self.asked, self.goals = np.array(asked, np.int32), np.array(goals, np.int32)
        self.answers, self.answer_of = np.array(answers), np.array(answer_of, np.int32)
        self.roots = np.array(roots, np.int32)

    def answered(self, present: Sequence[set[int]]) -> NDArray[np.float64]:
        """The sums of all trees' answers for each set of traits that are present."""
        width, count = self.traits + 1, len(self.roots)
        there = np.zeros(len(present) * width, np.int32)
        there[[number * width + trait for number, traits in enumerate(present) for trait in traits]] = 1
        nodes, offsets = np.tile(self.roots, len(present)), np.repeat(np.arange(len(present)) * width, count)
        walking, ends = np.arange(len(nodes)), np.empty(len(nodes), np.int32)
        while walking.size:
            for _ in range(STRIDE):
                nodes = self.goals.take(2 * nodes + there.take(offsets + self.asked.take(nodes)))
            ended = self.asked.take(nodes) == self.traits
            ends[walking[ended]] = nodes[ended]
            walking, nodes, offsets = walking[~ended], nodes[~ended], offsets[~ended]
        shares = self.answers[self.answer_of[ends]].reshape(len(present), count, -1)
        sums: NDArray[np.float64] = shares.sum(axis=1)
        return sums


@dataclass(frozen=True)
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

    @cached_property
    def _rows(self) -> Rows:
        return Rows(self.trees, len(self.numbers))

    def probabilities_of(self, many: Sequence[Iterable[str]]) -> list[list[float]]:
        """`probabilities` for many sets of traits, in far less time than one by one."""
        if not many:
            return []
        number = self.numbers.get
        present = [{found for trait in traits if (found := number(trait)) is not None} for traits in many]
        told: list[list[float]] = (self._rows.answered(present) / len(self.trees)).tolist()
        return told
