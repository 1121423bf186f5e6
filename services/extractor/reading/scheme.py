"""The labels' scheme, in which the models answer: coarser than ours in some stages and types."""

from services.extractor.labels import folded_stage
from shared.vocabulary import PactType, Stage

USUAL = {"announced": Stage.AGREED}
"""The stage for a label's name that is none of ours."""
FINER = {
    PactType.LOGISTICS: PactType.DEFENCE_COOPERATION,
    PactType.TRAINING_EXERCISE: PactType.DEFENCE_COOPERATION,
    PactType.CONSULTATION: PactType.SECURITY_COOPERATION,
    PactType.NEUTRALITY: PactType.NON_AGGRESSION,
}
"""Types that the labels seldom tell apart, and what they are there."""


def label_of(stage: Stage) -> str:
    """The label's name for a stage."""
    return folded_stage(stage.value)


def stage_of(label: str) -> Stage:
    """The stage for a label's name."""
    return USUAL[label] if label in USUAL else Stage(label)


def kind_of(pact_type: PactType) -> PactType:
    """The label's type for a type."""
    return FINER.get(pact_type, pact_type)
