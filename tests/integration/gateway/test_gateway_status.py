"""The status, measured on real servers; the front page; and what every answer carries."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncEngine

from shared.publisher import Outgoing
from shared.store import outbox
from shared.topics import PACT_EVENTS
from tests.gateway_rows import add_alert, add_delivery, add_pact
from tests.messages import pact_event, report
from tests.running_gateway import RunningGateway

NOON = datetime(2024, 6, 13, 12, 0, tzinfo=UTC)


async def test_an_empty_system_is_drained(gateway: RunningGateway) -> None:
    status = (await gateway.http.get("/status")).json()
    assert status["drained"] is True
    assert [(hop["group"], hop["lag"], hop["outbox"]) for hop in status["hops"]] == [
        ("extractor", 0, 0),
        ("registrar", 0, 0),
        ("notifier", 0, 0),
    ]
    assert status["problems"] == []


async def test_a_published_article_is_not_drained_at_once(gateway: RunningGateway) -> None:
    assert (await gateway.http.get("/status")).json()["drained"] is True
    await gateway.http.post("/articles", json={"text": "Japan and Ukraine signed a pact."})
    status = (await gateway.http.get("/status")).json()
    assert status["drained"] is False
    assert status["hops"][0] == {"group": "extractor", "topic": "articles", "lag": 1, "outbox": 0}


async def test_everything_there_is_is_counted(gateway: RunningGateway, engine: AsyncEngine) -> None:
    event = pact_event()
    await add_pact(engine, event, report())
    alert = await add_alert(engine, "sub_a", event, NOON)
    await add_delivery(engine, alert)
    async with engine.begin() as connection:
        await outbox.add(connection, "registrar", [Outgoing.of(PACT_EVENTS, event.pact_id, event, "registrar")])
    await gateway.http.post("/subscriptions", json={"countries": ["JPN"]})
    status = (await gateway.http.get("/status")).json()
    assert status["counts"] == {
        "reports": 1,
        "pacts": 1,
        "events": 1,
        "alerts": 1,
        "subscriptions": 1,
        "last_alert_at": "2024-06-13T12:00:00Z",
    }
    assert status["deliveries"] == {"pending": 1, "rejected": 0}
    assert [hop["outbox"] for hop in status["hops"]] == [0, 1, 0]
    assert status["drained"] is False


async def test_the_front_page_names_the_api(gateway: RunningGateway) -> None:
    page = await gateway.http.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert 'href="/docs"' in page.text
    manual = await gateway.http.get("/docs")
    assert "POST /subscriptions" in manual.text
    for text in (page.text, manual.text):
        assert "<script" not in text
        assert "//cdn" not in text


async def test_every_answer_has_its_guards_and_no_door_for_other_sites(gateway: RunningGateway) -> None:
    for path in ("/", "/docs", "/status", "/alerts", "/nowhere", "/alerts?limit=0", "/openapi.json"):
        answer = await gateway.http.get(path, headers={"Origin": "https://elsewhere.example"})
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "script" not in answer.headers["content-security-policy"]
        assert not [name for name in answer.headers if name.startswith("access-control-")]


ROUTER_ERRORS = [
    ("GET", "/nowhere", 404, None),
    ("DELETE", "/alerts", 405, "GET"),
    ("PATCH", "/", 405, "GET"),
    ("OPTIONS", "/articles", 405, "POST"),
    ("PUT", "/subscriptions", 405, "GET, POST"),
    ("BREW", "/subscriptions/sub_1", 405, "DELETE, GET"),
]


async def test_the_routers_errors_are_problems_too(gateway: RunningGateway) -> None:
    for method, path, status, allowed in ROUTER_ERRORS:
        answer = await gateway.http.request(method, path)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status
        assert answer.headers.get("allow") == allowed
