"""The words that carry a step: which class a word or phrase on raw text belongs to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from services.extractor.reading.rulebook import steps

WORD = re.compile(r"(?<![\w-])[A-Za-z]+(?![\w])")
CHOICE = re.compile(r"\[(\w)(\w)\]|(\w)\?")
"""What a noun in the data may leave open: `finali[sz]ation`, `talks?`."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase that carries a step class; offsets into the text searched."""

    step: str
    start: int
    end: int
    text: str
    noun: bool = False


def forms(verb: str) -> tuple[str, ...]:
    """All forms of a verb: given ones joined by |, else the regular ones."""
    if "|" in verb:
        return tuple(verb.split("|"))
    if verb.endswith("e"):
        return (verb, verb + "s", verb + "d", verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2] not in "aeou":
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    if verb.endswith(("s", "x", "sh", "ch")):
        return (verb, verb + "es", verb + "ed", verb + "ing")
    return (verb, verb + "s", verb + "ed", verb + "ing")


def spelt(noun: str) -> Iterator[str]:
    """All spellings of a noun that leaves a letter open."""
    match = CHOICE.search(noun)
    if match is None:
        yield noun
        return
    for letter in match.group(1, 2) if match.group(1) else (match.group(3), ""):
        yield from spelt(noun[: match.start()] + letter + noun[match.end() :])


@cache
def _single() -> dict[str, tuple[str, bool]]:
    """Class of each single word, and whether it is a noun; where two classes have a word, the first keeps it."""
    found: dict[str, tuple[str, bool]] = {}
    for name, step in steps().classes.items():
        for verb in step.verbs:
            for form in forms(verb):
                found.setdefault(form, (name, False))
        for noun in step.nouns:
            for form in spelt(noun):
                found.setdefault(form, (name, True))
    return found


@cache
def _phrases() -> re.Pattern[str]:
    """All phrases, a group for each class; they come before single words: "enters into force" is not "enters"."""
    groups = (f"(?P<{name}>{'|'.join(step.phrases)})" for name, step in steps().classes.items() if step.phrases)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(groups)})(?!\w)", re.IGNORECASE)


def step_of(word: str) -> str:
    """The step class of a single word in lower case, "none" where it has none."""
    return _single().get(word, ("none", False))[0]


def find(text: str) -> list[Word]:
    """The step words of a text in order of place; a phrase beats the words in it."""
    found = [Word(m.lastgroup or "", m.start(), m.end(), m.group()) for m in _phrases().finditer(text)]
    taken = [(word.start, word.end) for word in found]
    single = _single()
    for match in WORD.finditer(text):
        known = single.get(match.group().lower())
        if known and not any(start < match.end() and match.start() < end for start, end in taken):
            found.append(Word(known[0], match.start(), match.end(), match.group(), known[1]))
    return sorted(found, key=lambda word: word.start)
