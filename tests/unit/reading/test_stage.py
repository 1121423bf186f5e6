import pytest

from services.extractor.reading.stage import fold
from services.extractor.reading.values import Cue
from shared.vocabulary import Modality, Stage


def cue(text: str) -> Cue:
    """A cue written `step`, `will+step` or `not+step`, with `had+`, `would+` and `to+` alike."""
    *signs, step = text.split("+")
    auxiliary = next((sign for sign in signs if sign != "not"), "")
    return Cue(step, step, 0, "not" in signs, auxiliary)


@pytest.mark.parametrize(
    ("cues", "stage", "modality"),
    [
        ("sign", Stage.SIGNED, Modality.ACTUAL),
        ("will+sign", Stage.AGREED, Modality.PLANNED),
        ("to+sign", Stage.AGREED, Modality.PLANNED),
        ("to+sign agree", Stage.AGREED, Modality.PLANNED),
        ("to+sign plan", Stage.AGREED, Modality.PLANNED),
        ("will+sign report", Stage.AGREED, Modality.PLANNED),
        ("would+sign announce", Stage.AGREED, Modality.PLANNED),
        ("would+sign", Stage.SIGNED, Modality.HYPOTHETICAL),
        ("may+sign", Stage.SIGNED, Modality.HYPOTHETICAL),
        ("if+sign", Stage.SIGNED, Modality.HYPOTHETICAL),
        ("not+to+sign wish", Stage.REJECTED, Modality.HYPOTHETICAL),
        ("to+sign reject", Stage.REJECTED, Modality.ACTUAL),
        ("sign suspend", Stage.SUSPENDED, Modality.ACTUAL),
        ("terminate suspend", Stage.EXTENDED, Modality.ACTUAL),
        ("extend agree", Stage.EXTENDED, Modality.ACTUAL),
        ("not+will+extend", Stage.TERMINATED, Modality.ACTUAL),
        ("extend reject", Stage.TERMINATED, Modality.ACTUAL),
        ("negotiate begin agree", Stage.NEGOTIATING, Modality.ACTUAL),
        ("negotiate sign", Stage.AGREED, Modality.ACTUAL),
        ("negotiate collapse", Stage.REJECTED, Modality.ACTUAL),
        ("close ratify", Stage.TERMINATED, Modality.ACTUAL),
        ("admit ratify", Stage.RATIFIED, Modality.ACTUAL),
        ("sign deny", Stage.SIGNED, Modality.DENIED),
        ("had+sign", Stage.SIGNED, Modality.HISTORICAL),
        ("had+sign report", Stage.SIGNED, Modality.ACTUAL),
        ("initial", Stage.INITIALLED, Modality.ACTUAL),
        ("ratify tabled", Stage.NEGOTIATING, Modality.ACTUAL),
        ("stall", Stage.NEGOTIATING, Modality.ACTUAL),
        ("negotiate finish", Stage.NEGOTIATING, Modality.ACTUAL),
        ("to+enter request", Stage.AGREED, Modality.ACTUAL),
        ("again agree", Stage.EXTENDED, Modality.ACTUAL),
        ("extend ratify", Stage.RATIFIED, Modality.ACTUAL),
        ("agree sign", Stage.SIGNED, Modality.ACTUAL),
        ("negotiate deny", Stage.REJECTED, Modality.ACTUAL),
        ("not+will+enter", Stage.REJECTED, Modality.ACTUAL),
    ],
)
def test_steps_fold_from_the_pact_outward(cues: str, stage: Stage, modality: Modality) -> None:
    step = fold([cue(word) for word in cues.split()])
    assert step is not None
    assert (step.stage, step.modality) == (stage, modality)


@pytest.mark.parametrize("cues", ["", "report", "comment", "wish", "begin", "not+have+sign"])
def test_no_step(cues: str) -> None:
    assert fold([cue(word) for word in cues.split()]) is None


def test_the_trigger_is_the_word_that_first_names_a_step() -> None:
    step = fold([cue("begin"), cue("negotiate"), cue("agree")])
    assert step is not None
    assert step.trigger == "negotiate"
