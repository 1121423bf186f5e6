"""`pactwatch pacts` and `pactwatch pact`: the register."""

from itertools import islice
from typing import Annotated

import typer

from services.cli.options import AsJson, Context, PactTypes, Stages, codes, session, write_json


def pacts(
    context: Context,
    countries: Annotated[
        list[str] | None, typer.Argument(metavar="CODE…", help="Only pacts that all of these are party to.")
    ] = None,
    pact_type: PactTypes = None,
    stage: Stages = None,
    limit: Annotated[int, typer.Option(min=1, help="How many of those last seen.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List the register: every security pact known, or those of some countries."""
    run = session(context)
    wanted = {
        "country": codes(countries or []),
        "pact_type": [value.value for value in pact_type or []],
        "stage": [value.value for value in stage or []],
    }
    with run.gateway() as gateway:
        found = list(islice(gateway.pacts(**wanted), limit))
    if as_json:
        for pact in found:
            write_json(run.out, pact)
        return
    if not found:
        run.err.print("The register holds no such pact.")
        return
    from services.cli.render.pacts import table
    from shared.messages import Pact

    run.out.print(table([Pact.model_validate(pact) for pact in found]))


def pact(
    context: Context,
    pact_id: Annotated[str, typer.Argument(metavar="ID", help="As `pactwatch pacts` shows it.")],
    as_json: AsJson = False,
) -> None:
    """Show one pact's life: what is known, what happened when, and every article that proves it."""
    run = session(context)
    with run.gateway() as gateway:
        life = gateway.pact(pact_id)
    if as_json:
        write_json(run.out, life)
        return
    from services.cli.render.pacts import life as rendered
    from shared.messages import Pact, PactEvent, PactReport

    run.out.print(
        rendered(
            Pact.model_validate(life["pact"]),
            [PactEvent.model_validate(event) for event in life["timeline"]],
            [PactReport.model_validate(report) for report in life["reports"]],
            life["reports_total"],
        )
    )
