"""Bodies become articles, one by one; each that cannot be read says why, as it would on Kafka."""

import json
from datetime import UTC, datetime

import pytest

from services.gateway import intake
from shared.decoding import Invalid, Reason, decode
from shared.messages import Article

NOW = datetime(2024, 6, 13, 12, 0, tzinfo=UTC)
GOOD = {"text": "Japan and Ukraine signed a security agreement."}
JSON = "application/json"


def read(body: object, media_type: str = JSON) -> intake.Intake:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return intake.read(raw, media_type, NOW)


def test_one_object_is_one_article():
    taken = read(GOOD)
    assert [(index, article.text) for index, article in taken.articles] == [(0, GOOD["text"])]
    assert taken.refused == []


def test_an_article_arrives_now_unless_it_says_when():
    assert read(GOOD).articles[0][1].fetched_at == NOW
    given = read({**GOOD, "fetched_at": "2020-01-01T00:00:00Z"}).articles[0][1].fetched_at
    assert given == datetime(2020, 1, 1, tzinfo=UTC)


def test_in_an_array_each_is_judged_for_itself():
    taken = read([GOOD, {"text": " "}, 3, {"text": "\ud800"}, GOOD])
    assert [index for index, _ in taken.articles] == [0, 4]
    assert [(index, why.reason) for index, why in taken.refused] == [
        (1, Reason.INVALID),
        (2, Reason.INVALID),
        (3, Reason.NOT_JSON),
    ]


def test_lines_are_counted_without_the_blank_ones():
    body = json.dumps(GOOD).encode() + b"\n\n  \r\n{cut\n" + json.dumps(GOOD).encode()
    taken = read(body, "application/x-ndjson")
    assert [index for index, _ in taken.articles] == [0, 2]
    assert [index for index, _ in taken.refused] == [1]


@pytest.mark.parametrize("element", [{"text": 7}, {"text": "a\x00"}, {**GOOD, "schema_version": 99}, "text", None])
def test_an_array_says_what_kafka_says_of_the_same_article(element):
    with pytest.raises(Invalid) as alone:
        decode(Article, json.dumps(element).encode())
    ((_, why),) = read([element]).refused
    assert (str(why), why.field, why.reason) == (str(alone.value), alone.value.field, alone.value.reason)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \n\t", Reason.EMPTY),
        (b"[]", Reason.EMPTY),
        (b"[1, 2", Reason.NOT_JSON),
        (b"[" * 100_000, Reason.NOT_JSON),
        (b"[" + b"9" * 5000 + b"]", Reason.NOT_JSON),
        (b'["\xff"]', Reason.NOT_UTF8),
        (b"not json", Reason.NOT_JSON),
    ],
)
def test_a_body_that_cannot_be_read_says_why(body, reason):
    with pytest.raises(Invalid) as refused:
        read(body)
    assert refused.value.reason is reason


def test_brackets_nested_deep_but_not_too_deep_are_one_bad_article():
    ((_, why),) = read(b"[" * 900 + b"]" * 900).refused
    assert why.reason is Reason.NOT_JSON


def test_a_thousand_are_taken_and_one_more_is_not():
    assert len(read([GOOD] * intake.LONGEST_BATCH).articles) == intake.LONGEST_BATCH
    with pytest.raises(intake.TooMany, match="1000 articles at most"):
        read([GOOD] * (intake.LONGEST_BATCH + 1))


@pytest.mark.parametrize(
    ("media_type", "json_it_is"),
    [(JSON, True), ("application/cloudevents+json", True), ("text/plain", False), ("", False)],
)
def test_what_counts_as_json(media_type, json_it_is):
    assert intake.is_json(media_type) is json_it_is
