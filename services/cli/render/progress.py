"""Progress on a terminal; where there is none, nothing moves and only sentences are written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from services.cli.render.words import clean


@dataclass
class Bar:
    """A bar that fills."""

    progress: Progress
    task: TaskID
    _said: str = ""

    def advance(self, amount: int) -> None:
        """So many more are done."""
        self.progress.advance(self.task, amount)

    def say(self, sentence: str) -> None:
        """A sentence above the bar; the same one is not repeated."""
        if sentence != self._said:
            self._said = sentence
            self.progress.console.print(clean(sentence), style="yellow", soft_wrap=True)


@contextmanager
def bar(console: Console, what: str, total: int) -> Iterator[Bar]:
    """A bar for `total` things, gone when all is done."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Bar(progress, progress.add_task(what, total=total))
