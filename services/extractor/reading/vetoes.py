"""Named reasons why a frame is no news of a pact between states."""

import re
from datetime import date

from services.extractor.reading.dates import FULL, full_date
from services.extractor.reading.rulebook import vetoes, words
from services.extractor.reading.values import AnchorKind, Frame, Veto
from shared.vocabulary import Stage

AROUND = 60
"""Characters after the pact's name that still belong to what it is about."""
LONG_AGO = 75
"""Days after which a dated step is no news any more."""
ENUMERATED = re.compile(r"(?:,| and| or| including) (?:\w+ )?(?:defen[cs]e|military|security)\b", re.IGNORECASE)
YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")


def _near(frame: Frame) -> str:
    text, anchor = frame.sentence.text, frame.anchor
    return text[max(0, anchor.start - 40) : anchor.end + AROUND]


def _old_year(frame: Frame, when: date | None) -> str:
    """A past year right at the pact or its step: "the 1951 treaty", "signed in 2009"."""
    if when is None:
        return ""
    text, anchor = frame.sentence.text, frame.anchor
    for match in YEAR.finditer(text, max(0, anchor.start - 30), min(len(text), anchor.end + 40)):
        if int(match.group(1)) < when.year - 1:
            between = text[min(match.end(), anchor.end) : max(match.start(), anchor.start)]
            if not re.search(r"[,;]|until|through|after|from", between):
                return match.group(1)
    return ""


def _old_day(frame: Frame, when: date | None) -> str:
    """A full date or month long before the article, before the pact or right after it: "In May 2022, Finland applied"."""
    if when is None:
        return ""
    for match in FULL.finditer(frame.sentence.text, 0, min(len(frame.sentence.text), frame.anchor.end + 40)):
        found = full_date(match)
        if found is not None and (when - found.on).days > LONG_AGO:
            return match.group()
    return ""


def veto(frame: Frame, when: date | None = None) -> Veto | None:
    """The first reason that applies, with the words that gave it; `when` is the day of the article."""
    near, sentence = _near(frame), frame.sentence.text
    for rule in vetoes().reasons:
        hit = words(rule.near).search(near) if rule.near and rule.reason != "background" else None
        if rule.reason == "background":
            hit = (
                re.search(rule.near, sentence[: frame.anchor.start + 1].rstrip() + " ", re.IGNORECASE)
                if rule.near
                else None
            )
        hit = hit or (words(rule.sentence).search(sentence) if rule.sentence else None)
        if hit and not _harmless(rule.reason, frame):
            return Veto(rule.reason, hit.group(), frame.sentence.index)
    old = _old_year(frame, when) or _old_day(frame, when)
    if old and frame.step.stage not in {
        Stage.TERMINATED,
        Stage.SUSPENDED,
        Stage.EXTENDED,
        Stage.AMENDED,
        Stage.RATIFIED,
    }:
        return Veto("history", old, frame.sentence.index)
    return None


def _harmless(reason: str, frame: Frame) -> bool:
    """A reason that this kind of frame survives: an alliance's members may talk of anything else."""
    if frame.anchor.kind is AnchorKind.MEMBERSHIP:
        return reason in {"police", "company", "exercise", "deployment", "background", "trade"}
    if reason in {"police", "trade"} and ENUMERATED.search(frame.sentence.text, frame.anchor.start):
        return True
    return reason == "reaffirmed" and frame.step.stage in {Stage.SIGNED, Stage.IN_FORCE, Stage.RATIFIED}
