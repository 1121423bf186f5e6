"""Sending drafts to the gateway in batches, and keeping book of what was taken and what was refused."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from services.cli.articles import Draft, Read, Unreadable
from services.cli.client import Gateway, Json, patiently
from services.cli.errors import NotRunning, Unavailable

MOST_ARTICLES = 200
MOST_BYTES = 4 * 1024 * 1024
"""A batch stays well below what one request may hold, so that the bar moves and a retry repeats little."""


@dataclass(frozen=True)
class Refusal:
    """One article that was not taken: where it stands, which field, and what to do about it."""

    place: str
    field: str | None
    detail: str

    def __str__(self) -> str:
        # The gateway's sentence about a field begins with the field's name.
        return f"{self.place}: {self.detail}"


@dataclass
class Outcome:
    """What became of everything that was read."""

    accepted: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def batches(drafts: Iterable[Read]) -> Iterator[list[Read]]:
    """In the order of the files; a long article goes with few others."""
    batch: list[Read] = []
    size = 0
    for draft in drafts:
        length = len(json.dumps(draft.body)) if isinstance(draft, Draft) else 0
        if batch and (len(batch) == MOST_ARTICLES or size + length > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(draft)
        size += length
    if batch:
        yield batch


def publish(
    gateway: Gateway,
    drafts: Iterable[Read],
    outcome: Outcome,
    *,
    patience_seconds: float,
    on_batch: Callable[[int], None] = lambda _: None,
    on_wait: Callable[[str], None] = lambda _: None,
) -> None:
    """Publish everything that can be, noting in `outcome` what became of each; `on_batch` hears how many were sent.

    Raises what the client raises when the gateway cannot take articles for longer than the patience lasts; what it
    took before stands in the outcome.
    """
    for batch in batches(drafts):
        readable = [draft for draft in batch if isinstance(draft, Draft)]
        outcome.refused += [Refusal(one.place, None, one.detail) for one in batch if isinstance(one, Unreadable)]
        if readable:
            send = partial(gateway.publish, [draft.body for draft in readable])
            # A gateway that was never there is told at once; one that took articles before is being started again.
            waits_for = (Unavailable, NotRunning) if outcome.accepted else (Unavailable,)
            answer = patiently(send, seconds=patience_seconds, waits_for=waits_for, on_wait=on_wait)
            _note(outcome, readable, answer)
        on_batch(len(batch))


def _note(outcome: Outcome, drafts: list[Draft], answer: Json) -> None:
    outcome.accepted += [accepted["id"] for accepted in answer["accepted"]]
    outcome.refused += [
        Refusal(drafts[refused["index"]].place, refused["field"], refused["detail"]) for refused in answer["rejected"]
    ]
