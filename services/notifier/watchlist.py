"""Which of very many subscriptions an event may concern: bit sets, one bit a subscription.

A quarter of a million subscriptions are 31 KB a set, and a handful of `&` and `|` over such numbers take microseconds,
where asking each would take a second. What comes out is a few too many, never one too few: `matching.match` decides.
Pure.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from services.notifier.matching import number_of_sources, number_of_watched_needed, watched_codes
from shared.messages import PactEvent
from shared.subscriptions import Role, SubscriptionSpec

_NOT_ZERO = re.compile(rb"[^\0]")


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A subscription as kept: its wishes stay text until an event may concern it, a tenth of the memory."""

    subscription_id: str
    wishes: str
    since: datetime

    @property
    def spec(self) -> SubscriptionSpec:
        """The wishes, read."""
        return _read(self.wishes)


@lru_cache(maxsize=10_000)
def _read(wishes: str) -> SubscriptionSpec:
    return SubscriptionSpec.model_validate_json(wishes)


class _Bits:
    """A set of small numbers, cheap to change one by one and cheap to combine whole."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._whole: int | None = 0

    def put(self, bit: int, present: bool) -> None:
        byte, mask = bit >> 3, 1 << (bit & 7)
        if byte >= len(self._bytes):
            self._bytes.extend(bytes(byte + 1 - len(self._bytes)))
        self._bytes[byte] = self._bytes[byte] | mask if present else self._bytes[byte] & ~mask
        self._whole = None

    def whole(self) -> int:
        if self._whole is None:
            self._whole = int.from_bytes(self._bytes, "little")
        return self._whole


class Watchlist:
    """Subscribers, found by what they watch."""

    def __init__(self) -> None:
        self._subscribers: dict[int, Subscriber] = {}
        self._bit_of: dict[str, int] = {}
        self._free: list[int] = []
        self._sets: defaultdict[Hashable, _Bits] = defaultdict(_Bits)

    def __len__(self) -> int:
        return len(self._bit_of)

    @property
    def ids(self) -> Collection[str]:
        """The ids of all subscriptions."""
        return self._bit_of.keys()

    def add(self, subscriber: Subscriber) -> None:
        """Take in a new subscription. Raises pydantic's ValidationError when its wishes cannot be read."""
        keys = _keys(subscriber.spec)
        bit = self._free.pop() if self._free else len(self._bit_of)
        self._bit_of[subscriber.subscription_id] = bit
        self._subscribers[bit] = subscriber
        for key in keys:
            self._sets[key].put(bit, True)

    def remove(self, subscription_id: str) -> None:
        """Forget a subscription."""
        bit = self._bit_of.pop(subscription_id)
        for key in _keys(self._subscribers.pop(bit).spec):
            self._sets[key].put(bit, False)
        self._free.append(bit)

    def candidates(self, event: PactEvent) -> list[Subscriber]:
        """Everyone whom the event may concern, in the order of ids."""
        parties = {party.code for party in event.pact.parties}
        named = parties | {mention.code for mention in event.pact.mentioned}
        found = self._sharing(Role.PARTY, parties) | self._sharing(Role.MENTIONED, named)
        found &= self._whole(_ANY_TYPE) | self._whole(event.pact.pact_type)
        found &= self._whole(_ANY_STAGE) | self._whole(event.stage)
        if number_of_sources(event) == 1:
            found &= self._whole(_ONE_SOURCE_WILL_DO)
        return sorted((self._subscribers[bit] for bit in _bits_of(found)), key=lambda one: one.subscription_id)

    def _sharing(self, role: Role, codes: Collection[str]) -> int:
        """Those of a role who watch enough of the codes: one, or at least two where they need more than one."""
        once = twice = 0
        for code in codes:
            watching = self._whole((role, code))
            twice |= once & watching
            once |= watching
        return (once & self._whole(_NEEDS_ONE)) | (twice & self._whole(_NEEDS_MORE))

    def _whole(self, key: Hashable) -> int:
        found = self._sets.get(key)
        return found.whole() if found else 0


_ANY_TYPE, _ANY_STAGE, _NEEDS_ONE, _NEEDS_MORE, _ONE_SOURCE_WILL_DO = range(5)


def _keys(wanted: SubscriptionSpec) -> Iterator[Hashable]:
    """The sets a subscription belongs to."""
    for code in watched_codes(wanted):
        yield wanted.role, code
    yield from set(wanted.pact_types) or (_ANY_TYPE,)
    yield from set(wanted.stages) or (_ANY_STAGE,)
    yield _NEEDS_ONE if number_of_watched_needed(wanted) == 1 else _NEEDS_MORE
    if wanted.min_sources == 1:
        yield _ONE_SOURCE_WILL_DO


def _bits_of(whole: int) -> Iterator[int]:
    as_bytes = whole.to_bytes((whole.bit_length() + 7) // 8, "little")
    for found in _NOT_ZERO.finditer(as_bytes):
        byte, first = found.group()[0], found.start() * 8
        yield from (first + bit for bit in range(8) if byte >> bit & 1)
