"""Does an event concern a subscription? Pure, and closed by default: what is not known to match does not.

- A state is watched as itself. When NATO joins a pact, whoever watches NATO is told; whoever watches France is not,
  unless France is named: one communiqué of the alliance would otherwise ring in thirty-two capitals at once.
- An event whose parties could not be resolved matches nobody, not even those who ask for mere mentions.
- Modality is no condition: a planned signing is told as planned, and the alert says so in `event.modality`.
"""

from collections.abc import Collection

from shared.messages import Match, PactEvent
from shared.subscriptions import Role, Rule, SubscriptionSpec


def match(event: PactEvent, wanted: SubscriptionSpec) -> Match | None:
    """Why the event is to be told to the subscription, or None."""
    if not _worth_telling(event, wanted):
        return None
    parties = {party.code for party in event.pact.parties}
    if not parties:
        return None
    if bound := _enough(wanted, parties):
        return Match(countries=bound, role="party", rule=wanted.rule.value)
    if wanted.role is Role.MENTIONED:
        named = parties | {mention.code for mention in event.pact.mentioned}
        if seen := _enough(wanted, named):
            return Match(countries=seen, role="mentioned", rule=wanted.rule.value)
    return None


def watched_codes(wanted: SubscriptionSpec) -> tuple[str, ...]:
    """Each watched code once, in the subscriber's order."""
    return tuple(dict.fromkeys(wanted.countries))


def number_of_watched_needed(wanted: SubscriptionSpec) -> int:
    """How many of the watched codes must be there."""
    return {Rule.ANY: 1, Rule.PAIR: 2, Rule.ALL: len(set(wanted.countries))}[wanted.rule]


def number_of_sources(event: PactEvent) -> int:
    """How many independent sources tell it. One report stands behind any event, even if it named no outlet."""
    return max(1, len(set(event.sources)))


def _worth_telling(event: PactEvent, wanted: SubscriptionSpec) -> bool:
    """Type, stage, confidence and sources: everything but the countries."""
    return (
        (not wanted.pact_types or event.pact.pact_type in wanted.pact_types)
        and (not wanted.stages or event.stage in wanted.stages)
        and event.confidence >= wanted.min_confidence
        and number_of_sources(event) >= wanted.min_sources
    )


def _enough(wanted: SubscriptionSpec, there: Collection[str]) -> tuple[str, ...]:
    """The watched codes that are there; empty when they are too few."""
    found = tuple(code for code in watched_codes(wanted) if code in there)
    return found if len(found) >= number_of_watched_needed(wanted) else ()
