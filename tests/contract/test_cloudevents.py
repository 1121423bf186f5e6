"""CloudEvents 1.0 headers: what a message carries on the topic, beside its JSON."""

from datetime import UTC, datetime

import pytest
from jsonschema import Draft202012Validator

from docs.generate import schemas
from docs.generate.examples import EXAMPLES, alert, article, event, report
from shared.cloudevents import headers, id_of
from shared.decoding import Invalid, Reason
from shared.messages import Message
from shared.publisher import Outgoing
from shared.record import Record
from shared.rejection import Rejection, reject
from shared.topics import ALERTS, ARTICLES

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("model", EXAMPLES, ids=lambda model: model.__name__)
def test_headers_are_those_of_the_contract(model: type[Message]) -> None:
    said = {name: value.decode() for name, value in headers(EXAMPLES[model], "gateway", AT)}
    schema = schemas.cloudevents_schema(model)
    Draft202012Validator(schema).validate(said)
    assert said.keys() == schema["properties"].keys()
    assert datetime.fromisoformat(said["ce_time"]) == AT


def test_the_id_is_that_of_the_message_and_a_revision_is_another_event() -> None:
    assert id_of(report) == report.report_id
    assert id_of(event) == event.event_id
    assert id_of(alert) == alert.alert_id
    revised = article.model_validate({**article.model_dump(), "text": "Another text."})
    assert revised.id == article.id
    assert id_of(revised) != id_of(article)


def test_saying_it_twice_gives_the_same_id() -> None:
    assert headers(alert, "notifier", AT) == headers(alert.model_copy(), "notifier", AT)


def test_only_what_travels_has_headers() -> None:
    with pytest.raises(TypeError, match="Message does not travel"):
        id_of(Message())


@pytest.mark.parametrize("key", [None, b"\xff\x00"])
@pytest.mark.parametrize("field", [None, "published_at"])
def test_a_refused_message_carries_where_it_stood_and_why(key: bytes | None, field: str | None) -> None:
    record = Record(3, 42, 1_700_000_000_000, key, b"\xff not json")
    outgoing = reject(record, ARTICLES, Invalid(Reason.INVALID, "text: is blank.", field), "extractor")

    text = {name: value.decode("latin-1") for name, value in outgoing.headers}
    Draft202012Validator(schemas.rejection_schema()).validate(text)
    assert text.keys() <= schemas.rejection_schema()["properties"].keys()

    back = Rejection.read(outgoing.value or b"", outgoing.headers)
    assert (back.topic, back.partition, back.offset) == (ARTICLES.name, 3, 42)
    assert (back.key, back.value, back.field) == (key, b"\xff not json", field)
    assert outgoing.key.decode() == back.rejected_id


def test_a_message_goes_out_with_its_headers() -> None:
    outgoing = Outgoing.of(ALERTS, alert.subscription_id, alert, "notifier")
    assert dict(outgoing.headers)["ce_type"] == b"pactwatch.alert.v1"
