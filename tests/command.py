"""Running the `pactwatch` command inside the test's own process, on what the test gives it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from typer.testing import CliRunner

from services.cli.app import build
from services.cli.session import Wiring


@dataclass(frozen=True)
class Ran:
    """How it ended."""

    exit_code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What was printed, as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def run(*arguments: str, wiring: Wiring | None = None, stdin: str | bytes | None = None, **environment: str) -> Ran:
    """Run it; nothing it raises may come out as a traceback."""
    words: Sequence[str] = arguments
    clean = {"PACTWATCH_GATEWAY": None, "PACTWATCH_KAFKA": None, "PACTWATCH_DEBUG": None, "COLUMNS": "120"}
    result = CliRunner().invoke(build(), words, obj=wiring, input=stdin, env={**clean, **environment})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert "Traceback" not in result.stderr
    return Ran(result.exit_code, result.stdout, result.stderr)
