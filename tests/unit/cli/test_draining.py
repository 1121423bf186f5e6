"""When everything has come through."""

import httpx
import pytest

from services.cli.client import Gateway
from services.cli.draining import until_drained, waiting
from services.cli.errors import Failed
from tests.stub_gateway import ADDRESS, STATUS, StubGateway, problem


def measured(at: str, drained: bool) -> dict[str, object]:
    """One measurement."""
    return {**STATUS, "measured_at": at, "drained": drained}


def wait_for(*statuses: dict[str, object], seconds: float = 5) -> int:
    """How many answers it took."""
    left = list(statuses)
    taken = 0

    def answer(_: httpx.Request) -> httpx.Response:
        nonlocal taken
        taken += 1
        return httpx.Response(200, json=left.pop(0) if len(left) > 1 else left[0])

    now = 0.0

    def sleep(pause: float) -> None:
        nonlocal now
        now += pause

    until_drained(
        Gateway(ADDRESS, transport=httpx.MockTransport(answer)), seconds=seconds, sleep=sleep, clock=lambda: now
    )
    return taken


def test_two_measurements_must_agree() -> None:
    assert wait_for(measured("1", True), measured("1", True), measured("2", True)) == 3


def test_work_in_between_begins_the_count_anew() -> None:
    assert wait_for(measured("1", True), measured("2", False), measured("3", True), measured("4", True)) == 4


def test_the_end_of_patience_says_where_it_hangs() -> None:
    hops = [{"group": "extractor", "topic": "articles", "lag": 7, "outbox": 0}, *STATUS["hops"][1:]]
    with pytest.raises(Failed, match="within 2 s: extractor 7"):
        wait_for({**measured("1", False), "hops": hops}, seconds=2)


def test_a_gateway_that_is_away_for_a_moment_is_waited_for() -> None:
    stub = StubGateway(away=[problem(503, "The database is away.")])
    until_drained(stub.client(), seconds=5, sleep=lambda _: None)
    assert stub.measured == 2


def test_what_is_not_known_is_shown_as_such() -> None:
    status = {
        **STATUS,
        "hops": [{"group": "extractor", "topic": "articles", "lag": None, "outbox": None}],
        "deliveries": None,
        "problems": ["kafka does not answer: refused"],
    }
    assert waiting(status) == "extractor ?, deliveries ?, kafka does not answer: refused"
