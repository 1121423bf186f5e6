"""The one place where Faust meets our code. The order is always decode → handle → publish and confirm → ack.

Faust (faust-streaming 0.15.3) acknowledges too eagerly for work that must not be lost. What is guarded here, and why:

- An agent left by an exception or a cancellation acks what it held; `take()` acks its whole batch. So `noack_take` is
  used and every event is acked by hand, after the broker has confirmed what was made of it.
- Values and keys are consumed as raw bytes: Faust acks what it cannot decode before we would see it.
- Publishing goes through `Publisher`, which waits for the broker; Faust's `send()` does not.
- One agent task (concurrency 1): more would let Faust commit past messages still in flight.
- Whatever fails per message becomes a rejection. Anything else ends the service: a restart repeats, it does not lose.
"""

import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic

import faust
import structlog

from shared.health import Health
from shared.publisher import Outgoing, Publisher
from shared.received import M, Received, isolate, read_all
from shared.record import Record
from shared.retrying import until_kafka_answers
from shared.settings import CommonSettings
from shared.topics import MAX_MESSAGE_BYTES, Topic, create_missing

log = structlog.get_logger()

Handle = Callable[[Sequence[Received[M]]], Awaitable[Sequence[Outgoing]]]


@dataclass(frozen=True)
class Batching:
    """How much is taken at once: at most `size` messages, waiting at most `within_seconds` for the first to fill up."""

    size: int = 200
    within_seconds: float = 0.05


class Stream(Generic[M]):
    """One Faust agent on `source`. `handle` turns a batch of messages into what is to be published; it may be slow."""

    def __init__(
        self,
        settings: CommonSettings,
        health: Health,
        publisher: Publisher,
        *,
        group: str,
        source: Topic,
        model: type[M],
        handle: Handle[M],
        batching: Batching,
    ) -> None:
        self._settings = settings
        self._health = health
        self._publisher = publisher
        self._group = group
        self._source = source
        self._model = model
        self._handle = handle
        self._batching = batching
        self._failed: asyncio.Future[None] | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Run the agent until `stop`. Raises what made it end otherwise."""
        self._failed = asyncio.get_running_loop().create_future()
        app = self._app()
        app.agent(self._topic(app), concurrency=1, name=self._group)(self._agent)
        await until_kafka_answers(self._health, lambda: create_missing(self._settings))
        await app.start()
        self._health.ready = True
        stopping = asyncio.create_task(stop.wait())
        crashed = asyncio.create_task(app.wait_until_stopped())
        try:
            await asyncio.wait({stopping, crashed, self._failed}, return_when=asyncio.FIRST_COMPLETED)
            if self._failed.done():
                self._failed.result()
            if crashed.done() and not stop.is_set():
                raise RuntimeError("Faust ended its agent by itself.") from app.crash_reason
        finally:
            stopping.cancel()
            crashed.cancel()
            await app.stop()

    async def process(self, records: Sequence[Record]) -> None:
        """Decode, handle, publish and confirm one batch. When it returns, the batch may be acked."""
        good, out = read_all(records, self._source, self._model, self._group)
        if good:
            made, refused = await isolate(good, self._handle, self._source, self._group)
            out += [message for messages in made for message in messages] + refused
        await self._publisher.publish(out)
        self._health.progressed()

    async def _agent(self, stream: Any) -> None:
        async for events in stream.noack_take(self._batching.size, within=self._batching.within_seconds):
            try:
                await self.process([Record.of(event.message) for event in events])
            except Exception as error:
                # Nothing is acked; the process ends and the batch is read again after the restart.
                if self._failed is not None and not self._failed.done():
                    self._failed.set_exception(error)
                raise
            for event in events:
                await stream.ack(event)

    def _app(self) -> Any:
        return faust.App(
            self._settings.topic_prefix + self._group,
            broker=";".join(f"kafka://{server.strip()}" for server in self._settings.kafka.split(",")),
            key_serializer="raw",
            value_serializer="raw",
            store="memory://",
            web_enabled=False,
            autodiscover=False,
            topic_allow_declare=False,
            topic_disable_leader=True,
            topic_partitions=self._settings.topic_partitions,
            consumer_auto_offset_reset="earliest",
            consumer_max_fetch_size=MAX_MESSAGE_BYTES,
            broker_commit_interval=0.5,
            broker_max_poll_records=self._batching.size,
            broker_session_timeout=10.0,
            broker_heartbeat_interval=3.0,
            broker_request_timeout=30.0,
            producer_request_timeout=30.0,
            stream_buffer_maxsize=self._batching.size,
            stream_recovery_delay=0.0,
            stream_wait_empty=False,
            processing_guarantee="at_least_once",
            worker_redirect_stdouts=False,
            # Faust makes a folder for tables, though we have none; a folder a user, so that none meets another's.
            datadir=Path(tempfile.gettempdir()) / f"pactwatch-faust-{os.getuid()}",
        )

    def _topic(self, app: Any) -> Any:
        return app.topic(
            self._source.named(self._settings.topic_prefix),
            key_type=bytes,
            value_type=bytes,
            key_serializer="raw",
            value_serializer="raw",
        )
