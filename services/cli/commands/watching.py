"""`pactwatch watch`, `watches`, `unwatch`: who is told what."""

from typing import Annotated, Any, Literal

import typer

from services.cli.options import AsJson, Context, PactTypes, Stages, codes, session, write_json

# Words of shared.subscriptions, which loads pydantic and so would slow `--help`; a test holds the two together.
Role = Literal["party", "mentioned"]
Rule = Literal["any", "all", "pair"]


def watch(
    context: Context,
    countries: Annotated[list[str], typer.Argument(metavar="CODE…", help="Countries, organisations: codes or names.")],
    webhook: Annotated[str | None, typer.Option(metavar="URL", help="Post each alert there, signed.")] = None,
    pact_type: PactTypes = None,
    stage: Stages = None,
    role: Annotated[Role, typer.Option(help="`mentioned`: also when the country is only named.")] = "party",
    rule: Annotated[Rule, typer.Option(help="One of the countries, all of them, or two together.")] = "any",
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Least confidence, 0 to 1.")] = 0.5,
    min_sources: Annotated[int, typer.Option(min=1, max=100, help="Least number of independent sources.")] = 1,
    name: Annotated[str, typer.Option(help="What to call it.")] = "",
    as_json: AsJson = False,
) -> None:
    """Tell when a country makes, changes or leaves a security pact."""
    run = session(context)
    spec: dict[str, Any] = {
        "name": name,
        "countries": codes(countries),
        "rule": rule,
        "role": role,
        "pact_types": [value.value for value in pact_type or []],
        "stages": [value.value for value in stage or []],
        "min_confidence": min_confidence,
        "min_sources": min_sources,
        "webhook": webhook,
    }
    with run.gateway() as gateway:
        made = gateway.subscribe(spec)
    if as_json:
        write_json(run.out, made)
        return
    from services.cli.watchers import said_here

    run.out.print(f"{made['subscription_id']}  {said_here(made['says'])}")
    if made["secret"]:
        run.out.print(f"Secret that signs the posts, shown only now: {made['secret']}", soft_wrap=True)
    else:
        run.out.print(f"See its alerts: pactwatch alerts --follow --watch {made['subscription_id']}", soft_wrap=True)


def watches(context: Context, as_json: AsJson = False) -> None:
    """List the subscriptions."""
    run = session(context)
    with run.gateway() as gateway:
        found = list(gateway.subscriptions())
    if as_json:
        for subscription in found:
            write_json(run.out, subscription)
        return
    if not found:
        run.err.print("Nobody watches anything yet; `pactwatch watch JPN` begins.")
        return
    from services.cli.render.watches import table

    run.out.print(table(found))


def unwatch(
    context: Context,
    subscription_ids: Annotated[list[str], typer.Argument(metavar="ID…", help="As `pactwatch watches` shows it.")],
) -> None:
    """End a subscription; what it was told stays."""
    from services.cli.watchers import identity_of

    run = session(context)
    with run.gateway() as gateway:
        for identity in subscription_ids:
            found = identity_of(gateway, identity)
            gateway.unsubscribe(found)
            run.out.print(f"{found} is ended.")
