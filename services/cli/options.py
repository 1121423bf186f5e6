"""Options that more than one command takes, and how what was typed becomes what is meant."""

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer
from rich.console import Console

from services.cli.errors import WrongUse
from services.cli.session import Session
from shared import countries
from shared.vocabulary import PactType, Stage


def _words(values: Iterable[str]) -> str:
    return f"One of: {', '.join(values)}."


AsJson = Annotated[bool, typer.Option("--json", help="Plain JSON lines, for programs.")]
PactTypes = Annotated[
    list[PactType] | None,
    typer.Option("--type", metavar="TYPE", help=f"Only this type; may be repeated. {_words(PactType)}"),
]
Stages = Annotated[
    list[Stage] | None,
    typer.Option("--stage", metavar="STAGE", help=f"Only this stage; may be repeated. {_words(Stage)}"),
]
Context = typer.Context


def session(context: Context) -> Session:
    """What the command works with."""
    found = context.find_root().obj
    if not isinstance(found, Session):
        raise TypeError("the root command makes the session")
    return found


def codes(typed: Iterable[str]) -> list[str]:
    """Country and organisation codes from codes or names. Raises `WrongUse` with the nearest names."""
    try:
        return list(dict.fromkeys(countries.resolve(text) for text in typed))
    except countries.UnknownCountry as error:
        raise WrongUse(f"{error}." if not str(error).endswith("?") else str(error)) from None


def write_json(out: Console, value: Mapping[str, Any]) -> None:
    """One line; never wrapped, whatever the terminal's width."""
    out.file.write(json.dumps(value, ensure_ascii=False, default=_plain) + "\n")
    out.file.flush()


def _plain(value: object) -> object:
    # Sets have no order of their own; a program that compares two outputs wants one.
    return sorted(value) if isinstance(value, frozenset | set) else str(value)
