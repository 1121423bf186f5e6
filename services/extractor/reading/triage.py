"""Whether an article can hold a pact at all: one pass over raw text, microseconds, before anything else is done.

It must never drop what the full reading would find, so it only asks for what every frame needs: words of a pact,
co-operation, alliance or base together with a word of security.
"""

import re
from functools import cache
from typing import Any

import ahocorasick

OBJECTS = (
    "agreement pact treat accord deal alliance memorand mou protocol partnership arrangement framework guarantee coalition compact "
    "declaration roadmap letter charter commitment plan contract lease initiative convention axis bloc gsomia acsa edca vfa sofa "
    "c-sipa lemoa comcasa beca dca raa mlsa join membership accession application bid entry admission admittance entrance accede "
    "acceding admit invit welcom member ally map quit leave leaving left exit withdr pull co-operat cooperat ties relation "
    "collaborat exchang links assistance contacts sharing share patrols command force basing base station host deploy position "
    "use access shield system"
).split()
SUBJECTS = (
    "defen militar securit armed intelligence army navy naval air aggression mutual missile weapon arms warship submarine terror "
    "troops nuclear strategic patrol basing base logistic fighter anti-missile soldier station attack forces presence alliance nato "
    "csto aukus anzus sahel partnership eyes expeditionary quad ecowas bomber aircraft plane marine port gsomia acsa edca vfa sofa "
    "c-sipa lemoa comcasa beca dca raa mlsa lancaster map member ally reciprocal servicing"
).split()


@cache
def _automaton() -> Any:
    built = ahocorasick.Automaton()
    for stem in {*OBJECTS, *SUBJECTS}:
        built.add_word(stem, (stem in OBJECTS, stem in SUBJECTS))
    built.make_automaton()
    return built


WORD_BEFORE = re.compile(r"[a-z]")


def passes(text: str) -> bool:
    """Whether the full reading could find anything in `text`."""
    lower = text.lower()
    has_object = has_subject = False
    for _, (is_object, is_subject) in _automaton().iter(lower):
        has_object, has_subject = has_object or is_object, has_subject or is_subject
        if has_object and has_subject:
            return True
    return False
