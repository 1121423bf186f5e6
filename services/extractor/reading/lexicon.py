"""The words that carry a step, compiled to one expression: which class a word on raw text belongs to."""

import re
from dataclasses import dataclass
from functools import cache

from services.extractor.reading.rulebook import steps


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase that carries a step class; offsets into the text searched."""

    step: str
    start: int
    end: int
    text: str
    noun: bool = False


def forms(verb: str) -> str:
    """An expression for all forms of a verb: given ones joined by |, else the regular ones."""
    if "|" in verb:
        return f"(?:{verb})"
    if verb.endswith("e"):
        return f"{verb[:-1]}(?:e|es|ed|ing)"
    if verb.endswith("y") and verb[-2] not in "aeou":
        return f"{verb[:-1]}(?:y|ies|ied|ying)"
    return f"{verb}(?:s|es|ed|ing)?"


@cache
def _expressions() -> list[tuple[str, bool, re.Pattern[str]]]:
    """Phrases first, so that "enters into force" is not read as "enters into"."""
    found = []
    for name, step in steps().classes.items():
        if step.phrases:
            found.append((name, False, _whole("|".join(step.phrases))))
    for name, step in steps().classes.items():
        if step.verbs:
            found.append((name, False, _whole("|".join(forms(verb) for verb in step.verbs))))
        if step.nouns:
            found.append((name, True, _whole("|".join(step.nouns))))
    return found


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)", re.IGNORECASE)


def find(text: str) -> list[Word]:
    """The step words of a text in order of place; where two overlap, the one from the earlier list stays."""
    found: list[Word] = []
    for step, noun, expression in _expressions():
        for match in expression.finditer(text):
            if not any(word.start < match.end() and match.start() < word.end for word in found):
                found.append(Word(step, match.start(), match.end(), match.group(), noun))
    return sorted(found, key=lambda word: word.start)
