"""The values that the steps of the reading hand to each other; plain and free of spaCy.

Offsets are characters into the article's full text, `title + "\\n\\n" + text`, end excluded, unless said otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shared.vocabulary import Modality, PactType, Stage


class MentionKind(StrEnum):
    """In which way words name a country or organisation."""

    NAME = "name"
    DEMONYM = "demonym"
    SEAT = "seat"
    LEADER = "leader"
    ORGANISATION = "organisation"


class AnchorKind(StrEnum):
    """What a sentence takes a step on."""

    PACT = "pact"
    """A named or described instrument: "defence treaty", "deal allowing US troops"."""
    COOPERATION = "cooperation"
    """Co-operation without an instrument: "military cooperation", "intelligence sharing"."""
    MEMBERSHIP = "membership"
    """Joining, leaving or being admitted to an alliance."""
    ACCESS = "access"
    """Bases, stationing of forces, use of airfields and ports."""
    ACT = "act"
    """No words for what is agreed: the verb of the step alone ("agreed to keep watch together")."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the article that name a country or organisation."""

    code: str
    start: int
    end: int
    surface: str
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the article; the title is sentence 0."""

    index: int
    start: int
    text: str
    is_title: bool = False
    paragraph: int = 0

    @property
    def end(self) -> int:
        """Offset after the last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words of a sentence that name what is agreed, and how firmly they speak of security."""

    kind: AnchorKind
    start: int
    end: int
    surface: str
    head: int
    """Offset of the head noun or verb, from which the parse is climbed."""
    rule: str
    explicit: bool = True
    """The security subject is in the name itself; False: only elsewhere in the sentence or article."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One word that says something about the step, as the fold takes it."""

    word: str
    step: str
    """Name of the step class in `steps.json`."""
    start: int
    negated: bool = False
    auxiliary: str = ""
    """will, would, may …; "to" for an infinitive, empty for a plain finite verb."""
    noun: bool = False
    """A noun ("ratification"), which names a step without saying that it was taken."""


@dataclass(frozen=True, slots=True)
class Step:
    """What the cues amount to."""

    stage: Stage
    modality: Modality
    trigger: str
    cues: tuple[Cue, ...] = ()
    certain: bool = True
    """False where the rules named no step and the learned part has to say whether there is one."""


@dataclass(frozen=True, slots=True)
class Option:
    """A country or organisation that could be party, and its traits; see `party_features.py`."""

    mention: Mention
    features: frozenset[str]


@dataclass(frozen=True, slots=True)
class Veto:
    """Why a frame is not news of a pact: `reason` is a key of `vetoes.json`."""

    reason: str
    words: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Frame:
    """One sentence's statement about one pact: the anchor, the step and those bound."""

    sentence: Sentence
    anchor: Anchor
    step: Step
    pact_type: PactType
    parties: tuple[Mention, ...]
    bound: frozenset[str] = frozenset()
    """Codes of those found by structure (subject, "with", "between"); the other parties came by elimination."""
    veto: Veto | None = None
    """Why the rules hold it for no news; the judge weighs it with everything else."""
    features: frozenset[str] = frozenset()
    """What the judge goes by; see `features.py`."""
    options: tuple[Option, ...] = ()
    """Who could be party; empty where the words leave no choice."""
    score: float = 0.0
    """How probable it is that this frame tells news of a pact, 0 to 1; this and the next three are the judge's."""
    stages: Mapping[str, float] = field(default_factory=dict)
    """How probable each stage is, in the labels' coarser stages."""
    types: Mapping[str, float] = field(default_factory=dict)
    """How probable each pact type is."""
    chances: tuple[tuple[Mention, float], ...] = ()
    """How probable each option is party; empty where the words leave no choice."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A trait and what the linear model counts it, in log-odds; below zero it speaks against news."""

    trait: str
    weight: float


class Fate(StrEnum):
    """What became of a frame."""

    TOLD = "told"
    """Part of a statement."""
    LET_GO = "let go"
    """Too improbable for the judge."""
    FORBIDDEN = "forbidden"
    """A rule with the last word speaks against it."""
    FAINT = "too faint"
    """Possible, but too improbable to say anything of a pact."""
    ALONE = "fewer than two parties"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A frame after the judge, without its traits, and those that weighed most for and against it."""

    frame: Frame
    fate: Fate
    speak_for: tuple[Reason, ...] = ()
    speak_against: tuple[Reason, ...] = ()
    statement: int | None = None
    """Number of the statement it is part of, from 0."""


@dataclass(frozen=True, slots=True)
class Told:
    """What some frames together say of one pact, and how sure it is."""

    parties: tuple[Mention, ...]
    stage: Stage
    modality: Modality
    pact_type: PactType
    certainty: Mapping[str, float]
    """How probable stage, type, the least probable party and the most probable other one are, by name."""
    frames: tuple[int, ...]
    """Numbers of its frames, from 0, the most probable first."""
    confidence: float
    reported: bool


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A sentence that speaks of pact and security and was not parsed, and the words that spoke most against it."""

    sentence: Sentence
    speak_against: tuple[Reason, ...] = ()


@dataclass(slots=True)
class Explanation:
    """How an article was read, for people."""

    triage: str = ""
    """Why triage let it pass or dropped it."""
    language: str = ""
    mentions: list[Mention] = field(default_factory=list)
    sentences: int = 0
    """How many the article has."""
    candidates: list[Sentence] = field(default_factory=list)
    """The sentences that were parsed."""
    passed_over: list[PassedOver] = field(default_factory=list)
    weighed: list[Weighed] = field(default_factory=list)
    statements: list[Told] = field(default_factory=list)
    why: str = ""
    """A sentence that says why there is no report; empty where there is one."""
