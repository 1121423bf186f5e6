"""What words speak of: the classes of `subjects.json` found in a text in one pass."""

from functools import cache
from typing import Any

import ahocorasick

from services.extractor.reading import rulebook


@cache
def _automaton() -> Any:
    built = ahocorasick.Automaton()
    found: dict[str, list[str]] = {}
    for name, stems in rulebook.subjects().classes.items():
        for stem in stems:
            found.setdefault(f" {stem}", []).append(name)
    for stem, names in found.items():
        built.add_word(stem, (len(stem), tuple(names)))
    built.make_automaton()
    return built


def find(tokens: list[str]) -> list[tuple[int, str]]:
    """The classes among the words of a text, each with the place of its word, in order."""
    text = " " + " ".join(tokens) + " "
    words = [0] * len(text)
    word = 0
    for place, letter in enumerate(text[1:], start=1):
        words[place] = word
        if letter == " ":
            word += 1
    found = []
    for last, (length, names) in _automaton().iter(text.lower()):
        place = words[last - length + 2]
        found += [(place, name) for name in names]
    return found
