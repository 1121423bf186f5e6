"""Messages that cannot be read go aside whole: the original bytes as value, the why and where in headers."""

from dataclasses import dataclass
from datetime import UTC, datetime

from shared.decoding import Invalid
from shared.ids import rejected_id
from shared.metrics import REJECTED
from shared.publisher import Headers, Outgoing
from shared.record import Record
from shared.topics import MAX_MESSAGE_BYTES, Topic, by_name, rejected

PREFIX = "pw_rejected_"

MOST_VALUE_BYTES = MAX_MESSAGE_BYTES - 64 * 1024
MOST_KEY_BYTES = 16 * 1024
"""What is kept of a refused message at most. The broker weighs messages compressed, so a stranger's can be larger than
any we could send on; set aside whole, it would stop the service for ever."""


class NotARejection(ValueError):
    """A stranger's message on a `*.rejected` topic."""


@dataclass(frozen=True)
class Rejection:
    """One refused message, as `pactwatch rejected` shows it."""

    rejected_id: str
    topic: str
    partition: int
    offset: int
    reason: str
    field: str | None
    detail: str
    service: str
    at: datetime
    key: bytes | None
    value: bytes

    @classmethod
    def read(cls, value: bytes, headers: Headers) -> "Rejection":
        """From a message of a `*.rejected` topic. Raises NotARejection for one that no service of ours put there."""
        said = {name.removeprefix(PREFIX): content for name, content in headers if name.startswith(PREFIX)}
        try:
            text = {name: content.decode() for name, content in said.items() if name != "key"}
            by_name(text["topic"])
            return cls(
                rejected_id=text["id"],
                topic=text["topic"],
                partition=int(text["partition"]),
                offset=int(text["offset"]),
                reason=text["reason"],
                field=text.get("field"),
                detail=text["detail"],
                service=text["service"],
                at=datetime.fromisoformat(text["at"]),
                key=said.get("key"),
                value=value,
            )
        except (KeyError, ValueError) as wrong:
            raise NotARejection(f"Its headers are not those of a refused message: {wrong}.") from None


def reject(record: Record, source: Topic, why: Invalid, service: str) -> Outgoing:
    """The message for the `*.rejected` topic. Its key is made from where the record stood, so a repeat overwrites."""
    REJECTED.labels(source.name, why.reason.value).inc()
    identity = rejected_id(source.name, record.partition, record.offset)
    detail = str(why)[:4000]
    if len(record.value or b"") > MOST_VALUE_BYTES:
        detail += f" It has {len(record.value or b'')} bytes, of which the first {MOST_VALUE_BYTES} are kept."
    said: dict[str, bytes] = {
        "id": identity.encode(),
        "topic": source.name.encode(),
        "partition": str(record.partition).encode(),
        "offset": str(record.offset).encode(),
        "reason": why.reason.value.encode(),
        "detail": detail.encode("utf-8", "replace"),
        "service": service.encode(),
        "at": datetime.now(UTC).isoformat().encode(),
    }
    if why.field:
        said["field"] = why.field[:1000].encode("utf-8", "replace")
    if record.key is not None:
        said["key"] = record.key[:MOST_KEY_BYTES]
    headers = tuple((PREFIX + name, content) for name, content in said.items())
    # An empty value would be a tombstone and vanish from the list.
    return Outgoing(rejected(source), identity.encode(), (record.value or b" ")[:MOST_VALUE_BYTES], headers)
