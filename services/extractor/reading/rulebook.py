"""The data files of the reading, loaded once and checked against their schema; a broken file stops the start."""

import re
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from services.extractor.reading.values import AnchorKind
from shared.vocabulary import MentionRole, PactType, Provision, Stage

T = TypeVar("T")


class Rule(BaseModel):
    """Base of everything in the files: an unknown key is a typing error and is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Leader(Rule):
    """A head of state or government or minister, in office from a day until another."""

    names: tuple[str, ...]
    surnames: tuple[str, ...] = ()
    code: str
    title: str
    since: date = Field(alias="from")
    until: date | None = None


class StepClass(Rule):
    """The words of one step class; see `steps.json`."""

    core: bool
    """Names a stage by itself; the others only change what stands further in."""
    direct: bool = False
    """Counts only where the pact is its own object: "reach an agreement", not "reach the coast"."""
    modifier: bool = False
    """Counts only as a modifier of the pact's own noun ("a proposed accord") …"""
    otherwise: str = ""
    """… and is of this class elsewhere ("proposed an accord")."""
    kinds: tuple[AnchorKind, ...] = ()
    """Counts only for these kinds of anchor; all when empty."""
    verbs: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()


class Steps(Rule):
    """All step classes by name."""

    about: str
    classes: dict[str, StepClass]


class Fold(Rule):
    """How step classes combine; see `fold.json`."""

    about: str
    table: dict[str, dict[str, str]]
    negated: dict[str, str]
    future: dict[str, str]


class AnchorPattern(Rule):
    """One way to name what is agreed, with sentences it must and must not match."""

    name: str
    kind: AnchorKind
    regex: str
    explicit: bool
    case: bool = False
    stages: dict[Stage, Stage] = {}
    """What a stage means on such an anchor: a membership plan that is agreed opens negotiations."""
    match: tuple[str, ...]
    no_match: tuple[str, ...]


class Anchors(Rule):
    """Pact nouns, security words and patterns; see `anchors.json`."""

    about: str
    security_word: str
    security_subject: str
    pact_noun: str
    weak_noun: tuple[str, ...]
    patterns: tuple[AnchorPattern, ...]


class VetoRule(Rule):
    """A named reason why a frame is no news of a pact."""

    reason: str
    near: str = ""
    """Searched in the words about the pact."""
    sentence: str = ""
    """Searched in the whole sentence."""
    match: tuple[str, ...]
    no_match: tuple[str, ...]


class Vetoes(Rule):
    """All vetoes, in the order they are tried."""

    about: str
    reasons: tuple[VetoRule, ...]


class TypeRule(Rule):
    """Words that tell a pact's type; the first rule that fits wins."""

    type: PactType
    near: str = ""
    sentence: str = ""
    match: tuple[str, ...]
    no_match: tuple[str, ...] = ()


class TypeRules(Rule):
    """The types in order, and what a pact is when none fits."""

    about: str
    rules: tuple[TypeRule, ...]


class ProvisionRule(Rule):
    """Words that tell what the parties agree to do."""

    provision: Provision
    regex: str
    match: tuple[str, ...]
    no_match: tuple[str, ...] = ()


class ProvisionRules(Rule):
    """All provisions."""

    about: str
    rules: tuple[ProvisionRule, ...]


class RoleRule(Rule):
    """Words before a mention that tell its part when it is not party."""

    role: MentionRole
    before: str
    match: tuple[str, ...]


class Ambiguity(Rule):
    """When a name is not the country: words right before, right after, or anywhere in the article."""

    surface: str
    not_before: str = ""
    not_after: str = ""
    not_anywhere: str = ""
    unless_anywhere: str = ""


class Names(Rule):
    """What the gazetteer must not take, and what it takes beside the countries' own names."""

    about: str
    masks: tuple[str, ...]
    ignored: tuple[str, ...]
    extra: dict[str, str]
    roles: tuple[RoleRule, ...]
    ambiguous: tuple[Ambiguity, ...]


class Subjects(Rule):
    """Classes of words by what they speak of; see `subjects.json`."""

    about: str
    classes: dict[str, tuple[str, ...]]


class Stems(Rule):
    """What triage looks for; see `triage.json`."""

    about: str
    objects: tuple[str, ...]
    subjects: tuple[str, ...]


def read(name: str) -> str:
    """The text of a file under `services/extractor/data/`."""
    return (files("services.extractor") / "data" / name).read_text(encoding="utf-8")


def _load(name: str, shape: type[T]) -> T:
    return TypeAdapter(shape).validate_json(read(name))


@cache
def leaders() -> tuple[Leader, ...]:
    """Leaders and ministers of the last decades."""
    return _load("leaders.json", tuple[Leader, ...])


@cache
def steps() -> Steps:
    """The step classes."""
    return _load("steps.json", Steps)


@cache
def fold() -> Fold:
    """The fold table."""
    return _load("fold.json", Fold)


@cache
def anchors() -> Anchors:
    """The anchors."""
    return _load("anchors.json", Anchors)


@cache
def vetoes() -> Vetoes:
    """The vetoes."""
    return _load("vetoes.json", Vetoes)


@cache
def type_rules() -> TypeRules:
    """The pact types."""
    return _load("pact_types.json", TypeRules)


@cache
def provision_rules() -> ProvisionRules:
    """The provisions."""
    return _load("provisions.json", ProvisionRules)


@cache
def subjects() -> Subjects:
    """The classes of words."""
    return _load("subjects.json", Subjects)


@cache
def stems() -> Stems:
    """The stems of triage."""
    return _load("triage.json", Stems)


@cache
def names() -> Names:
    """Masks, ambiguous names and roles."""
    return _load("names.json", Names)


@cache
def words(pattern: str) -> re.Pattern[str]:
    """`pattern` between word boundaries, without regard to case; never matches when empty."""
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)" if pattern else r"(?!)", re.IGNORECASE)
