"""The register in a terminal: many pacts as a table, one as its whole life."""

from collections.abc import Sequence
from datetime import date

from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from services.cli.render import facts, words
from services.cli.render.listing import Listing
from shared.messages import Pact, PactEvent, PactReport
from shared.vocabulary import Stage


def table(pacts: Sequence[Pact]) -> Listing:
    """One line a pact."""
    return Listing(
        ("pact", "parties", "stage", "type", "name", "reports", "last seen"),
        [
            (
                pact.pact_id,
                words.parties(pact.parties),
                words.stage(pact.stage, pact.modality),
                words.label(pact.pact_type) + (" (disputed)" if pact.disputed else ""),
                words.clean(pact.name or ""),
                str(pact.report_count),
                words.moment(pact.last_seen)[:10],
            )
            for pact in pacts
        ],
        whole=frozenset({"pact", "stage", "last seen"}),
        numbers=frozenset({"reports"}),
    )


def life(pact: Pact, timeline: Sequence[PactEvent], reports: Sequence[PactReport], total: int) -> Group:
    """What is known, what happened when, and every article that proves it."""
    head = Text.assemble(
        (words.parties(pact.parties), "bold"),
        "  ",
        words.stage(pact.stage, pact.modality),
        f"  {words.label(pact.pact_type)}",
    )
    known = [
        *facts.dates(pact),
        *facts.terms(pact),
        ("confidence", f"{pact.confidence:.2f}"),
        ("disputed", "sources contradict each other" if pact.disputed else ""),
        ("sources", ", ".join(words.clean(source) for source in pact.sources)),
        ("first seen", words.moment(pact.first_seen)),
        ("last seen", words.moment(pact.last_seen)),
    ]
    shown = "" if len(reports) == total else f", the newest {len(reports)} of them"
    return Group(
        Panel(Group(head, facts.grid(known)), subtitle=Text(pact.pact_id, style="dim"), subtitle_align="right"),
        _heading("Its life"),
        _timeline(timeline),
        _heading(f"Evidence: {words.many(total, 'report')}{shown}"),
        *(_report(report) for report in reports),
    )


def _heading(text: str) -> Padding:
    return Padding(Text(text, style="bold"), (1, 0, 0, 0))


def _timeline(timeline: Sequence[PactEvent]) -> Table:
    shown = Table.grid(padding=(0, 2))
    for _ in range(3):
        shown.add_column(no_wrap=True)
    shown.add_column(overflow="fold")
    for event in sorted(timeline, key=_when):
        shown.add_row(
            words.day(event.occurred_on) or words.moment(event.last_seen)[:10],
            words.label(event.change),
            words.stage(event.stage, event.modality),
            ", ".join(words.clean(source) for source in event.sources),
        )
    return shown


def _when(event: PactEvent) -> tuple[date, int]:
    known = event.occurred_on.on if event.occurred_on else event.last_seen.date()
    return known, list(Stage).index(event.stage)


def _report(report: PactReport) -> Padding:
    about = Text.assemble(
        words.stage(report.stage),
        f"  {words.label(report.modality)}  confidence {report.confidence:.2f}  ",
        (words.clean(report.article.title), "bold"),
    )
    # The headline stands above already; what proves it more is a sentence of the text.
    in_text = (one for one in report.evidence if words.clean(one.sentence) != words.clean(report.article.title))
    first = next(in_text, report.evidence[0])
    origin = " — ".join(filter(None, (report.article.source or "", report.article.url or "")))
    proof = [about, words.sentence(first), *([Text(words.clean(origin), style="dim")] if origin else [])]
    return Padding(Group(*proof), (0, 0, 1, 2))
