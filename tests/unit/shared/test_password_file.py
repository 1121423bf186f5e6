"""The database password may stand in a file, as container engines mount secrets."""

from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy.engine import make_url

from shared.settings import CommonSettings, load

URL = "postgresql+asyncpg://pactwatch@db:5432/pactwatch"


def test_the_password_of_the_file_goes_into_the_database_url(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("p@ss/w:rd %\n")

    settings = CommonSettings(database=SecretStr(URL), database_password_file=file)

    url = make_url(settings.database.get_secret_value())
    assert url.password == "p@ss/w:rd %"
    assert (url.host, url.username, url.database) == ("db", "pactwatch", "pactwatch")


def test_the_password_is_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("hush")
    assert "hush" not in repr(CommonSettings(database=SecretStr(URL), database_password_file=file))


def test_without_a_file_the_url_stays_as_it_is() -> None:
    assert CommonSettings(database=SecretStr(URL)).database.get_secret_value() == URL


@pytest.mark.parametrize(("content", "problem"), [(None, "cannot be read"), ("", "is empty"), (" \n", "is empty")])
def test_a_file_that_holds_no_password_ends_the_start_with_a_sentence(
    content: str | None,
    problem: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "password"
    if content is not None:
        file.write_text(content)
    monkeypatch.setenv("PACTWATCH_DATABASE_PASSWORD_FILE", str(file))

    with pytest.raises(SystemExit) as ended:
        load(CommonSettings)

    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith(f"PACTWATCH_DATABASE_PASSWORD_FILE cannot be used: {file} {problem}")


def test_a_bad_url_is_left_for_the_one_who_connects(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("hush")
    settings = CommonSettings(database=SecretStr("no url"), database_password_file=file)
    assert settings.database.get_secret_value() == "no url"
