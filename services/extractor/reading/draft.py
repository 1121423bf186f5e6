"""An article on its way through the cascade, with what each step found in it."""

from dataclasses import dataclass, field

from services.extractor.reading.candidates import Candidate
from services.extractor.reading.context import Context
from services.extractor.reading.values import Frame, Mention, Sentence
from shared.messages import Article


@dataclass(slots=True)
class Draft:
    """`text` is as sent, `plain` as the reading sees it, of the same length; what no step reached yet is empty."""

    article: Article
    text: str
    plain: str
    language: str = ""
    mentions: list[Mention] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    context: Context = field(default_factory=lambda: Context(()))
    frames: list[Frame] = field(default_factory=list)
