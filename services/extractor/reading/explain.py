"""How an article was read, told to people: the cascade's own steps, once more, with nothing thrown away.

Of the judge only the linear models give reasons; the forests beside them have a say but no words.
"""

from collections.abc import Iterable
from dataclasses import replace

from services.extractor.reading import candidates, document, judge, rulebook, triage
from services.extractor.reading.confidence import confidence
from services.extractor.reading.document import Statement
from services.extractor.reading.draft import Draft
from services.extractor.reading.features import plain_traits, words_of
from services.extractor.reading.linear import Linear
from services.extractor.reading.traits import listed
from services.extractor.reading.values import Explanation, Fate, Frame, PassedOver, Reason, Told, Weighed

TOP = 5
"""Reasons shown of each side."""


def explanation(draft: Draft, reported: float) -> Explanation:
    """The explanation of a draft whose frames nobody has judged; `reported`: the confidence a report needs."""
    told = Explanation(
        triage=_triage(draft.plain),
        language=draft.language,
        mentions=draft.mentions,
        sentences=len(draft.sentences),
        candidates=[candidate.sentence for candidate in draft.candidates],
        passed_over=_passed_over(draft),
    )
    judged = [(frame, judge.judge().weigh(frame)) for frame in draft.frames]
    kept = [frame for _, frame in judged if frame is not None]
    made = document.statements(kept)
    told.weighed = [_weighed(frame, weighed, made) for frame, weighed in judged]
    numbers = {id(frame): number for number, (_, frame) in enumerate(judged) if frame is not None}
    for statement in made:
        sure = confidence(statement, made, len(draft.sentences))
        told.statements.append(
            Told(
                parties=statement.parties,
                stage=statement.stage,
                modality=statement.modality,
                pact_type=statement.pact_type,
                certainty=statement.certainty,
                frames=tuple(numbers[id(frame)] for frame in statement.frames),
                confidence=sure,
                reported=sure >= reported,
            )
        )
    if not any(statement.reported for statement in told.statements):
        told.why = _why(told, draft, reported)
    return told


def _triage(plain: str) -> str:
    if triage.passes(plain):
        return "passed"
    stems, lower = rulebook.stems(), plain.lower()
    lacking = [
        said
        for said, words in (
            ("something to agree on (pact, treaty, deal …)", stems.objects),
            ("security (defence, troops, military …)", stems.subjects),
        )
        if not any(word in lower for word in words)
    ]
    return f"dropped: no word of {' and none of '.join(lacking)}"


def _reasons(model: Linear, traits: Iterable[str], against: bool) -> tuple[Reason, ...]:
    return tuple(Reason(trait, weight) for trait, weight in model.reasons(traits, TOP, against))


def _passed_over(draft: Draft) -> list[PassedOver]:
    """Sentences that the gate before the parser held back."""
    if not draft.mentions:
        return []
    taken = {candidate.sentence.index for candidate in draft.candidates}
    held = []
    for candidate in candidates.find(draft.sentences, draft.mentions, gated=False):
        sentence = candidate.sentence
        if sentence.index not in taken:
            inside = [m for m in draft.mentions if sentence.start <= m.start < sentence.end]
            traits = plain_traits(words_of(sentence.text, inside, sentence.start))
            if judge.worth_looking(traits):
                held.append(
                    PassedOver(sentence, _reasons(judge.linear("gate_outline"), candidate.traits, against=True))
                )
            else:
                held.append(PassedOver(sentence, _reasons(judge.linear("gate_words"), traits, against=True)))
    return held


def _weighed(frame: Frame, weighed: Frame | None, statements: list[Statement]) -> Weighed:
    reasons = judge.judge().news.linear
    number = next((n for n, s in enumerate(statements) if any(one is weighed for one in s.frames)), None)
    if weighed is None:
        fate = Fate.FORBIDDEN if judge.forbidden(frame) else Fate.LET_GO
        weighed = replace(frame, score=judge.judge().score(frame))
    elif number is not None:
        fate = Fate.TOLD
    else:
        fate = Fate.FAINT if weighed.score < document.FLOOR else Fate.ALONE
    return Weighed(
        # Hundreds of traits would bury the few that weighed; those are told beside the frame.
        replace(weighed, features=frozenset(), options=()),
        fate,
        _reasons(reasons, frame.features, against=False),
        _reasons(reasons, frame.features, against=True),
        number,
    )


def _why(told: Explanation, draft: Draft, reported: float) -> str:
    """Why there is no report, from the first step that let nothing pass."""
    if told.triage != "passed":
        return f"Triage dropped it: {told.triage.removeprefix('dropped: ')}."
    if draft.language != "en":
        return f"It is not in English (its language is “{draft.language}”), and only English is read."
    if not draft.mentions:
        return "It names no country or organisation that could be party."
    if not draft.candidates:
        return _nothing_to_parse(told)
    if not draft.frames:
        return "The sentences that were parsed do not say that anybody takes a step on a pact."
    if told.statements:
        return _unsure(told, reported)
    allowed = [weighed for weighed in told.weighed if weighed.fate is not Fate.FORBIDDEN]
    if not allowed:
        return _ruled_out(told.weighed[0])
    best = max(allowed, key=lambda weighed: weighed.frame.score)
    against = _against(best)
    if any(weighed.fate is Fate.ALONE for weighed in told.weighed):
        return f"No frame that is probable enough has two parties.{against}"
    return (
        f"Its frames are too improbable: the best is news with probability {best.frame.score:.2f}, "
        f"and {document.FLOOR:.2f} is needed.{against}"
    )


def _nothing_to_parse(told: Explanation) -> str:
    if not told.passed_over:
        return "No single sentence speaks of something to agree on together with security."
    held = told.passed_over[0]
    return (
        "No sentence is worth parsing: by their words, those that speak of pact and security are about something "
        f"else. Against the first of them weighed most: {listed(held.speak_against)}."
    )


def _ruled_out(first: Weighed) -> str:
    veto = first.frame.veto
    words = f": {veto.reason.replace('_', ' ')}, because of “{veto.words}”" if veto else ""
    return f"A rule with the last word speaks against every frame; against the first{words}."


def _unsure(told: Explanation, reported: float) -> str:
    most = max(told.statements, key=lambda statement: statement.confidence)
    best = told.weighed[most.frames[0]]
    codes, stage = ", ".join(party.code for party in most.parties), most.stage.replace("_", " ")
    return (
        f"The surest statement ({codes}: {stage}) has a confidence of {most.confidence:.2f}, and a report needs "
        f"{reported:.2f}; its best frame is news with probability {best.frame.score:.2f}.{_against(best)}"
    )


def _against(best: Weighed) -> str:
    if not best.speak_against:
        return ""
    where = "the title" if best.frame.sentence.is_title else f"sentence {best.frame.sentence.index}"
    return f" Against the best, in {where}, weighed most: {listed(best.speak_against)}."
