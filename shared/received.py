"""What comes off a topic, the same for Faust and for a plain consumer: the raw record, and the message read from it."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import structlog

from shared.decoding import Invalid, Reason, decode
from shared.messages import Message
from shared.metrics import CONSUMED
from shared.publisher import Outgoing
from shared.record import Record
from shared.rejection import reject
from shared.topics import Topic

log = structlog.get_logger()

M = TypeVar("M", bound=Message)
R = TypeVar("R")


@dataclass(frozen=True)
class Received(Generic[M]):
    """A message that could be read, with the record it came in."""

    message: M
    record: Record


def read_all(
    records: Iterable[Record], source: Topic, model: type[M], service: str
) -> tuple[list[Received[M]], list[Outgoing]]:
    """Decode a batch: the readable ones, and for each other its rejection."""
    good: list[Received[M]] = []
    refused: list[Outgoing] = []
    for record in records:
        try:
            good.append(Received(decode(model, record.value), record))
        except Invalid as why:
            log.info(
                "rejected",
                topic=source.name,
                partition=record.partition,
                offset=record.offset,
                reason=why.reason.value,
                detail=str(why),
            )
            refused.append(reject(record, source, why, service))
    CONSUMED.labels(source.name).inc(len(good) + len(refused))
    return good, refused


async def isolate(
    batch: Sequence[Received[M]],
    handle: Callable[[Sequence[Received[M]]], Awaitable[R]],
    source: Topic,
    service: str,
    is_passing: Callable[[BaseException], bool] = lambda _error: False,
) -> tuple[list[R], list[Outgoing]]:
    """Handle a batch; if it fails, handle its messages one by one, so that only the guilty one is set aside.

    Errors for which `is_passing` is true (a server is away) are raised: they are no message's fault.
    """
    try:
        return [await handle(batch)], []
    except Exception as error:
        if is_passing(error):
            raise
        if len(batch) > 1:
            log.warning("batch_failed", topic=source.name, messages=len(batch), error=repr(error))
    done: list[R] = []
    refused: list[Outgoing] = []
    for item in batch:
        try:
            done.append(await handle([item]))
        except Exception as error:
            if is_passing(error):
                raise
            record = item.record
            log.exception("message_failed", topic=source.name, partition=record.partition, offset=record.offset)
            why = Invalid(
                Reason.FAILED, f"The {service} could not handle it. That is a fault of Pactwatch: see its log."
            )
            refused.append(reject(record, source, why, service))
    return done, refused
