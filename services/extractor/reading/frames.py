"""Frames of a parsed sentence: for each anchor the step taken on it and those bound."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from spacy.tokens import Doc

from services.extractor.reading import rulebook, stage
from services.extractor.reading.binding import parties_of
from services.extractor.reading.candidates import Candidate
from services.extractor.reading.context import Context
from services.extractor.reading.features import features
from services.extractor.reading.governors import Governors
from services.extractor.reading.grammar import is_verb
from services.extractor.reading.pact_types import pact_type
from services.extractor.reading.parties import PartyFinder
from services.extractor.reading.party_features import options
from services.extractor.reading.values import Anchor, Cue, Frame, Mention, Step
from services.extractor.reading.vetoes import veto
from shared.vocabulary import Modality, Stage


@cache
def _stages(rule: str) -> dict[Stage, Stage]:
    return next((pattern.stages for pattern in rulebook.anchors().patterns if pattern.name == rule), {})


def frames(
    doc: Doc,
    candidate: Candidate,
    mentions: list[Mention],
    context: Context,
    worth: Callable[[Frame], bool] = lambda _: True,
) -> list[Frame]:
    """The frames of a candidate sentence; `doc` is its parse. Plain values only: nothing of the parse is kept.

    They are more than the news holds: what the rules doubt stays, marked, for the judge to weigh. `worth`: whether a
    frame is worth going on with; those that are not are left out before their parties are looked at closely.
    """
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
        step = step or _uncertain(candidate, cues)
        step = replace(step, stage=_stages(anchor.rule).get(step.stage, step.stage))
        frame = _frame(candidate, anchor, step, finder, cues, context)
        for each in _several(frame):
            marked = _marked(each, candidate, finder, context)
            if worth(marked):
                found.append(replace(marked, options=options(marked, finder, context)))
    return found


def _uncertain(candidate: Candidate, cues: list[tuple[Cue, int]]) -> Step:
    """A step that the rules could not name: the words are there, what they amount to is for the judge to say."""
    trigger = cues[0][0].word if cues else candidate.words[0].text if candidate.words else ""
    return Step(Stage.AGREED, Modality.ACTUAL, trigger, tuple(cue for cue, _ in cues), certain=False)


def _marked(frame: Frame, candidate: Candidate, finder: PartyFinder, context: Context) -> Frame:
    frame = replace(frame, veto=veto(frame, context.when))
    return replace(frame, features=features(finder.doc, frame, candidate.traits, finder.mentions, context))


def _frame(
    candidate: Candidate,
    anchor: Anchor,
    step: Step,
    finder: PartyFinder,
    cues: list[tuple[Cue, int]],
    context: Context,
) -> Frame:
    sentence = candidate.sentence
    near = sentence.text[anchor.start : anchor.end + 90]
    kind = pact_type(anchor.kind, near, sentence.text)
    structural = finder.structural(anchor, cues)
    hosted = any(cue.step == "welcome" for cue, _ in cues)
    parties = parties_of(finder, structural, anchor, step.stage, context, hosted)
    return Frame(sentence, anchor, step, kind, tuple(parties), frozenset(m.code for m in structural))


PLURAL = re.compile(r"(?:agreements|pacts|deals|treaties|accords|memoranda|memorandums)$", re.IGNORECASE)


def _several(frame: Frame) -> list[Frame]:
    """One frame for each partner where one state concludes pacts, in the plural, "with X and Y"."""
    after = frame.anchor.end + frame.sentence.start
    ahead = [p for p in frame.parties if p.start < after]
    behind = [p for p in frame.parties if p.start >= after]
    plural = PLURAL.search(frame.anchor.surface) and not frame.anchor.surface.lower().startswith("all ")
    if not plural or len(ahead) != 1 or len(behind) < 2:
        return [frame]
    return [
        replace(frame, parties=(ahead[0], partner), bound=frozenset({ahead[0].code, partner.code}))
        for partner in behind
    ]
