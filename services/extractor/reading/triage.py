"""Whether a text can hold a pact at all: one pass over the raw characters, microseconds, before anything else is done.

It must never drop what the full reading would find. So it asks only for what every anchor needs: a stem of something to
agree on together with a stem of security; each anchor's words hold one of each. It looks at whole articles first and
at single sentences after.
"""

from functools import cache
from typing import Any

import ahocorasick

OBJECTS = """
agreement pact treat accord deal alliance memorand mou protocol partnership arrangement framework guarantee coalition
compact declaration roadmap letter charter commitment plan contract lease initiative convention axis bloc
gsomia acsa edca vfa sofa c-sipa lemoa comcasa beca dca raa mlsa
join membership accession application bid entry admission admittance entrance acced admit invit welcom member ally map
quit leave leaving left exit withdr pull
co-operat cooperat ties relation collaborat exchang links assistance contacts sharing share patrols command task
basing base station host deploy position use access shield system airport airfield territory soil operate facilities port
""".split()
SUBJECTS = """
defen militar securit armed intelligence army navy naval air aggression mutual missile weapon arms warship submarine
terror troops nuclear patrol basing base logistic fighter soldier station attack forces presence bomber aircraft plane
marine port facilities servicing alliance member ally map join accession protocol
nato csto aukus anzus sahel expeditionary partnership eyes quad ecowas north
gsomia acsa edca vfa sofa c-sipa lemoa comcasa beca dca raa mlsa lancaster reciprocal visiting
""".split()


@cache
def _automaton() -> Any:
    built = ahocorasick.Automaton()
    for stem in {*OBJECTS, *SUBJECTS}:
        built.add_word(stem, (stem in OBJECTS) | (stem in SUBJECTS) << 1)
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
