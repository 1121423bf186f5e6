"""`pactwatch publish`: articles from files onto the topic."""

from typing import TYPE_CHECKING, Annotated

import typer

from services.cli.options import AsJson, Context, session, write_json
from services.cli.session import Session

if TYPE_CHECKING:
    from services.cli.articles import Read
    from services.cli.publishing import Outcome

MOST_SHOWN = 50


def publish(
    context: Context,
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE…", help="JSON lines, JSON, or text with its title first; - is standard input."),
    ],
    patience: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="How long to go on trying while a server is away.")
    ] = 60.0,
    as_json: AsJson = False,
) -> None:
    """Publish articles, and say which were refused and why. Publishing one twice is harmless."""
    from services.cli.files import read_articles

    run = session(context)
    # All is read first: a misspelt name is told before half of the others are published.
    drafts = list(read_articles(files))
    if publish_shown(run, drafts, patience, as_json):
        raise typer.Exit(1)


def publish_shown(run: Session, drafts: "list[Read]", patience_seconds: float, as_json: bool) -> int:
    """Publish with a bar on the terminal, tell the outcome, and return how many were refused."""
    from services.cli.publishing import Outcome, publish
    from services.cli.render.progress import bar

    outcome = Outcome()
    try:
        with run.gateway() as gateway, bar(run.err, "Publishing", len(drafts)) as progress:
            publish(
                gateway,
                drafts,
                outcome,
                patience_seconds=patience_seconds,
                on_batch=progress.advance,
                on_wait=progress.say,
            )
    finally:
        # Also when the gateway went away half-way: what was taken is taken.
        _tell(run, outcome, as_json)
    return len(outcome.refused)


def _tell(run: Session, outcome: "Outcome", as_json: bool) -> None:
    if as_json:
        for identity in outcome.accepted:
            write_json(run.out, {"accepted": identity})
        for refusal in outcome.refused:
            write_json(run.out, {"rejected": refusal.place, "field": refusal.field, "detail": refusal.detail})
        return
    for refusal in outcome.refused[:MOST_SHOWN]:
        run.err.print(f"Refused {refusal}", soft_wrap=True)
    if (more := len(outcome.refused) - MOST_SHOWN) > 0:
        run.err.print(f"… and {more} more; --json lists them all.")
    refused = f", {len(outcome.refused)} refused" if outcome.refused else ""
    run.out.print(f"{len(outcome.accepted)} published{refused}.")
