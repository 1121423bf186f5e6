"""The extractor as it runs, on a real Kafka: every kind of bad input beside good articles."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from services.extractor.app import work
from services.extractor.settings import ExtractorSettings
from shared.health import Health
from shared.lag import LagProbe
from shared.messages import PactReport
from shared.rejection import Rejection
from shared.topics import ARTICLES, PACT_REPORTS, create_missing, rejected
from shared.vocabulary import Stage
from tests.bad_samples import SAMPLES, message
from tests.newsroom import noise, pact
from tests.topic_reader import publish_raw, read_topic
from tests.waiting import until


@pytest.fixture
async def settings(kafka_bootstrap: str, topic_prefix: str) -> ExtractorSettings:
    settings = ExtractorSettings(kafka=kafka_bootstrap, topic_prefix=topic_prefix, topic_partitions=2)
    await create_missing(settings)
    return settings


@asynccontextmanager
async def running(settings: ExtractorSettings) -> AsyncIterator[None]:
    stop = asyncio.Event()
    task = asyncio.create_task(work(settings, Health(60), stop))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, 30)


async def drained(settings: ExtractorSettings) -> bool:
    async with LagProbe(settings) as probe:
        return await probe.lag("extractor", ARTICLES) == 0


async def test_bad_input_is_put_aside_whole_and_nothing_else_is_lost(settings: ExtractorSettings) -> None:
    bad = [message(sample) for sample in SAMPLES if not sample["valid"]]
    odd = [message(sample) for sample in SAMPLES if sample["valid"]]
    mixed = [one for pair in zip(bad, (pact(number) for number in range(len(bad))), strict=True) for one in pair]
    await publish_raw(settings, ARTICLES, *mixed, *odd, noise(1))
    async with running(settings):
        await until(lambda: drained(settings), seconds=60, what="the reading")
    aside = [Rejection.read(record.value, record.headers) for record in await read_topic(settings, rejected(ARTICLES))]
    # An empty value would be a tombstone: it is kept as one blank.
    assert sorted(one.value for one in aside) == sorted(value or b" " for value in bad)
    assert all(one.topic == "articles" and one.detail.endswith((".", ")")) for one in aside)
    assert len({(one.partition, one.offset) for one in aside}) == len(bad)
    reports = [PactReport.model_validate_json(record.value) for record in await read_topic(settings, PACT_REPORTS)]
    from_newsroom = [one for one in reports if (one.article.url or "").startswith("https://wire.example/")]
    assert len(from_newsroom) == len(bad)
    assert {one.stage for one in from_newsroom} == {Stage.SIGNED}


async def test_one_message_a_thousand_times_is_one_report_said_again(settings: ExtractorSettings) -> None:
    await publish_raw(settings, ARTICLES, *[pact(7)] * 1000)
    async with running(settings):
        await until(lambda: drained(settings), seconds=60, what="the reading")
    said = [
        PactReport.model_validate_json(record.value).report_id for record in await read_topic(settings, PACT_REPORTS)
    ]
    assert len(said) == 1000
    assert len(set(said)) == 1
