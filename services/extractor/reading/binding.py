"""Parties of an ordinary pact: those found by structure, filled up from the sentence and then from the article."""

from services.extractor.reading.context import PLURAL_REFERENCE, Context
from services.extractor.reading.values import Anchor, Mention
from shared.countries import is_organisation, members


def bound(
    structural: list[Mention], possible: list[Mention], text: str, context: Context, anchor: Anchor
) -> list[Mention]:
    """The parties, two at least or none worth having; `possible`: the sentence's mentions in no other part.

    Too few by structure, the nearest mention of the sentence is taken; still too few, and the sentence says "we", "both
    leaders" or names one side only, the article's actors.
    """
    parties = list(structural)
    if len(parties) < 2:
        for mention in sorted(possible, key=lambda m: abs(m.start - anchor.start)):
            if all(mention.code != p.code for p in parties) and len(parties) < 2:
                parties.append(mention)
    if len(parties) < 2 and (parties or PLURAL_REFERENCE.search(text)):
        for mention in context.actors[:3]:
            if all(mention.code != p.code for p in parties) and len(parties) < 2:
                parties.append(mention)
    return _without_groups(parties, context)


def _without_groups(parties: list[Mention], context: Context) -> list[Mention]:
    """An organisation beside its own members is what they speak of or meet in, not another party."""
    codes = {p.code for p in parties}
    kept = []
    for party in parties:
        inside = is_organisation(party.code) and sum(code in members(party.code, context.when) for code in codes)
        if not (inside and len(codes) > 2):
            kept.append(party)
    return kept
