"""Measurements on a running system."""

import asyncio
import json
import statistics
import time
from collections.abc import Sequence

import psutil

from deploy.local.system import status
from shared.health import Health
from shared.lag import LagProbe
from shared.publisher import Outgoing, Publisher
from shared.topics import ARTICLES
from tests.live import Live
from tests.newsroom import COUNTRIES, noise, pact
from tests.receiver import Receiver
from tests.waiting import until

CHUNK = 1000


async def watch_everything(live: Live, webhook: str) -> None:
    """One subscription that every pact of the newsroom concerns."""
    async with live.gateway() as client:
        answer = await client.post("/subscriptions", json={"countries": list(COUNTRIES), "webhook": webhook})
        answer.raise_for_status()


async def throughput(live: Live, news: Sequence[bytes]) -> tuple[float, float]:
    """Articles a second, first until all are read and their reports published, then until all is told.

    The clock starts with the first article published; publishing runs ahead of the reading.
    """
    publisher = Publisher(live.settings, Health(600))
    await publisher.start()
    async with LagProbe(live.settings) as probe:
        await publisher.publish([Outgoing(ARTICLES, b"warm", noise(0))])
        await live.until_drained()
        begun = time.perf_counter()
        for at in range(0, len(news), CHUNK):
            chunk = news[at : at + CHUNK]
            await publisher.publish([Outgoing(ARTICLES, str(at + n).encode(), one) for n, one in enumerate(chunk)])

        async def all_read() -> bool:
            # The broker is asked, and seldom: asking the extractor often would slow down what is measured.
            await asyncio.sleep(0.2)
            return not await probe.lag("extractor", ARTICLES)

        await until(all_read, seconds=3600, what="reading")
        read = time.perf_counter() - begun
        await live.until_drained(600)
        told = time.perf_counter() - begun
    await publisher.stop()
    return len(news) / read, len(news) / told


async def latency(live: Live, receiver: Receiver, *, per_second: int, seconds: int, first: int) -> list[float]:
    """Seconds from publishing an article of a pact until its webhook has come, at a steady rate of news.

    One article in ten speaks of a pact, five times as many as in the news, so that there is enough to measure.
    """
    publisher = Publisher(live.settings, Health(600))
    await publisher.start()
    sent: dict[str, float] = {}
    before = len(receiver.posts)
    begun = time.monotonic()
    for number in range(per_second * seconds):
        await asyncio.sleep(max(0.0, begun + number / per_second - time.monotonic()))
        is_pact = number % 10 == 0
        value = pact(first + number // 10) if is_pact else noise(number)
        if is_pact:
            sent[json.loads(value)["url"]] = time.monotonic()
        # As a feed does: nobody waits for one article before sending the next.
        publishing = asyncio.create_task(publisher.publish([Outgoing(ARTICLES, str(number).encode(), value)]))
        if number == per_second * seconds - 1:
            await publishing
    await asyncio.to_thread(receiver.wait_for, before + len(sent), 120)
    await publisher.stop()
    came: dict[str, float] = {}
    for post in receiver.posts[before:]:
        for evidence in json.loads(post.content)["data"]["event"]["evidence"]:
            came.setdefault(evidence["url"], post.at)
    return sorted(came[url] - at for url, at in sent.items())


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the sorted values lie."""
    return statistics.quantiles(values, n=1000, method="inclusive")[max(0, min(998, round(share * 1000) - 1))]


def memory(live: Live) -> dict[str, float]:
    """Resident memory of each process, MiB."""
    return {
        process.name: psutil.Process(process.pid).memory_info().rss / 2**20
        for process in status(live.home).processes
        if process.pid
    }
