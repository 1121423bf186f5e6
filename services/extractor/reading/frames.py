"""Frames of a parsed sentence: for each anchor the step taken on it and those bound."""

import re
from dataclasses import replace
from functools import cache

from spacy.tokens import Doc

from services.extractor.reading import accession, rulebook, stage
from services.extractor.reading.binding import bound
from services.extractor.reading.candidates import Candidate
from services.extractor.reading.context import Context
from services.extractor.reading.governors import Governors
from services.extractor.reading.grammar import is_verb
from services.extractor.reading.pact_types import pact_type
from services.extractor.reading.parties import PartyFinder
from services.extractor.reading.values import Anchor, AnchorKind, Cue, Frame, Mention, Step
from shared.vocabulary import Stage

ALLOWED = {
    AnchorKind.COOPERATION: {
        Stage.AGREED,
        Stage.SUSPENDED,
        Stage.TERMINATED,
        Stage.EXTENDED,
        Stage.SIGNED,
        Stage.REJECTED,
        Stage.IN_FORCE,
    },
    AnchorKind.ACCESS: {
        Stage.AGREED,
        Stage.TERMINATED,
        Stage.EXTENDED,
        Stage.SIGNED,
        Stage.REJECTED,
        Stage.NEGOTIATING,
        Stage.RATIFIED,
    },
}
"""Without an instrument only these steps are news: talks on co-operation are talks."""


def _is_step_on(anchor: Anchor, step: Step) -> bool:
    if step.stage not in ALLOWED.get(anchor.kind, set(Stage)):
        return False
    if anchor.kind is not AnchorKind.ACCESS or step.stage is Stage.NEGOTIATING:
        return True
    # A base is news of a pact only with a word for consent: forces are sent, moved and withdrawn every day.
    return rulebook.stems_of(rulebook.anchors().consent).search(step.trigger) is not None


@cache
def _stages(rule: str) -> dict[Stage, Stage]:
    return next((pattern.stages for pattern in rulebook.anchors().patterns if pattern.name == rule), {})


def frames(doc: Doc, candidate: Candidate, mentions: list[Mention], context: Context) -> list[Frame]:
    """All frames of a candidate sentence; `doc` is its parse. Plain values only: nothing of the parse is kept."""
    finder = PartyFinder(doc, candidate.sentence, mentions)
    found = []
    root = next((token for token in doc if token.head.i == token.i), doc[0])
    for anchor in candidate.anchors:
        governors = Governors(doc, anchor, list(candidate.words))
        cues = governors.governing()
        step = stage.fold([cue for cue, _ in cues])
        if step is None and not cues and (candidate.sentence.is_title or not is_verb(root)):
            cues = governors.nearest()
            step = stage.fold([cue for cue, _ in cues])
        if step is None or not _is_step_on(anchor, step):
            continue
        step = replace(step, stage=_stages(anchor.rule).get(step.stage, step.stage))
        frame = _frame(candidate, anchor, step, finder, cues, context)
        if frame is not None:
            found += _several(frame)
    return found


def _frame(
    candidate: Candidate,
    anchor: Anchor,
    step: Step,
    finder: PartyFinder,
    cues: list[tuple[Cue, int]],
    context: Context,
) -> Frame | None:
    sentence = candidate.sentence
    near = sentence.text[anchor.start : anchor.end + 90]
    kind = pact_type(anchor.kind, near, sentence.text)
    structural = finder.structural(anchor, cues)
    if anchor.kind is AnchorKind.MEMBERSHIP:
        hosted = any(cue.step == "welcome" for cue, _ in cues)
        parties = finder.with_lists(accession.parties(structural, finder.eliminated(), step.stage, context, hosted))
    else:
        parties = finder.with_lists(bound(structural, finder.eliminated(), sentence.text, context, anchor))
    if len(parties) < 2:
        return None
    return Frame(sentence, anchor, step, kind, tuple(parties), len(structural))


PLURAL = re.compile(r"(?:agreements|pacts|deals|treaties|accords|memoranda|memorandums)$", re.IGNORECASE)


def _several(frame: Frame) -> list[Frame]:
    """One frame for each partner where one state concludes pacts, in the plural, "with X and Y"."""
    after = frame.anchor.end + frame.sentence.start
    ahead = [p for p in frame.parties if p.start < after]
    behind = [p for p in frame.parties if p.start >= after]
    plural = PLURAL.search(frame.anchor.surface) and not frame.anchor.surface.lower().startswith("all ")
    if not plural or len(ahead) != 1 or len(behind) < 2:
        return [frame]
    return [replace(frame, parties=(ahead[0], partner), structural=2) for partner in behind]
