"""`pactwatch extract`, `evaluate`, `explain`: the reading without Kafka."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from services.cli.options import AsJson, Context, session, write_json
from services.cli.session import Session

if TYPE_CHECKING:
    from services.extractor.offline import Given

File = Annotated[
    str, typer.Argument(metavar="FILE", help="JSON lines, JSON, or text with its title first; - is standard input.")
]


def extract(context: Context, file: File) -> None:
    """Read articles and print, one line an article, the pacts each speaks of."""
    from services.cli.reading_files import load_reader
    from services.cli.render.progress import bar
    from services.extractor import offline

    run = session(context)
    articles, refused = _read(run, file)
    reader = load_reader()
    with bar(run.err, "Reading", len(articles)) as progress:
        for row in offline.extract(reader, articles):
            run.out.file.write(f"{row.as_json()}\n")
            progress.advance(1)
    run.out.file.flush()
    if refused:
        raise typer.Exit(1)


def explain(
    context: Context,
    file: File,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="PAGE", help="Write it as a page for a browser instead.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show why an article was read as it was: words found, rules, objections, probabilities, what was put together."""
    from services.cli.files import write_text
    from services.cli.reading_files import load_reader
    from services.cli.render.explanation import rendered
    from services.cli.render.page import Explained, page

    run = session(context)
    articles, refused = _read(run, file)
    reader = load_reader()
    explained = []
    for given in articles:
        explanation = reader.explain(given.article)
        if as_json:
            write_json(run.out, {"article_id": given.id, **asdict(explanation)})
            continue
        [reports] = reader.read([given.article], [None], datetime.now(UTC))
        if html is not None:
            explained.append(Explained(given, explanation, reports))
            continue
        in_colour = run.out.color_system is not None and not run.out.no_color
        run.out.print(rendered(given, explanation, reports, in_colour=in_colour))
    if html is not None and explained:
        write_text(html, page(explained))
        run.err.print(f"Wrote {html}.", soft_wrap=True)
    if refused:
        raise typer.Exit(1)


def _read(run: Session, file: str) -> "tuple[list[Given], bool]":
    """The articles of a file, and whether something in it was none, which is told."""
    from services.cli.files import read_articles
    from services.cli.reading_files import given

    articles, refused = given(read_articles([file]))
    for piece in refused:
        run.err.print(f"Refused {piece.place}: {piece.detail}", soft_wrap=True)
    return articles, bool(refused)


def evaluate(
    context: Context,
    gold: Annotated[str, typer.Argument(metavar="GOLD", help="Labels, one JSON line an article.")],
    reports: Annotated[
        str | None,
        typer.Argument(metavar="REPORTS", help="What `extract` wrote; else the articles beside the labels are read."),
    ] = None,
    errors: Annotated[
        int, typer.Option("--errors", metavar="N", min=0, help="Show up to N articles of each kind of mistake.")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Score the reading against hand labels: precision, recall and F1, strict, lenient and by stratum; and mistakes."""
    from services.cli.render.progress import bar
    from services.cli.scoring import articles_beside, rows_of, score
    from services.extractor import offline

    run = session(context)
    labels = rows_of(gold)
    if reports is not None:
        rows = rows_of(reports)
    else:
        from services.cli.reading_files import load_reader

        articles, _ = _read(run, articles_beside(gold))
        reader = load_reader()
        rows = []
        with bar(run.err, "Reading", len(articles)) as progress:
            for row in offline.extract(reader, articles):
                rows.append(json.loads(row.as_json()))
                progress.advance(1)
    evaluation = score(labels, rows)
    if as_json:
        write_json(run.out, asdict(evaluation))
        return
    from services.cli.render.evaluation import misses, mistakes, table

    run.out.print(table(evaluation), "", mistakes(evaluation), sep="\n")
    if errors and evaluation.misses:
        run.out.print("", misses(evaluation, errors), sep="\n")
