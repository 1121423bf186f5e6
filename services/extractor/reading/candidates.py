"""Which sentences are worth parsing: those with an anchor and a step word."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.extractor.reading import anchors, lexicon, triage
from services.extractor.reading.lexicon import Word
from services.extractor.reading.values import Anchor, Sentence

MAX_CANDIDATES = 40
"""Most sentences parsed of one article; only transcripts and live pages reach it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, what it could take a step on, and its step words; offsets into the sentence."""

    sentence: Sentence
    anchors: tuple[Anchor, ...]
    words: tuple[Word, ...]


def find(sentences: list[Sentence]) -> list[Candidate]:
    """The candidates of an article in order."""
    return list(_find(sentences))[:MAX_CANDIDATES]


def _find(sentences: list[Sentence]) -> Iterator[Candidate]:
    named = False
    for sentence in sentences:
        found = anchors.find(sentence.text) if triage.passes(sentence.text) else []
        if not found and named:
            found = anchors.bare_nouns(sentence.text)
        if not found:
            continue
        named = named or any(a.explicit for a in found)
        words = lexicon.find(sentence.text)
        if words:
            yield Candidate(sentence, tuple(found), tuple(words))
