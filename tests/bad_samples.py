"""The samples of bad (and of odd but good) input from the seeds."""

import base64
import json
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).parents[1] / "seeds"
SAMPLES: list[dict[str, Any]] = json.loads((SEEDS / "bad" / "bad_articles.json").read_text(encoding="utf-8"))


def message(sample: dict[str, Any]) -> bytes:
    """The bytes of a sample: as text, as base64 where they are no text, or made by repetition where they are long."""
    if "bytes_base64" in sample:
        return base64.b64decode(sample["bytes_base64"])
    if "generate" in sample:
        part = sample["generate"]
        return str(part["prefix"] + part["repeat"] * part["times"] + part["suffix"]).encode()
    return str(sample["text"]).encode()
