"""How sure a report is: a small linear score over what the rules found, squeezed to 0..1."""

import math

from services.extractor.reading.values import AnchorKind, Frame
from shared.vocabulary import Modality, Stage

WEIGHTS = {
    "bias": 0.2,
    "explicit": 1.0,
    "title_or_lead": 0.9,
    "structural_parties": 0.7,
    "two_parties": 0.3,
    "signed": 0.5,
    "strong_stage": 0.3,
    "planned": -0.4,
    "loose_anchor": -0.6,
    "bare": -0.9,
    "deep": -0.7,
    "repeated": 0.5,
}
LEAD = 3
"""Sentences that count as the lead, the title included."""
DEEP = 12


def features(frame: Frame, repeats: int) -> dict[str, float]:
    """The inputs of the score by name; `repeats`: frames of the same pact and step in the article."""
    return {
        "bias": 1.0,
        "explicit": float(frame.anchor.explicit),
        "title_or_lead": float(frame.sentence.index < LEAD),
        "structural_parties": float(frame.structural >= 2),
        "two_parties": float(len(frame.parties) == 2),
        "signed": float(frame.step.stage is Stage.SIGNED),
        "strong_stage": float(frame.step.stage in {Stage.RATIFIED, Stage.IN_FORCE, Stage.TERMINATED, Stage.SUSPENDED}),
        "planned": float(frame.step.modality is Modality.PLANNED),
        "loose_anchor": float(frame.anchor.kind in {AnchorKind.ACCESS, AnchorKind.COOPERATION}),
        "bare": float(frame.anchor.rule == "bare"),
        "deep": float(frame.sentence.index > DEEP),
        "repeated": float(repeats > 1),
    }


def confidence(frame: Frame, repeats: int = 1) -> float:
    """The score of a frame, rounded to two places."""
    score = sum(WEIGHTS[name] * value for name, value in features(frame, repeats).items())
    return round(1 / (1 + math.exp(-score)), 2)
