"""The `pactwatch` command as a process of its own, as people and scripts start it."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = [sys.executable, "-m", "services.cli"]


@dataclass(frozen=True)
class Pactwatch:
    """The command with a home; nothing of the caller's own environment leaks in."""

    home: Path

    @property
    def environment(self) -> dict[str, str]:
        """What the command sees."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PACTWATCH_")}
        return {**clean, "PACTWATCH_HOME": str(self.home), "NO_COLOR": "1"}

    def __call__(
        self, *words: str | Path, stdin: str = "", expect: int | None = 0, seconds: float = 180
    ) -> subprocess.CompletedProcess[str]:
        """Run it to its end, which must have this exit code (None: any) and no traceback."""
        ran = subprocess.run(
            [*COMMAND, *map(str, words)],
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=seconds,
        )
        assert expect in (None, ran.returncode), f"{words} ended with {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
        assert "Traceback" not in ran.stderr
        return ran

    def rows(self, *words: str | Path, expect: int | None = 0) -> list[dict[str, Any]]:
        """What it prints with `--json`."""
        return [json.loads(line) for line in self(*words, "--json", expect=expect).stdout.splitlines()]

    def start(self, *words: str | Path) -> subprocess.Popen[str]:
        """Start it and leave it running."""
        return subprocess.Popen(
            [*COMMAND, *map(str, words)],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # A shell's background job hands down "ignore Ctrl-C"; a person's terminal does not.
            preexec_fn=_interruptible,
        )


def _interruptible() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
