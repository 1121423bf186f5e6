import os
from pathlib import Path

import pytest

from deploy.local.errors import LocalError
from deploy.local.sockets import make_socket_folder, socket_folder


def test_a_short_and_plain_home_has_its_sockets_inside() -> None:
    assert socket_folder(Path("/srv/pactwatch/.pactwatch")) == Path("/srv/pactwatch/.pactwatch/run")


@pytest.mark.parametrize("name", ["x" * 200, "with space", "comma,", "colon:", "percent%", "näme", "quote'"])
def test_any_other_home_has_them_apart_in_a_short_and_plain_folder_of_its_own(name: str) -> None:
    folder = socket_folder(Path("/srv", name))

    assert folder.parent == Path("/tmp")
    assert folder == socket_folder(Path("/srv", name))
    assert folder != socket_folder(Path("/srv", name, "other"))


def test_the_folder_is_closed_to_other_people(tmp_path: Path) -> None:
    make_socket_folder(tmp_path / "run")
    make_socket_folder(tmp_path / "run")

    assert (tmp_path / "run").stat().st_mode & 0o777 == 0o700


def test_somebody_elses_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: os.getuid() + 1)

    with pytest.raises(LocalError, match="belongs to somebody else"):
        make_socket_folder(tmp_path / "run")


def test_a_link_is_refused_wherever_it_leads(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "real")

    with pytest.raises(LocalError, match="belongs to somebody else"):
        make_socket_folder(tmp_path / "run")
