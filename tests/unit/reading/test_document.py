"""Frames of one pact are told together, in one statement."""

import pytest

from services.extractor.reading.document import Statement, statements
from services.extractor.reading.scheme import label_of, stage_of
from services.extractor.reading.values import AnchorKind, Frame, Step
from shared.vocabulary import Modality, PactType, Stage
from tests.made_frames import made

PAIR = {"PER": 0.9, "CHL": 0.9}


def only(*frames: Frame) -> Statement:
    (statement,) = statements(frames)
    return statement


def test_frames_with_the_same_parties_are_one_statement_the_most_probable_first() -> None:
    lead, later = made(PAIR, score=0.7, index=1), made(PAIR, score=0.9, index=4)
    statement = only(lead, later)
    assert statement.frames == (later, lead)
    assert statement.best is later


def test_of_equally_probable_frames_the_earlier_is_the_best() -> None:
    later, lead = made(PAIR, index=4), made(PAIR, index=1)
    assert only(later, lead).best is lead


def test_frames_of_which_one_names_fewer_parties_are_one_statement() -> None:
    statement = only(made(PAIR, score=0.8), made({"PER": 0.9, "CHL": 0.9, "BRA": 0.9}, score=0.7))
    assert len(statement.frames) == 2


def test_frames_with_one_party_in_common_are_two_statements_the_most_probable_first() -> None:
    found = statements([made({"PER": 0.9, "BRA": 0.9}, score=0.6), made(PAIR, score=0.8)])
    assert [statement.codes for statement in found] == [{"PER", "CHL"}, {"PER", "BRA"}]


@pytest.mark.parametrize(
    "frame", [made(PAIR, score=0.19), made({"PER": 0.9}, score=0.9)], ids=["improbable", "one party"]
)
def test_a_frame_that_says_nothing_of_a_pact_is_left_out(frame: Frame) -> None:
    assert statements([frame]) == []


def test_parties_are_the_probable_ones_in_order_of_place() -> None:
    statement = only(made({"CHE": 0.2, "PER": 0.6, "CHL": 0.9, "BRA": 0.49}))
    assert [party.code for party in statement.parties] == ["PER", "CHL"]
    assert statement.certainty["party"] == pytest.approx(0.6)
    assert statement.certainty["other"] == pytest.approx(0.49)


def test_there_are_two_parties_even_if_none_is_probable() -> None:
    assert only(made({"PER": 0.3, "CHL": 0.4, "BRA": 0.1})).codes == {"PER", "CHL"}


def test_frames_weigh_parties_by_the_square_of_their_probability() -> None:
    # Counted the same, the two would give Brazil 0.55, which is enough.
    doubtful = {"PER": 0.9, "CHL": 0.9, "BRA": 0.9}
    sure = {"PER": 0.9, "CHL": 0.9, "BRA": 0.2}
    statement = only(made(sure, score=0.9), made(doubtful, score=0.6))
    assert statement.codes == {"PER", "CHL"}
    assert statement.certainty["other"] == pytest.approx((0.81 * 0.2 + 0.36 * 0.9) / (0.81 + 0.36))


def test_silence_on_a_country_counts_a_little_against_it() -> None:
    statement = only(made(PAIR, score=0.8), made({**PAIR, "BRA": 0.8}, score=0.8))
    assert statement.codes == {"PER", "CHL", "BRA"}
    assert statement.certainty["party"] == pytest.approx(0.8 * 0.5**0.5)
    assert only(made(PAIR, score=0.8), made({**PAIR, "BRA": 0.6}, score=0.8)).codes == {"PER", "CHL"}


def test_frames_settle_the_stage_together_and_a_headline_counts_less() -> None:
    signed = made(PAIR, score=0.8, stages={"signed": 0.6, "announced": 0.4})
    title = made(PAIR, score=0.8, stages={"signed": 0.38, "announced": 0.62}, index=0, is_title=True)
    body = made(PAIR, score=0.8, stages={"signed": 0.38, "announced": 0.62}, index=2)
    statement = only(signed, title)
    assert statement.stage is Stage.SIGNED
    assert statement.certainty["stage"] == pytest.approx((0.6 + 0.7 * 0.38) / 1.7)
    assert only(signed, body).stage is Stage.AGREED


def test_the_rules_finer_stage_and_modality_stand_where_they_agree() -> None:
    planned = Step(Stage.PROPOSED, Modality.PLANNED, "offers")
    statement = only(made(PAIR, stages={"announced": 1.0}, step=planned))
    assert (statement.stage, statement.modality) == (Stage.PROPOSED, Modality.PLANNED)


@pytest.mark.parametrize(
    "step",
    [
        Step(Stage.PROPOSED, Modality.PLANNED, "offers", certain=False),
        Step(Stage.PROPOSED, Modality.HYPOTHETICAL, "might offer"),
        Step(Stage.SIGNED, Modality.PLANNED, "will sign"),
    ],
    ids=["uncertain", "no news", "another stage"],
)
def test_the_rules_stage_does_not_stand_where_it_is_doubtful(step: Step) -> None:
    statement = only(made(PAIR, stages={"announced": 1.0}, step=step))
    assert (statement.stage, statement.modality) == (Stage.AGREED, Modality.ACTUAL)


def test_a_named_pact_keeps_its_finer_type_where_that_is_of_the_kind_found() -> None:
    assert only(made(PAIR, pact_type=PactType.LOGISTICS)).pact_type is PactType.LOGISTICS
    assert only(made(PAIR, pact_type=PactType.NEUTRALITY)).pact_type is PactType.DEFENCE_COOPERATION
    assert only(made(PAIR, pact_type=PactType.LOGISTICS, explicit=False)).pact_type is PactType.DEFENCE_COOPERATION
    act = made(PAIR, pact_type=PactType.LOGISTICS, kind=AnchorKind.ACT)
    assert only(act).pact_type is PactType.DEFENCE_COOPERATION


def test_every_stage_has_a_coarse_one_and_each_coarse_one_a_usual() -> None:
    for stage in Stage:
        assert label_of(stage_of(label_of(stage))) == label_of(stage)


def test_no_frames_no_statement() -> None:
    assert statements([]) == []
