"""The terms of a pact as a list of labelled lines: the same wherever a pact is shown."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from services.cli.render import words
from shared.messages import FuzzyDate, Pact, PactReport

Fact = tuple[str, str | Text]


def grid(facts: Iterable[Fact]) -> Table:
    """Labels on the left, what is known on the right; what is not known leaves no line."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in facts:
        if value:
            table.add_row(name, value)
    return table


def terms(pact: Pact | PactReport) -> list[Fact]:
    """What is known of a pact's content."""
    return [
        ("name", words.clean(pact.name or "")),
        ("instrument", words.label(pact.instrument or "")),
        ("duration", words.duration(pact.duration)),
        ("provisions", words.labels(pact.provisions)),
        ("obligations", words.labels(pact.obligations)),
        ("signatories", words.signatories(pact.signatories)),
        ("mentioned", words.mentioned(pact.mentioned)),
        ("place", words.clean(pact.place or "")),
    ]


def dates(pact: Pact | PactReport) -> list[Fact]:
    """When the step was taken, from when it holds, until when."""
    known: list[tuple[str, FuzzyDate | None]] = [
        ("when", pact.occurred_on),
        ("in force from", pact.effective_on),
        ("until", pact.expires_on),
    ]
    return [(name, words.day(value)) for name, value in known]
