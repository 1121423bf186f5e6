"""The documented examples are true: requests are taken, answers are what the models say."""

import json

import pytest

from services.gateway import examples, intake
from services.gateway.app import build
from shared.subscriptions import SubscriptionSpec

OPERATIONS = {
    operation["operationId"]: operation for path in build().openapi()["paths"].values() for operation in path.values()
}


def test_every_operation_has_an_example_answer():
    assert set(examples.ANSWERS) == set(OPERATIONS) - {"unsubscribe"}


def test_every_operation_is_summed_up_tagged_and_warns_of_failure():
    for identity, operation in OPERATIONS.items():
        assert operation["summary"], identity
        assert operation["description"], identity
        assert operation["tags"], identity
        assert "application/problem+json" in operation["responses"]["500"]["content"], identity


@pytest.mark.parametrize("name", examples.REQUESTS["subscribe"]["application/json"])
def test_every_example_of_a_wish_is_one(name):
    SubscriptionSpec.model_validate(examples.REQUESTS["subscribe"]["application/json"][name]["value"])


@pytest.mark.parametrize(
    ("media_type", "name"),
    [(media_type, name) for media_type, named in examples.REQUESTS["publishArticles"].items() for name in named],
)
def test_every_example_of_articles_is_taken(media_type, name):
    value = examples.REQUESTS["publishArticles"][media_type][name]["value"]
    body = value if isinstance(value, str) else json.dumps(value)
    assert intake.read(body.encode(), media_type, examples.AT).articles
