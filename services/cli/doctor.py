"""All checks together, from the machine to the gateway."""

from collections.abc import Iterator

from services.cli import checks
from services.cli.address import kafka_settings
from services.cli.checks import Check, Verdict
from services.cli.errors import CommandError
from services.cli.render import words
from services.cli.session import Session
from services.extractor.settings import ExtractorSettings
from shared.settings import load


def examine(run: Session) -> Iterator[Check]:
    """Each check as it is done. What does not run is no fault; what runs and does not answer is one."""
    yield from checks.machine(run.home, load(ExtractorSettings).extractor_model)
    status = run.system.status(run.home)
    yield from checks.ports(status)
    yield from checks.servers(run.home, status)
    if status.is_up or "kafka" in run.settings.model_fields_set:
        settings = kafka_settings(run.settings)
        yield checks.topics(settings.kafka, settings.topic_prefix)
    if status.is_up or run.settings.gateway:
        yield _gateway(run)
    else:
        yield Check("system", Verdict.NOTE, f"does not run in {run.home.path}", "Start it with `pactwatch up`.")
    if status.leftovers:
        yield Check(
            "leftovers",
            Verdict.NOTE,
            f"{words.many(status.leftovers, 'leftover')} of a killed run",
            "`pactwatch down` ends them, and so does `pactwatch up`.",
        )


def _gateway(run: Session) -> Check:
    try:
        with run.gateway() as gateway:
            status = gateway.status()
    except CommandError as error:
        return Check("gateway", Verdict.BAD, str(error), "`pactwatch status` shows what is down.")
    if status["problems"]:
        return Check("gateway", Verdict.BAD, " ".join(status["problems"]), "`pactwatch status` shows what is down.")
    return Check("gateway", Verdict.OK, "answers")
