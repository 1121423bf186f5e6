"""Batches, and the book kept of them."""

import httpx
import pytest

from services.cli.articles import Draft, Read, Unreadable
from services.cli.errors import NotRunning, Unavailable
from services.cli.publishing import MOST_ARTICLES, MOST_BYTES, Outcome, batches, publish
from tests.stub_gateway import StubGateway, problem


def draft(number: int, text: str = "text") -> Draft:
    """One article."""
    return Draft(f"file:{number}", {"text": text})


def test_a_batch_is_bounded_in_number_and_in_length() -> None:
    assert [len(batch) for batch in batches(draft(n) for n in range(MOST_ARTICLES + 1))] == [MOST_ARTICLES, 1]
    half = "x" * (MOST_BYTES * 2 // 3)
    assert [len(batch) for batch in batches([draft(1, half), draft(2, half), draft(3)])] == [1, 2]


def test_each_refusal_names_its_place() -> None:
    stub, outcome = StubGateway(), Outcome()
    drafts: list[Read] = [draft(1), Unreadable("file:2", "is not JSON."), draft(3, " "), draft(4)]
    sent: list[int] = []
    publish(stub.client(), drafts, outcome, patience_seconds=0, on_batch=sent.append)
    assert len(outcome.accepted) == len(stub.articles) == 2
    assert [str(refusal) for refusal in outcome.refused] == [
        "file:2: is not JSON.",
        "file:3: text: field required.",
    ]
    assert sent == [4]


def test_what_was_taken_before_the_gateway_went_away_is_kept() -> None:
    stub, outcome = StubGateway(), Outcome()
    stub.on_publish = lambda: stub.away.append(problem(503, "Kafka is away."))
    with pytest.raises(Unavailable):
        publish(stub.client(), [draft(n) for n in range(MOST_ARTICLES + 1)], outcome, patience_seconds=0)
    assert len(outcome.accepted) == MOST_ARTICLES


def test_nothing_readable_sends_nothing() -> None:
    stub, outcome = StubGateway(), Outcome()
    publish(stub.client(), [Unreadable("file:1", "is not JSON.")], outcome, patience_seconds=0)
    assert stub.asked == []
    assert len(outcome.refused) == 1


class Restarting(StubGateway):
    """Refuses connections at these requests."""

    refuses_at: tuple[int, ...] = ()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if len(self.asked) in self.refuses_at:
            self.asked.append(request.url)
            raise httpx.ConnectError("refused", request=request)
        return super().__call__(request)


def test_a_gateway_that_is_started_again_is_waited_for() -> None:
    stub, outcome, waited = Restarting(), Outcome(), list[str]()
    stub.refuses_at = (1,)
    many = [draft(n) for n in range(MOST_ARTICLES + 1)]
    publish(stub.client(), many, outcome, patience_seconds=5, on_wait=waited.append)
    assert len(outcome.accepted) == MOST_ARTICLES + 1
    assert len(waited) == 1


def test_a_gateway_that_never_was_is_told_at_once() -> None:
    stub = Restarting()
    stub.refuses_at = (0,)
    with pytest.raises(NotRunning):
        publish(stub.client(), [draft(1)], Outcome(), patience_seconds=60)
