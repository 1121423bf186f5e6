"""Settings of the notifier."""

from pydantic import Field

from shared.settings import CommonSettings


class NotifierSettings(CommonSettings):
    """How events become alerts, and how alerts leave the house."""

    notifier_batch_size: int = Field(200, ge=1, le=5000, description="Events matched in one transaction at most.")
    notifier_allow_private_targets: bool = Field(
        False,
        description="Post to loopback, private and reserved addresses too. For one machine and tests: whoever may "
        "subscribe can then reach every server the notifier can.",
    )
    notifier_timeout_seconds: float = Field(
        15.0, gt=0, le=60, description="How long a receiver may take to answer one post, name lookup included."
    )
    notifier_parallel: int = Field(128, ge=1, le=1000, description="Posts on their way at once at most.")
    notifier_parallel_per_host: int = Field(
        32, ge=1, le=1000, description="The same to one host, so that a slow receiver never takes every place."
    )
