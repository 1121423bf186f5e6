"""Who is told of which event."""

from typing import Any

import pytest

from services.notifier.matching import match
from shared.messages import Match
from shared.subscriptions import SubscriptionSpec
from shared.vocabulary import Modality, PactType, Stage
from tests.messages import pact_event


def wish(*countries: str, **fields: Any) -> SubscriptionSpec:
    return SubscriptionSpec(countries=countries, **fields)


def found(*parties: str, mentioned: tuple[str, ...] = (), by: SubscriptionSpec) -> tuple[str, ...] | None:
    matched = match(pact_event(*parties, mentioned=mentioned), by)
    return matched.countries if matched else None


@pytest.mark.parametrize(
    ("rule", "watched", "expected"),
    [
        ("any", ("JPN",), ("JPN",)),
        ("any", ("FRA", "UKR", "JPN"), ("UKR", "JPN")),
        ("any", ("FRA",), None),
        ("all", ("JPN", "UKR"), ("JPN", "UKR")),
        ("all", ("JPN",), ("JPN",)),
        ("all", ("JPN", "UKR", "FRA"), None),
        ("pair", ("JPN", "FRA", "UKR"), ("JPN", "UKR")),
        ("pair", ("JPN", "FRA"), None),
        ("pair", ("JPN",), None),
    ],
)
def test_rules(rule: str, watched: tuple[str, ...], expected: tuple[str, ...] | None) -> None:
    assert found("JPN", "UKR", by=wish(*watched, rule=rule)) == expected


def test_a_country_written_twice_is_no_pair() -> None:
    assert found("JPN", "UKR", by=wish("JPN", "Japan", rule="pair")) is None
    assert found("JPN", "UKR", by=wish("JPN", "Japan", rule="all")) == ("JPN",)


def test_by_default_a_mention_is_not_enough() -> None:
    assert found("JPN", "PHL", mentioned=("CHN",), by=wish("CHN")) is None


def test_who_asks_for_mentions_is_told_which_it_was() -> None:
    event = pact_event("JPN", "PHL", mentioned=("CHN",))
    china = match(event, wish("CHN", role="mentioned"))
    assert china == Match(countries=("CHN",), role="mentioned", rule="any")
    japan = match(event, wish("JPN", "CHN", role="mentioned"))
    assert japan == Match(countries=("JPN",), role="party", rule="any")
    both = match(event, wish("JPN", "CHN", role="mentioned", rule="all"))
    assert both == Match(countries=("JPN", "CHN"), role="mentioned", rule="all")


def test_an_organisation_is_watched_as_itself() -> None:
    assert found("NATO", "UKR", by=wish("NATO")) == ("NATO",)
    assert found("NATO", "UKR", by=wish("FRA")) is None
    assert found("FRA", "UKR", by=wish("NATO")) is None


def test_without_parties_nobody_is_told() -> None:
    event = pact_event("JPN", "UKR", mentioned=("CHN",))
    unresolved = event.model_copy(update={"pact": event.pact.model_copy(update={"parties": ()})})
    assert match(unresolved, wish("JPN", "CHN", role="mentioned")) is None


@pytest.mark.parametrize(
    ("wishes", "is_told"),
    [
        ({}, True),
        ({"pact_types": ["security_cooperation", "logistics"]}, True),
        ({"pact_types": ["logistics"]}, False),
        ({"stages": ["signed"]}, True),
        ({"stages": ["ratified"]}, False),
        ({"min_confidence": 0.8}, True),
        ({"min_confidence": 0.81}, False),
        ({"min_sources": 2}, True),
        ({"min_sources": 3}, False),
    ],
)
def test_conditions(wishes: dict[str, Any], is_told: bool) -> None:
    event = pact_event(
        stage=Stage.SIGNED,
        pact_type=PactType.SECURITY_COOPERATION,
        confidence=0.8,
        sources=("One", "Two", "Two"),
    )
    assert (match(event, wish("JPN", **wishes)) is not None) == is_told


def test_an_article_without_an_outlet_is_still_one_source() -> None:
    assert match(pact_event(sources=()), wish("JPN", min_sources=1)) is not None
    assert match(pact_event(sources=()), wish("JPN", min_sources=2)) is None


@pytest.mark.parametrize("modality", [Modality.ACTUAL, Modality.PLANNED])
def test_modality_is_told_not_judged(modality: Modality) -> None:
    assert match(pact_event(modality=modality), wish("JPN")) is not None
