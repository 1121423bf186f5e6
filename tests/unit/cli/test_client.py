"""The gateway's client: pages, patience, and a sentence for everything that can go wrong."""

import httpx
import pytest

from services.cli.client import Gateway, patiently
from services.cli.errors import Failed, NotRunning, Unavailable
from tests.stub_gateway import ADDRESS, StubGateway, problem


def answering(*responses: httpx.Response) -> Gateway:
    """A gateway that gives these answers, one after the other."""
    left = list(responses)
    return Gateway(ADDRESS, transport=httpx.MockTransport(lambda _: left.pop(0)))


def test_all_pages_are_read() -> None:
    gateway = answering(
        httpx.Response(200, json={"items": [{"n": 1}], "next_cursor": "more"}),
        httpx.Response(200, json={"items": [{"n": 2}], "next_cursor": None}),
    )
    assert [pact["n"] for pact in gateway.pacts(country=["JPN"])] == [1, 2]


def test_what_is_not_asked_for_is_not_sent() -> None:
    stub = StubGateway()
    list(stub.client().pacts(country=["JPN", "UKR"], stage=[], text=None))
    assert dict(stub.asked[0].params.multi_items()) == {"limit": "200", "country": "UKR"}
    assert stub.asked[0].params.get_list("country") == ["JPN", "UKR"]


def test_nobody_there_names_the_remedy() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(NotRunning, match="`pactwatch up`"):
        Gateway(ADDRESS, transport=httpx.MockTransport(refuse)).status()


def test_silence_is_a_server_away() -> None:
    def wait(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("late", request=request)

    with pytest.raises(Unavailable, match="did not answer in time"):
        Gateway(ADDRESS, transport=httpx.MockTransport(wait)).status()


def test_an_error_is_the_gateways_own_sentence() -> None:
    with pytest.raises(Failed, match="There is no pact of that id"):
        answering(problem(404, "There is no pact of that id.")).pact("pact_1")


def test_an_error_without_words_is_named_by_its_status() -> None:
    with pytest.raises(Failed, match="500 Internal Server Error"):
        answering(httpx.Response(500, text="<html>")).status()


def test_a_stranger_at_the_address_is_told() -> None:
    with pytest.raises(Failed, match="no Pactwatch gateway"):
        answering(httpx.Response(200, text="<html>hello</html>")).status()


def test_an_id_cannot_leave_its_place() -> None:
    stub = StubGateway()
    with pytest.raises(Failed):
        stub.client().pact("../status?x#y")
    assert stub.asked[0].raw_path == b"/pacts/..%2Fstatus%3Fx%23y"


def test_a_batch_of_which_nothing_is_taken_is_a_list_of_refusals() -> None:
    answer = StubGateway().client().publish([{"title": "no text"}])
    assert answer["accepted"] == []
    assert answer["rejected"][0]["index"] == 0


def test_one_article_too_long_for_a_request_is_refused_alone() -> None:
    answer = answering(problem(413, "The body is longer than 1 bytes.")).publish([{"text": "long"}])
    assert answer["rejected"] == [{"index": 0, "field": None, "detail": "The body is longer than 1 bytes."}]


def test_patience_asks_again_and_says_why() -> None:
    stub = StubGateway(away=[problem(503, "Kafka is away.", **{"Retry-After": "5"}), problem(503, "Kafka is away.")])
    told: list[str] = []
    pauses: list[float] = []
    client = stub.client()
    answer = patiently(client.status, seconds=60, on_wait=told.append, sleep=pauses.append, clock=lambda: 0.0)
    assert answer["drained"]
    assert told == ["Kafka is away.", "Kafka is away."]
    assert pauses == [5.0, 1.0]


def test_patience_ends() -> None:
    stub = StubGateway(away=[problem(503, "Kafka is away.") for _ in range(9)])
    now = iter(range(100))
    with pytest.raises(Unavailable, match="Kafka is away"):
        patiently(stub.client().status, seconds=3, sleep=lambda _: None, clock=lambda: float(next(now)))
    assert len(stub.asked) < 5
