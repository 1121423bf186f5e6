"""The learned part of the reading: how probable it is that a frame is news, and which step, type and parties it tells.

Each question has a linear model and a forest, trained on the same labelled articles (`seeds/training`);
their answers are averaged. The rules' own findings are the first of the traits they go by.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

from services.extractor.reading.forest import Forest
from services.extractor.reading.linear import Linear, logistic
from services.extractor.reading.scheme import kind_of, label_of
from services.extractor.reading.values import Frame, Option
from shared.vocabulary import Modality

STAGE_TRUST, TYPE_TRUST, PARTY_TRUST = 5.0, 2.0, 1.5
"""How many times as probable as the models say what the rules found is held to be: measured on articles held back."""
DOUBT = 3.0
"""How many times less probable news is where the rules doubt it: a veto, a step denied, wished or long past."""
FORBIDDEN = frozenset({"anniversary", "climate", "company", "domestic", "exercise", "police", "trade"})
"""Vetoes that were always right on articles held back: there the rules have the last word."""
NEWS = frozenset({Modality.ACTUAL, Modality.PLANNED})
EARLY = 0.03
"""Frames less probable than this by the linear model alone are not shown to the forest."""
FLOOR = 0.1
"""Frames less probable than this are let go."""
YES = "yes"
"""Name of the class that agrees, in models of two."""
NO = "no"


@dataclass(frozen=True, slots=True)
class Model:
    """A linear model and a forest that answer one question together."""

    linear: Linear
    forest: Forest

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Model":
        """The model of a data file."""
        return cls(Linear.of(stored["linear"]), Forest.of(stored["forest"]))

    def probabilities(self, traits: frozenset[str]) -> dict[str, float]:
        """The probability of each class."""
        both = zip(self.linear.probabilities(traits), self.forest.probabilities(traits), strict=True)
        return {name: (one + other) / 2 for name, (one, other) in zip(self.linear.classes, both, strict=True)}

    def probabilities_of(self, many: Sequence[frozenset[str]]) -> list[dict[str, float]]:
        """`probabilities` for many sets of traits, in far less time than one by one."""
        answers = zip(map(self.linear.probabilities, many), self.forest.probabilities_of(many), strict=True)
        return [
            {name: (one + other) / 2 for name, one, other in zip(self.linear.classes, linear, forest, strict=True)}
            for linear, forest in answers
        ]


@dataclass(frozen=True, slots=True)
class Judge:
    """The models that weigh a frame."""

    news: Model
    stage: Model
    kind: Model
    party: Model

    def plausible(self, frame: Frame) -> bool:
        """Whether a frame is worth weighing: no veto forbids it and the linear model alone leaves it possible."""
        if forbidden(frame):
            return False
        return logistic(self.news.linear.scores(frame.features)[0]) >= EARLY

    def score(self, frame: Frame) -> float:
        """How probable it is that a frame is news, whether or not it is worth weighing."""
        return _news(frame, self.news.probabilities(frame.features))

    def weigh(self, frame: Frame) -> Frame | None:
        """The frame with all probabilities, or None where it is hardly news."""
        return self.weigh_all([frame])[0]

    def weigh_all(self, frames: Sequence[Frame]) -> list[Frame | None]:
        """`weigh` for many frames: a third of the time of one by one."""
        likely = [number for number, frame in enumerate(frames) if self.plausible(frame)]
        news = self.news.probabilities_of([frames[number].features for number in likely])
        scores = {number: _news(frames[number], told) for number, told in zip(likely, news, strict=True)}
        kept = [number for number, score in scores.items() if score >= FLOOR]
        traits = [frames[number].features for number in kept]
        stages, types = self.stage.probabilities_of(traits), self.kind.probabilities_of(traits)
        options = self.party.probabilities_of([o.features for number in kept for o in frames[number].options])
        chances, weighed = iter(options), list[Frame | None]([None] * len(frames))
        for number, stage, kind in zip(kept, stages, types, strict=True):
            count = len(frames[number].options)
            told = zip(frames[number].options, islice(chances, count), strict=True)
            weighed[number] = _weighed(frames[number], scores[number], stage, kind, list(told))
        return weighed


def forbidden(frame: Frame) -> bool:
    """Whether a rule speaks against a frame that has the last word."""
    return frame.veto is not None and frame.veto.reason in FORBIDDEN


def _news(frame: Frame, answers: Mapping[str, float]) -> float:
    """How probable it is that a frame is news, with the rules' own doubts."""
    return (_leaning(answers, NO, DOUBT) if _is_doubted(frame) else answers)[YES]


def _is_doubted(frame: Frame) -> bool:
    return frame.veto is not None or (frame.step.certain and frame.step.modality not in NEWS)


def _weighed(
    frame: Frame,
    score: float,
    stages: dict[str, float],
    types: dict[str, float],
    chances: Sequence[tuple[Option, dict[str, float]]],
) -> Frame:
    """A frame with what the models say, leaning to what the rules found."""
    found = {party.code for party in frame.parties}
    return replace(
        frame,
        score=score,
        stages=_leaning(stages, label_of(frame.step.stage), STAGE_TRUST) if frame.step.certain else stages,
        types=_leaning(types, kind_of(frame.pact_type).value, TYPE_TRUST),
        chances=tuple(
            (option.mention, _leaning(told, YES if option.mention.code in found else NO, PARTY_TRUST)[YES])
            for option, told in chances
        ),
    )


def _leaning(probabilities: Mapping[str, float], said: str, trust: float) -> dict[str, float]:
    """The probabilities with what the rules said counted `trust` times."""
    leant = {name: share * trust if name == said else share for name, share in probabilities.items()}
    whole = sum(leant.values())
    return {name: share / whole for name, share in leant.items()}


def _read(name: str) -> dict[str, Any]:
    text = (files("services.extractor") / "data" / "model" / f"{name}.json").read_text(encoding="utf-8")
    stored: dict[str, Any] = json.loads(text)
    return stored


@cache
def judge() -> Judge:
    """The judge of the data files."""
    return Judge(*(Model.of(_read(name)) for name in ("news", "stage", "type", "party")))


@cache
def linear(name: str) -> Linear:
    """The linear model of `data/model/<name>.json` that has no forest beside it."""
    return Linear.of(_read(name)["linear"])


def prepare() -> None:
    """Read all models, so that a broken one stops the start and the first article does not wait for them."""
    judge()
    for name in ("gate_words", "gate_outline", "confidence"):
        linear(name)


def worth_looking(words: Iterable[str]) -> bool:
    """Whether a sentence's words leave it possible that it tells news of a pact; `words` are its `plain_traits`."""
    return linear("gate_words").scores(words)[0] > 0


def worth_parsing(traits: Iterable[str]) -> bool:
    """The same, asked again with what the words speak of and their outline: `traits` are its `sentence_traits`."""
    return linear("gate_outline").scores(traits)[0] > 0
