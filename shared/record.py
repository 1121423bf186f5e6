"""A Kafka record as raw bytes, the same from Faust and from a plain consumer."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

CLOCK_SKEW = timedelta(hours=1)
"""How far ahead of ours a sender's clock may be before its time is not believed."""


@dataclass(frozen=True)
class Record:
    """Where it stood, when it came, and its bytes, undecoded."""

    partition: int
    offset: int
    timestamp_ms: int | None
    key: bytes | None
    value: bytes | None

    @classmethod
    def of(cls, raw: Any) -> "Record":
        """From an aiokafka ConsumerRecord or a Faust message."""
        timestamp = raw.timestamp
        if isinstance(timestamp, float):  # Faust counts seconds, aiokafka milliseconds.
            timestamp = int(timestamp * 1000)
        return cls(raw.partition, raw.offset, timestamp, raw.key, raw.value)

    @property
    def arrived_at(self) -> datetime | None:
        """When it reached the topic, by its sender's or the broker's clock; None when that clock cannot be right."""
        if self.timestamp_ms is None or self.timestamp_ms <= 0:
            return None
        try:
            at = datetime.fromtimestamp(self.timestamp_ms / 1000, UTC)
        except (OverflowError, ValueError, OSError):
            return None
        return at if at < datetime.now(UTC) + CLOCK_SKEW else None
