"""Which labelled event a read one stands for, and what kinds of mistakes an article was read with."""

from collections.abc import Iterator
from enum import StrEnum

from services.extractor.labels import Event

Events = tuple[Event, ...]


class Mistake(StrEnum):
    """What can be wrong with the reading of an article."""

    MISSED_ARTICLE = "missed article"
    """It tells of a pact and nothing was read."""
    FALSE_ALARM = "false alarm"
    """It tells of none and something was read."""
    WRONG_PARTIES = "wrong parties"
    WRONG_STAGE = "wrong stage"
    EXTRA_EVENT = "extra event"
    """Read beside the others, and stands for none of those labelled."""
    MISSED_EVENT = "missed event"
    """Labelled beside the others, and none of those read stands for it."""


def pairs(wanted: Events, read: Events) -> list[tuple[Event, Event]]:
    """One-to-one pairs, those with the largest overlap of parties first, then those with equal stage."""
    ranked = sorted(
        (
            (len(w.parties & r.parties) / len(w.parties | r.parties), w.stage == r.stage, i, j)
            for i, w in enumerate(wanted)
            for j, r in enumerate(read)
            if w.parties & r.parties
        ),
        reverse=True,
    )
    paired: list[tuple[Event, Event]] = []
    used_wanted, used_read = set[int](), set[int]()
    for _, _, i, j in ranked:
        if i not in used_wanted and j not in used_read:
            used_wanted.add(i)
            used_read.add(j)
            paired.append((wanted[i], read[j]))
    return paired


def same_parties(wanted: Event, read: Event) -> bool:
    """Whether the parties are right; who is optional in the label may be there or not."""
    return wanted.parties == read.parties - wanted.optional


def mistakes(wanted: Events, read: Events) -> Iterator[Mistake]:
    """Every mistake, as often as it was made; a mistaken type is none, as in the measure of events."""
    if not wanted or not read:
        if wanted:
            yield Mistake.MISSED_ARTICLE
        elif read:
            yield Mistake.FALSE_ALARM
        return
    paired = pairs(wanted, read)
    yield from (Mistake.WRONG_PARTIES for w, r in paired if not same_parties(w, r))
    yield from (Mistake.WRONG_STAGE for w, r in paired if w.stage != r.stage)
    yield from [Mistake.EXTRA_EVENT] * (len(read) - len(paired))
    yield from [Mistake.MISSED_EVENT] * (len(wanted) - len(paired))
