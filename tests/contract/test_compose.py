"""docker-compose.yml says what the code says: commands, settings, ports, health; and it is careful."""

import importlib.util
import os
import re
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

import shared
from docs.generate.tables import settings_types
from services.gateway.settings import GatewaySettings
from shared.settings import PREFIX, CommonSettings
from shared.topics import MAX_MESSAGE_BYTES
from tests.composition import OURS, ROOT, compose, our_service

SERVICES: dict[str, dict[str, Any]] = compose()["services"]
SETTINGS = settings_types()


def test_it_holds_every_service_that_runs() -> None:
    runs = {path.parent.name for path in (ROOT / "services").glob("*/__main__.py")} - {"cli"}
    assert set(OURS) == runs
    assert set(SERVICES) - set(OURS) == {"kafka", "postgres", "prometheus", "grafana"}


@pytest.mark.parametrize("name", OURS)
def test_the_commands_are_modules_that_are_there(name: str) -> None:
    service = our_service(name)
    for command in (service.command, service.health_command):
        assert command[:2] == ["python", "-m"]
        assert importlib.util.find_spec(command[2]) is not None
    assert service.command[2] == f"services.{name}"


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_a_setting_with_a_good_value(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = our_service(name).environment
    known = {PREFIX + field.upper() for field in SETTINGS[name].model_fields}
    assert environment.keys() <= known
    for variable, value in environment.items():
        if variable != "PACTWATCH_DATABASE_PASSWORD_FILE":  # mounted in the container only
            monkeypatch.setenv(variable, value)
    SETTINGS[name]()


@pytest.mark.parametrize("name", OURS)
def test_the_image_is_built_here_and_named_after_the_version(name: str) -> None:
    said = our_service(name).said
    assert said["image"] == f"pactwatch-{name}:{shared.__version__}"
    assert said["build"]["args"] == {"SERVICE": name}
    assert (ROOT / said["build"]["dockerfile"]).is_file()


@pytest.mark.parametrize("name", OURS)
def test_what_uses_the_database_waits_for_it_and_gets_its_password(name: str) -> None:
    said = our_service(name).said
    uses = "PACTWATCH_DATABASE" in said["environment"]
    waits = {server: how["condition"] for server, how in said["depends_on"].items()}
    assert waits == dict.fromkeys(["kafka", "postgres"] if uses else ["kafka"], "service_healthy")
    assert said.get("secrets", []) == (["database_password"] if uses else [])
    if uses:
        assert said["environment"]["PACTWATCH_DATABASE_PASSWORD_FILE"] == "/run/secrets/database_password"


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_hardened_and_watched(name: str) -> None:
    said = SERVICES[name]
    assert said["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in said["security_opt"]
    assert said["restart"] == "unless-stopped"
    assert said["healthcheck"]["test"]
    assert said.get("read_only") or name == "kafka"
    assert set(said["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}
    assert said.get("user", "the image's own") not in {"root", "0", "0:0"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_image_is_pinned_to_a_full_version(name: str) -> None:
    assert re.search(r":v?\d+\.\d+(\.\d+)?(-[a-z]+)?$", SERVICES[name]["image"])


def test_the_base_image_is_pinned_too() -> None:
    recipe = (ROOT / "deploy/docker/Dockerfile").read_text(encoding="utf-8")
    bases = set(re.findall(r"^FROM (\S+)", recipe, re.MULTILINE))
    assert len(bases) == 1
    assert re.search(r":\d+\.\d+\.\d+-", bases.pop())


@pytest.mark.parametrize("name", SERVICES)
def test_ports_are_open_on_this_machine_only(name: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name].get("ports", []))


def test_the_ports_are_those_the_code_uses() -> None:
    gateway, extractor = our_service("gateway"), our_service("extractor")
    port = GatewaySettings.model_fields["gateway_port"].default
    assert gateway.environment["PACTWATCH_GATEWAY_PORT"] == str(port)
    assert gateway.said["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert extractor.environment["PACTWATCH_OPS_PORT"] == str(CommonSettings.model_fields["ops_port"].default)


def test_the_broker_takes_the_largest_message() -> None:
    assert int(SERVICES["kafka"]["environment"]["KAFKA_MESSAGE_MAX_BYTES"]) > MAX_MESSAGE_BYTES


def test_no_secret_stands_in_the_file() -> None:
    for said in SERVICES.values():
        for variable, value in said.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|TOKEN|KEY", variable):
                assert str(value).startswith("/run/secrets/"), variable
            assert not re.search(r"://[^/@\s]+:[^/@\s]+@", str(value)), variable
    assert all(how["file"].startswith("./secrets/") for how in compose()["secrets"].values())
    assert "secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_what_is_mounted_from_here_is_here_and_read_only() -> None:
    for said in SERVICES.values():
        for volume in said.get("volumes", []):
            source, _, mode = volume.split(":") if volume.count(":") == 2 else (*volume.split(":"), "")
            if source.startswith("."):
                assert (ROOT / source).is_dir(), source
                assert mode == "ro"
            else:
                assert source in compose()["volumes"]


def test_passwords_are_made_once_and_kept(tmp_path: Path) -> None:
    script = tmp_path / "deploy/docker/make-secrets.sh"
    script.parent.mkdir(parents=True)
    script.write_bytes((ROOT / "deploy/docker/make-secrets.sh").read_bytes())

    def make() -> dict[str, str]:
        subprocess.run(["bash", script], check=True, capture_output=True)
        return {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}

    first = make()
    assert set(first) == set(compose()["secrets"])
    assert all(re.fullmatch("[A-Za-z0-9]{32}", password) for password in first.values())
    assert len(set(first.values())) == len(first)
    assert stat.S_IMODE(os.stat(tmp_path / "secrets").st_mode) == 0o700  # noqa: PTH116
    assert make() == first
