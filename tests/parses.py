"""Parses made by hand, so that the reading's rules are tested without a model."""

from dataclasses import dataclass

from spacy.lang.en import English
from spacy.tokens import Doc

from services.extractor.reading import anchors, lexicon, mentions
from services.extractor.reading.candidates import Candidate
from services.extractor.reading.features import sentence_traits, words_of
from services.extractor.reading.values import Mention, Sentence

TAGS = {"VERB": "VB", "AUX": "MD", "NOUN": "NN", "PROPN": "NNP", "ADJ": "JJ", "ADV": "RB"}
VOCAB = English().vocab


@dataclass(frozen=True)
class Parsed:
    """A sentence with all that the frames need."""

    doc: Doc
    candidate: Candidate
    mentions: list[Mention]


def doc(*tokens: str) -> Doc:
    """A parse from tokens written `word/POS/relation/head`, the head as the index of its token; a root heads itself.

    `Japan/PROPN/nsubj/1` reads: the word Japan, a proper noun, subject of token 1.
    """
    parts = [token.rsplit("/", 3) for token in tokens]
    return Doc(
        VOCAB,
        words=[word for word, *_ in parts],
        tags=[TAGS.get(kind, kind) for _, kind, *_ in parts],
        deps=[relation for _, _, relation, _ in parts],
        heads=[int(head) for *_, head in parts],
    )


def parsed(*tokens: str, is_title: bool = False) -> Parsed:
    """The parse as the only sentence of an article."""
    made = doc(*tokens)
    text = made.text
    sentence = Sentence(0, 0, text, is_title=is_title)
    named = mentions.find(text)
    words = words_of(text, named, 0)
    candidate = Candidate(sentence, tuple(anchors.find(text)), tuple(lexicon.find(text)), sentence_traits(words))
    return Parsed(made, candidate, named)
