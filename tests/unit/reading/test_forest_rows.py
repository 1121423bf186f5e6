"""A forest walked for many at once answers as it does for each alone."""

import random

import pytest

from services.extractor.reading.forest import Forest

SEED = 7
TRAITS = [f"t{number}" for number in range(30)]


def grown(chance: random.Random, depth: int) -> tuple[list[int], list[int], list[list[float]]]:
    """A random tree in the form in which trees are stored."""
    trait, there, answers = list[int](), list[int](), list[list[float]]()

    def grow(left: int) -> None:
        node = len(trait)
        if not left or chance.random() < 0.1:
            trait.append(-1)
            there.append(len(answers))
            share = chance.random()
            answers.append([share, 1 - share])
            return
        trait.append(chance.randrange(len(TRAITS)))
        there.append(0)
        grow(left - 1)
        there[node] = len(trait)
        grow(left - 1)

    grow(depth)
    return trait, there, answers


def forest(chance: random.Random, depth: int) -> Forest:
    trees = [dict(zip(("trait", "there", "answers"), grown(chance, depth), strict=True)) for _ in range(20)]
    return Forest.of({"classes": ["no", "yes"], "traits": TRAITS, "trees": trees})


@pytest.mark.parametrize("depth", [0, 1, 4, 9])
@pytest.mark.parametrize("many", [0, 1, 2, 50])
def test_many_at_once_are_answered_as_one_by_one(depth: int, many: int) -> None:
    chance = random.Random(SEED + depth)
    made = forest(chance, depth)
    sets = [frozenset(chance.sample([*TRAITS, "unknown"], chance.randrange(12))) for _ in range(many)]
    assert made.probabilities_of(sets) == [made.probabilities(traits) for traits in sets]
