"""docker-compose.yml as Docker Compose understands it, for the tests that hold the code against it."""

import os
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
OURS = ("gateway", "extractor", "registrar", "notifier")


def compose() -> dict[str, Any]:
    """The file, its anchors and merges resolved."""
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True)
class Service:
    """What the file says of one of our services."""

    name: str
    command: list[str]
    environment: dict[str, str]
    health_command: list[str]
    said: dict[str, Any]


def our_service(name: str) -> Service:
    """One of our services, with `${NAME:-default}` in its environment filled in with the default."""
    said = compose()["services"][name]
    kind, *health_command = said["healthcheck"]["test"]
    assert kind == "CMD"
    environment = {key: _default(str(value)) for key, value in said["environment"].items()}
    return Service(name, said["command"], environment, health_command, said)


def _default(value: str) -> str:
    if value.startswith("${") and ":-" in value:
        return value.removesuffix("}").split(":-", 1)[1]
    return Template(value).substitute(os.environ)
