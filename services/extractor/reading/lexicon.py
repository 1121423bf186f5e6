"""The words that carry a step: which class a word or phrase on raw text belongs to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from string import ascii_lowercase

from services.extractor.reading.rulebook import steps

WORD = re.compile(r"(?<![\w-])[A-Za-z]+(?![\w])")
START = re.compile(r"(?<![\w-])[A-Za-z]")
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
    if verb.endswith("ee"):
        return (verb, verb + "s", verb + "d", verb + "ing")
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


def _alternatives(pattern: str) -> list[str]:
    """The parts of a pattern that stand between bars of its own level."""
    parts, depth, begin = [], 0, 0
    for place, letter in enumerate(pattern):
        depth += (letter in "([") - (letter in ")]")
        if letter == "|" and depth == 0:
            parts.append(pattern[begin:place])
            begin = place + 1
    return [*parts, pattern[begin:]]


def initials(pattern: str) -> set[str]:
    """The letters, in lower case, with which a match of a phrase's pattern can begin."""
    found: set[str] = set()
    for part in _alternatives(pattern):
        if part.startswith("(?:"):
            depth = 0
            close = next(i for i, c in enumerate(part) if (depth := depth + (c == "(") - (c == ")")) == 0)
            found |= initials(part[3:close])
            rest = part[close + 1 :]
            if rest.startswith(("?", "{0")):
                found |= initials(rest.lstrip("?").split("}", 1)[-1] if rest.startswith("{") else rest[1:])
        elif part[:1].isalpha():
            found.add(part[0].lower())
            if part[1:2] == "?":
                found |= initials(part[2:])
        else:
            found |= set(ascii_lowercase)
    return found


@cache
def _phrases() -> dict[str, re.Pattern[str]]:
    """The phrases that can begin with a letter, a group for each class: to try them all at each word takes too long."""
    kept: dict[str, dict[str, list[str]]] = {}
    for name, step in steps().classes.items():
        for phrase in step.phrases:
            for letter in initials(phrase):
                kept.setdefault(letter, {}).setdefault(name, []).append(phrase)
    return {letter: _grouped(classes) for letter, classes in kept.items()}


def _grouped(classes: dict[str, list[str]]) -> re.Pattern[str]:
    groups = "|".join(f"(?P<{name}>{'|'.join(phrases)})" for name, phrases in classes.items())
    return re.compile(rf"(?:{groups})(?!\w)", re.IGNORECASE)


def step_of(word: str) -> str:
    """The step class of a single word in lower case, "none" where it has none."""
    return _single().get(word, ("none", False))[0]


def _found_phrases(text: str) -> Iterator[Word]:
    """The phrases in order of place; they come before single words: "enters into force" is not "enters"."""
    phrases, end = _phrases(), 0
    for start in START.finditer(text):
        pattern = phrases.get(start.group().lower())
        if pattern is not None and start.start() >= end and (match := pattern.match(text, start.start())):
            end = match.end()
            yield Word(match.lastgroup or "", match.start(), end, match.group())


def find(text: str) -> list[Word]:
    """The step words of a text in order of place; a phrase beats the words in it."""
    found = list(_found_phrases(text))
    taken = [(word.start, word.end) for word in found]
    single = _single()
    for match in WORD.finditer(text):
        known = single.get(match.group().lower())
        if known and not any(start < match.end() and match.start() < end for start, end in taken):
            found.append(Word(known[0], match.start(), match.end(), match.group(), known[1]))
    return sorted(found, key=lambda word: word.start)
