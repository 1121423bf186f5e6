"""up, down and status: what they say, and the exit code that scripts ask for."""

from dataclasses import replace
from pathlib import Path

from services.cli.session import Wiring
from tests.command import Ran, run
from tests.stub_gateway import STATUS, StubGateway
from tests.stub_system import StubSystem, hopeless, process


def given(system: StubSystem, home: Path, *words: str, gateway: StubGateway | None = None) -> Ran:
    """Run a command on a system."""
    wiring = replace((gateway or StubGateway()).wiring, local_system=lambda: system)
    return run(*words, wiring=wiring, PACTWATCH_HOME=str(home))


def test_up_says_where_it_is(tmp_path: Path) -> None:
    ran = given(StubSystem(), tmp_path / "home", "up")
    assert ran.exit_code == 0
    assert "Pactwatch is up at http://127.0.0.1:8787" in ran.out
    assert "Starting Apache Kafka" in ran.err


def test_up_that_fails_is_a_sentence(tmp_path: Path) -> None:
    ran = given(StubSystem(failing=hopeless()), tmp_path / "home", "up")
    assert (ran.exit_code, ran.out) == (1, "")
    assert ran.err.endswith("extractor ends as soon as it is started.\n")


def test_up_interrupted_names_the_way_back(tmp_path: Path) -> None:
    ran = given(StubSystem(failing=KeyboardInterrupt()), tmp_path / "home", "up")
    assert ran.exit_code == 1
    assert "`pactwatch down` stops what was started" in ran.err


def test_down_twice_is_no_error(tmp_path: Path) -> None:
    assert "is stopped" in given(StubSystem(), tmp_path, "down").out
    ran = given(StubSystem(is_up=False), tmp_path, "down")
    assert (ran.exit_code, ran.out) == (0, "Nothing was running here.\n")


def test_all_well_is_zero(tmp_path: Path) -> None:
    ran = given(StubSystem(), tmp_path, "status")
    assert ran.exit_code == 0
    assert "Everything published so far has come through." in ran.out


def test_a_process_down_is_one(tmp_path: Path) -> None:
    down = process("extractor", state="stopped", pid=None, not_ready_because="it does not answer yet", restarts=3)
    ran = given(StubSystem(processes=(down,)), tmp_path, "status")
    assert ran.exit_code == 1
    [line] = [line for line in ran.out.splitlines() if line.startswith("extractor")]
    assert line.split() == ["extractor", "stopped", "–", "–", "3", "0", *["it", "does", "not", "answer", "yet"]]


def test_a_server_down_is_one(tmp_path: Path) -> None:
    assert given(StubSystem(kafka_answers=False), tmp_path, "status").exit_code == 1


def test_a_problem_the_gateway_sees_is_one(tmp_path: Path) -> None:
    away = StubGateway(status={**STATUS, "problems": ["postgresql does not answer: refused"], "counts": None})
    ran = given(StubSystem(), tmp_path, "status", gateway=away)
    assert ran.exit_code == 1
    assert "postgresql does not answer: refused" in ran.out


def test_nothing_running_is_three(tmp_path: Path) -> None:
    ran = given(StubSystem(is_up=False, leftovers=2), tmp_path, "status")
    assert ran.exit_code == 3
    assert "does not run here" in ran.out
    assert "2 leftovers of a killed run" in ran.out


def test_status_for_programs(tmp_path: Path) -> None:
    [told] = given(StubSystem(), tmp_path, "status", "--json").rows
    assert told["is_well"] is True
    assert told["processes"][0]["name"] == "extractor"
    assert told["processes"][0]["lag"] == 0
    assert told["flow"]["drained"] is True
    assert given(StubSystem(is_up=False), tmp_path, "status", "--json").rows[0]["is_up"] is False


def test_a_gateway_elsewhere_has_no_processes_to_show(tmp_path: Path) -> None:
    def never() -> StubSystem:
        raise AssertionError("this machine is not asked")

    wiring = Wiring(connect=StubGateway().wiring.connect, local_system=never)
    ran = run("--gateway", "http://elsewhere.example", "status", wiring=wiring, PACTWATCH_HOME=str(tmp_path))
    assert ran.exit_code == 0
    assert "3 reports, 2 pacts" in ran.out
