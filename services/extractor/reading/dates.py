"""When a step was taken, and when a pact begins and ends."""

import re
from datetime import date, timedelta

from shared.messages import FuzzyDate
from shared.vocabulary import Precision

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
FULL = re.compile(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m1>{_MONTH})\.?,? (?P<y1>\d{{4}})|"
    rf"(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>\d{{4}})"
    rf"|(?P<m3>{_MONTH})\.?,? (?P<y3>\d{{4}})|(?P<y4>(?:19|20)\d\d)-(?P<m4>\d\d)-(?P<d4>\d\d))\b",
    re.IGNORECASE,
)
DAY = re.compile(
    rf"\b(?:on )?(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?P<m1>{_MONTH})|"
    rf"(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?)\b(?!,? \d{{4}})",
    re.IGNORECASE,
)
RELATIVE = re.compile(
    r"\b(today|yesterday|tomorrow|on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|last (?:week|"
    r"month)|next (?:week|month))\b",
    re.IGNORECASE,
)
EFFECTIVE = re.compile(
    r"(?:enter(?:s|ed)?|com(?:e|es|ing)|came) into (?:force|effect)|takes? effect|effective (?:from|"
    r"on)",
    re.IGNORECASE,
)
EXPIRY = re.compile(
    r"(?:until|expires?|expiring|run until|valid (?:until|through)|through|last until) (?:the end of |in |on |"
    r"to )?(?P<year>20\d\d)\b",
    re.IGNORECASE,
)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_date(match: re.Match[str]) -> FuzzyDate | None:
    """The date of a match of `FULL`; None when there is no such day."""
    part = {key[0] + "": value for key, value in match.groupdict().items() if value}
    month = part["m"].lower()
    number = int(month) if month.isdigit() else MONTHS[month]
    on = _safe(int(part["y"]), number, int(part.get("d", 1)))
    return FuzzyDate(on=on, precision=Precision.DAY if "d" in part else Precision.MONTH) if on else None


def _near_day(match: re.Match[str], when: date) -> FuzzyDate | None:
    part = {key[0]: value for key, value in match.groupdict().items() if value}
    around = [_safe(when.year + shift, MONTHS[part["m"].lower()], int(part["d"])) for shift in (-1, 0, 1)]
    known = [day for day in around if day is not None]
    return FuzzyDate(on=min(known, key=lambda day: abs((day - when).days))) if known else None


def _relative(words: str, when: date, future: bool) -> FuzzyDate:
    words = words.lower()
    if words in {"today", "yesterday", "tomorrow"}:
        return FuzzyDate(on=when + timedelta(days={"today": 0, "yesterday": -1, "tomorrow": 1}[words]))
    if words.startswith("on "):
        back = (when.weekday() - WEEKDAYS.index(words[3:])) % 7
        return FuzzyDate(on=when + timedelta(days=(7 - back) % 7) if future else when - timedelta(days=back))
    days = {"week": 7, "month": 30}[words.split()[1]] * (1 if words.startswith("next") else -1)
    return FuzzyDate(on=when + timedelta(days=days), precision=Precision.MONTH)


def occurred_on(sentence: str, when: date | None, future: bool = False) -> FuzzyDate | None:
    """The day of the step: a date in the sentence, else one told from the article's day; `future` for a planned step.

    None when the sentence says nothing and the article has no day; the article's own day when it says nothing else.
    """
    if (match := FULL.search(sentence)) and (found := full_date(match)):
        return found
    if when is None:
        return None
    if (match := DAY.search(sentence)) and (found := _near_day(match, when)):
        return found
    if match := RELATIVE.search(sentence):
        return _relative(match.group(1), when, future)
    return None if future else FuzzyDate(on=when)


def effective_on(sentences: str) -> FuzzyDate | None:
    """The day on which the pact enters into force, when a full date stands with those words."""
    for match in EFFECTIVE.finditer(sentences):
        if found := FULL.search(sentences, match.end(), match.end() + 60):
            return full_date(found)
    return None


def expires_on(sentences: str) -> FuzzyDate | None:
    """The year until which the pact runs."""
    match = EXPIRY.search(sentences)
    return FuzzyDate(on=date(int(match.group("year")), 12, 31), precision=Precision.YEAR) if match else None
