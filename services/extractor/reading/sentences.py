"""Sentences on raw text, without a tokeniser: cheap enough for whole articles."""

import re
from collections.abc import Iterator

from services.extractor.reading.values import Sentence

MAX_SENTENCE_CHARACTERS = 900
"""A longer one (a table, a list without stops) is cut at a space: the parser's time grows with length."""

BREAK = re.compile(r"\n+|(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]*[A-Z0-9])|(?<=[;:])\s*\n")
ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sgt|Maj|Adm|Sen|Rep|Gov|Pres|Prof|St|Ste|Jr|Sr|vs|No|Nos|Art|Inc|Ltd|Corp|Co|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Hon|Rt|Ft|Mt|approx|a\.m|p\.m)|(?:^|[\s(\"'])[A-Z]|\b[A-Z]\.[A-Z])\.$"
)
STARTERS = re.compile(
    r"(?:The|This|That|These|Those|It|He|She|They|We|In|On|At|A|An|But|And|However|Both|His|Her|Their|Its|After|Under|As|I)\b"
)


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Offsets where a sentence ends and the next begins, within one block."""
    for match in BREAK.finditer(text, start, end):
        if "\n" not in match.group():
            before = text[max(start, match.start() - 12) : match.start()].rstrip("\"')]")
            # "U.S. The two leaders" is a break, "U.S. President" is none.
            if ABBREVIATION.search(before) and not STARTERS.match(text, match.end()):
                continue
        yield match.end()


def _next_word(text: str, start: int, end: int) -> int:
    """Where the next word begins, without a copy of all that follows."""
    while start < end and text[start].isspace():
        start += 1
    return start


def split(text: str, title_length: int) -> list[Sentence]:
    """The sentences of a full text whose first `title_length` characters are the title."""
    sentences: list[Sentence] = []
    if text[:title_length].strip():
        title = text[:title_length]
        lead = len(title) - len(title.lstrip())
        sentences.append(Sentence(0, lead, title.strip()[:MAX_SENTENCE_CHARACTERS], is_title=True))
    begin, paragraph = title_length, 1
    for cut in [*_cuts(text, title_length, len(text)), len(text)]:
        raw = text[begin:cut]
        start = begin + len(raw) - len(raw.lstrip())
        end = begin + len(raw.rstrip())
        while start < end:
            piece = text[start : min(end, start + MAX_SENTENCE_CHARACTERS)]
            if end - start > MAX_SENTENCE_CHARACTERS:
                at = piece.rfind(" ")
                piece = piece[:at] if at > 0 else piece
            sentences.append(Sentence(len(sentences), start, piece.rstrip(), paragraph=paragraph))
            start = _next_word(text, start + len(piece), end)
        if "\n" in raw:
            paragraph += 1
        begin = cut
    return sentences
