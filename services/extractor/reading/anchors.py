"""What a sentence could take a step on: the words that name a pact, co-operation, membership or access."""

import re
from functools import cache

from services.extractor.reading import lexicon, rulebook, triage
from services.extractor.reading.values import Anchor, AnchorKind

NAME_WORDS = 7
"""How many words before a pact noun can belong to its name."""
NAME_STOPS = re.compile(
    r"[;:()\"]|(?<!\w)(?:to|on|of|in|with|by|for|that|which|who|from|under|over|into|is|are|was|were|be|has|"
    r"have|had|will|would|as|after|its|their|his|her|announc\w*)(?!\w)",
    re.IGNORECASE,
)
MODIFYING = frozenset({"report", "comment", "grow", "begin", "plan", "wish"})
"""Step words that may stand inside a name ("joint", "continued", "planned"); the others end it: "adopt a treaty"."""
ANOTHER = re.compile(r"an? ", re.IGNORECASE)
OWN_SUBJECT = re.compile(r" (?:to|on|for|over|about|that)\b")
"""Together: "an agreement to end a strike" is not the pact named before."""
ON_WHAT = re.compile(r" (?:on|for|concerning|regarding) (?:[\w-]+,? ){0,6}[\w-]+")
COMPLEMENT = 220
"""Characters after a pact noun in which its subject is told …"""
COMPLEMENT_STOPS = re.compile(
    r";|(?<!\w)(?:until|after|before|because|amid|since|while|following|despite|due to|when|though|although|but|"
    r"as|by|in response)(?!\w)",
    re.IGNORECASE,
)
"""… up to a word that begins another matter."""


def complement(text: str, end: int) -> str:
    """What follows a pact noun that ends at `end` and tells its subject."""
    window = text[end : end + COMPLEMENT]
    stop = COMPLEMENT_STOPS.search(window)
    return window[: stop.start()] if stop else window


@cache
def _patterns() -> list[tuple[rulebook.AnchorPattern, re.Pattern[str]]]:
    return [
        (p, re.compile(p.regex, 0 if p.case or p.kind is AnchorKind.MEMBERSHIP else re.IGNORECASE))
        for p in rulebook.anchors().patterns
    ]


@cache
def _pact_noun() -> re.Pattern[str]:
    return rulebook.words(rulebook.anchors().pact_noun)


def name_start(text: str, noun: int) -> int:
    """Where the name that ends in the pact noun at `noun` begins."""
    window = text[max(0, noun - 90) : noun]
    offset = noun - len(window)
    begin = 0
    for stop in NAME_STOPS.finditer(window):
        begin = stop.end()
    for word in lexicon.find(window[begin:]):
        if not word.noun and word.step not in MODIFYING:
            begin = max(begin, begin + word.end)
            break
    words = list(re.finditer(r"\S+", window[begin:]))[-NAME_WORDS:]
    return offset + begin + words[0].start() if words else noun


def _says_on_what(text: str, noun: re.Match[str]) -> bool:
    """Whether a weak noun is followed by its subject: "a declaration on defence cooperation"."""
    if noun.group().lower() in {"coalition", "lease", "framework", "partnership"}:
        return True
    if noun.group().lower().startswith(("plan", "contract")):
        return False
    on = ON_WHAT.match(text, noun.end())
    return on is not None and rulebook.words(rulebook.anchors().security_subject).search(on.group()) is not None


def _noun_anchors(text: str) -> list[Anchor]:
    rules = rulebook.anchors()
    security, subject = rulebook.words(rules.security_word), rulebook.words(rules.security_subject)
    found: list[Anchor] = []
    for match in _pact_noun().finditer(text):
        start = name_start(text, match.start())
        name = text[start : match.end()]
        weak = match.group().lower().rstrip("s") in rules.weak_noun or match.group().lower() in rules.weak_noun
        in_name = security.search(name) is not None
        if weak and not in_name and not _says_on_what(text, match):
            continue
        if in_name:
            found.append(Anchor(AnchorKind.PACT, start, match.end(), name, match.start(), "named"))
        elif subject.search(complement(text, match.end())):
            found.append(Anchor(AnchorKind.PACT, start, match.end(), name, match.start(), "described", explicit=False))
    return found


def bare_nouns(text: str) -> list[Anchor]:
    """Pact nouns without any security word: "the agreement", for sentences that go on about a pact named before."""
    found = []
    for match in rulebook.words(
        r"agreements?|pact|treaty|treaties|accords?|deal|memorand(?:um|a)|"
        r"protocols?"
    ).finditer(text):
        start = name_start(text, match.start())
        if ANOTHER.match(text, start) and OWN_SUBJECT.match(text, match.end()):
            continue
        found.append(
            Anchor(
                AnchorKind.PACT, start, match.end(), text[start : match.end()], match.start(), "bare", explicit=False
            )
        )
    return found


def acts(text: str, words: list[lexicon.Word]) -> list[Anchor]:
    """The step word itself, for a sentence that names nothing agreed but speaks of security: "agree to guard"."""
    if not words or not triage.passes(text):
        return []
    step = next((word for word in words if rulebook.steps().classes[word.step].core), words[0])
    return [Anchor(AnchorKind.ACT, step.start, step.end, step.text, step.start, "act", explicit=False)]


def find(text: str) -> list[Anchor]:
    """The anchors of a sentence in order of place; offsets into `text`. Overlapping ones give the first rule's."""
    found: list[Anchor] = []
    candidates: list[Anchor] = []
    for pattern, expression in _patterns():
        for match in expression.finditer(text):
            head = next((match.start(name) for name, value in match.groupdict().items() if value), match.start())
            candidates.append(
                Anchor(pattern.kind, match.start(), match.end(), match.group(), head, pattern.name, pattern.explicit)
            )
    named = _noun_anchors(text)
    # An instrument's own name beats the co-operation that it names: "military cooperation agreement".
    firm = [
        a for a in candidates if a.rule in {"known_instrument", "status_of_forces"} or a.kind is AnchorKind.MEMBERSHIP
    ]
    loose = [a for a in candidates if a not in firm]
    for anchor in (*firm, *named, *loose):
        if not any(other.start < anchor.end and anchor.start < other.end for other in found):
            found.append(anchor)
    return sorted(found, key=lambda anchor: anchor.start)
