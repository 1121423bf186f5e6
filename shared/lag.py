"""How far a consumer group is behind: asked of the broker, so it is true for Faust and aiokafka, alive or dead."""

import asyncio
from types import TracebackType
from typing import Self

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupCoordinatorNotAvailableError, KafkaError

from shared.health import Health
from shared.metrics import LAG
from shared.settings import CommonSettings
from shared.topics import Topic

log = structlog.get_logger()

PROBE_EVERY_SECONDS = 2.0


class LagProbe:
    """Answers how many messages of a topic a group has not committed. An async context manager."""

    def __init__(self, settings: CommonSettings) -> None:
        self._settings = settings
        self._admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka, client_id="pactwatch-lag")
        self._consumer = AIOKafkaConsumer(bootstrap_servers=settings.kafka, client_id="pactwatch-lag")

    async def __aenter__(self) -> Self:
        try:
            await self._admin.start()
            await self._consumer.start()
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._close()

    async def _close(self) -> None:
        await asyncio.gather(self._consumer.stop(), self._admin.close(), return_exceptions=True)

    async def lag(self, group: str, topic: Topic) -> int:
        """Messages between the group's committed offsets and the end of the topic.

        Raises KafkaError while the broker cannot tell: a broker that has just started knows no topics for a moment, and
        taking that for an empty topic would call work done that is not.
        """
        name = topic.named(self._settings.topic_prefix)
        [described] = await self._admin.describe_topics([name])
        partitions = [TopicPartition(name, partition["partition"]) for partition in described["partitions"]]
        unready = [partition for partition in described["partitions"] if partition["error_code"]]
        if described["error_code"] or unready or not partitions:
            raise KafkaError(f"the topic {name} is not there yet")
        try:
            committed = await self._admin.list_consumer_group_offsets(
                self._settings.topic_prefix + group, partitions=partitions
            )
        except GroupCoordinatorNotAvailableError:
            # A broker that has never had a group is still making its book of offsets: nothing is committed yet.
            committed = {}
        starts = await self._consumer.beginning_offsets(partitions)
        ends = await self._consumer.end_offsets(partitions)
        behind = 0
        for partition in partitions:
            known = committed.get(partition)
            position = known.offset if known is not None and known.offset >= 0 else starts[partition]
            behind += max(0, ends[partition] - max(position, starts[partition]))
        return behind


async def watch_lag(settings: CommonSettings, group: str, topic: Topic, health: Health) -> None:
    """Keep the lag metric and the health's view of waiting work current, for ever; Kafka away is noted there too."""
    while True:
        try:
            async with LagProbe(settings) as probe:
                while True:
                    # A broker that hangs without closing the connection must not look like "no lag".
                    lag = await asyncio.wait_for(probe.lag(group, topic), timeout=15)
                    LAG.labels(topic.name).set(lag)
                    health.work_waiting(lag)
                    health.answered("kafka")
                    await asyncio.sleep(PROBE_EVERY_SECONDS)
        except (KafkaError, OSError, TimeoutError) as error:
            health.waiting_for("kafka", str(error) or type(error).__name__)
            log.warning("kafka_away", reason=str(error) or type(error).__name__)
            await asyncio.sleep(PROBE_EVERY_SECONDS)
