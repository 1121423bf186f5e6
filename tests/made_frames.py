"""Frames made by hand and weighed, for what comes after the judge."""

from collections.abc import Mapping

from services.extractor.reading.values import Anchor, AnchorKind, Frame, Mention, MentionKind, Sentence, Step
from shared.vocabulary import Modality, PactType, Stage


def mention(code: str, start: int = 0) -> Mention:
    """Words that name a country."""
    return Mention(code, start, start + 4, code, MentionKind.NAME)


def made(
    chances: Mapping[str, float],
    *,
    score: float = 0.8,
    stages: Mapping[str, float] | None = None,
    types: Mapping[str, float] | None = None,
    step: Step | None = None,
    index: int = 1,
    is_title: bool = False,
    kind: AnchorKind = AnchorKind.PACT,
    explicit: bool = True,
    pact_type: PactType = PactType.DEFENCE_COOPERATION,
    text: str = "They signed a defence treaty.",
) -> Frame:
    """A frame; the countries of `chances` stand in the text in that order, ten characters apart."""
    mentions = [mention(code, 10 * place) for place, code in enumerate(chances)]
    return Frame(
        sentence=Sentence(index, 0, text, is_title=is_title),
        anchor=Anchor(kind, 14, 28, "defence treaty", 22, "named", explicit=explicit),
        step=step or Step(Stage.SIGNED, Modality.ACTUAL, "signed"),
        pact_type=pact_type,
        parties=tuple(mentions),
        score=score,
        stages=stages or {"signed": 1.0},
        types=types or {"defence_cooperation": 1.0},
        chances=tuple((each, chances[each.code]) for each in mentions),
    )
