"""A batch of articles into reports. Reading is CPU work and runs beside the event loop, so that it keeps beating."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from datetime import UTC, datetime
from typing import Protocol

import structlog

from services.extractor.metrics import ARTICLES, BATCH, CONFIDENCE, READING, REPORTS
from shared.messages import Article, PactReport
from shared.metrics import observe_latency
from shared.publisher import Outgoing
from shared.received import Received
from shared.topics import PACT_REPORTS

log = structlog.get_logger()

NAME = "extractor"


class Reads(Protocol):
    """What can read a batch: pure, deterministic, safe in another thread."""

    def read(
        self, articles: Sequence[Article], ingested_at: Sequence[datetime | None], now: datetime
    ) -> list[list[PactReport]]:
        """The reports of each article, in the order of the articles."""


SLICE_CHARACTERS = 200_000
"""Text read in one go: some seconds at the worst, however long the articles of a batch are."""


class Extraction:
    """Handles batches. `progressed` is told of every slice read; `now` is the clock, UTC."""

    def __init__(
        self,
        reader: Reads,
        executor: Executor,
        *,
        progressed: Callable[[], None] = lambda: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._reader = reader
        self._executor = executor
        self._progressed = progressed
        self._now = now

    async def handle(self, batch: Sequence[Received[Article]]) -> list[Outgoing]:
        """Read a batch; what comes back is to be published."""
        out: list[Outgoing] = []
        for part in slices(batch):
            out += await self._read(part)
            self._progressed()
        return out

    async def _read(self, batch: Sequence[Received[Article]]) -> list[Outgoing]:
        with READING.time():
            read = await asyncio.get_running_loop().run_in_executor(
                self._executor,
                self._reader.read,
                [received.message for received in batch],
                [received.record.arrived_at for received in batch],
                self._now(),
            )
        BATCH.observe(len(batch))
        out: list[Outgoing] = []
        for received, reports in zip(batch, read, strict=True):
            _tell(received, reports)
            out += [Outgoing.of(PACT_REPORTS, "+".join(report.party_codes()), report, NAME) for report in reports]
        return out


def slices(batch: Sequence[Received[Article]]) -> Iterator[list[Received[Article]]]:
    """The batch in parts of bounded text; an article longer than that is a part of its own."""
    part: list[Received[Article]] = []
    characters = 0
    for received in batch:
        length = len(received.message.text)
        if part and characters + length > SLICE_CHARACTERS:
            yield part
            part, characters = [], 0
        part.append(received)
        characters += length
    if part:
        yield part


def _tell(received: Received[Article], reports: Sequence[PactReport]) -> None:
    ARTICLES.labels("pact" if reports else "no_pact").inc()
    observe_latency("read", received.record.arrived_at)
    for report in reports:
        REPORTS.labels(report.pact_type.value, report.stage.value).inc()
        CONFIDENCE.observe(report.confidence)
        log.info(
            "read",
            article_id=received.message.id,
            report_id=report.report_id,
            parties=list(report.party_codes()),
            stage=report.stage.value,
            pact_type=report.pact_type.value,
            confidence=round(report.confidence, 2),
        )
