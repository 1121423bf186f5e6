"""The steps of a longer command as they happen, each with the time since the command began."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text


class Steps:
    """Sentences on a console. `clock` counts seconds, monotonic. May be told from several threads."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._began = clock()
        self._lock = threading.Lock()

    def say(self, sentence: str) -> None:
        """One step is done, or begins."""
        with self._lock:
            at = Text(f"{self._clock() - self._began:6.1f} s  ", style="dim")
            self._console.print(at + Text(sentence), soft_wrap=True)

    @contextmanager
    def waiting(self, what: str) -> Iterator[Callable[[str], None]]:
        """A spinner while something takes its time, on a terminal; what it gives changes the words."""
        if not self._console.is_terminal:
            yield lambda _: None
            return
        with self._console.status(Text(what)) as spinner:
            yield lambda words: spinner.update(Text(words))
