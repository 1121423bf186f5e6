"""Where the running system is: named by a setting, else written down by the home that `pactwatch up` started."""

from typing import TYPE_CHECKING

from services.cli.errors import NotRunning
from services.cli.settings import CliSettings

if TYPE_CHECKING:
    from deploy.local.home import State

NOT_RUNNING = "Pactwatch does not run here; start it with `pactwatch up`, or name one that runs with --gateway."


def gateway_address(settings: CliSettings) -> str:
    """The address of the gateway's API. Raises `NotRunning`."""
    if settings.gateway:
        return settings.gateway if "://" in settings.gateway else f"http://{settings.gateway}"
    state = _state()
    if state is None:
        raise NotRunning(NOT_RUNNING)
    return f"http://127.0.0.1:{state.gateway_port}"


def kafka_settings(settings: CliSettings) -> CliSettings:
    """The settings with the home's own Kafka in them, unless the environment names one. Raises `NotRunning`."""
    if "kafka" in settings.model_fields_set:
        return settings
    state = _state()
    if state is None:
        raise NotRunning("Pactwatch does not run here; start it with `pactwatch up`, or set PACTWATCH_KAFKA.")
    return settings.model_copy(update={"kafka": state.kafka})


def _state() -> "State | None":
    from deploy.local.home import Home

    return Home.from_environment().read_state()
