"""A batch of articles: read in a thread beside the event loop, told in messages keyed by parties."""

import asyncio
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from services.extractor.handlers import Extraction, slices
from shared.messages import Article, PactReport
from shared.received import Received
from shared.record import Record
from tests.messages import NOON, article, report


class Reading:
    """A reader that gives the same report for every article, and notes in which thread it ran."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.thread: threading.Thread | None = None
        self._seconds = seconds

    def read(
        self, articles: Sequence[Article], ingested_at: Sequence[datetime | None], now: datetime
    ) -> list[list[PactReport]]:
        self.thread = threading.current_thread()
        time.sleep(self._seconds)
        return [[report("UKR", "JPN", source=one.source or "")] if one.source else [] for one in articles]


def received(*articles: Article) -> list[Received[Article]]:
    return [Received(one, Record(0, at, int(NOON.timestamp() * 1000), None, None)) for at, one in enumerate(articles)]


async def test_reports_are_keyed_by_their_parties_and_carry_cloudevents() -> None:
    with ThreadPoolExecutor(1) as executor:
        out = await Extraction(Reading(), executor, now=lambda: NOON).handle(
            received(article(source="One"), article("Nothing."), article(source="Two"))
        )
    assert [message.key for message in out] == [b"JPN+UKR", b"JPN+UKR"]
    assert PactReport.model_validate_json(out[0].value or b"").article.source == "One"
    assert dict(out[0].headers)["ce_type"] == b"pactwatch.pact-report.v1"


async def test_long_articles_are_read_in_parts_and_progress_is_told_after_each() -> None:
    long = [article("x" * 90_000, source=f"Outlet {number}") for number in range(5)]
    told = 0

    def progressed() -> None:
        nonlocal told
        told += 1

    with ThreadPoolExecutor(1) as executor:
        out = await Extraction(Reading(), executor, progressed=progressed).handle(received(*long))
    assert len(out) == 5
    assert told == 3
    assert [len(part) for part in slices(received(*long, article("y" * 900_000)))] == [2, 2, 1, 1]


async def test_the_event_loop_beats_while_the_reader_works() -> None:
    reader, beats = Reading(seconds=0.5), 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.01)
            beats += 1

    beating = asyncio.create_task(beat())
    with ThreadPoolExecutor(1) as executor:
        await Extraction(reader, executor).handle(received(article(source="One")))
    beating.cancel()
    assert reader.thread is not threading.main_thread()
    assert beats >= 5
