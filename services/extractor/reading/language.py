"""Whether an article is in English; asked only after triage has let it pass."""

import re
from itertools import islice
from math import ceil

import py3langid

COMMON = re.compile(
    r"\b(?:the|of|and|to|in|with|for|on|that|is|was|has|have|will|by|from|its|after|says?|as)\b", re.IGNORECASE
)
SAMPLE = 1500
"""Characters looked at."""
ENOUGH = 0.12
"""Share of words that are common English ones above which no further question is asked."""
SHORT = 40
"""Words under which a text is too short to say: it is read."""


def language(text: str, given: str | None) -> str:
    """The two-letter code of the language: as given, else as recognised; "en" when in doubt."""
    if given:
        return given.split("-")[0].split("_")[0].lower()
    sample = text[:SAMPLE]
    words = len(sample.split()) or 1
    enough = ceil(words * ENOUGH)
    # No further than needed: most English texts have had enough of them after a third.
    common = sum(1 for _ in islice(COMMON.finditer(sample), enough))
    if common >= enough or (sample.isascii() and words < SHORT):
        return "en"
    code, _ = py3langid.classify(sample)
    return str(code)
