"""Whom an event may concern: never one too few, whatever people ask for."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifier.matching import match
from services.notifier.watchlist import Subscriber, Watchlist
from shared.subscriptions import Role, Rule, SubscriptionSpec
from shared.vocabulary import PactType, Stage
from tests.messages import pact_event

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
CODES = st.sampled_from(["JPN", "UKR", "FRA", "CHN", "NATO"])
TYPES = st.sampled_from([PactType.LOGISTICS, PactType.ARMS_CONTROL])
STAGES = st.sampled_from([Stage.SIGNED, Stage.RATIFIED])

wishes = st.builds(
    SubscriptionSpec,
    countries=st.lists(CODES, min_size=1, max_size=4).map(tuple),
    rule=st.sampled_from(Rule),
    role=st.sampled_from(Role),
    pact_types=st.lists(TYPES, max_size=2).map(tuple),
    stages=st.lists(STAGES, max_size=2).map(tuple),
    min_confidence=st.sampled_from([0.0, 0.9]),
    min_sources=st.integers(1, 3),
)
events = st.builds(
    lambda parties, mentioned, **fields: pact_event(*parties, mentioned=tuple(mentioned), **fields),
    st.lists(CODES, min_size=1, max_size=4, unique=True),
    st.lists(CODES, max_size=2, unique=True),
    pact_type=TYPES,
    stage=STAGES,
    sources=st.lists(st.sampled_from(["One", "Two", "Three"]), max_size=3).map(tuple),
)


def subscriber(number: int, wanted: SubscriptionSpec) -> Subscriber:
    return Subscriber(f"sub_{number:03}", wanted.model_dump_json(), LONG_AGO)


@settings(deadline=None)
@given(st.lists(wishes, max_size=30), st.sets(st.integers(0, 29)), st.lists(wishes, max_size=10), events)
def test_everyone_who_matches_is_a_candidate(first, left, later, event) -> None:
    """However the list came to be: some subscribed, some left, others took their places."""
    watchlist = Watchlist()
    there = {}
    for number, wanted in enumerate(first):
        watchlist.add(subscriber(number, wanted))
        there[f"sub_{number:03}"] = wanted
    for number in left:
        if there.pop(f"sub_{number:03}", None):
            watchlist.remove(f"sub_{number:03}")
    for number, wanted in enumerate(later, 100):
        watchlist.add(subscriber(number, wanted))
        there[f"sub_{number:03}"] = wanted
    matching = [identity for identity, wanted in sorted(there.items()) if match(event, wanted)]
    candidates = [one.subscription_id for one in watchlist.candidates(event)]
    assert [identity for identity in candidates if match(event, there[identity])] == matching
    assert set(watchlist.ids) == set(there)


def test_it_leaves_out_most_who_do_not_match() -> None:
    watchlist = Watchlist()
    refused = [
        SubscriptionSpec(countries=("FRA",)),
        SubscriptionSpec(countries=("JPN", "FRA"), rule=Rule.PAIR),
        SubscriptionSpec(countries=("JPN", "FRA"), rule=Rule.ALL),
        SubscriptionSpec(countries=("JPN",), pact_types=(PactType.LOGISTICS,)),
        SubscriptionSpec(countries=("JPN",), stages=(Stage.RATIFIED,)),
        SubscriptionSpec(countries=("JPN",), min_sources=2),
        SubscriptionSpec(countries=("CHN",)),
    ]
    for number, wanted in enumerate([*refused, SubscriptionSpec(countries=("JPN", "UKR"), rule=Rule.PAIR)]):
        watchlist.add(subscriber(number, wanted))
    event = pact_event("JPN", "UKR", mentioned=("CHN",), stage=Stage.SIGNED, pact_type=PactType.ARMS_CONTROL)
    assert [one.subscription_id for one in watchlist.candidates(event)] == ["sub_007"]


def test_an_empty_list_and_an_event_without_parties() -> None:
    assert Watchlist().candidates(pact_event()) == []
