"""How the models are measured: folds, what counts as right, calibration."""

from dataclasses import replace

import pytest

from seeds.training.examples import DEBATABLE, Labelled
from seeds.training.measure import as_row, calibration_error, folds, is_right, read, reliability
from services.extractor.evaluation import evaluate
from services.extractor.reading.document import Statement, statements
from services.extractor.reading.forest import Forest, Tree
from services.extractor.reading.judge import NO, YES, Judge, Model
from services.extractor.reading.linear import Linear
from services.extractor.reading.values import Option
from tests.made_frames import made, mention


def labelled(*parties: str, optional: tuple[str, ...] = (), borderline: bool = False) -> Labelled:
    events = [{"parties": list(parties), "optional": list(optional), "stage": "signed", "pact_type": "other"}]
    return Labelled("set", {"id": "a", "events": events if parties else [], "borderline": borderline}, (), 5)


def statement(*codes: str) -> Statement:
    (found,) = statements([made(dict.fromkeys(codes, 0.9))])
    return found


@pytest.mark.parametrize(("articles", "count"), [(11, 4), (4, 4), (100, 3)])
def test_every_article_is_tested_once_and_never_trained_on_then(articles: int, count: int) -> None:
    made_folds = list(folds([labelled()] * articles, count))
    assert len(made_folds) == count
    assert sorted(number for _, test in made_folds for number in test) == list(range(articles))
    for train, test in made_folds:
        assert sorted(train + test) == list(range(articles))
    sizes = [len(test) for _, test in made_folds]
    assert max(sizes) - min(sizes) <= 1


def test_folds_are_shuffled_and_the_same_each_time() -> None:
    articles = [labelled()] * 40
    first = list(folds(articles, 4))
    assert first == list(folds(articles, 4))
    assert first != list(folds(articles, 4, seed=5))
    assert first[0][1] != list(range(0, 40, 4))


@pytest.mark.parametrize(
    ("codes", "right"),
    [
        (("PER", "CHL"), True),
        (("PER", "CHL", "BRA"), True),
        (("PER", "CHL", "BRA", "ARG"), True),
        (("PER", "CHL", "BRA", "ARG", "BOL"), False),
        (("PER", "BRA"), False),
        (("NOR", "FIN"), False),
    ],
)
def test_a_statement_is_right_when_its_parties_and_the_labels_agree_by_half(
    codes: tuple[str, ...], right: bool
) -> None:
    assert is_right(statement(*codes), labelled("PER", "CHL")) is right


def test_parties_that_may_be_named_are_not_held_against_it() -> None:
    assert is_right(statement("PER", "CHL", "BRA", "ARG", "BOL"), labelled("PER", "CHL", optional=("BOL",)))


def test_without_an_event_nothing_is_right_and_any_event_will_do() -> None:
    assert not is_right(statement("PER", "CHL"), labelled())
    both = labelled("NOR", "FIN")
    both.label["events"].append({"parties": ["PER", "CHL"], "stage": "signed", "pact_type": "other"})
    assert is_right(statement("PER", "CHL"), both)


def test_a_row_is_as_the_scorer_takes_it() -> None:
    frame = made({"PER": 0.9, "CHL": 0.9}, stages={"announced": 1.0}, types={"logistics": 1.0})
    (found,) = statements([frame])
    row = as_row("a", [(found, 0.8)])
    assert row == {
        "article_id": "a",
        "reports": [{"parties": ["CHL", "PER"], "stage": "announced", "pact_type": "logistics"}],
    }
    gold = {"id": "a", "events": [{"parties": ["PER", "CHL"], "stage": "announced", "pact_type": "logistics"}]}
    scored = evaluate([gold], [row]).strict
    assert (scored.events.right, scored.events.wrong, scored.type_right) == (1, 0, 1)
    assert as_row("b", []) == {"article_id": "b", "reports": []}


PAIRS = [(0.1, False), (0.15, True), (0.5, True), (0.9, True), (0.9, False), (1.0, True)]


def test_reliability_by_fifths() -> None:
    assert reliability(PAIRS) == [
        (pytest.approx(0.125), 0.5, 2),
        (0.5, 1.0, 1),
        (pytest.approx(2.8 / 3), pytest.approx(2 / 3), 3),
    ]


def test_an_edge_belongs_to_the_fifth_above_it() -> None:
    assert [count for _, _, count in reliability([(0.19, True), (0.2, True), (0.39, True)])] == [1, 2]


def test_the_calibration_error_is_the_mean_distance_by_size() -> None:
    assert calibration_error(PAIRS) == pytest.approx((2 * 0.375 + 0.5 + 3 * (2.8 / 3 - 2 / 3)) / 6)
    assert calibration_error([(1.0, True), (0.0, False)]) == 0
    assert calibration_error([(1.0, False)]) == 1
    assert calibration_error([]) == 0


def constant(name: str, *others: str, score: float = 0.9) -> Model:
    """A model that always holds one class for as probable as its score."""
    classes = (*others, name)
    share = tuple((1 - score) / len(others) for _ in others)
    bias = (0.0,) if len(classes) == 2 else (0.0,) * len(classes)
    return Model(
        Linear(classes, bias, {"no news": (-100.0,)}), Forest(classes, {}, (Tree((-1,), (0,), ((*share, score),)),))
    )


def test_only_articles_held_back_are_read_and_what_is_no_news_tells_nothing() -> None:
    judge = Judge(constant(YES, NO), constant("signed", "ratified"), constant("neutrality", "other"), constant(YES, NO))
    options = tuple(Option(mention(code), frozenset()) for code in ("PER", "CHL"))
    frame = replace(made({}), options=options)
    silent = replace(made({}), options=options, features=frozenset({"no news"}))
    articles = [
        replace(labelled("PER", "CHL"), frames=(frame,)),
        replace(labelled(borderline=True), frames=(frame, silent)),
        replace(labelled("PER", "CHL"), frames=()),
        replace(labelled("PER", "CHL"), frames=(frame,)),
    ]
    found = list(read(judge, articles, [0, 1, 2]))
    assert [(each.article, each.right, each.weight) for each in found] == [(0, True, 1.0), (1, False, DEBATABLE)]
    assert [len(each.statement.frames) for each in found] == [1, 1]
    assert found[0].measured["length"] > 0
    assert found[0].statement.certainty["stage"] == pytest.approx(0.7 * 5 / (0.7 * 5 + 0.3))
