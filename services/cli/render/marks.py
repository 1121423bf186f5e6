"""Which characters of an article counted, and as what: the same in a terminal and on a page."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import groupby

from services.extractor.reading import Explanation
from services.extractor.reading.values import Fate, Frame, Weighed
from shared.messages import PactReport


class Mark(StrEnum):
    """What a stretch of text is, the later covering the earlier."""

    PLAIN = "plain"
    MENTION = "mention"
    PARTY = "party"
    PACT = "pact"
    STEP = "step"


def text_of(title: str, text: str) -> str:
    """The text into which all offsets point; controls become spaces, one for one, so that every offset holds."""
    return f"{title}\n\n{text}".translate(CONTROLS)


CONTROLS = dict.fromkeys(
    (*range(9), *range(11, 32), *range(127, 160), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), " "
)
"""What could steer a terminal or turn the direction of a text."""


def marked(text: str, explanation: Explanation, reports: Iterable[PactReport]) -> Iterator[tuple[str, Mark]]:
    """The text in pieces, each with its mark."""
    marks = [Mark.PLAIN] * len(text)
    for weighed in shown(explanation):
        for start, end, mark in _of_frame(weighed.frame):
            marks[start:end] = [mark] * len(marks[start:end])
    parties = {party.code for report in reports for party in report.parties}
    for mention in explanation.mentions:
        mark = Mark.PARTY if mention.code in parties else Mark.MENTION
        marks[mention.start : mention.end] = [mark] * len(marks[mention.start : mention.end])
    place = 0
    for mark, run in groupby(marks):
        length = len(list(run))
        yield text[place : place + length], mark
        place += length


def shown(explanation: Explanation) -> list[Weighed]:
    """The frames whose words are marked: those that tell of a reported pact, where there is none all."""
    reported = {number for number, told in enumerate(explanation.statements) if told.reported}
    return [
        weighed
        for weighed in explanation.weighed
        if not reported or (weighed.fate is Fate.TOLD and weighed.statement in reported)
    ]


def _of_frame(frame: Frame) -> Iterator[tuple[int, int, Mark]]:
    start = frame.sentence.start
    yield start + frame.anchor.start, start + frame.anchor.end, Mark.PACT
    for cue in frame.step.cues:
        yield start + cue.start, start + cue.start + len(cue.word), Mark.STEP
