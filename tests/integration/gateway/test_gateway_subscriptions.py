"""Subscriptions over HTTP: made, listed, read, ended; the secret is shown once."""

import base64

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.store.tables import subscriptions
from tests.running_gateway import RunningGateway, running

WISH = {"name": "Asia desk", "countries": ["Japan", "philippines"], "webhook": "https://desk.example/hook"}


async def test_a_subscription_is_kept_with_codes_and_its_secret_shown_once(
    gateway: RunningGateway, engine: AsyncEngine
) -> None:
    answer = await gateway.http.post("/subscriptions", json=WISH)
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["location"] == f"/subscriptions/{made['subscription_id']}"
    assert made["spec"]["countries"] == ["JPN", "PHL"]
    assert "Japan or Philippines" in made["says"]
    assert len(base64.b64decode(made["secret"].removeprefix("whsec_"))) == 32

    shown = (await gateway.http.get(answer.headers["location"])).json()
    assert shown == {key: value for key, value in made.items() if key != "secret"}
    listed = (await gateway.http.get("/subscriptions")).json()
    assert listed == {"items": [shown], "next_cursor": None}

    async with engine.connect() as connection:
        (row,) = (await connection.execute(select(subscriptions))).all()
    assert row.webhook_secret == made["secret"]
    assert row.countries == ["JPN", "PHL"]


async def test_without_a_webhook_there_is_no_secret(gateway: RunningGateway) -> None:
    made = (await gateway.http.post("/subscriptions", json={"countries": ["NATO"]})).json()
    assert made["secret"] is None
    assert "GET /alerts" in made["says"]


async def test_a_private_address_is_refused_with_the_remedy(
    gateway: RunningGateway, kafka_bootstrap: str, database_url: str, topic_prefix: str
) -> None:
    for host in ("127.0.0.1:9000", "[::1]", "192.168.1.1"):
        wish = {**WISH, "webhook": f"http://{host}/hook"}
        answer = await gateway.http.post("/subscriptions", json=wish)
        assert answer.status_code == 422
        (error,) = answer.json()["errors"]
        assert error["field"] == "webhook"
        assert "PACTWATCH_NOTIFIER_ALLOW_PRIVATE_TARGETS=true" in error["detail"]
    async with running(kafka_bootstrap, database_url, topic_prefix, notifier_allow_private_targets=True) as open_one:
        await open_one.until_ready()
        assert (await open_one.http.post("/subscriptions", json=wish)).status_code == 201


async def test_pages_hold_everything_once_while_others_subscribe(gateway: RunningGateway) -> None:
    ids = [
        (await gateway.http.post("/subscriptions", json={"countries": ["JPN"]})).json()["subscription_id"]
        for _ in range(7)
    ]
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = await gateway.http.get("/subscriptions", params={"limit": 3} | ({"cursor": cursor} if cursor else {}))
        seen += [item["subscription_id"] for item in page.json()["items"]]
        await gateway.http.post("/subscriptions", json={"countries": ["UKR"]})
        cursor = page.json()["next_cursor"]
        if cursor is None:
            break
    assert seen == ids[::-1]


async def test_an_ended_subscription_is_gone(gateway: RunningGateway) -> None:
    place = (await gateway.http.post("/subscriptions", json=WISH)).headers["location"]
    ended = await gateway.http.delete(place)
    assert (ended.status_code, ended.content) == (204, b"")
    assert (await gateway.http.get(place)).status_code == 404
    again = await gateway.http.delete(place)
    assert again.status_code == 404
    assert "GET /subscriptions" in again.json()["detail"]


WRONG_WISHES = [
    ("", None, "empty"),
    ("[]", None, "not an object"),
    ('{"countries": []}', "countries", "at least 1"),
    ("{}", "countries", "required"),
    ('{"countries": ["Jpan"]}', "countries.0", "did you mean Japan (JPN)"),
    ('{"countries": ["JPN"], "contries": 1}', "contries", "extra"),
    ('{"countries": ["JPN"], "stages": ["won"]}', "stages.0", "'signed'"),
    ('{"countries": ["JPN"], "webhook": "ftp://x"}', "webhook", "web address"),
    ('{"countries": ["JPN"], "webhook": "https://user:pass@x"}', "webhook", "leave them out"),
    ('{"countries": ["JPN"], "webhook": "https://x/\\u0000"}', "webhook", "NUL"),
    ('{"countries": ["JPN"], "webhook": "https://[x"}', "webhook", "web address"),
    ('{"countries": ["JPN"], "name": "\\ud800"}', None, "not JSON"),
    ('{"countries": ["JPN"], "min_confidence": 2}', "min_confidence", "less than or equal to 1"),
    ('{"countries": ["JPN", "Japan"], "rule": "pair"}', "rule", "two countries at least"),
    ('{"countries": ["JPN"], "min_sources": 0}', "min_sources", "greater than or equal to 1"),
]


async def test_a_wrong_wish_is_refused_with_its_field(gateway: RunningGateway) -> None:
    for body, field, says in WRONG_WISHES:
        answer = await gateway.http.post("/subscriptions", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422
        (error,) = answer.json()["errors"]
        assert error["field"] == field
        assert says in error["detail"]
        assert (await gateway.http.get("/subscriptions")).json()["items"] == []
