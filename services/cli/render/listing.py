"""Many things of one kind: a table where there is room, else one under the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from services.cli.render import facts

NARROW = 72
"""Below so many columns a table would break its words letter by letter."""

Cell = str | Text


@dataclass
class Listing:
    """Rows under named columns. `whole` columns are never broken, `numbers` stand to the right."""

    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    whole: frozenset[str] = field(default=frozenset())
    numbers: frozenset[str] = field(default=frozenset())

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Rich asks for it, and says how wide the terminal is."""
        if options.max_width < NARROW:
            for row in self.rows:
                yield facts.grid(list(zip(self.columns, row, strict=True)))
                yield ""
        else:
            yield self._table()

    def _table(self) -> Table:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
        for column in self.columns:
            justify = "right" if column in self.numbers else "left"
            table.add_column(column, no_wrap=column in self.whole, overflow="fold", justify=justify)  # type: ignore[arg-type]
        for row in self.rows:
            table.add_row(*row)
        return table
