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
    text = f" {' '.join(tokens)} "
    # A stem begins with the space before a word; where that stands tells which word it is.
    words, place = dict[int, int](), 0
    for number, token in enumerate(tokens):
        words[place] = number
        place += len(token) + 1
    found = []
    for last, (length, names) in _automaton().iter(text.lower()):
        word = words[last - length + 1]
        found += [(word, name) for name in names]
    return found
