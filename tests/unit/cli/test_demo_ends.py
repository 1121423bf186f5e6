"""However the demonstration ends, nothing is left running, and the home is gone or named."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from services.cli import demo
from services.cli.articles import Draft, Read, Unreadable
from tests.command import Ran, run
from tests.stub_gateway import STATUS, StubGateway
from tests.stub_system import StubSystem, hopeless
from tests.unit.cli.test_using import alert


@pytest.fixture(autouse=True)
def _homes_of_this_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Homes that are kept are kept here."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """An article file."""
    file = tmp_path / "news.jsonl"
    file.write_text(
        '{"text": "later", "published_at": "2024-02-01"}\n{"text": "sooner", "published_at": "2024-01-01"}\n'
    )
    return file


def play(system: StubSystem, gateway: StubGateway, *words: str) -> Ran:
    """Run it."""
    return run("demo", *words, wiring=replace(gateway.wiring, local_system=lambda: system))


def test_all_of_it(news: Path, tmp_path: Path) -> None:
    system, gateway, out = StubSystem(), StubGateway(alerts=[alert("sub_1"), alert("sub_2")]), tmp_path / "alerts.jsonl"
    ran = play(system, gateway, "--articles", str(news), "--watch", "Japan", "--watch", "UKR", "--alerts-out", str(out))
    assert ran.exit_code == 0
    assert [article["text"] for article in gateway.articles] == ["sooner", "later"]
    assert [made["spec"]["countries"] for made in gateway.subscriptions] == [["JPN"], ["UKR"]]
    assert [json.loads(line)["subscription_id"] for line in out.read_text().splitlines()] == ["sub_1", "sub_2"]
    assert "JPN and UKR have signed a pact." in ran.out
    assert ran.out.count("JPN and UKR have signed a pact.") == 1, "two watchers of one change share its panel"
    assert system.ended == system.homes
    assert not system.homes[0].path.exists()


def test_it_has_servers_of_its_own(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = StubSystem()
    monkeypatch.setenv("PACTWATCH_DATABASE", "postgresql+asyncpg://mine@elsewhere/mine")
    play(system, StubGateway(), "--articles", str(news))
    assert "PACTWATCH_DATABASE" not in system.environment
    assert system.environment["PACTWATCH_TOPIC_PARTITIONS"] == "1"


def test_a_failed_start_keeps_the_logs_and_says_where(news: Path) -> None:
    system = StubSystem(failing=hopeless())
    ran = play(system, StubGateway(), "--articles", str(news))
    assert ran.exit_code == 1
    assert f"Its logs are kept in {system.homes[0].logs}" in ran.err
    assert ran.err.endswith("extractor ends as soon as it is started.\n")
    assert system.ended == system.homes
    assert system.homes[0].logs.is_dir()


def test_ctrl_c_leaves_nothing(news: Path) -> None:
    system = StubSystem(failing=KeyboardInterrupt())
    ran = play(system, StubGateway(), "--articles", str(news))
    assert (ran.exit_code, ran.err.splitlines()[-1]) == (130, "Interrupted.")
    assert system.ended == system.homes
    assert not system.homes[0].path.exists()


def test_what_does_not_come_through_is_told(news: Path) -> None:
    stuck = StubGateway(status={**STATUS, "drained": False})
    ran = play(StubSystem(), stuck, "--articles", str(news), "--patience", "1")
    assert ran.exit_code == 1
    assert "Not everything came through within 1 s" in ran.err


def test_refused_articles_are_told_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text('{"text": "one"}\nnot json\n')
    ran = play(StubSystem(), StubGateway(), "--articles", str(file))
    assert ran.exit_code == 1
    assert f"Refused {file}:2: is not JSON" in ran.err
    assert "No alerts" in ran.out


def test_a_place_that_cannot_be_written_is_told_before_the_start(news: Path, tmp_path: Path) -> None:
    system = StubSystem()
    ran = play(system, StubGateway(), "--articles", str(news), "--alerts-out", str(tmp_path / "no" / "where"))
    assert (ran.exit_code, system.homes) == (2, [])
    assert "cannot be written" in ran.err


def test_the_samples_are_there() -> None:
    assert Path(demo.seeds()).name == "articles.jsonl"


def test_news_comes_in_the_order_of_its_days() -> None:
    dated = [Draft("f:1", {"published_at": "2024-06-14T08:00:00Z"}), Draft("f:2", {"published_at": "2024-06-13"})]
    undated: list[Read] = [Draft("f:3", {"text": "t"}), Unreadable("f:4", "is not JSON.")]
    assert [draft.place for draft in demo.in_order_of_time([*undated, *dated])] == ["f:2", "f:1", "f:3", "f:4"]
