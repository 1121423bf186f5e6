"""The status is measured downstream, remembered for a moment, and honest about what does not answer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from services.gateway import tally
from services.gateway.answers import Counts, Deliveries
from services.gateway.hops import FRESH_SECONDS, Hops
from services.gateway.servers import Away
from shared.topics import Topic

NOTHING = Counts(reports=0, pacts=0, events=0, alerts=0, subscriptions=0, last_alert_at=None)


class FakeServers:
    """Answers from what a test sets, and writes down what was asked."""

    def __init__(self) -> None:
        self.lags: dict[str, int] = {}
        self.unpublished: dict[str, int] = {}
        self.pending = self.rejected = 0
        self.counting: Callable[[], Awaitable[None]] | None = None
        self.away: set[str] = set()
        self.asked: list[str] = []

    async def lag(self, group: str, topic: Topic) -> int:
        self.asked.append(f"lag {group}")
        if "kafka" in self.away:
            raise Away("kafka", OSError("connection refused"))
        return self.lags.get(group, 0)

    async def ask(self, question: Callable[[Any], Awaitable[Any]], **_: float) -> Any:
        name = getattr(question, "func", question).__name__
        owner = getattr(question, "args", ("",))[0]
        self.asked.append(f"{name} {owner}".strip())
        if "postgresql" in self.away:
            raise Away("postgresql", OSError("connection refused"))
        if name == "count_unpublished":
            return self.unpublished.get(owner, 0)
        if name == "count_pending":
            return self.pending
        if self.counting:
            await self.counting()
        return NOTHING, self.rejected


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def servers() -> FakeServers:
    return FakeServers()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hops(servers: FakeServers, clock: Clock) -> Hops:
    return Hops(servers, clock)  # type: ignore[arg-type]


async def test_questions_follow_the_way_of_an_article(hops, servers):
    assert (await hops.measure()).drained
    assert servers.asked == [
        "lag extractor",
        "lag registrar",
        "count_unpublished registrar",
        "lag notifier",
        "count_unpublished notifier",
        "count_pending",
        "count_all",
    ]


@pytest.mark.parametrize("group", ["extractor", "registrar", "notifier"])
async def test_not_drained_while_messages_wait(hops, servers, group):
    servers.lags[group] = 3
    status = await hops.measure()
    assert not status.drained
    assert {hop.group: hop.lag for hop in status.hops}[group] == 3


@pytest.mark.parametrize("owner", ["registrar", "notifier"])
async def test_not_drained_while_an_outbox_is_not_empty(hops, servers, owner):
    servers.unpublished[owner] = 1
    assert not (await hops.measure()).drained


async def test_not_drained_while_deliveries_are_pending_but_given_up_ones_do_not_count(hops, servers, clock):
    servers.rejected = 4
    assert (await hops.measure()).drained
    servers.pending = 1
    clock.now += FRESH_SECONDS + 0.1
    status = await hops.measure()
    assert not status.drained
    assert status.deliveries == Deliveries(pending=1, rejected=4)


@pytest.mark.parametrize("failure", [Away("postgresql", TimeoutError()), None])
async def test_counts_that_take_too_long_change_nothing_else(hops, servers, clock, monkeypatch, failure):
    monkeypatch.setattr(tally, "WAIT_SECONDS", 0.01)
    goes_on = asyncio.Event()

    async def counting() -> None:
        if failure:
            raise failure
        await goes_on.wait()
        clock.now += 2

    servers.counting = counting
    status = await hops.measure()
    assert status.drained
    assert (status.problems, status.counts, status.deliveries) == ([], None, Deliveries(pending=0, rejected=None))
    goes_on.set()
    await asyncio.sleep(0)
    clock.now += FRESH_SECONDS + 0.1
    assert (await hops.measure()).counts == (None if failure else NOTHING)
    # It rests: a failure is not repeated at once, and what took long is not either.
    clock.now += FRESH_SECONDS + 0.1
    await hops.measure()
    assert servers.asked.count("count_all") == 1
    clock.now += tally.REST_AFTER_FAILURE_SECONDS
    await hops.measure()
    assert servers.asked.count("count_all") == 2
    await hops.close()


@pytest.mark.parametrize("server", ["kafka", "postgresql"])
async def test_a_server_away_is_null_and_a_sentence_and_asked_only_once(hops, servers, server):
    servers.away.add(server)
    status = await hops.measure()
    assert not status.drained
    assert status.problems == [f"{server} does not answer: connection refused"]
    questions = [asked for asked in servers.asked if asked.startswith("lag") == (server == "kafka")]
    assert len(questions) == 1
    if server == "kafka":
        assert [hop.lag for hop in status.hops] == [None, None, None]
        assert status.counts == NOTHING
    else:
        assert [hop.outbox for hop in status.hops] == [0, None, None]
        assert status.deliveries is status.counts is None


async def test_it_is_measured_once_a_second(hops, servers, clock):
    first = await hops.measure()
    clock.now += FRESH_SECONDS / 2
    assert await hops.measure() is first
    clock.now += FRESH_SECONDS
    assert await hops.measure() is not first


async def test_after_a_publish_it_is_measured_anew(hops, servers, clock):
    assert (await hops.measure()).drained
    clock.now += 0.01
    hops.forget()
    servers.lags["extractor"] = 1
    assert not (await hops.measure()).drained
