"""`pactwatch demo`: from nothing to alerts and back to nothing."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from deploy.local.processes import HOME_MARK
from tests.pactwatch_process import Pactwatch
from tests.servers import short_folder

STORY = {
    "title": "Poland and Lithuania sign defence pact",
    "text": (
        "Poland and Lithuania signed a mutual defence treaty in Vilnius on Monday, their presidents said. "
        "The treaty, concluded for 20 years, obliges each to come to the other's aid if it is attacked."
    ),
    "source": "Baltic Courier",
    "published_at": "2026-03-02",
}


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where the demonstration makes its home."""
    with short_folder() as made:
        yield made


@pytest.fixture
def pactwatch(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Pactwatch:
    """The command, with its temporary files in the folder."""
    monkeypatch.setenv("TMPDIR", str(folder))
    return Pactwatch(folder / "no-home")


def left_running(folder: Path) -> list[str]:
    """Processes whose home lies in the folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(HOME_MARK, "").startswith(str(folder / "pactwatch-demo-")):
                found.append(" ".join(process.cmdline()))
        except psutil.Error:
            continue
    return found


def test_an_article_of_ones_own(pactwatch: Pactwatch, folder: Path, tmp_path: Path) -> None:
    articles, alerts = tmp_path / "mine.json", tmp_path / "alerts.jsonl"
    articles.write_text(json.dumps(STORY, indent=2))
    ran = pactwatch("demo", "--articles", articles, "--watch", "POL", "--alerts-out", alerts)
    [alert] = [json.loads(line) for line in alerts.read_text(encoding="utf-8").splitlines()]
    assert alert["event"]["stage"] == "signed"
    assert {party["code"] for party in alert["event"]["pact"]["parties"]} == {"POL", "LTU"}
    for shown in ("Poland", "Lithuania", "signed a mutual defence treaty in Vilnius", "Baltic Courier", "20 years"):
        assert shown in ran.stdout
    assert left_running(folder) == []
    assert list(folder.iterdir()) == []


def test_interrupted_it_leaves_nothing(pactwatch: Pactwatch, folder: Path) -> None:
    demo = pactwatch.start("demo")
    assert demo.stderr is not None
    for line in demo.stderr:
        if "Starting Apache Kafka" in line:
            demo.send_signal(signal.SIGINT)
            break
    _, said = demo.communicate(timeout=60)
    assert demo.returncode == 130
    assert said.splitlines()[-1] == "Interrupted."
    assert left_running(folder) == []
    assert list(folder.iterdir()) == []
