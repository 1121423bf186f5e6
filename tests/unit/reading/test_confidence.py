"""How sure a statement is: what is measured of it, and what a small model makes of that."""

import math

import pytest

from services.extractor.reading.confidence import NONE, confidence, measures, sure
from services.extractor.reading.document import Statement, statements
from services.extractor.reading.judge import linear
from services.extractor.reading.linear import Linear, log_odds
from services.extractor.reading.values import AnchorKind, Frame
from tests.made_frames import made

PAIR = {"PER": 0.9, "CHL": 0.9}
OTHERS = {"NOR": 0.8, "FIN": 0.8}


def measured(*frames: Frame, sentences: int = 10, place: int = 0) -> dict[str, float]:
    found: list[Statement] = statements(frames)
    return measures(found[place], found, sentences)


def test_the_probabilities_of_its_frames_are_measured() -> None:
    found = measured(made(PAIR, score=0.9), made(PAIR, score=0.6), made(PAIR, score=0.3))
    assert found["best"] == pytest.approx(log_odds(0.9))
    assert found["second"] == pytest.approx(log_odds(0.6))
    assert found["frames"] == 3
    assert measured(made(PAIR))["second"] == NONE
    assert measured(*[made(PAIR)] * 9)["frames"] == 6


def test_its_place_among_the_articles_statements_is_measured() -> None:
    frames = made(PAIR, score=0.9), made(OTHERS, score=0.6), made({"KEN": 1.0, "UGA": 1.0}, score=0.3)
    first, second, third = (measured(*frames, place=place) for place in range(3))
    assert [each["rank_1"] for each in (first, second, third)] == [1, 0, 0]
    assert [each["rank_2"] for each in (first, second, third)] == [0, 1, 0]
    assert [each["rivals"] for each in (first, second, third)] == [2, 2, 2]
    assert first["behind"] == 0
    assert second["behind"] == pytest.approx(log_odds(0.9) - log_odds(0.6))


def test_where_the_article_first_tells_it_is_measured_by_frames_that_are_not_far_behind() -> None:
    found = measured(made(PAIR, score=0.9, index=7), made(PAIR, score=0.6, index=2), made(PAIR, score=0.5, index=1))
    assert (found["lead"], found["early"]) == (0, 1)
    assert found["place"] == pytest.approx(math.log(3))
    assert found["length"] == pytest.approx(math.log(10))


def test_a_headline_is_measured() -> None:
    title, body = made(PAIR, index=0, is_title=True), made(PAIR, score=0.9, index=3)
    assert (measured(title)["title_alone"], measured(title)["titled"]) == (1, 1)
    assert (measured(title, body)["title_alone"], measured(title, body)["titled"]) == (0, 1)
    assert (measured(body)["title_alone"], measured(body)["titled"]) == (0, 0)


def test_parties_kind_and_the_certainty_of_the_rest_are_measured() -> None:
    pair = measured(made(PAIR, stages={"signed": 0.7, "announced": 0.3}, types={"other": 0.6, "neutrality": 0.4}))
    assert (pair["pair"], pair["many"], pair["membership"], pair["act"]) == (1, 0, 0, 0)
    assert (pair["stage"], pair["type"], pair["party"], pair["other"]) == pytest.approx((0.7, 0.6, 0.9, 0.0))
    five = measured(made(dict.fromkeys(("PER", "CHL", "BRA", "ARG", "BOL"), 0.9), kind=AnchorKind.MEMBERSHIP))
    assert (five["pair"], five["many"], five["membership"]) == (0, 1, 1)
    assert measured(made(PAIR, kind=AnchorKind.ACT))["act"] == 1


def test_a_model_weighs_what_it_knows_and_rounds() -> None:
    by = Linear(("no", "yes"), (-1.0,), {"best": (2.0,), "pair": (0.5,), "unmeasured": (100.0,)})
    assert sure(by, {"best": 0.5, "pair": 1.0, "unknown": 50.0}) == 0.62
    assert sure(by, {"best": -100.0}) == 0.0
    assert sure(by, {"best": 100.0}) == 1.0


def test_the_stored_model_is_surer_of_what_the_frames_are_surer_of() -> None:
    strong, weak = statements([made(PAIR, score=0.98)]), statements([made(PAIR, score=0.25)])
    high, low = confidence(strong[0], strong, 8), confidence(weak[0], weak, 8)
    assert 0 <= low < high <= 1


def test_every_weight_of_the_stored_model_is_of_something_measured() -> None:
    assert set(linear("confidence").weights) == set(measured(made(PAIR)))
