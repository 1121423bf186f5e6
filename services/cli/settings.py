"""Settings of the `pactwatch` command."""

from pydantic import Field

from shared.settings import CommonSettings


class CliSettings(CommonSettings):
    """Where the running system is, when it is not the one in the home of this machine."""

    gateway: str | None = Field(
        None, description="Address of the gateway, such as http://127.0.0.1:8787; found from PACTWATCH_HOME if not set."
    )
    cli_seconds: float = Field(30.0, gt=0, description="How long the command waits for one answer of the gateway.")
