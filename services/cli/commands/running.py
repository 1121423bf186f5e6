"""`pactwatch up`, `down`, `status`: the system on this machine."""

import typer

from services.cli.errors import Failed
from services.cli.options import AsJson, Context, session, write_json

DOWN = 1
NOT_RUNNING = 3


def up(context: Context) -> None:
    """Start Kafka, PostgreSQL and every service on this machine, and leave them running."""
    from services.cli.render.steps import Steps

    run = session(context)
    steps = Steps(run.err)
    try:
        with steps.waiting("Starting …"):
            running = run.system.up(run.home, progress=steps.say)
    except KeyboardInterrupt:
        raise Failed("Interrupted while starting; `pactwatch down` stops what was started.") from None
    run.out.print(f"Pactwatch {'runs already' if running.was_up else 'is up'} at {running.gateway_url}", soft_wrap=True)
    if running.was_up:
        run.out.print("Settings given now are taken at the next start: `pactwatch down` first.")
    run.out.print(f"Data and logs are in {running.home}", soft_wrap=True)
    run.out.print("Next: pactwatch watch JPN · pactwatch publish FILE · pactwatch alerts --follow · pactwatch down")


def down(context: Context) -> None:
    """Stop everything that `up` started; the data stays."""
    from services.cli.render.steps import Steps

    run = session(context)
    steps = Steps(run.err)
    with steps.waiting("Stopping …"):
        ran = run.system.down(run.home, progress=steps.say)
    run.out.print("Pactwatch is stopped; its data stays." if ran else "Nothing was running here.")


def status(context: Context, as_json: AsJson = False) -> None:
    """Show each process, its lag and what it last did. Exit code 0: all well, 1: something is down, 3: not running."""
    from services.cli.overview import look

    run = session(context)
    overview = look(run)
    if as_json:
        write_json(run.out, overview.as_json())
    else:
        from services.cli.render.status import rendered

        run.out.print(rendered(overview))
    if not overview.is_up:
        raise typer.Exit(NOT_RUNNING)
    if not overview.is_well:
        raise typer.Exit(DOWN)
