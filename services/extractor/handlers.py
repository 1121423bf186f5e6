"""A batch of articles into reports. Reading is CPU work and runs beside the event loop, so that it keeps beating."""

import asyncio
from collections.abc import Callable, Sequence
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


class Extraction:
    """Handles batches. `now` is the clock, UTC."""

    def __init__(
        self, reader: Reads, executor: Executor, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._reader = reader
        self._executor = executor
        self._now = now

    async def handle(self, batch: Sequence[Received[Article]]) -> list[Outgoing]:
        """Read a batch; what comes back is to be published."""
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
