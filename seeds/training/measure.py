"""How well the models read articles they were not trained on: folds, scores, calibration."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seeds.training.examples import Labelled
from services.extractor.labels import folded_stage
from services.extractor.reading.confidence import measures
from services.extractor.reading.document import Statement, statements
from services.extractor.reading.judge import Judge

BINS = 5


@dataclass(frozen=True, slots=True)
class Told:
    """A statement made of an article that the models had not seen, what is measured of it and whether it is right."""

    article: int
    statement: Statement
    measured: dict[str, float]
    right: bool
    weight: float


def folds(articles: Sequence[Labelled], count: int, seed: int = 4) -> Iterator[tuple[list[int], list[int]]]:
    """Numbers of the articles to train on and to test on, `count` times; every article is tested once."""
    places = list(range(len(articles)))
    random.Random(seed).shuffle(places)  # noqa: S311 - no secret
    for fold in range(count):
        held = set(places[fold::count])
        yield [n for n in range(len(articles)) if n not in held], sorted(held)


def read(judge: Judge, articles: Sequence[Labelled], numbers: Sequence[int]) -> Iterator[Told]:
    """The statements that a judge makes of articles."""
    for number in numbers:
        labelled = articles[number]
        weighed = [frame for frame in judge.weigh_all(labelled.frames) if frame is not None]
        found = statements(weighed)
        for statement in found:
            measured = measures(statement, found, labelled.sentences)
            yield Told(number, statement, measured, is_right(statement, labelled), labelled.weight)


def is_right(statement: Statement, labelled: Labelled) -> bool:
    """Whether the article tells of a pact of these parties: those named here and there agree by half."""
    for event in labelled.label["events"]:
        parties, optional = set(event["parties"]), set(event.get("optional", ()))
        if len(parties & statement.codes) * 2 >= len(parties | (statement.codes - optional)):
            return True
    return False


def as_row(article: str, told: Sequence[tuple[Statement, float]]) -> dict[str, object]:
    """A row of reports as the scorer takes it."""
    reports = [
        {"parties": sorted(s.codes), "stage": folded_stage(s.stage.value), "pact_type": s.pact_type.value}
        for s, _ in told
    ]
    return {"article_id": article, "reports": reports}


def reliability(pairs: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """For each fifth of the scale that has any: mean confidence, share that is right, how many."""
    rows = []
    for place in range(BINS):
        inside = [(c, r) for c, r in pairs if place / BINS <= c < (place + 1) / BINS or (place == BINS - 1 and c == 1)]
        if inside:
            count = len(inside)
            rows.append((sum(c for c, _ in inside) / count, sum(r for _, r in inside) / count, count))
    return rows


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """Mean distance between confidence and share of right ones, over the fifths of the scale, by their size."""
    whole = len(pairs) or 1
    return sum(abs(mean - share) * count for mean, share, count in reliability(pairs)) / whole
