"""From an article's frames to its reports: one per pact and step, with everything else the article tells of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.extractor.reading.pact_types import pact_type
from services.extractor.reading.values import AnchorKind, Frame
from shared.vocabulary import Modality, PactType, Stage

MAX_EVIDENCE = 5
FAMILY = {
    PactType.SECURITY_COOPERATION: "cooperation",
    PactType.DEFENCE_COOPERATION: "cooperation",
    PactType.LOGISTICS: "cooperation",
    PactType.TRAINING_EXERCISE: "cooperation",
    PactType.ACCESS_BASING: "forces",
    PactType.STATUS_OF_FORCES: "forces",
    PactType.NEUTRALITY: "non_aggression",
    PactType.CONSULTATION: "cooperation",
    PactType.MUTUAL_DEFENCE: "cooperation",
}
"""Types that one article uses for one pact."""
VAGUE = frozenset({PactType.SECURITY_COOPERATION, PactType.DEFENCE_COOPERATION})
"""Types of which nearly every pact has something."""
NEWS = frozenset({Modality.ACTUAL, Modality.PLANNED})


@dataclass(frozen=True, slots=True)
class Statement:
    """What an article says of one pact: the frame that says it best, and the others that agree."""

    best: Frame
    frames: tuple[Frame, ...]
    pact_type: PactType

    @property
    def codes(self) -> frozenset[str]:
        """Codes of the parties."""
        return frozenset(party.code for party in self.best.parties)


def family(kind: PactType) -> str:
    """The family under which frames are held to be about one pact."""
    return FAMILY.get(kind, kind.value)


def _old_salience(frame: Frame) -> tuple[bool, bool, int, bool, int]:
    """How well a frame speaks for its pact: news before imagined, explicit, early, structural."""
    early = 0 if frame.sentence.index <= 2 else 1 if frame.sentence.index <= 8 else 2
    return (
        frame.step.modality in NEWS,
        frame.anchor.explicit,
        -early,
        len(frame.bound) >= 2,
        -frame.sentence.index,
    )


def _codes(frame: Frame) -> frozenset[str]:
    return frozenset(party.code for party in frame.parties)


def _same_pact(one: Frame, other: Frame) -> bool:
    """Whether two frames of an article speak of one pact: the same parties (or some of them) and one family.

    The title tells what the article is about in other words than the text, and "the agreement" or "their co-operation"
    says nothing of a family: there the parties decide.
    """
    mine, theirs = _codes(one), _codes(other)
    if not (mine <= theirs or theirs <= mine):
        return False
    kinds = {one.anchor.kind, other.anchor.kind}
    if AnchorKind.MEMBERSHIP in kinds:
        return len(kinds) == 1
    if family(one.pact_type) == family(other.pact_type):
        return True
    if one.sentence.is_title or other.sentence.is_title:
        return mine == theirs and one.step.stage is other.step.stage
    return kinds != {AnchorKind.PACT} or "bare" in {one.anchor.rule, other.anchor.rule}


def statements(frames: Iterable[Frame]) -> list[Statement]:
    """The article's frames gathered by pact; the frame that speaks best gives parties and step."""
    groups: list[list[Frame]] = []
    for frame in sorted(frames, key=lambda f: (f.score, _old_salience(f)), reverse=True):
        group = next((g for g in groups if _same_pact(g[0], frame)), None)
        if group is None:
            groups.append([frame])
        else:
            group.append(frame)
    return [_statement(group) for group in groups]


def _statement(group: list[Frame]) -> Statement:
    best = group[0]
    later = [
        f
        for f in group
        if f.step.modality in NEWS
        and f.anchor.explicit
        and _codes(f) >= _codes(best)
        and f.sentence.index <= best.sentence.index + 3
    ]
    if best.step.modality is Modality.PLANNED:
        # "forge a pact … have signed": a plain act nearby says more than a plan.
        best = next(
            (f for f in later if f.step.modality is Modality.ACTUAL and f.step.stage in {Stage.SIGNED, Stage.RATIFIED}),
            best,
        )
    return Statement(best, (best, *(f for f in group if f is not best)), _type(best, group))


def _type(best: Frame, group: list[Frame]) -> PactType:
    """The best frame's type, unless it is a vague one and another frame's name for the pact tells more."""
    if best.pact_type not in VAGUE:
        return best.pact_type
    named = (f for f in group if f.anchor.kind is AnchorKind.PACT and f.anchor.explicit)
    specific = (pact_type(f.anchor.kind, f.anchor.surface, "") for f in named)
    return next((kind for kind in specific if kind not in VAGUE), best.pact_type)
