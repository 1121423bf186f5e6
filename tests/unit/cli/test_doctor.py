"""What the doctor says of a machine."""

from pathlib import Path
from socket import socket

import pytest

from deploy.local.home import Home
from deploy.local.status import SystemStatus
from services.cli import checks
from services.cli.checks import Check, Verdict
from tests.command import run
from tests.stub_gateway import STATUS, StubGateway
from tests.stub_system import StubSystem


def verdicts(found: "list[Check]") -> dict[str, Verdict]:
    """By name."""
    return {check.name: check.verdict for check in found}


def test_a_missing_package_is_named_with_its_use(tmp_path: Path) -> None:
    found = list(checks.machine(Home.at(tmp_path), "no_such_model"))
    [packages] = [check for check in found if check.name == "packages"]
    assert packages.verdict is Verdict.BAD
    assert packages.found == "missing: no_such_model (for the extractor)"
    assert "make setup" in packages.remedy


def test_a_model_may_be_a_folder(tmp_path: Path) -> None:
    assert verdicts(list(checks.machine(Home.at(tmp_path), str(tmp_path))))["packages"] is Verdict.OK


def test_a_home_that_does_not_exist_yet_is_judged_by_what_holds_it(tmp_path: Path) -> None:
    [disk] = [c for c in checks.machine(Home.at(tmp_path / "a" / "b"), str(tmp_path)) if c.name == "disk"]
    assert str(tmp_path) in disk.found


def test_a_taken_port_is_a_note(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setattr(checks, "GATEWAY_PORT", other.getsockname()[1])
        assert verdicts(list(checks.ports(SystemStatus(tmp_path, is_up=False)))) == {"port": Verdict.NOTE}
        assert list(checks.ports(SystemStatus(tmp_path, is_up=True))) == []


def test_a_named_server_that_is_away_is_bad(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PACTWATCH_KAFKA", "127.0.0.1:9")
    monkeypatch.setenv("PACTWATCH_DATABASE", "not a url")
    found = list(checks.servers(Home.at(tmp_path), SystemStatus(tmp_path, is_up=False)))
    assert verdicts(found) == {"servers": Verdict.BAD}
    monkeypatch.delenv("PACTWATCH_DATABASE")
    found = list(checks.servers(Home.at(tmp_path), SystemStatus(tmp_path, is_up=False)))
    assert verdicts(found) == {"Apache Kafka": Verdict.BAD}


def test_nothing_running_is_no_fault(tmp_path: Path) -> None:
    from dataclasses import replace

    wiring = replace(StubGateway().wiring, local_system=lambda: StubSystem(is_up=False, leftovers=1))
    ran = run("doctor", wiring=wiring, PACTWATCH_HOME=str(tmp_path / "home"))
    assert ran.exit_code == 0
    assert "Start it with `pactwatch up`." in ran.out
    assert "1 leftover of a killed run" in ran.out


def test_a_gateway_in_trouble_is_bad(tmp_path: Path) -> None:
    troubled = StubGateway(status={**STATUS, "problems": ["kafka does not answer: refused"]})
    wiring = troubled.wiring
    ran = run("--gateway", "http://elsewhere.example", "doctor", "--json", wiring=wiring, PACTWATCH_HOME=str(tmp_path))
    assert ran.exit_code == 1
    assert {row["check"]: row["verdict"] for row in ran.rows}["gateway"] == "bad"
