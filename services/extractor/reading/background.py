"""Whether a step is told as background: something of an earlier time that the article only looks back on."""

import re
from datetime import date

from services.extractor.reading.dates import FULL, MONTHS, full_date
from services.extractor.reading.values import Frame
from shared.vocabulary import Modality, Stage

LONG_AGO = 75
"""Days after which a dated step is no news any more."""
BEFORE, AFTER = 30, 40
"""Characters before the earlier and after the later of step word and pact in which their time is told."""
YEAR = re.compile(r"(?<![\w$€£-])(1[89]\d\d|20\d\d)(?![\w-])")
MONTH = re.compile(rf"\b(?:in|last|since) (?:early |late |mid-)?({'|'.join(MONTHS)})\b(?!\.? \d)", re.IGNORECASE)
EARLIER = re.compile(
    r"\blast (?:year|spring|summer|autumn|winter|fall|decade|century)\b|\b(?:years?|months|decades?|"
    r"weeks) (?:ago|earlier|before)\b|"
    r"\bin the (?:19|20)\d0s\b|\bearlier this year\b|\bsince last\b",
    re.IGNORECASE,
)
SINCE = re.compile(r"\b(?:ever )?since (?:the |both |its |their )?[^,;]*$", re.IGNORECASE)
LATER = re.compile(r"\b(?:months?|years?) after [^,;]*$", re.IGNORECASE)
COMING = re.compile(r"\b(?:until|till|by|through|expir\w+|run\w*|due|next|from)\b[^.]{0,20}$", re.IGNORECASE)
LASTING = frozenset({Stage.TERMINATED, Stage.SUSPENDED, Stage.EXTENDED, Stage.AMENDED, Stage.RATIFIED, Stage.REJECTED})
"""Steps taken on a pact that exists: a year beside its name is the year of the pact, not of the step."""


def background(frame: Frame, when: date | None) -> str:
    """The words that put the step into the past, empty when it is news; `when` is the day of the article."""
    text = frame.sentence.text
    step = next((cue for cue in frame.step.cues if cue.word == frame.step.trigger), None)
    start, end = frame.anchor.start, frame.anchor.end
    if step is not None:
        start, end = min(start, step.start), max(end, step.start + len(step.word))
    about = text[max(0, start - BEFORE) : end + AFTER]
    if match := SINCE.search(text[:start]) or LATER.search(text[:start]):
        return match.group()
    if (match := EARLIER.search(about)) and frame.step.stage not in LASTING - {Stage.SUSPENDED, Stage.REJECTED}:
        return match.group()
    if when is None or frame.step.modality is Modality.PLANNED:
        return ""
    return (
        _old_day(text, end, when)
        or _old_month(about, when)
        or ("" if frame.step.stage in LASTING else _old_year(about, when))
    )


def _old_day(text: str, end: int, when: date) -> str:
    """A full date long before the article, before the pact or right after: "In May 2022, Finland applied"."""
    for match in FULL.finditer(text, 0, min(len(text), end + AFTER)):
        found = full_date(match)
        if found is not None and (when - found.on).days > LONG_AGO:
            return match.group()
    return ""


def _old_month(about: str, when: date) -> str:
    for match in MONTH.finditer(about):
        distance = (when.month - MONTHS[match.group(1).lower()]) % 12
        if 3 <= distance <= 10 and not COMING.search(about[: match.start()]):
            return match.group()
    return ""


def _old_year(about: str, when: date) -> str:
    for match in YEAR.finditer(about):
        if (when - date(int(match.group(1)), 12, 31)).days > LONG_AGO and not COMING.search(about[: match.start()]):
            return match.group()
    return ""
