"""Who an article is about: whom "we", "both leaders" and "the two countries" mean when a sentence does not say."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from services.extractor.reading.parties import role_of
from services.extractor.reading.values import Mention, MentionKind, Sentence
from shared.countries import is_organisation, resolve
from shared.countries.resolve import UnknownCountry
from shared.vocabulary import MentionRole

PLURAL_REFERENCE = re.compile(
    r"\b(?:we|our (?:two )?(?:countries|nations|governments)|(?:both|two|three|the) "
    r"(?:leaders|ministers|prime ministers|presidents|countries|nations|sides|"
    r"governments|states|men|parties|neighbou?rs|allies|partners)|they|each other|bilateral|mutual|trilateral)\b",
    re.IGNORECASE,
)
SOURCE_STATE = re.compile(
    r"\b(?:White House|state\.gov|Department of State|Department of Defen[cs]e|Pentagon|whitehouse)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Context:
    """The actors of an article, most prominent first, and the state whose own statement it is."""

    actors: tuple[Mention, ...]
    organisations: tuple[Mention, ...] = ()
    issuer: str | None = None
    titled: frozenset[str] = frozenset()
    """Codes that the title names."""
    when: date | None = None
    """Day of the article; None where not known."""
    sentences: int = 1
    """How many the article has."""
    weight: Mapping[str, int] = field(default_factory=dict)
    """How much the article speaks of each code."""
    rank: Mapping[str, int] = field(default_factory=dict)
    """Place of each code by that weight, from 0."""


def issuer(source: str | None) -> str | None:
    """The state that issues an article of this source: "Prime Minister of Australia" → AUS; None for the press."""
    if not source:
        return None
    if SOURCE_STATE.search(source):
        return "USA"
    match = re.search(
        r"\b(?:Prime Minister|Ministry|Government|President|Cabinet|Department|"
        r"Embassy|Office)\b.*?(?:\bof (?:the )?|, (?:the )?)([A-Z][\w ]+)$",
        source,
    )
    try:
        return resolve(match.group(1).split(",")[0]) if match else None
    except UnknownCountry:
        return None


def context(
    sentences: list[Sentence], mentions: list[Mention], text: str, source: str | None, when: date | None = None
) -> Context:
    """Weigh each mention by where it stands: the title counts most, then the first sentences."""
    weight: Counter[str] = Counter()
    first: dict[str, Mention] = {}
    ends = [(s.end, s.is_title, s.index) for s in sentences]
    place = 0
    for mention in mentions:
        while place < len(ends) - 1 and mention.start >= ends[place][0]:
            place += 1
        role = role_of(text, mention)
        if role is not None and (mention.kind is MentionKind.SEAT or role is not MentionRole.HOST):
            continue
        first.setdefault(mention.code, mention)
        _, is_title, index = ends[place]
        weight[mention.code] += 6 if is_title else 3 if index <= 2 else 1
    own = issuer(source)
    if own and own in weight:
        weight[own] += 6
    ranked = [first[code] for code, _ in weight.most_common()]
    return Context(
        tuple(m for m in ranked if not is_organisation(m.code)),
        tuple(m for m in ranked if is_organisation(m.code)),
        own,
        frozenset(m.code for m in mentions if sentences[0].is_title and m.start < sentences[0].end),
        when,
        len(sentences),
        dict(weight),
        {code: place for place, (code, _) in enumerate(weight.most_common())},
    )
