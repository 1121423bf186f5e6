"""Parties of a step into or out of an alliance: the organisation, the candidate, the consenting member."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from services.extractor.reading.context import Context
from services.extractor.reading.parties import PartyFinder
from services.extractor.reading.values import Anchor, AnchorKind, Mention
from shared.countries import all_organisations, is_organisation, members
from shared.vocabulary import Stage

INSIDERS = frozenset({Stage.RATIFIED, Stage.REJECTED, Stage.TERMINATED, Stage.SUSPENDED})
"""Steps that a member takes: it consents, objects or leaves."""
ENTRY = re.compile(
    r"\b(?:into|join(?:s|ed|ing)?|enter(?:s|ed|ing)?|accession (?:talks )?(?:to|with)|entry (?:in)?to|admi\w+ to|"
    r"(?:becom\w+|be|became) (?:\w+ ){0,3}members? of|membership (?:of|in)|bid for)(?: the)? ?$",
    re.IGNORECASE,
)
"""Before an alliance: someone goes into it, whatever verb carries the step."""
PAPERS = re.compile(
    r"\baccession (?:protocol|talks|treaty|documents)|\b(?:protocols?|instruments?|treat(?:y|ies)) (?:of|on|for) "
    r"(?:\S+ ){0,6}(?:accession|admission|membership|entry)|\bmembership action plan|\binvit\w+ (?:\S+ ){0,14}"
    r"(?:to join|to become members?|accession)|\breceiv\w+ (?:an|the) invitation|\bnew NATO (?:members|allies)|"
    r"\bappl(?:y|ied|ies|ying) (?:\w+ ){0,2}(?:for (?:admission|membership|accession)|to join)|"
    r"\bPartnership for Peace|\baccession papers|\baccession to the North Atlantic Treaty",
    re.IGNORECASE,
)
CONSENT = re.compile(
    r"\b(?:ratif|approv|vot(?:e|ed|es|ing)\b|consent|veto|block|parliament|senat|lawmakers|deputies|legislat|clears?\b|"
    r"object|green light)",
    re.IGNORECASE,
)
"""Words of a member's consent, planned or withheld."""
CHAMBER = re.compile(
    r"(?:['’]s?|n)? ?(?:\w+ ){0,2}(?:senat|parliament|lawmakers|deputies|legislat|(?:upper|lower) (?:house|chamber)|"
    r"house|congress|assembly|cabinet|MPs)|.*\b(?:approv|ratif|consent|vot(?:e|es|ed)\b|veto|block)",
    re.IGNORECASE,
)
"""After a member's name, near by: it is the one who consents."""
UNNAMED_CHAMBER = re.compile(
    r"\b(?:the|its) (?:\w+ )?(?:Senate|House|Congress|parliament|assembly|chamber)\b|\bsenators\b|\blawmakers\b|"
    r"\bdeputies\b|\bvoted \d+",
    re.IGNORECASE,
)


@cache
def alliances() -> frozenset[str]:
    """Codes of what can be joined or left with a security pact; the EU or the UN are other matters."""
    return frozenset(o.code for o in all_organisations() if o.kind in {"alliance", "partnership"})


def told(finder: PartyFinder, anchor: Anchor) -> bool:
    """Whether a sentence tells of an accession though its anchor is a bare verb or the papers of one."""
    text, start = finder.sentence.text, finder.sentence.start
    if anchor.kind is AnchorKind.ACT:
        noun = anchor.surface.lower() in {"accession", "membership", "admission"}
        return PAPERS.search(text) is not None or any(
            m.code in alliances() and (noun or ENTRY.search(text[max(0, m.start - start - 50) : m.start - start]))
            for m in finder.mentions
        )
    return (
        anchor.kind is AnchorKind.PACT and PAPERS.search(text[max(0, anchor.start - 40) : anchor.end + 60]) is not None
    )


def parties(
    structural: list[Mention],
    possible: list[Mention],
    stage: Stage,
    context: Context,
    hosted: bool = False,
    text: str = "",
    offset: int = 0,
) -> list[Mention]:
    """The parties, or none when no alliance or no candidate can be found; `hosted`: a member welcomes the candidate."""
    organisation = _first(structural, possible, context.organisations)
    if organisation is None:
        return []
    inside = set(members(organisation.code, _before(context.when)))
    states = [m for m in structural if not is_organisation(m.code)]
    candidates = [m for m in states if m.code not in inside]
    insiders = [m for m in states if m.code in inside]
    if not candidates and stage is Stage.IN_FORCE and not hosted:
        # Told after the day of accession: by the calendar the candidate is a member already. It is still the one who
        # joined, and not whoever else the sentence names.
        candidates = insiders
    if not candidates:
        candidates = [m for m in possible if not is_organisation(m.code) and m.code not in inside][:1]
    if stage is Stage.TERMINATED and insiders:
        return [*insiders, organisation]
    if not candidates:
        candidates = [m for m in context.actors if m.code not in inside and m.code in context.titled][:1]
    if not candidates and not hosted and stage not in INSIDERS:
        candidates = insiders
    if CONSENT.search(text) and not hosted:
        insiders += [
            m for m in possible if m.code in inside and CHAMBER.match(text[m.end - offset : m.end - offset + 70])
        ]
    if stage is not Stage.TERMINATED and not hosted and (stage in INSIDERS or CONSENT.search(text)):
        if not insiders and UNNAMED_CHAMBER.search(text):
            insiders = [m for m in context.actors[:4] if m.code in inside][:1]
        if stage is Stage.RATIFIED and not insiders and context.issuer in inside:
            insiders = [m for m in context.actors if m.code == context.issuer][:1]
        return _unique([*insiders, *candidates, organisation]) if candidates else []
    return _unique([*candidates, organisation]) if candidates else []


def _before(when: date | None) -> date | None:
    """A day before the news: whoever has just joined was no member then, whoever has just left was one."""
    return when - timedelta(days=21) if when else None


def _first(*sources: Iterable[Mention]) -> Mention | None:
    return next((m for mentions in sources for m in mentions if m.code in alliances()), None)


def _unique(mentions: list[Mention]) -> list[Mention]:
    found: dict[str, Mention] = {}
    for mention in mentions:
        found.setdefault(mention.code, mention)
    return list(found.values())
