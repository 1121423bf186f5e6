"""Parties of a pact: those found by structure, filled up from the sentence and then from the article."""

import re
from collections.abc import Iterable

from services.extractor.reading import accession
from services.extractor.reading.context import PLURAL_REFERENCE, Context
from services.extractor.reading.parties import PartyFinder
from services.extractor.reading.values import Anchor, AnchorKind, Mention, MentionKind
from shared.countries import is_organisation, members
from shared.vocabulary import Stage

NUMBER = re.compile(
    r"\b(?:the|all|both|these|our|other) (?P<number>two|three|four|five|six|seven) (?:\w+[ -]){0,2}?"
    r"(?:leaders|ministers|presidents|countries|nations|sides|governments|states|parties|neighbou?rs|allies|partners|"
    r"militaries|armies|navies|chiefs|heads|capitals|republics|members|signatories)\b|"
    r"\b(?P<three>trilateral|tripartite|three-way|trio)\b",
    re.IGNORECASE,
)
"""How many are bound where the sentence does not name them."""
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
TOGETHER = re.compile(
    r"\b(?:both|the two|the three|our two|we|the) (?:(?!united )\w+ )?(?:leaders|ministers|presidents|countries|"
    r"nations|sides|governments|states|parties|neighbou?rs|militaries)\b|\bwe\b|"
    r"\bcounterparts?\b|\bthe (?:two|pair|trio)\b",
    re.IGNORECASE,
)
"""Those bound are meant as one: the article's first actors are meant, before a country that the sentence passes by."""
PAIR = re.compile(r"\b(?:both|two|pair|bilateral|counterpart)\b", re.IGNORECASE)
FIRST_PERSON = re.compile(r"\b(?:we|our|ours|us|my)\b|\bI\b")
BREAK = re.compile(r";|\b(?:while|although|though|whereas|but)\b")
"""Begins a part of the sentence that tells of something else."""
WITH = re.compile(r"\bwith (?:the )?$")
SPEAKS = re.compile(
    r" (?:has |have )?(?:says?|said|announces?|announced|reports?|reported|adds|added)[.,]?\s*(?:$|[A-Z]?[.])"
)
BASE = re.compile(
    r"\b(?:bases?|station(?:ed|s)?|troops|forces|garrison|air ?field|radar|missiles?|soldiers|naval|navy|air ?base)\b",
    re.IGNORECASE,
)
TERRITORIES = frozenset(
    {"GUM", "GRL", "IOT", "PRI", "GIB", "FLK", "NCL", "PYF", "VIR", "ASM", "MNP", "BMU", "CYM", "HKG", "MAC", "FRO"}
)
"""Named as places; their states are bound."""
BYSTANDERS = frozenset({"UN", "OAS", "OSCE", "G7", "G20", "COMMONWEALTH"})
"""Bodies that are named for what they do elsewhere; bound by structure alone."""


def parties_of(
    finder: PartyFinder,
    structural: list[Mention],
    anchor: Anchor,
    stage: Stage,
    context: Context,
    hosted: bool = False,
) -> list[Mention]:
    """The parties of one frame; `hosted`: a member welcomes the candidate."""
    text = finder.sentence.text
    treaties = {m.code for m in finder.mentions if _treaty(m, text, finder.sentence.start)}
    structural = [m for m in structural if m.code not in treaties]
    possible = [m for m in finder.eliminated() if m.code not in treaties]
    membership = anchor.kind is AnchorKind.MEMBERSHIP
    if membership or accession.told(finder, anchor):
        found = accession.parties(structural, possible, stage, context, hosted, text, finder.sentence.start)
        if found or membership:
            return finder.with_lists(found)
    found = finder.with_lists(
        bound(structural, possible, finder.places(), text, context, anchor, finder.sentence.start)
    )
    return _settled(found, possible, text, finder.sentence.start, context)


def _settled(
    parties: list[Mention], possible: list[Mention], text: str, offset: int, context: Context
) -> list[Mention]:
    """Without whoever only tells of the pact; with the side that is left out."""
    if len(parties) > 2:
        parties = [p for p in parties if not _speaks(p, text, offset)]
    first = min((p.start for p in parties), default=0) - offset
    if len(parties) > 1 and first > 0 and WITH.search(text[:first]):
        codes = {p.code for p in parties}
        own = [m for m in context.actors if m.code == context.issuer]
        before = [m for m in possible if m.start < first + offset and m.kind is not MentionKind.SEAT]
        parties = [*(m for m in (before[-1:] or own) if m.code not in codes), *parties]
    return parties


def _treaty(mention: Mention, text: str, offset: int) -> bool:
    """Whether a body's name is that of a treaty here."""
    if not is_organisation(mention.code):
        return False
    end = mention.end - offset
    return mention.surface.lower().endswith(("treaty", "pact")) or text[end : end + 8].lower().strip(" ,.;") == "treaty"


def _speaks(mention: Mention, text: str, offset: int) -> bool:
    start, end = mention.start - offset, mention.end - offset
    return start > 2 and text[start - 2 : start] == ", " and SPEAKS.match(text[end : end + 40]) is not None


def bound(
    structural: list[Mention],
    possible: list[Mention],
    places: list[Mention],
    text: str,
    context: Context,
    anchor: Anchor,
    offset: int = 0,
) -> list[Mention]:
    """The parties, two at least or none worth having; `possible`: the sentence's mentions in no other part.

    Too few by structure, the nearest mention of the sentence is taken; still too few, and the sentence says "we", "both
    leaders" or names one side only, the article's actors.
    """
    parties = list(structural)
    wanted = _number(text)
    together = TOGETHER.search(text) is not None
    near = sorted(
        (m for m in possible if m.code not in BYSTANDERS and m.code not in TERRITORIES),
        key=lambda m: (len(BREAK.findall(_between(m, anchor, text, offset))), abs(m.start - offset - anchor.start)),
    )
    own = [m for m in context.actors if m.code == context.issuer] if FIRST_PERSON.search(text) else []
    actors = _actors(context)
    named = {m.code for m in near}
    titled = [m for m in actors if m.code in context.titled]
    if not parties and not near and wanted == 2 and not PAIR.search(text):
        states = [m for m in titled if not is_organisation(m.code)]
        wanted = max(2, len(states)) if len(states) < 6 else 2
    if together and not parties:
        if actors[:2] == titled[:2]:
            _fill(parties, actors[:2], 2)
        _fill(parties, (m for m in actors[:wanted] if m.code in named), wanted)
        if wanted > 2:
            _fill(parties, actors, wanted)
    _fill(parties, own, 2)
    _fill(parties, near, 2)
    if parties or PLURAL_REFERENCE.search(text) or together or anchor.kind is AnchorKind.PACT:
        if BASE.search(text):
            _fill(parties, (m for m in places if m.kind is MentionKind.NAME), 2)
        if len(parties) == 1 and is_organisation(parties[0].code):
            inside = members(parties[0].code, context.when)
            _fill(parties, (m for m in titled if m.code not in inside), wanted)
            return parties
        _fill(parties, titled, wanted)
        _fill(parties, places, 2)
        _fill(parties, actors[: wanted + 1], wanted)
    return _without_groups(parties, context)


def _fill(parties: list[Mention], more: Iterable[Mention], wanted: int) -> None:
    for mention in more:
        if len(parties) < wanted and all(mention.code != p.code for p in parties):
            parties.append(mention)


def _number(text: str) -> int:
    """How many the sentence speaks of, two if it does not say."""
    found = NUMBER.search(text)
    if found is None:
        return 2
    return NUMBERS[found["number"].lower()] if found["number"] else 3


def _between(mention: Mention, anchor: Anchor, text: str, offset: int) -> str:
    start, end = mention.start - offset, mention.end - offset
    return text[end : anchor.start] if end <= anchor.start else text[anchor.end : start]


def _actors(context: Context) -> list[Mention]:
    """The article's actors, with the bodies that its title names."""
    bodies = [m for m in context.organisations if m.code in context.titled and m.code not in BYSTANDERS]
    states = [m for m in context.actors if m.code not in TERRITORIES]
    return sorted([*states, *bodies], key=lambda m: context.rank.get(m.code, 99))


def _without_groups(parties: list[Mention], context: Context) -> list[Mention]:
    """An organisation beside its own members is what they speak of or meet in, not another party."""
    codes = {p.code for p in parties}
    kept = []
    for party in parties:
        inside = is_organisation(party.code) and sum(code in members(party.code, context.when) for code in codes)
        if not (inside and len(codes) > 2):
            kept.append(party)
    return kept
