"""The help, and what it costs: `pactwatch --help` may load nothing heavy."""

import subprocess
import sys

import pytest

from shared import __version__
from tests.command import run

COMMANDS = (
    *("demo", "up", "down", "status"),
    *("publish", "watch", "watches", "unwatch", "alerts", "pacts", "pact"),
    *("extract", "evaluate", "explain"),
    *("rejected", "doctor"),
)
HEAVY = ("spacy", "aiokafka", "alembic", "sqlalchemy", "pydantic", "httpx", "faust", "structlog", "psutil", "asyncio")


def test_every_command_is_listed() -> None:
    out = run("--help").out
    assert [command for command in COMMANDS if f" {command} " not in out] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    ran = run(command, "--help")
    assert ran.exit_code == 0
    assert command in ran.out


def test_the_version() -> None:
    assert run("--version").out == f"pactwatch {__version__}\n"


def test_an_unknown_command_is_wrong_use() -> None:
    ran = run("alert")
    assert ran.exit_code == 2
    assert "alerts" in ran.err


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; from services.cli.app import build\n"
        "try: build()(['--help'])\nexcept SystemExit: pass\n"
        f"sys.stderr.write(' '.join(name for name in {HEAVY!r} if name in sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert "Usage" in ran.stdout
    assert ran.stderr == ""
