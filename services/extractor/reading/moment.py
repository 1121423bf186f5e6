"""When a sentence puts what it tells: the news of the day, another month, another year. Traits for the judge."""

import re
from collections.abc import Iterator
from datetime import date

from services.extractor.reading.dates import MONTHS

DAY = re.compile(
    r"\b(?:today|yesterday|tonight|tomorrow|this (?:week|morning|afternoon|evening)|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
AGO = re.compile(
    r"\b(?:(?:years?|months|decades?|weeks) (?:ago|earlier|before)|(?:\w+ )?(?:decades?|years)[- ](?:old|long)|"
    r"decades)\b",
    re.IGNORECASE,
)
LAST = re.compile(r"\b(?:last|previous|earlier this|the past|past) (week|month|year|\w+)\b", re.IGNORECASE)
NEXT = re.compile(r"\b(?:next|coming|later this) (?:week|month|year|\w+)\b", re.IGNORECASE)
MONTH = re.compile(rf"\b({'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?", re.IGNORECASE)
YEAR = re.compile(r"(?<![\w$€£-])(1[89]\d\d|20\d\d)(?![\w])")
AROUND = 40
"""Characters about step and pact in which a time counts as theirs."""


SPANS = frozenset({"week", "month", "year"})


def _months(text: str, when: date | None) -> Iterator[tuple[int, str]]:
    for match in MONTH.finditer(text):
        if match.group(1) in {"may", "march", "mar"}:
            continue
        if when is None:
            yield match.start(), "month"
            continue
        ago = (when.month - MONTHS[match.group(1).lower()]) % 12
        yield match.start(), f"month{ago}" if ago < 2 else "monthnext" if ago > 8 else "monthold"


def _years(text: str, when: date | None) -> Iterator[tuple[int, str]]:
    for match in YEAR.finditer(text):
        if when is None:
            yield match.start(), "year"
            continue
        ago = when.year - int(match.group(1))
        yield match.start(), f"year{ago}" if ago in {0, 1} else "yearnext" if ago < 0 else "yearold"


def _times(text: str, when: date | None) -> Iterator[tuple[int, str]]:
    yield from ((match.start(), "day") for match in DAY.finditer(text))
    yield from ((match.start(), "ago") for match in AGO.finditer(text))
    for match in LAST.finditer(text):
        span = match.group(1).lower()
        yield match.start(), f"last {span}" if span in SPANS else "last"
    yield from ((match.start(), "next") for match in NEXT.finditer(text))
    yield from _months(text, when)
    yield from _years(text, when)


def traits(text: str, start: int, end: int, when: date | None) -> set[str]:
    """The times a sentence names, and those near its step and pact, which stand from `start` to `end`."""
    found = set()
    for place, name in _times(text, when):
        found.add(f"r:time={name}")
        if start - AROUND <= place < end + AROUND:
            found.add(f"r:near={name}")
            found.add(f"r:near={name}+{'before' if place < start else 'after'}")
    return found or {"r:time=none"}
