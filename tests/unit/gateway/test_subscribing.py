"""A subscription says in words what it will do, and its secret is what Standard Webhooks expects."""

import base64

import pytest

from services.gateway import subscribing
from shared.subscriptions import SubscriptionSpec


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        (
            {"countries": ["JPN"], "min_confidence": 0},
            (
                "Alerts when Japan is party to a security pact that is new or changes. "
                "Nothing is posted; read the alerts with GET /alerts."
            ),
        ),
        (
            {"countries": ["JPN", "KOR", "PHL"]},
            (
                "Alerts when Japan, South Korea or Philippines is party to a security pact that is new or changes. "
                "Needs a confidence of 0.5. Nothing is posted; read the alerts with GET /alerts."
            ),
        ),
        (
            {
                "countries": ["JPN", "KOR", "PHL"],
                "rule": "pair",
                "role": "mentioned",
                "pact_types": ["mutual_defence"],
                "stages": ["signed", "in_force"],
                "min_sources": 2,
                "webhook": "https://desk.example/hook/very-secret-path",
            },
            (
                "Alerts when two of Japan, South Korea and Philippines are party to, or mentioned with, "
                "a security pact (mutual defence) that is signed or in force. Needs a confidence of 0.5 and "
                "2 independent sources. "
                "Each is posted, signed, to desk.example, and kept under GET /alerts."
            ),
        ),
    ],
)
def test_says(wish, says):
    assert subscribing.says(SubscriptionSpec.model_validate(wish)) == says


def test_a_long_list_is_cut():
    codes = ["JPN", "KOR", "PHL", "AUS", "NZL", "USA", "CAN", "FRA", "DEU", "ITA"]
    assert "and 3 more together are" in subscribing.says(SubscriptionSpec(countries=tuple(codes), rule="all"))


def test_a_secret_is_32_random_bytes():
    first, second = subscribing.new_secret(), subscribing.new_secret()
    assert first != second
    assert first.startswith("whsec_")
    assert len(base64.b64decode(first.removeprefix("whsec_"), validate=True)) == 32


def test_a_pair_of_one_never_tells():
    wish = {"countries": ["JPN", "Japan"], "rule": "pair"}
    assert "two countries" in str(subscribing.never_tells(SubscriptionSpec.model_validate(wish)))
    assert subscribing.never_tells(SubscriptionSpec(countries=("JPN", "UKR"), rule="pair")) is None
