"""What a service knows of its own health: is it ready, and does it make progress.

An open port proves nothing: a worker that hangs still has one. Healthy means *no work waits, or work was finished
lately, or the service says which server it is waiting for*.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from shared.metrics import DEPENDENCY_UP, LAST_PROGRESS


@dataclass
class Health:
    """Kept by one service; read by `/healthz`, `/readyz` and the watchdog. `clock` counts seconds, monotonic."""

    stall_after_seconds: float
    clock: Callable[[], float] = time.monotonic
    ready: bool = False
    waiting_work: int = 0
    _waiting_for: dict[tuple[str, str], str] = field(default_factory=dict)
    _last_progress: float = field(init=False)

    def __post_init__(self) -> None:
        self._last_progress = self.clock()

    def progressed(self) -> None:
        """A piece of work is done."""
        self._last_progress = self.clock()
        LAST_PROGRESS.set_to_current_time()

    def work_waiting(self, amount: int) -> None:
        """How much is queued. The stall clock starts when work begins to wait, not at the last idle hour."""
        if self.waiting_work == 0 and amount > 0:
            self._last_progress = self.clock()
        self.waiting_work = amount

    def waiting_for(self, server: str, reason: str, *, to: str = "answer") -> None:
        """A server does not do what it is asked `to`; waiting for it is no fault of this service.

        A broker may answer questions and yet confirm nothing, so each thing it is asked for is noted for itself.
        """
        self._waiting_for[server, to] = reason
        DEPENDENCY_UP.labels(server).set(0)

    def answered(self, server: str, *, to: str = "answer") -> None:
        """It does again. When nothing else is waited for, the stall clock starts anew."""
        if self._waiting_for.pop((server, to), None) is not None and not self._waiting_for:
            self._last_progress = self.clock()
        DEPENDENCY_UP.labels(server).set(0 if any(waited == server for waited, _ in self._waiting_for) else 1)

    @property
    def is_waiting(self) -> bool:
        """True while some server does not answer."""
        return bool(self._waiting_for)

    def not_ready_because(self) -> list[str]:
        """Sentences; empty when ready."""
        reasons = [
            f"waiting for {server}: {reason}" if to == "answer" else f"waiting for {server} to {to}: {reason}"
            for (server, to), reason in sorted(self._waiting_for.items())
        ]
        return reasons if reasons or self.ready else ["starting"]

    def stalled(self) -> str | None:
        """A sentence when work waits and none was finished for too long, else None."""
        idle = self.clock() - self._last_progress
        if self._waiting_for or self.waiting_work == 0 or idle < self.stall_after_seconds:
            return None
        return f"{self.waiting_work} messages wait and none was handled for {idle:.0f} s"
