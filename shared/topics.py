"""The topics, declared once: what each carries, how it is keyed, how long it is kept."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from shared.messages import Alert, Article, Message, PactEvent, PactReport
from shared.settings import CommonSettings

MAX_MESSAGE_BYTES = 8 * 1024 * 1024
"""An article of the longest text accepted, in the widest characters, and then some."""


@dataclass(frozen=True)
class Topic:
    """One Kafka topic. `retention` None keeps messages for ever."""

    name: str
    message: type[Message] | None
    key: str
    retention: timedelta | None
    cleanup: Literal["delete", "compact", "compact,delete"] = "delete"

    def named(self, prefix: str) -> str:
        """The name on the broker, under the setting `topic_prefix`."""
        return prefix + self.name

    def configuration(self, replication: int = 1) -> dict[str, str]:
        """Topic settings for the broker, in its own units (milliseconds, bytes)."""
        retention_ms = -1 if self.retention is None else int(self.retention.total_seconds() * 1000)
        return {
            "retention.ms": str(retention_ms),
            "cleanup.policy": self.cleanup,
            "max.message.bytes": str(MAX_MESSAGE_BYTES),
            # A confirmed message stands on all replicas but one at least, so losing any one broker loses nothing.
            "min.insync.replicas": str(max(1, replication - 1)),
        }


ARTICLES = Topic("articles", Article, "article id", timedelta(days=7))
PACT_REPORTS = Topic("pact-reports", PactReport, "party codes, sorted", None)
PACT_EVENTS = Topic("pact-events", PactEvent, "pact id", None)
ALERTS = Topic("alerts", Alert, "subscription id", timedelta(days=30))

WITH_MESSAGES = (ARTICLES, PACT_REPORTS, PACT_EVENTS, ALERTS)


def rejected(topic: Topic) -> Topic:
    """Where messages go that cannot be read: the original bytes, the reason in headers.

    Compacted by the id of the refused message, so a retried one disappears from the list with a tombstone.
    """
    return Topic(f"{topic.name}.rejected", None, "rejected id", timedelta(days=30), "compact,delete")


CONSUMED = (ARTICLES, PACT_REPORTS, PACT_EVENTS)
ALL = (*WITH_MESSAGES, *(rejected(topic) for topic in CONSUMED))


def by_name(name: str) -> Topic:
    """The declared topic of that name (without prefix). Raises KeyError for any other."""
    return {topic.name: topic for topic in ALL}[name]


async def create_missing(settings: CommonSettings) -> None:
    """Create the topics that are not there yet; safe to call from every service at every start."""
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka, client_id="pactwatch-topics")
    await admin.start()
    try:
        there = set(await admin.list_topics())
        missing = [topic for topic in ALL if topic.named(settings.topic_prefix) not in there]
        if not missing:
            return
        response = await admin.create_topics(
            [
                NewTopic(
                    topic.named(settings.topic_prefix),
                    num_partitions=settings.topic_partitions,
                    replication_factor=settings.topic_replication,
                    topic_configs=topic.configuration(settings.topic_replication),
                )
                for topic in missing
            ]
        )
        for name, code, *detail in response.topic_errors:
            error = for_code(code)
            if code and error is not TopicAlreadyExistsError:
                raise KafkaError(f"Topic {name} could not be created: {detail[0] if detail else error.__name__}")
    finally:
        await asyncio.shield(admin.close())
