"""What the reading decided, in words: rows that a terminal and a page show alike."""

from collections.abc import Iterable, Mapping

from services.cli.render import words
from services.extractor.reading.traits import listed
from services.extractor.reading.values import Explanation, Fate, Frame, Mention, Told, Weighed
from shared.vocabulary import Modality, Stage

Row = tuple[str, str]
MOST = 3
"""Answers shown of one question, the most probable first."""
SAID = 0.05
"""Answers less probable than this are not shown."""
FATES = {
    Fate.LET_GO: "let go: too improbable",
    Fate.FORBIDDEN: "let go: what speaks against it has the last word",
    Fate.FAINT: "kept, but too improbable to say anything",
    Fate.ALONE: "kept, but has fewer than two parties",
}


def frame_title(number: int, weighed: Weighed) -> str:
    """`Frame 2 in sentence 4: news with probability 0.83`."""
    where = "the title" if weighed.frame.sentence.is_title else f"sentence {weighed.frame.sentence.index}"
    return f"Frame {number + 1} in {where}: news with probability {weighed.frame.score:.2f}"


def frame_rows(weighed: Weighed) -> list[Row]:
    """What was found in a frame, what the judge made of it, and why; a row without content is left out."""
    frame = weighed.frame
    rows = [
        ("sentence", words.clean(frame.sentence.text)),
        ("pact", f"“{words.clean(frame.anchor.surface)}” by the rule “{words.label(frame.anchor.rule)}”"),
        ("steps", _cues(frame)),
        ("stage by the rules", _stage(frame)),
        ("parties by the rules", ", ".join(dict.fromkeys(party.code for party in frame.parties))),
        ("against it", _veto(frame)),
        ("stage", shares(frame.stages)),
        ("type", shares(frame.types)),
        ("parties", _chances(frame.chances)),
        ("speaks for news", words.clean(listed(weighed.speak_for))),
        ("speaks against", words.clean(listed(weighed.speak_against))),
        ("what became of it", _fate(weighed)),
    ]
    return [(name, said) for name, said in rows if said]


def told_title(number: int, told: Told) -> str:
    """`Statement 1, reported: confidence 0.97`."""
    return (
        f"Statement {number + 1}, {'reported' if told.reported else 'not reported'}: confidence {told.confidence:.2f}"
    )


def told_rows(told: Told) -> list[Row]:
    """Which frames were put together, and what they say."""
    certainty = {name: f"{share:.2f}" for name, share in told.certainty.items()}
    rows = [
        ("frames", ", ".join(str(number + 1) for number in told.frames)),
        ("parties", ", ".join(party.code for party in told.parties)),
        ("stage", f"{_staged(told.stage, told.modality)} {certainty.get('stage', '')}"),
        ("type", f"{words.label(told.pact_type)} {certainty.get('type', '')}"),
        ("least probable party", certainty.get("party", "")),
        ("next who could be one", certainty.get("other", "")),
    ]
    return [(name, said.strip()) for name, said in rows if said.strip()]


def verdict(explanation: Explanation) -> str:
    """Triage, language and how many sentences were parsed."""
    told = [f"triage: {explanation.triage}"]
    if explanation.language:
        told.append(f"language: {explanation.language}")
    if explanation.sentences:
        parsed = len(explanation.candidates)
        told.append(f"{parsed} of {words.many(explanation.sentences, 'sentence')} parsed")
    if explanation.passed_over:
        told.append(f"{len(explanation.passed_over)} passed over for their words")
    return "; ".join(told)


def named(mentions: Iterable[Mention]) -> list[Row]:
    """Each country and organisation with the words that name it."""
    by_code: dict[str, set[str]] = {}
    for mention in mentions:
        by_code.setdefault(mention.code, set()).add(words.clean(mention.surface))
    return [(words.country(code), ", ".join(sorted(said))) for code, said in sorted(by_code.items())]


def shares(of: Mapping[str, float]) -> str:
    """`signed 0.91, agreed 0.06`."""
    ranked = sorted(of.items(), key=lambda item: -item[1])[:MOST]
    return ", ".join(f"{words.label(name)} {share:.2f}" for name, share in ranked if share >= SAID)


def _chances(of: Iterable[tuple[Mention, float]]) -> str:
    ranked = sorted(of, key=lambda chance: -chance[1])
    return ", ".join(f"{mention.code} {share:.2f}" for mention, share in ranked if share >= SAID)


def _cues(frame: Frame) -> str:
    """The step words from the pact outward, each with its class and what turns it."""
    told = []
    for cue in frame.step.cues:
        turned = [*(["not"] if cue.negated else []), *([cue.auxiliary] if cue.auxiliary else [])]
        told.append(f"“{words.clean(cue.word)}” ({', '.join([words.label(cue.step), *turned])})")
    return ", under ".join(told)


def _stage(frame: Frame) -> str:
    if not frame.step.certain:
        return "none that the rules know"
    return _staged(frame.step.stage, frame.step.modality)


def _staged(stage: Stage, modality: Modality) -> str:
    return words.label(stage) if modality is Modality.ACTUAL else f"{words.label(stage)} ({words.label(modality)})"


def _veto(frame: Frame) -> str:
    if frame.veto is None:
        return ""
    return f"{words.label(frame.veto.reason)}, because of “{words.clean(frame.veto.words)}”"


def _fate(weighed: Weighed) -> str:
    if weighed.statement is not None:
        return f"part of statement {weighed.statement + 1}"
    return FATES.get(weighed.fate, weighed.fate)
