"""How long a pact is to last."""

import re

from shared.messages import Duration

NUMBERS = {
    word: value
    for value, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
        ],
        start=1,
    )
} | {"twenty": 20, "twenty-five": 25, "thirty": 30, "fifty": 50, "ninety-nine": 99, "hundred": 100}
SPAN = re.compile(
    rf"\b(\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})[- ](year|month)s?\b"
    r"(?=[- ](?:\w+[- ]){0,5}(?:agreement|pact|treaty|deal|accord|lease|plan|framework|partnership|memorandum|"
    r"arrangement|extension))",
    re.IGNORECASE,
)
FOR = re.compile(
    rf"\b(?:for|valid for|lasts?|last for|run for|period of|term of|next|another|over) (?:an? )?(?:initial |"
    rf"period of |the next |at least |another )*"
    rf"(\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))}) (year|month)s?\b",
    re.IGNORECASE,
)
WORDS = (
    (re.compile(r"\blong[- ]term\b", re.IGNORECASE), "long-term"),
    (re.compile(r"\b(?:indefinite(?:ly)?|open-ended|permanent)\b", re.IGNORECASE), "indefinite"),
    (re.compile(r"\bshort[- ]term\b", re.IGNORECASE), "short-term"),
    (re.compile(r"\bmulti-?year\b", re.IGNORECASE), "multi-year"),
    (re.compile(r"\bdecade-?long\b", re.IGNORECASE), "10 years"),
)


def duration(text: str) -> Duration | None:
    """The duration that the words about a pact tell: a number of years or months, else a word like "long-term"."""
    match = SPAN.search(text) or FOR.search(text)
    if match:
        number = NUMBERS.get(match.group(1).lower()) or int(match.group(1))
        years = number if match.group(2).lower() == "year" else number / 12
        return Duration(text=f"{number} {match.group(2).lower()}{'' if number == 1 else 's'}", years=round(years, 2))
    for expression, word in WORDS:
        if expression.search(text):
            return Duration(text=word, years=10.0 if word == "10 years" else None)
    return None
