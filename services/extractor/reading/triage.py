"""Whether a text can hold a pact at all: one pass over the raw characters, microseconds, before anything else is done.

It must never drop what the full reading would find. So it asks only for what every anchor needs: a stem of something to
agree on together with a stem of security; each anchor's words hold one of each. It looks at whole articles first and
at single sentences after.
"""

from functools import cache
from typing import Any

import ahocorasick

from services.extractor.reading import rulebook


@cache
def _automaton() -> Any:
    built = ahocorasick.Automaton()
    stems = rulebook.stems()
    for stem in {*stems.objects, *stems.subjects}:
        built.add_word(stem, (stem in stems.objects) | (stem in stems.subjects) << 1)
    built.make_automaton()
    return built


def passes(text: str) -> bool:
    """Whether the full reading could find anything in `text`: an article or a sentence."""
    seen = 0
    for _, groups in _automaton().iter(text.lower()):
        seen |= groups
        if seen == 0b11:
            return True
    return False
