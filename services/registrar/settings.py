"""Settings of the registrar."""

from pydantic import Field

from shared.settings import CommonSettings


class RegistrarSettings(CommonSettings):
    """How reports become pacts."""

    registrar_batch_size: int = Field(200, ge=1, le=5000, description="Reports registered in one transaction at most.")
