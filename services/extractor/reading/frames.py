"""Frames of a parsed sentence: for each anchor the step taken on it and those bound."""

from spacy.tokens import Doc

from services.extractor.reading import stage
from services.extractor.reading.candidates import Candidate
from services.extractor.reading.context import PLURAL_REFERENCE, Context
from services.extractor.reading.governors import governing, nearest
from services.extractor.reading.pact_types import pact_type
from services.extractor.reading.parties import PartyFinder
from services.extractor.reading.values import Anchor, AnchorKind, Frame, Mention, Step
from shared.countries import is_organisation
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


def frames(doc: Doc, candidate: Candidate, mentions: list[Mention], context: Context) -> list[Frame]:
    """All frames of a candidate sentence; `doc` is its parse. Plain values only: nothing of the parse is kept."""
    finder = PartyFinder(doc, candidate.sentence, mentions)
    found = []
    for anchor in candidate.anchors:
        cues = governing(doc, anchor, list(candidate.words))
        step = stage.fold([cue for cue, _ in cues])
        if step is None and not cues:
            cues = nearest(doc, anchor, list(candidate.words))
            step = stage.fold([cue for cue, _ in cues])
        if step is None or step.stage not in ALLOWED.get(anchor.kind, set(Stage)):
            continue
        frame = _frame(candidate, anchor, step, finder, [index for _, index in cues], context)
        if frame is not None:
            found.append(frame)
    return found


def _frame(
    candidate: Candidate, anchor: Anchor, step: Step, finder: PartyFinder, tokens: list[int], context: Context
) -> Frame | None:
    sentence = candidate.sentence
    near = sentence.text[anchor.start : anchor.end + 90]
    kind = pact_type(anchor.kind, near, sentence.text)
    structural = finder.structural(anchor, tokens)
    parties = _filled(structural, finder.eliminated(), sentence.text, context, anchor)
    if len(parties) < 2:
        return None
    return Frame(sentence, anchor, step, kind, tuple(parties), len(structural))


def _filled(
    structural: list[Mention], possible: list[Mention], text: str, context: Context, anchor: Anchor
) -> list[Mention]:
    """Parties found by structure, filled up from the sentence and then from the article when they are too few."""
    parties = list(structural)
    if len(parties) < 2:
        for mention in sorted(possible, key=lambda m: abs(m.start - anchor.start)):
            if all(mention.code != p.code for p in parties) and len(parties) < 2:
                parties.append(mention)
    if anchor.kind is AnchorKind.MEMBERSHIP:
        return parties if any(is_organisation(p.code) for p in parties) else []
    if len(parties) < 2 and (parties or PLURAL_REFERENCE.search(text)):
        for mention in context.partners(2):
            if all(mention.code != p.code for p in parties) and len(parties) < 2:
                parties.append(mention)
    return parties
