"""Parties of a step into or out of an alliance: the organisation, the candidate, the consenting member."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from services.extractor.reading.context import Context
from services.extractor.reading.values import Mention
from shared.countries import all_organisations, is_organisation, members
from shared.vocabulary import Stage

INSIDERS = frozenset({Stage.RATIFIED, Stage.REJECTED, Stage.TERMINATED, Stage.SUSPENDED})
"""Steps that a member takes: it consents, objects or leaves."""


@cache
def alliances() -> frozenset[str]:
    """Codes of what can be joined or left with a security pact; the EU or the UN are other matters."""
    return frozenset(o.code for o in all_organisations() if o.kind in {"alliance", "partnership"})


def parties(
    structural: list[Mention], possible: list[Mention], stage: Stage, context: Context, hosted: bool = False
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
    if stage in INSIDERS and stage is not Stage.TERMINATED:
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
