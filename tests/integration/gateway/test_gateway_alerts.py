"""Alerts over HTTP: newest first, page by page, or followed; each with its deliveries."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.messages import Alert
from shared.store import alert_times
from tests.gateway_rows import add_alert, add_delivery, write_alert
from tests.messages import pact_event
from tests.running_gateway import RunningGateway

NOON = datetime(2024, 6, 13, 12, 0, tzinfo=UTC)


def minutes(number: int) -> datetime:
    return NOON + timedelta(minutes=number)


@pytest.fixture
async def five(engine: AsyncEngine) -> list[Alert]:
    """Five alerts, oldest first; two of them at the same moment."""
    return [
        await add_alert(engine, "sub_a", pact_event("JPN", "UKR", cause=f"rep_{n}"), minutes(minute))
        for n, minute in enumerate((0, 1, 2, 3, 3))
    ]


def ids_of(page: dict[str, list[dict[str, str]]]) -> list[str]:
    return [item["alert_id"] for item in page["items"]]


def newest_first(alerts: list[Alert]) -> list[str]:
    return [alert.alert_id for alert in sorted(alerts, key=lambda a: (a.created_at, a.alert_id), reverse=True)]


async def test_newest_first_page_by_page_while_new_ones_come(
    gateway: RunningGateway, engine: AsyncEngine, five: list[Alert]
) -> None:
    seen: list[str] = []
    params: dict[str, str | int] = {"limit": 2}
    for number in range(3):
        page = (await gateway.http.get("/alerts", params=params)).json()
        seen += ids_of(page)
        params["cursor"] = page["next_cursor"]
        await add_alert(engine, "sub_a", pact_event(cause=f"later_{number}"), NOON + timedelta(hours=1))
    assert page["next_cursor"] is None
    assert seen == newest_first(five)


async def test_an_alert_is_answered_as_it_was_sent(gateway: RunningGateway, five: list[Alert]) -> None:
    page = (await gateway.http.get("/alerts", params={"limit": 1})).json()
    assert page["items"] == [max(five, key=lambda a: (a.created_at, a.alert_id)).model_dump(mode="json")]


async def test_following_gives_what_comes_later_once(
    gateway: RunningGateway, engine: AsyncEngine, five: list[Alert]
) -> None:
    follow = (await gateway.http.get("/alerts", params={"limit": 1})).json()["follow"]
    nothing = (await gateway.http.get("/alerts", params={"after": follow})).json()
    assert nothing == {"items": [], "next_cursor": None, "follow": follow}
    later = [await add_alert(engine, "sub_a", pact_event(cause=f"later_{n}"), minutes(60 + n)) for n in range(3)]
    first = (await gateway.http.get("/alerts", params={"after": follow, "limit": 2})).json()
    rest = (await gateway.http.get("/alerts", params={"after": first["follow"], "limit": 2})).json()
    assert ids_of(first) + ids_of(rest) == [alert.alert_id for alert in later]


async def test_following_never_passes_what_is_still_to_be_committed(
    gateway: RunningGateway, engine: AsyncEngine, five: list[Alert]
) -> None:
    begun = (await gateway.http.get("/alerts", params={"limit": 1})).json()["follow"]

    async def came(place: str) -> tuple[list[str], str]:
        page = (await gateway.http.get("/alerts", params={"after": place})).json()
        return ids_of(page), page["follow"]

    async with engine.begin() as slow:
        slow_id = (await write_alert(slow, "sub_a", pact_event(cause="slow"), await alert_times.begin(slow))).alert_id
        async with engine.begin() as quick:
            at = await alert_times.begin(quick)
            quick_id = (await write_alert(quick, "sub_a", pact_event(cause="quick"), at)).alert_id
        assert await came(begun) == ([], begun)
        page = (await gateway.http.get("/alerts", params={"limit": 1})).json()
        assert (ids_of(page), page["follow"]) == ([quick_id], begun)
    told, place = await came(begun)
    assert told == [slow_id, quick_id]
    assert (await came(place))[0] == []


async def test_following_can_begin_before_the_first_alert(gateway: RunningGateway, engine: AsyncEngine) -> None:
    follow = (await gateway.http.get("/alerts")).json()["follow"]
    alert = await add_alert(engine, "sub_a", pact_event(), NOON)
    assert ids_of((await gateway.http.get("/alerts", params={"after": follow})).json()) == [alert.alert_id]


async def test_following_with_a_filter_begins_now_too(
    gateway: RunningGateway, engine: AsyncEngine, five: list[Alert]
) -> None:
    follow = (await gateway.http.get("/alerts", params={"country": "FRA"})).json()["follow"]
    assert ids_of((await gateway.http.get("/alerts", params={"country": "JPN", "after": follow})).json()) == []


async def test_filters_narrow(gateway: RunningGateway, engine: AsyncEngine, five: list[Alert]) -> None:
    other = await add_alert(engine, "sub_b", pact_event("FRA", "DEU", mentioned=("JPN",)), NOON + timedelta(days=1))
    for params in (
        {"subscription_id": "sub_b"},
        {"country": "France"},
        {"pact_id": other.event.pact_id},
        {"since": "2024-06-14"},
        {"subscription_id": "sub_b", "country": "deu", "since": "2024-06-14T12:00:00Z"},
    ):
        assert ids_of((await gateway.http.get("/alerts", params=params)).json()) == [other.alert_id], params
    # Who is only mentioned is not party.
    assert ids_of((await gateway.http.get("/alerts", params={"country": "JPN"})).json()) == newest_first(five)


async def test_one_alert_tells_every_attempt(gateway: RunningGateway, engine: AsyncEngine) -> None:
    alert = await add_alert(engine, "sub_a", pact_event(), NOON)
    delivery = await add_delivery(
        engine,
        alert,
        {"at": NOON, "outcome": "retryable", "status_code": 500, "latency_seconds": 0.5, "reason": "HTTP 500"},
        {"at": NOON + timedelta(seconds=5), "outcome": "delivered", "status_code": 204, "latency_seconds": 0.1},
        state="delivered",
        ended_at=NOON + timedelta(seconds=5),
    )
    told = (await gateway.http.get(f"/alerts/{alert.alert_id}")).json()
    assert told["alert"] == alert.model_dump(mode="json")
    (sent,) = told["deliveries"]
    assert (sent["delivery_id"], sent["state"], sent["attempts"]) == (delivery, "delivered", 2)
    assert sent["next_try_at"] is None
    assert [(one["outcome"], one["status_code"], one["reason"]) for one in sent["tries"]] == [
        ("retryable", 500, "HTTP 500"),
        ("delivered", 204, None),
    ]


async def test_an_alert_that_is_not_there_is_404(gateway: RunningGateway) -> None:
    answer = await gateway.http.get("/alerts/alr_none")
    assert answer.status_code == 404
    assert "GET /alerts" in answer.json()["detail"]


WRONG_PARAMETERS = [
    ({"limit": "0"}, "limit"),
    ({"limit": "201"}, "limit"),
    ({"limit": "many"}, "limit"),
    ({"cursor": "x"}, "cursor"),
    ({"after": ""}, "after"),
    ({"country": "Atlantis"}, "country"),
    ({"country": "\x00\x00"}, "country"),
    ({"since": "9999-01-01"}, "since"),
    ({"since": "yesterday"}, "since"),
    ({"since": "2024"}, "since"),
    ({"subscription_id": "a\x00"}, "subscription_id"),
    ({"pact_id": "' OR 1=1 --"}, "pact_id"),
]


async def test_a_wrong_parameter_is_refused_by_name(gateway: RunningGateway) -> None:
    for params, field in WRONG_PARAMETERS:
        answer = await gateway.http.get("/alerts", params=params)
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_a_cursor_goes_back_and_after_goes_forward_never_both(gateway: RunningGateway) -> None:
    follow = (await gateway.http.get("/alerts")).json()["follow"]
    answer = await gateway.http.get("/alerts", params={"cursor": follow, "after": follow})
    assert answer.status_code == 422
