"""What one report changes."""

from datetime import timedelta

import pytest

from services.registrar.decide import decide
from services.registrar.lifecycle import FOLLOWS, is_step
from services.registrar.pact import opened
from shared.messages import Signatory
from shared.vocabulary import Change, Modality, Provision, Stage
from tests.messages import NOON, report


def test_the_first_report_opens_a_pact() -> None:
    first = report("JPN", "UKR")
    decision = decide(first, [], NOON)
    assert decision.event is not None
    assert decision.pact is not None
    assert (decision.event.change, decision.event.stage_before, decision.event.stage) == (
        Change.NEW,
        None,
        Stage.SIGNED,
    )
    assert decision.event.step_id == decision.event.event_id == decision.pact.step_id
    assert decision.event.reports == (first.report_id,)
    assert decision.event.evidence == first.evidence


def test_a_later_stage_moves_it() -> None:
    known = opened(report())
    decision = decide(report(stage=Stage.IN_FORCE, at=NOON + timedelta(days=90)), [known], NOON)
    assert decision.event is not None
    assert (decision.event.change, decision.event.stage_before) == (Change.STAGE, Stage.SIGNED)
    assert decision.event.step_id == decision.event.event_id != known.step_id
    assert decision.event.pact_id == known.pact_id


def test_a_second_outlet_corroborates_and_a_third_story_of_the_first_does_not() -> None:
    known = opened(report(source="One", confidence=0.8))
    second = decide(report(source="Two", confidence=0.5), [known], NOON)
    assert second.event is not None
    assert second.pact is not None
    assert second.event.change == Change.CORROBORATED
    assert second.event.step_id == known.step_id != second.event.event_id
    assert second.pact.sources == ("One", "Two")
    assert second.pact.confidence == pytest.approx(0.9)
    again = decide(report(source="One", at=NOON + timedelta(hours=1)), [second.pact], NOON)
    assert again.event is None
    assert again.pact is not None
    assert again.pact.report_count == 3


@pytest.mark.parametrize("stage", [Stage.TERMINATED, Stage.EXTENDED, Stage.SUSPENDED, Stage.RATIFIED])
def test_what_was_planned_and_is_done_is_a_step_of_its_own(stage: Stage) -> None:
    planned = decide(report(stage=stage, modality=Modality.PLANNED), [], NOON)
    assert planned.pact is not None
    assert planned.event is not None
    done = decide(report(stage=stage, at=NOON + timedelta(days=21)), [planned.pact], NOON)
    assert done.event is not None
    assert done.pact is not None
    assert (done.event.change, done.event.modality) == (Change.STAGE, Modality.ACTUAL)
    assert done.event.step_id != planned.event.step_id
    again = decide(report(stage=stage, modality=Modality.PLANNED, source="Late"), [done.pact], NOON)
    assert again.pact is not None
    assert again.pact.modality is Modality.ACTUAL


def test_a_planned_end_does_not_hinder_another_step() -> None:
    planned = opened(report(stage=Stage.TERMINATED, modality=Modality.PLANNED))
    decision = decide(report(stage=Stage.EXTENDED, at=NOON + timedelta(days=9)), [planned], NOON)
    assert decision.event is not None
    assert decision.event.stage is Stage.EXTENDED


def test_talks_do_not_undo_a_planned_signature() -> None:
    planned = opened(report(stage=Stage.AGREED, modality=Modality.PLANNED))
    assert decide(report(stage=Stage.NEGOTIATING, source="Two"), [planned], NOON).event is None


def test_an_earlier_step_that_arrives_late_is_told_and_the_stage_stays() -> None:
    in_force = opened(report(stage=Stage.IN_FORCE, at=NOON + timedelta(days=60)))
    signed = decide(report(stage=Stage.SIGNED), [in_force], NOON)
    assert signed.event is not None
    assert signed.pact is not None
    assert (signed.outcome, signed.event.stage, signed.pact.stage) == ("caught_up", Stage.SIGNED, Stage.IN_FORCE)
    assert signed.event.step_id == signed.event.event_id != signed.pact.step_id
    once = decide(report(stage=Stage.SIGNED, source="Another", at=NOON - timedelta(hours=1)), [signed.pact], NOON)
    assert (once.outcome, once.event) == ("late", None)


def test_an_earlier_stage_is_evidence_only() -> None:
    known = opened(report())
    decision = decide(report(stage=Stage.NEGOTIATING, source="Late", provisions=(Provision.CYBER,)), [known], NOON)
    assert (decision.outcome, decision.event) == ("late", None)
    assert decision.pact is not None
    assert decision.pact.stage == Stage.SIGNED
    assert decision.pact.provisions == (Provision.CYBER,)


@pytest.mark.parametrize("modality", [Modality.HYPOTHETICAL, Modality.DENIED, Modality.HISTORICAL])
def test_what_is_no_news_opens_nothing(modality: Modality) -> None:
    decision = decide(report(modality=modality), [], NOON)
    assert (decision.pact, decision.event) == (None, None)


def test_terms_are_joined_and_the_first_spelling_stays() -> None:
    known = opened(report(signatories=(Signatory(name="Fumio Kishida", for_code="JPN"),)))
    more = (Signatory(name="Kishida", for_code="JPN"), Signatory(name="Volodymyr Zelenskyy", for_code="UKR"))
    decision = decide(report(source="Two", signatories=more), [known], NOON)
    assert decision.pact is not None
    assert [one.name for one in decision.pact.signatories] == ["Fumio Kishida", "Volodymyr Zelenskyy"]


def test_the_life_cycle_knows_every_stage_and_no_step_to_itself() -> None:
    assert set(FOLLOWS) == set(Stage)
    assert not any(is_step(stage, stage) for stage in Stage)
    assert is_step(Stage.SIGNED, Stage.TERMINATED)
    assert not is_step(Stage.TERMINATED, Stage.SIGNED)
