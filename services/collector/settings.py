"""Settings of the collector."""

from pathlib import Path

from pydantic import Field

from shared.settings import CommonSettings


class CollectorSettings(CommonSettings):
    """Which feeds are asked, how often, and how politely. (The collector is still to come.)"""

    collector_feeds: Path | None = Field(None, description="File with one RSS or Atom address a line.")
    collector_every_seconds: float = Field(
        300.0, ge=30, description="How often a feed is asked; less often when it says so itself or fails."
    )
    collector_timeout_seconds: float = Field(20.0, gt=0, le=120, description="How long a feed or page may take.")
    collector_max_bytes: int = Field(
        8 * 1024 * 1024, ge=1024, description="Longest feed or page read; the rest of a longer one is left."
    )
    collector_parallel: int = Field(8, ge=1, le=100, description="Requests on their way at once; one a host.")
    collector_full_text: bool = Field(
        True, description="Fetch the page an entry leads to; otherwise only the feed's own words are published."
    )
    collector_user_agent: str = Field(
        "Pactwatch (+https://pactwatch.example/collector)", description="Who asks; put an address of your own here."
    )
