"""The `pactwatch` command, wired: which commands there are, and how they are grouped in the help.

Modules of commands load nothing heavy; each command imports what it needs when it runs, so `--help` is there at once.
"""

from typing import Annotated

import typer

import shared
from services.cli.commands import alerts, demo, doctor, pacts, publish, reading, rejected, running, watching
from services.cli.ending import Sentences
from services.cli.session import Session, Wiring

RUNNING = "Running it"
USING = "Using it"
READING = "Reading without Kafka"
MENDING = "When something is wrong"


def build() -> typer.Typer:
    """The whole command."""
    app = typer.Typer(
        name="pactwatch",
        cls=Sentences,
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback()(_root)
    for panel, commands in {
        RUNNING: (demo.demo, running.up, running.down, running.status),
        USING: (
            publish.publish,
            watching.watch,
            watching.watches,
            watching.unwatch,
            alerts.alerts,
            pacts.pacts,
            pacts.pact,
        ),
        READING: (reading.extract, reading.evaluate, reading.explain),
        MENDING: (doctor.doctor,),
    }.items():
        for command in commands:
            app.command(rich_help_panel=panel)(command)
    app.add_typer(rejected.build(), name="rejected", rich_help_panel=MENDING)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pactwatch {shared.__version__}")
        raise typer.Exit


def _root(
    context: typer.Context,
    gateway: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Address of the gateway, else PACTWATCH_GATEWAY, else the system that runs in PACTWATCH_HOME.",
        ),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """Pactwatch reads the news and tells when a country you watch makes, changes or leaves a security pact."""
    wiring = context.obj if isinstance(context.obj, Wiring) else Wiring()
    context.obj = Session(gateway, wiring)
