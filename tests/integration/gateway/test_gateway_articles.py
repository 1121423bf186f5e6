"""Articles over HTTP: what is accepted is on the topic, what is not says why, and nothing else happens."""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from prometheus_client import REGISTRY, generate_latest

from shared.ids import article_id
from shared.messages import Article
from shared.topics import ARTICLES
from tests.running_gateway import RunningGateway
from tests.topic_reader import read_topic

BAD = json.loads((Path(__file__).parents[3] / "seeds" / "bad" / "bad_articles.json").read_text(encoding="utf-8"))
TEXT = "Japan and Ukraine signed a security agreement."
JSON = {"Content-Type": "application/json"}


async def on_topic(gateway: RunningGateway) -> list[Article]:
    return [Article.model_validate_json(record.value) for record in await read_topic(gateway.settings, ARTICLES)]


async def test_an_article_is_on_the_topic_when_the_answer_comes(gateway: RunningGateway) -> None:
    answer = await gateway.http.post("/articles", json={"url": "https://news.example/a", "text": TEXT})
    assert answer.status_code == 202
    (record,) = await read_topic(gateway.settings, ARTICLES)
    article = Article.model_validate_json(record.value)
    assert answer.json() == {
        "accepted": [{"index": 0, "id": article.id, "revision": article.revision}],
        "rejected": [],
    }
    assert record.key.decode() == article.id == article_id("https://news.example/a", "", TEXT)
    assert article.fetched_at is not None
    headers = dict(record.headers)
    assert headers["ce_type"] == b"pactwatch.article.v1"
    assert headers["ce_source"] == b"/pactwatch/gateway"


async def test_a_publish_is_progress(gateway: RunningGateway) -> None:
    before = time.time()
    await gateway.http.post("/articles", json={"text": TEXT})
    assert (REGISTRY.get_sample_value("pactwatch_last_progress_timestamp_seconds") or 0) >= before


async def test_each_article_of_a_batch_is_judged_for_itself(gateway: RunningGateway) -> None:
    batch = [{"text": "One."}, {"text": " "}, {"text": "Two.", "published_at": "9999-12-31"}, {"text": "Three."}]
    answer = await gateway.http.post("/articles", json=batch)
    assert answer.status_code == 202
    assert [accepted["index"] for accepted in answer.json()["accepted"]] == [0, 3]
    assert [(refused["index"], refused["field"]) for refused in answer.json()["rejected"]] == [
        (1, "text"),
        (2, "published_at"),
    ]
    assert {article.text for article in await on_topic(gateway)} == {"One.", "Three."}


async def test_lines_are_a_batch_too(gateway: RunningGateway) -> None:
    lines = "\n".join(json.dumps({"text": f"Article {number}."}) for number in range(1000))
    answer = await gateway.http.post(
        "/articles", content=lines, headers={"Content-Type": "application/x-ndjson; charset=utf-8"}
    )
    assert answer.status_code == 202
    assert len(answer.json()["accepted"]) == len(await on_topic(gateway)) == 1000


async def test_many_clients_publish_at_once(gateway: RunningGateway) -> None:
    answers = await asyncio.gather(
        *(gateway.http.post("/articles", json={"text": f"Article {number}."}) for number in range(200))
    )
    assert {answer.status_code for answer in answers} == {202}
    assert len(await on_topic(gateway)) == 200


def bytes_of(sample: dict[str, Any]) -> bytes:
    if "bytes_base64" in sample:
        return base64.b64decode(sample["bytes_base64"])
    if "generate" in sample:
        parts = sample["generate"]
        return str(parts["prefix"] + parts["repeat"] * parts["times"] + parts["suffix"]).encode()
    return str(sample["text"]).encode()


async def test_bad_input_is_refused_with_its_reason_and_never_published(gateway: RunningGateway) -> None:
    expected = 0
    for sample in BAD:
        answer = await gateway.http.post("/articles", content=bytes_of(sample), headers=JSON)
        # An array of articles is a bad message and a good request.
        if sample["valid"] or sample["name"] == "json_array":
            expected += 1
            assert answer.status_code == 202, (sample["name"], answer.text)
            continue
        assert answer.status_code == 422, (sample["name"], answer.text)
        assert answer.headers["content-type"] == "application/problem+json", sample["name"]
        problem = answer.json()
        assert problem["detail"].endswith("."), sample["name"]
        assert problem["errors"], sample["name"]
        assert all(error["detail"] and error["reason"] for error in problem["errors"]), sample["name"]
        assert len(answer.content) < 2000, "the input is not sent back"
    assert len(await on_topic(gateway)) == expected


async def test_a_batch_of_nothing_but_bad_ones_is_422_and_names_each(gateway: RunningGateway) -> None:
    answer = await gateway.http.post("/articles", json=[{"text": " "}, {"title": 7}])
    assert answer.status_code == 422
    assert [(error["index"], error["field"]) for error in answer.json()["errors"]] == [(0, "text"), (1, "title")]
    assert "text: field required" in answer.json()["errors"][1]["detail"]


async def test_other_types_are_refused_which_keeps_other_sites_pages_out(gateway: RunningGateway) -> None:
    for media_type in (None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        headers = {"Content-Type": media_type} if media_type else {}
        answer = await gateway.http.post("/articles", content=json.dumps({"text": TEXT}), headers=headers)
        assert answer.status_code == 415
        assert "application/json" in answer.json()["detail"]
    assert await on_topic(gateway) == []


async def test_a_body_too_long_is_refused_announced_or_not(gateway: RunningGateway) -> None:
    longest = gateway.settings.gateway_max_body_bytes
    announced = await gateway.http.post("/articles", content=b" " * (longest + 1), headers=JSON)

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(longest // 65536 + 2):
            yield b" " * 65536

    chunked = await gateway.http.post("/articles", content=endless(), headers=JSON)
    for answer in (announced, chunked):
        assert answer.status_code == 413
        assert str(longest) in answer.json()["detail"]


async def test_more_than_a_thousand_articles_are_refused_whole(gateway: RunningGateway) -> None:
    answer = await gateway.http.post("/articles", json=[{"text": TEXT}] * 1001)
    assert answer.status_code == 422
    assert "1000 articles" in answer.json()["detail"]
    assert await on_topic(gateway) == []


async def test_metrics_tell_routes_and_never_what_was_asked_for(gateway: RunningGateway) -> None:
    await gateway.http.post("/articles", json={"text": TEXT})
    await gateway.http.get("/pacts/pact_secret")
    await gateway.http.get("/nowhere/at/all")
    await gateway.http.request("BREW", "/status")
    told = generate_latest().decode()
    assert 'pactwatch_http_requests_total{method="POST",route="/articles",status="202"}' in told
    assert 'pactwatch_http_requests_total{method="GET",route="/pacts/{pact_id}",status="404"}' in told
    assert 'pactwatch_http_requests_total{method="GET",route="unmatched",status="404"}' in told
    assert 'method="other"' in told
    assert "pact_secret" not in told
    assert "nowhere" not in told
    assert "127.0.0.1" not in told
