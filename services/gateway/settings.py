"""Settings of the gateway."""

from pydantic import Field

from shared.settings import CommonSettings


class GatewaySettings(CommonSettings):
    """Where the API listens, and what it takes."""

    gateway_host: str = Field(
        "127.0.0.1", description="Address of the API. It asks for no key: keep it on this machine or behind a proxy."
    )
    gateway_port: int = Field(8787, ge=1, le=65535, description="Port of the API.")
    gateway_max_body_bytes: int = Field(
        16 * 1024 * 1024, ge=1024, description="Longest request body; a longer one is refused with 413."
    )
    notifier_allow_private_targets: bool = Field(
        False,
        description="The notifier's, known here too so that a webhook it would never post to is refused at once.",
    )
    gateway_publish_seconds: float = Field(
        10.0, gt=0, le=300, description="How long a request waits for Kafka to confirm before it answers 503."
    )
