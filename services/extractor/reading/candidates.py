"""Which sentences are worth parsing: those with a step word or a pact, and words that sound like news of one."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from services.extractor.reading import anchors, lexicon, triage
from services.extractor.reading.features import plain_traits, sentence_traits, words_of
from services.extractor.reading.judge import worth_looking, worth_parsing
from services.extractor.reading.lexicon import Word
from services.extractor.reading.values import Anchor, Mention, Sentence

MAX_CANDIDATES = 40
"""Most sentences parsed of one article; only transcripts and live pages reach it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, what it could take a step on, its step words and traits; offsets of words are into the sentence."""

    sentence: Sentence
    anchors: tuple[Anchor, ...]
    words: tuple[Word, ...]
    traits: frozenset[str]


def find(sentences: list[Sentence], mentions: list[Mention], gated: bool = True) -> list[Candidate]:
    """The candidates of an article in order; `gated`: only those whose words leave news of a pact possible."""
    return list(islice(_find(sentences, mentions, gated), MAX_CANDIDATES))


def _find(sentences: list[Sentence], mentions: list[Mention], gated: bool) -> Iterator[Candidate]:
    starts = [m.start for m in mentions]
    named = False
    for sentence in sentences:
        if not triage.passes(sentence.text) and not named:
            continue
        inside = mentions[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        spoken = words_of(sentence.text, inside, sentence.start)
        if gated and not worth_looking(plain_traits(spoken)):
            continue
        traits = sentence_traits(spoken)
        if gated and not worth_parsing(traits):
            continue
        found = anchors.find(sentence.text) or anchors.bare_nouns(sentence.text)
        words = lexicon.find(sentence.text)
        found = found or anchors.acts(sentence.text, words)
        if not found:
            continue
        named = named or any(a.explicit for a in found)
        yield Candidate(sentence, tuple(found), tuple(words), traits)
