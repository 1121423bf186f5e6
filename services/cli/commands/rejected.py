"""`pactwatch rejected`: messages that no service could read, why, and how they come back."""

import base64
from typing import TYPE_CHECKING, Annotated, Any

import typer

from services.cli.errors import WrongUse
from services.cli.options import AsJson, Context, session, write_json
from services.cli.session import Session

if TYPE_CHECKING:
    from shared.rejection import Rejection

Id = Annotated[
    str, typer.Argument(metavar="ID", help="As `pactwatch rejected list` shows it; its beginning is enough.")
]


def build() -> typer.Typer:
    """The group of commands."""
    group = typer.Typer(help="Messages that were refused: see why, mend them, send them again.", no_args_is_help=True)
    group.command("list")(list_all)
    group.command("show")(show)
    group.command("retry")(retry)
    return group


def list_all(context: Context, as_json: AsJson = False) -> None:
    """List what was refused, where it stood and why."""
    run = session(context)
    found = _read(run)
    if as_json:
        for rejection in found:
            write_json(run.out, _plain(rejection))
        return
    if not found:
        run.err.print("Nothing was refused.")
        return
    from services.cli.render.rejected import table

    run.out.print(table(found))


def show(
    context: Context,
    rejected_id: Id,
    raw: Annotated[bool, typer.Option("--raw", help="Only the message's own bytes, to mend in a file.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show one refused message: the reason, and what it said."""
    from services.cli.rejections import find

    run = session(context)
    rejection = find(_read(run), rejected_id)
    if raw:
        typer.echo(rejection.value, nl=False)
    elif as_json:
        write_json(run.out, _plain(rejection))
    else:
        from services.cli.render.rejected import panel

        run.out.print(panel(rejection))


def retry(
    context: Context,
    rejected_id: Annotated[str | None, typer.Argument(metavar="ID", help="The one to send again.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Send all of them again.")] = False,
    mended: Annotated[
        str | None,
        typer.Option("--with", metavar="FILE", help="Send this file's content in its place; - is standard input."),
    ] = None,
) -> None:
    """Send a refused message again to the topic it came from, as it was or mended."""
    from services.cli import rejections
    from services.cli.files import read_bytes

    if (rejected_id is None) is not everything:
        raise WrongUse("Name one message by its id, or all of them with --all.")
    if everything and mended is not None:
        raise WrongUse("--with mends one message; name it by its id.")
    run = session(context)
    content = None if mended is None else read_bytes(mended)
    found = _read(run)
    chosen = found if rejected_id is None else [rejections.find(found, rejected_id)]
    if content is not None:
        rejections.check(chosen[0], content)
    if chosen:
        rejections.retry(_settings(run), chosen, content)
    run.out.print(f"{len(chosen)} sent again.")


def _settings(run: Session) -> Any:
    from services.cli.address import kafka_settings
    from services.cli.quiet import silence

    silence()
    return kafka_settings(run.settings)


def _read(run: Session) -> "list[Rejection]":
    from services.cli.rejections import read_all

    return read_all(_settings(run))


def _plain(rejection: "Rejection") -> dict[str, Any]:
    """As JSON; bytes that are no text go as base 64."""
    shown = {name: getattr(rejection, name) for name in ("rejected_id", "topic", "partition", "offset", "reason")}
    shown |= {"field": rejection.field, "detail": rejection.detail, "service": rejection.service}
    shown["at"] = rejection.at.isoformat()
    try:
        return shown | {"value": rejection.value.decode()}
    except UnicodeDecodeError:
        return shown | {"value_base64": base64.b64encode(rejection.value).decode()}
