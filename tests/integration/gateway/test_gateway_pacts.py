"""The register over HTTP: filters, pages, and one pact's whole life."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.vocabulary import Change, PactType, Stage
from tests.gateway_rows import add_event, add_pact, add_report
from tests.messages import pact_event, report
from tests.running_gateway import RunningGateway

NOON = datetime(2024, 6, 13, 12, 0, tzinfo=UTC)


@pytest.fixture
async def four(engine: AsyncEngine) -> dict[str, str]:
    """Four pacts, a day apart; their ids by name."""
    events = {
        "jpn-ukr": pact_event("JPN", "UKR", at=NOON),
        "jpn-phl": pact_event("JPN", "PHL", at=NOON + timedelta(days=1), pact_type=PactType.STATUS_OF_FORCES),
        "fra-deu": pact_event("FRA", "DEU", at=NOON + timedelta(days=2), mentioned=("JPN",), stage=Stage.NEGOTIATING),
        "named": pact_event("AUS", "GBR", at=NOON + timedelta(days=3)),
    }
    named = events["named"]
    events["named"] = named.model_copy(update={"pact": named.pact.model_copy(update={"name": "The 100% Treaty"})})
    for event in events.values():
        await add_pact(engine, event)
    return {name: event.pact_id for name, event in events.items()}


FILTERS = [
    ("", ["named", "fra-deu", "jpn-phl", "jpn-ukr"]),
    ("country=JPN", ["jpn-phl", "jpn-ukr"]),
    ("country=japan&country=Philippines", ["jpn-phl"]),
    ("country=JPN&role=mentioned", ["fra-deu", "jpn-phl", "jpn-ukr"]),
    ("country=JPN&country=FRA&role=mentioned", ["fra-deu"]),
    ("pact_type=status_of_forces", ["jpn-phl"]),
    ("pact_type=status_of_forces&pact_type=security_cooperation", ["named", "fra-deu", "jpn-phl", "jpn-ukr"]),
    ("stage=negotiating", ["fra-deu"]),
    ("text=treaty", ["named"]),
    ("text=100%25", ["named"]),
    ("text=%25%25", []),
    ("since=2024-06-15", ["named", "fra-deu"]),
    ("until=2024-06-15", ["jpn-phl", "jpn-ukr"]),
    ("since=2024-06-14&until=2024-06-15", ["jpn-phl"]),
]


async def test_filters(gateway: RunningGateway, four: dict[str, str]) -> None:
    for query, found in FILTERS:
        page = (await gateway.http.get(f"/pacts?{query}")).json()
        assert [item["pact_id"] for item in page["items"]] == [four[name] for name in found]


async def test_pages(gateway: RunningGateway, four: dict[str, str]) -> None:
    first = (await gateway.http.get("/pacts", params={"limit": 3})).json()
    rest = (await gateway.http.get("/pacts", params={"limit": 3, "cursor": first["next_cursor"]})).json()
    assert [item["pact_id"] for item in first["items"] + rest["items"]] == list(four.values())[::-1]
    assert rest["next_cursor"] is None


async def test_one_pact_is_told_with_its_life_and_its_proof(gateway: RunningGateway, engine: AsyncEngine) -> None:
    begun = pact_event("JPN", "UKR", stage=Stage.NEGOTIATING)
    signed = pact_event("JPN", "UKR", change=Change.STAGE, stage=Stage.SIGNED, cause="rep_2")
    proof = report("JPN", "UKR", source="First")
    await add_pact(engine, begun, proof)
    await add_event(engine, signed)
    again = report("JPN", "UKR", source="Second")
    await add_report(engine, begun.pact_id, again)
    await add_report(engine, begun.pact_id, report("JPN", "UKR", source="Replaced"), superseded=True)

    told = (await gateway.http.get(f"/pacts/{begun.pact_id}")).json()
    assert told["pact"] == begun.pact.model_dump(mode="json")
    assert [event["stage"] for event in told["timeline"]] == ["negotiating", "signed"]
    assert [one["article"]["source"] for one in told["reports"]] == ["Second", "First"]
    assert told["reports"][0]["evidence"][0]["sentence"] == again.evidence[0].sentence
    assert told["reports_total"] == 2


async def test_a_pact_that_is_not_there_is_404(gateway: RunningGateway) -> None:
    answer = await gateway.http.get("/pacts/pact_none")
    assert answer.status_code == 404
    assert "GET /pacts" in answer.json()["detail"]


WRONG_FILTERS = [
    ("stage=won", "stage.0"),
    ("pact_type=ceasefire", "pact_type.0"),
    ("country=Atlantis", "country.0"),
    ("role=friend", "role"),
    ("text=", "text"),
    ("text=a%00b", "text"),
    ("until=1066-10-14", "until"),
    ("&".join(["country=JPN"] * 51), "country"),
]


async def test_a_wrong_filter_is_refused_by_name(gateway: RunningGateway) -> None:
    for query, field in WRONG_FILTERS:
        answer = await gateway.http.get(f"/pacts?{query}")
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field]
