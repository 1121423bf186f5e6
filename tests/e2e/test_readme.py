"""The README's commands do what it says, in its order, on a system of their own."""

import asyncio
import json
import os
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from standardwebhooks.webhooks import Webhook

from deploy.local.home import Home
from deploy.local.system import down
from tests.receiver import SECRET, Receiver
from tests.servers import short_folder
from tests.waiting import until

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
COMMANDS = [
    line.removeprefix("$ ") for kind, block in BLOCKS if kind == "console" for line in block.splitlines() if line
]
TWO = COMMANDS[:2]
TOUR = COMMANDS[2:]


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    """A home of its own; it is down afterwards, whatever happened."""
    with short_folder() as folder:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PACTWATCH_")}
        home = folder / "home"
        try:
            yield {**clean, "PACTWATCH_HOME": str(home), "COLUMNS": "120"}
        finally:
            down(Home.at(home))


def run(command: str, environment: dict[str, str]) -> str:
    """What a command prints; it must succeed."""
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def test_the_two_commands_are_there(environment: dict[str, str]) -> None:
    assert TWO == ["make demo", "make test"]
    for command in TWO:
        assert ".venv/bin/" in run(f"{command} --dry-run", environment)


def test_the_tour(environment: dict[str, str]) -> None:
    said: dict[str, str] = {}
    gateway = "http://127.0.0.1:8787"
    for command in TOUR:
        # The tour's port may be somebody else's on this machine.
        said[command] = run(command.replace("http://127.0.0.1:8787", gateway), environment)
        if command == "make up":
            gateway = re.findall(r"http://127\.0\.0\.1:\d+", said[command])[-1]
        if "/articles" in command and command.startswith("curl"):
            assert json.loads(said[command])["accepted"]
            asyncio.run(_until_drained(gateway))
    told = said[".venv/bin/pactwatch alerts"]
    assert "Japan" in told
    assert "Ukraine" in told
    [norway] = [
        json.loads(line) for line in said[".venv/bin/pactwatch pacts Norway --json"].splitlines() if "PER" in line
    ]
    assert norway["stage"] == "signed"
    assert "my desk" in said[".venv/bin/pactwatch watches"]


async def _until_drained(gateway: str) -> None:
    async with httpx.AsyncClient() as client:

        async def drained() -> bool:
            return bool((await client.get(f"{gateway}/status")).json()["drained"])

        await until(drained, seconds=120, what="draining")


def test_the_receiver_checks_and_remembers() -> None:
    [snippet] = [block for kind, block in BLOCKS if kind == "python"]
    there: dict[str, Any] = {}
    exec(compile(snippet, "README.md", "exec"), there)
    alert = {
        "alert_id": "alr_1",
        "event": {"stage": "signed", "pact": {"parties": [{"name": "Japan"}, {"name": "Ukraine"}]}},
    }
    body = json.dumps({"type": "pactwatch.alert.v1", "data": alert})
    now = datetime.now(UTC)
    headers = {
        "webhook-id": "alr_1",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(SECRET).sign("alr_1", now, body),
    }
    with Receiver() as receiver:
        httpx.post(receiver.url, content=body, headers=headers)
        [post] = receiver.posts
    receive = there["receive"]
    assert receive(SECRET, post.content, dict(post.headers)) == "Japan + Ukraine: signed"
    assert receive(SECRET, post.content, dict(post.headers)) is None
