"""Many tasks publish through one producer; when it fails it is replaced once, and nobody is left waiting."""

import asyncio

import pytest
from aiokafka.errors import KafkaError

import shared.publisher
from shared.health import Health
from shared.publisher import NotConfirmed, Outgoing, Publisher
from shared.settings import CommonSettings
from shared.topics import ARTICLES

MESSAGE = Outgoing(ARTICLES, b"key", b"value")


class FakeProducer:
    """Confirms, refuses or stays silent, as its number in the script says."""

    script: list[str]
    made: "list[FakeProducer]"

    def __init__(self, **_settings: object) -> None:
        self.does = self.script[min(len(self.made), len(self.script) - 1)]
        self.made.append(self)
        self.sent = 0
        self.stopped = False

    async def start(self) -> None:
        await asyncio.sleep(0.01)
        if self.does == "unreachable":
            raise KafkaError("no broker")

    async def stop(self) -> None:
        self.stopped = True

    async def send(self, _topic: str, _value: bytes, **_more: object) -> "asyncio.Future[None]":
        self.sent += 1
        confirmation: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self.does == "confirms":
            confirmation.set_result(None)
        elif self.does == "refuses":
            confirmation.set_exception(KafkaError("not now"))
        return confirmation


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the first producer does, the second, and so on; the last goes on."""
    script: list[str] = []
    monkeypatch.setattr(FakeProducer, "script", script, raising=False)
    monkeypatch.setattr(FakeProducer, "made", [], raising=False)
    monkeypatch.setattr(shared.publisher, "AIOKafkaProducer", FakeProducer)
    monkeypatch.setattr(shared.publisher, "backoff", lambda: iter([0.01] * 1000))
    return script


@pytest.fixture
def publisher() -> Publisher:
    return Publisher(CommonSettings(), Health(60))


async def test_those_who_publish_at_once_share_one_producer(script, publisher):
    script += ["confirms"]
    await asyncio.gather(*(publisher.publish([MESSAGE]) for _ in range(50)))
    (producer,) = FakeProducer.made
    assert producer.sent == 50


async def test_a_failed_producer_is_replaced_once_for_all(script, publisher):
    script += ["refuses", "confirms"]
    await asyncio.gather(*(publisher.publish([MESSAGE]) for _ in range(50)))
    failed, good = FakeProducer.made
    assert (failed.stopped, good.stopped) == (True, False)
    assert good.sent == 50


async def test_one_that_cannot_connect_is_closed_and_tried_again(script, publisher):
    script += ["unreachable", "unreachable", "confirms"]
    await asyncio.gather(*(publisher.publish([MESSAGE]) for _ in range(5)))
    assert [producer.stopped for producer in FakeProducer.made] == [True, True, False]


async def test_who_waits_too_long_gives_up_alone(script, publisher):
    script += ["silent"]
    patient = asyncio.create_task(publisher.publish([MESSAGE]))
    with pytest.raises(NotConfirmed, match=r"not confirmed within 0\.05 seconds"):
        await publisher.publish([MESSAGE], within_seconds=0.05)
    assert not patient.done()
    (producer,) = FakeProducer.made
    assert not producer.stopped
    patient.cancel()


async def test_giving_up_while_connecting_ends_the_connecting_for_nobody(script, publisher):
    script += ["confirms"]
    patient = asyncio.create_task(publisher.publish([MESSAGE]))
    with pytest.raises(NotConfirmed):
        await publisher.publish([MESSAGE], within_seconds=0.001)
    await patient
    assert len(FakeProducer.made) == 1


async def test_stopping_while_it_connects_leaves_nothing_open(script, publisher):
    script += ["confirms"]
    publishing = asyncio.create_task(publisher.publish([MESSAGE]))
    await asyncio.sleep(0.001)
    await publisher.stop()
    publishing.cancel()
    await asyncio.gather(publishing, return_exceptions=True)
    assert all(producer.stopped for producer in FakeProducer.made)
