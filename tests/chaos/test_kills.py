"""Processes and brokers die under load; nothing is lost and nobody is told twice.

`PACTWATCH_CHAOS_ROUNDS` says how often each process is killed (5 kills a round); CI runs a short form.
"""

import asyncio
import contextlib
import json
import os
import signal
from collections import Counter
from collections.abc import Sequence
from functools import partial

import httpx
import pytest
from sqlalchemy import select

from deploy.local.kafka_cluster import KafkaCluster
from deploy.local.system import status
from services.extractor.reading import Reader
from shared.decoding import Invalid, decode
from shared.health import Health
from shared.messages import Article, PactReport
from shared.publisher import Outgoing, Publisher
from shared.store.engine import connect
from shared.store.tables import alerts
from shared.topics import ARTICLES, PACT_REPORTS, rejected
from tests.live import Live, live_system
from tests.messages import NOON
from tests.newsroom import COUNTRIES, Story, pact, ratified, stories
from tests.receiver import Answer, Receiver
from tests.servers import short_folder
from tests.topic_reader import read_topic
from tests.waiting import until

ROUNDS = int(os.environ.get("PACTWATCH_CHAOS_ROUNDS", "2"))
ARTICLES_TO_READ = int(os.environ.get("PACTWATCH_CHAOS_ARTICLES", "2000"))
SECONDS_A_KILL = 5.0
"""About how long it takes until all is at work again; the load is spread over all kills."""
VICTIMS = ("extractor", "registrar", "notifier", "gateway", "kafka")


async def watch(live: Live, webhook: str, countries: Sequence[str]) -> str:
    """Subscribe, and give the subscription's id."""
    async with live.gateway() as client:
        answer = await client.post("/subscriptions", json={"countries": list(countries), "webhook": webhook})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["subscription_id"])


def a_days_news() -> list[Story]:
    """Stories, some unreadable; each tenth pact is told by two more outlets, and later ratified."""
    news = list(stories(ARTICLES_TO_READ, bad_every=100))
    followed = range(0, sum(story.kind == "pact" for story in news), 10)
    more = [Story("pact", pact(number, outlet)) for number in followed for outlet in ("Herald", "Gazette")]
    more += [Story("pact", ratified(number)) for number in followed]
    # The followed pacts' own signings may still be on their way when these come.
    news[len(news) // 2 : len(news) // 2] = more
    return news


async def publish_slowly(live: Live, news: Sequence[Story], *, seconds: float, over: asyncio.Event) -> None:
    """Publish all the news, in turns by Kafka and by HTTP, over some `seconds`; the rest at once when it is `over`."""
    publisher = Publisher(live.settings, Health(600))
    await publisher.start()
    async with live.gateway() as client, contextlib.AsyncExitStack() as ending:
        ending.push_async_callback(publisher.stop)
        for begin in range(0, len(news), 20):
            chunk = news[begin : begin + 20]
            by_http = [story for story in chunk if story.kind != "bad" and begin % 40]
            by_kafka = [story for story in chunk if story not in by_http]
            await publisher.publish([Outgoing(ARTICLES, story.value[-64:], story.value) for story in by_kafka])
            if by_http:
                await until(partial(_accepted, client, by_http), seconds=120, what="the gateway taking articles")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), seconds * 20 / len(news))


async def _accepted(client: httpx.AsyncClient, articles: Sequence[Story]) -> bool:
    """Whether the gateway has promised them all. A killed gateway promises nothing, and is asked again."""
    try:
        answer = await client.post("/articles", json=[json.loads(story.value) for story in articles])
    except httpx.TransportError:
        return False
    return answer.status_code == 202 and len(answer.json()["accepted"]) == len(articles)


async def kill(live: Live, victim: str) -> None:
    """kill -9, and wait until the supervisor has started it anew and everything is at work again."""

    async def alive() -> int | None:
        return await asyncio.to_thread(live.pid, victim)

    before = await until(alive, what=f"{victim} running")
    assert before is not None
    os.kill(before, signal.SIGKILL)

    async def again() -> bool:
        return await alive() not in {None, before}

    await until(again, seconds=60, what=f"{victim} started again")

    async def at_work() -> bool:
        return (await asyncio.to_thread(status, live.home)).is_ready

    await until(at_work, seconds=120, what=f"readiness after {victim} was killed")


async def check(live: Live, news: Sequence[Story], receiver: Receiver, subscriptions: Sequence[str]) -> None:
    """Every article was read or refused; every alert came to the receiver, each under one id."""
    readable = []
    for story in news:
        try:
            readable.append(decode(Article, story.value))
        except Invalid:
            assert story.kind == "bad"
    expected = Reader.load().read(readable, [None] * len(readable), NOON)
    told = {report.report_id for found in expected for report in found}
    assert len(told) == sum(story.kind == "pact" for story in news), "the newsroom's pacts are all readable"

    reports = [PactReport.model_validate_json(record.value) for record in await read_topic(live.settings, PACT_REPORTS)]
    assert {report.report_id for report in reports} == told
    refused = await read_topic(live.settings, rejected(ARTICLES))
    assert sorted({record.value for record in refused}) == sorted(
        {story.value for story in news if story.kind == "bad"}
    )
    steps = {(report.party_codes(), report.stage.value) for found in expected for report in found}
    engine = connect(live.settings.database)
    async with engine.connect() as connection:
        rows = (await connection.execute(select(alerts.c.alert_id, alerts.c.subscription_id, alerts.c.data))).all()
    await engine.dispose()
    alerted = Counter(
        (row.subscription_id, tuple(sorted(party["code"] for party in event["pact"]["parties"])), event["stage"])
        for row in rows
        for event in [row.data["event"]]
    )
    # One alert for each step and watcher: none missing, and none twice, however many outlets told of it.
    assert alerted == Counter((watcher, parties, stage) for watcher in subscriptions for parties, stage in steps)
    assert set(receiver.ids) == {row.alert_id for row in rows}, "a receiver that honours ids has each exactly once"
    contents: dict[str, set[str]] = {}
    for post in receiver.posts:
        contents.setdefault(post.id, set()).add(json.loads(post.content)["data"]["event"]["event_id"])
    assert all(len(said) == 1 for said in contents.values()), "a repeated id says the same"


@pytest.mark.parametrize("rounds", [ROUNDS])
async def test_every_process_is_killed_under_load(rounds: int) -> None:
    news = a_days_news()
    with live_system() as live, Receiver() as receiver:
        subscriptions = [await watch(live, receiver.url, COUNTRIES) for _ in range(2)]
        receiver.next_answers(Answer(503))  # once: a second refusal of the same id is retried after minutes
        over = asyncio.Event()
        expected = rounds * len(VICTIMS) * SECONDS_A_KILL
        publishing = asyncio.create_task(publish_slowly(live, news, seconds=expected, over=over))
        for _ in range(rounds):
            for victim in VICTIMS:
                await asyncio.sleep(0.5)  # let it do some work first
                await kill(live, victim)
        over.set()
        await publishing
        await live.until_drained(300)
        await check(live, news, receiver, subscriptions)


async def test_a_broker_of_three_dies_under_load() -> None:
    news = a_days_news()
    with short_folder() as folder, KafkaCluster(folder) as cluster:
        servers = {"PACTWATCH_KAFKA": cluster.bootstrap, "PACTWATCH_TOPIC_REPLICATION": "3"}
        with live_system(**servers) as live, Receiver() as receiver:
            subscriptions = [await watch(live, receiver.url, COUNTRIES)]
            over = asyncio.Event()
            publishing = asyncio.create_task(publish_slowly(live, news, seconds=12, over=over))
            await asyncio.sleep(3)
            for node in cluster.nodes[: max(1, min(ROUNDS, 3))]:
                await asyncio.to_thread(node.kill)
                await asyncio.sleep(4)  # two brokers carry the load meanwhile
                await asyncio.to_thread(node.start)
            over.set()
            await publishing
            await live.until_drained(300)
            await check(live, news, receiver, subscriptions)
