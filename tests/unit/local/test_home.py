import json
import stat
from pathlib import Path

import pytest

from deploy.local.errors import LocalError
from deploy.local.filelock import exclusive
from deploy.local.home import Home, State
from deploy.local.processes import Identity


def state_of(home: Home) -> State:
    return State(
        home=str(home.path),
        supervisor=Identity(pid=1234, created=1.5, word="supervisord"),
        kafka="127.0.0.1:9092",
        kafka_is_local=True,
        database="postgresql+asyncpg://postgres:secret@host/pactwatch",
        database_is_local=False,
        gateway_port=8787,
        ops_ports={"gateway": 21000},
    )


def test_the_home_is_where_the_environment_says_else_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert Home.from_environment({}).path == tmp_path / ".pactwatch"
    assert Home.from_environment({"PACTWATCH_HOME": ""}).path == tmp_path / ".pactwatch"
    assert Home.from_environment({"PACTWATCH_HOME": "elsewhere"}).path == tmp_path / "elsewhere"


def test_what_was_written_down_is_read_again(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.write_state(state_of(home))

    assert home.read_state() == state_of(home)

    home.forget_state()
    assert home.read_state() is None


def test_the_state_may_hold_a_password_and_is_for_its_owner_only(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.write_state(state_of(home))

    assert stat.S_IMODE((tmp_path / "state.json").stat().st_mode) == 0o600


def test_a_copied_home_runs_nothing(tmp_path: Path) -> None:
    original, copy = Home.at(tmp_path / "original"), Home.at(tmp_path / "copy")
    copy.path.mkdir()
    copy.write_state(state_of(original))

    assert copy.read_state() is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"format": 1}', '{"format": 99}', '{"format": 1, "supervisor": 3}']
)
def test_a_state_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "state.json").write_text(text)

    assert Home.at(tmp_path).read_state() is None


def test_a_state_of_another_version_is_none(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.write_state(state_of(home))
    file = tmp_path / "state.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "another": 1}))

    assert home.read_state() is None


def test_a_lock_that_is_held_is_waited_for_and_then_given_up_with_a_sentence(tmp_path: Path) -> None:
    waited: list[str] = []
    with (
        exclusive(tmp_path / "lock", seconds=0, what="command"),
        pytest.raises(LocalError, match="Another command has been at work"),
        exclusive(tmp_path / "lock", seconds=0, what="command", on_wait=lambda: waited.append("waiting")),
    ):
        pass

    assert waited == ["waiting"]
    with exclusive(tmp_path / "lock", seconds=0, what="command"):
        pass


def test_a_home_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(LocalError, match="cannot be written to"), Home.at(tmp_path / "file" / "home").locked():
        pass
