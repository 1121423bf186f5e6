"""`pactwatch doctor`: is this machine, and what runs on it, in order."""

import typer

from services.cli.options import AsJson, Context, session, write_json


def doctor(context: Context, as_json: AsJson = False) -> None:
    """Check this machine and what runs on it, with a remedy for whatever is wrong. Exit code 1 if something is."""
    from services.cli.doctor import examine
    from services.cli.quiet import silence
    from services.cli.render.checks import table

    run = session(context)
    silence()
    done = list(examine(run))
    if as_json:
        for check in done:
            write_json(
                run.out,
                {"check": check.name, "verdict": check.verdict, "found": check.found, "remedy": check.remedy},
            )
    else:
        run.out.print(table(done))
    if any(check.verdict == "bad" for check in done):
        raise typer.Exit(1)
