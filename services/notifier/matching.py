"""Does an event concern a subscription? Pure, and closed by default: what is not known to match does not.

- A state is watched as itself. When NATO joins a pact, whoever watches NATO is told; whoever watches France is not,
  unless France is named: one communiqué of the alliance would otherwise ring in thirty-two capitals at once.
- An event whose parties could not be resolved matches nobody, not even those who ask for mere mentions.
- Modality is no condition: a planned signing is told as planned, and the alert says so in `event.modality`.
"""

from collections.abc import Collection, Sequence

from shared.messages import Match, PactEvent
from shared.subscriptions import Role, Rule, SubscriptionSpec


def match(event: PactEvent, wanted: SubscriptionSpec) -> Match | None:
    """Why the event is to be told to the subscription, or None."""
    if not _worth_telling(event, wanted):
        return None
    parties = {party.code for party in event.pact.parties}
    if not parties:
        return None
    watched = tuple(dict.fromkeys(wanted.countries))
    if bound := _rule_holds(wanted.rule, watched, parties):
        return Match(countries=bound, role="party", rule=wanted.rule.value)
    if wanted.role is Role.MENTIONED:
        named = parties | {mention.code for mention in event.pact.mentioned}
        if seen := _rule_holds(wanted.rule, watched, named):
            return Match(countries=seen, role="mentioned", rule=wanted.rule.value)
    return None


def codes_of(event: PactEvent) -> frozenset[str]:
    """Every code a subscription could be found by: parties and those mentioned."""
    return frozenset(
        {party.code for party in event.pact.parties} | {mention.code for mention in event.pact.mentioned},
    )


def _worth_telling(event: PactEvent, wanted: SubscriptionSpec) -> bool:
    """Type, stage, confidence and sources: everything but the countries."""
    # An event always has one report behind it, even where the article named no outlet.
    sources = max(1, len(set(event.sources)))
    return (
        (not wanted.pact_types or event.pact.pact_type in wanted.pact_types)
        and (not wanted.stages or event.stage in wanted.stages)
        and event.confidence >= wanted.min_confidence
        and sources >= wanted.min_sources
    )


def _rule_holds(rule: Rule, watched: Sequence[str], there: Collection[str]) -> tuple[str, ...]:
    """The watched codes that are there, in the subscriber's order; empty when the rule does not hold."""
    found = tuple(code for code in watched if code in there)
    needed = {Rule.ANY: 1, Rule.PAIR: 2, Rule.ALL: len(watched)}[rule]
    return found if len(found) >= needed else ()
