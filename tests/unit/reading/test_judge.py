"""What the judge makes of a frame, with models of two or three traits."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from services.extractor.reading.forest import Forest, Tree
from services.extractor.reading.judge import FLOOR, NO, YES, Judge, Model, worth_looking
from services.extractor.reading.linear import Linear
from services.extractor.reading.values import Option
from tests.gate_words import unlike_news
from tests.made_frames import made, mention


def model(classes: Sequence[str], weights: Mapping[str, tuple[float, ...]], answer: Sequence[float]) -> Model:
    """A model whose forest always gives one answer."""
    bias = (0.0,) * (1 if len(classes) == 2 else len(classes))
    forest = Forest(tuple(classes), {}, (Tree((-1,), (0,), (answer,)),))
    return Model(Linear(tuple(classes), bias, weights), forest)


def judge(news: Sequence[float]) -> Judge:
    return Judge(
        news=model((NO, YES), {"w:sign": (4.0,), "w:old": (-100.0,), "w:faint": (-3.178,)}, news),
        stage=model(("announced", "ratified", "signed"), {"w:sign": (0.0, 0.0, 3.0)}, (0.5, 0.25, 0.25)),
        kind=model(("other", "neutrality", "logistics"), {}, (0.0, 0.0, 1.0)),
        party=model((NO, YES), {"with": (100.0,), "in": (-100.0,)}, (0.5, 0.5)),
    )


def test_both_halves_of_a_model_count_the_same() -> None:
    both = model(("a", "b", "c"), {"x": (0.0, 0.0, 900.0)}, (1.0, 0.0, 0.0))
    assert both.probabilities(frozenset({"x"})) == pytest.approx({"a": 0.5, "b": 0.0, "c": 0.5})
    assert both.probabilities(frozenset()) == pytest.approx({"a": 2 / 3, "b": 1 / 6, "c": 1 / 6})


def test_a_model_is_read_from_the_form_of_its_file() -> None:
    stored = {
        "linear": {"classes": [NO, YES], "bias": [0.0], "weights": {"x": [900.0]}},
        "forest": {"classes": [NO, YES], "traits": [], "trees": [{"trait": [-1], "there": [0], "answers": [[1, 0]]}]},
    }
    assert Model.of(stored).probabilities(frozenset({"x"})) == pytest.approx({NO: 0.5, YES: 0.5})


def test_a_frame_gets_all_its_probabilities() -> None:
    options = (Option(mention("PER"), frozenset({"with"})), Option(mention("CHE"), frozenset({"in"})))
    frame = replace(made({}, score=0.0), features=frozenset({"w:sign"}), options=options)
    weighed = judge((0.2, 0.8)).weigh(frame)
    assert weighed is not None
    assert weighed.score == pytest.approx((0.982 + 0.8) / 2, abs=0.001)
    assert max(weighed.stages, key=lambda stage: weighed.stages[stage]) == "signed"
    assert weighed.types["logistics"] == pytest.approx(2 / 3)
    assert [(who.code, round(chance, 6)) for who, chance in weighed.chances] == [("PER", 0.666667), ("CHE", 0.181818)]
    assert (weighed.sentence, weighed.anchor, weighed.step) == (frame.sentence, frame.anchor, frame.step)


@pytest.mark.parametrize(("forest", "kept"), [(2 * FLOOR - 0.05, False), (2 * FLOOR - 0.03, True)])
def test_a_frame_that_is_hardly_news_is_let_go(forest: float, kept: bool) -> None:
    frame = replace(made({}), features=frozenset({"w:faint"}))
    assert (judge((1 - forest, forest)).weigh(frame) is not None) is kept


def test_words_of_a_signing_are_worth_looking_at_and_those_of_something_else_are_not() -> None:
    assert worth_looking({"w:signed", "w:defence", "w:treaty", "w:Land", "b:signed a", "b:defence treaty"})
    assert not worth_looking({f"w:{word}" for word in unlike_news().split()})
