"""Named reasons why a frame is no news of a pact between states."""

import re
from datetime import date

from services.extractor.reading.anchors import complement
from services.extractor.reading.background import background
from services.extractor.reading.rulebook import VetoRule, vetoes, words
from services.extractor.reading.values import AnchorKind, Frame, Veto
from shared.vocabulary import Stage

AROUND = 100
"""Characters after the pact's name that still belong to what it is about."""
OTHER_SUBJECTS = frozenset({"trade", "climate", "police", "deployment", "exercise"})
"""Reasons that speak of another subject, which a security pact may have beside its own."""
ENUMERATED = re.compile(r"(?:,| and| or| including) (?:\w+ )?(?:defen[cs]e|military|security)\b", re.IGNORECASE)


def _near(frame: Frame) -> str:
    return frame.sentence.text[max(0, frame.anchor.start - 40) : frame.anchor.end] + _after(frame)


def _after(frame: Frame) -> str:
    return complement(frame.sentence.text, frame.anchor.end)[:AROUND]


def _hit_near(rule: VetoRule, frame: Frame, near: str) -> re.Match[str] | None:
    """Where a rule's `near` words stand: around the pact; for two reasons, right before it or in its very name."""
    if not rule.near:
        return None
    if rule.reason == "standing":
        before = frame.sentence.text[: frame.anchor.head].rstrip() + " "
        return re.search(rule.near, before, re.IGNORECASE)
    if rule.reason == "background":
        return re.search(rule.near, frame.anchor.surface.strip(), re.IGNORECASE)
    if frame.anchor.explicit and rule.reason in OTHER_SUBJECTS:
        # A pact that is by name about security may cover trade as well.
        near = near[: len(near) - len(_after(frame))]
    return words(rule.near).search(near)


def veto(frame: Frame, when: date | None = None) -> Veto | None:
    """The first reason that applies, with the words that gave it; `when` is the day of the article."""
    near, sentence = _near(frame), frame.sentence.text
    for rule in vetoes().reasons:
        hit = _hit_near(rule, frame, near)
        hit = hit or (words(rule.sentence).search(sentence) if rule.sentence else None)
        if hit and not _harmless(rule.reason, frame):
            return Veto(rule.reason, hit.group(), frame.sentence.index)
    past = background(frame, when)
    return Veto("history", past, frame.sentence.index) if past else None


def _harmless(reason: str, frame: Frame) -> bool:
    """A reason that this kind of frame survives: an alliance's members may talk of anything else."""
    if frame.anchor.kind is AnchorKind.MEMBERSHIP:
        return reason in {"police", "company", "exercise", "deployment", "background", "trade"}
    if reason in {"police", "trade"} and ENUMERATED.search(frame.sentence.text, frame.anchor.start):
        return True
    return reason == "reaffirmed" and frame.step.stage in {Stage.SIGNED, Stage.IN_FORCE, Stage.RATIFIED}
