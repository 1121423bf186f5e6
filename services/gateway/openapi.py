"""Write the API's description into docs/contracts: `python -m services.gateway.openapi`."""

import json
import sys
from pathlib import Path

from services.gateway.app import build

COMMITTED = Path(__file__).parents[2] / "docs" / "contracts" / "openapi.json"


def render() -> str:
    """The file's content."""
    return json.dumps(build().openapi(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    COMMITTED.write_text(render(), encoding="utf-8")
    sys.stdout.write(f"wrote {COMMITTED}\n")
