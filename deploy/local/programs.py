"""What runs in a home: the services as data, and each program as supervisord needs to know it."""

import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import deploy
from deploy.local.process import Command

SERVERS_GROUP = "servers"
SERVICES_GROUP = "services"

# `python -m services.extractor` finds the package here in a checkout, and in an installed environment as well.
ROOT = Path(deploy.__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Service:
    """A service of Pactwatch: `python -m <module>`, ready when `/readyz` on its ops port says so."""

    name: str
    module: str
    environment: Mapping[str, str] = field(default_factory=dict)


SERVICES = (
    Service("extractor", "services.extractor"),
    Service("registrar", "services.registrar"),
    Service("notifier", "services.notifier"),
    Service("gateway", "services.gateway"),
)


@dataclass(frozen=True, slots=True)
class Program:
    """One process that supervisord keeps alive.

    Attributes:
        group: which programs it is started and stopped with.
        stop_seconds: how long it has for an orderly end.
    """

    name: str
    group: str
    arguments: Sequence[str]
    directory: Path
    environment: Mapping[str, str]
    stop_seconds: int
    stop_signal: signal.Signals = signal.SIGTERM
    user: str | None = None


def server_program(name: str, command: Command) -> Program:
    """A server as a program; the two groups together stay under ten seconds."""
    return Program(
        name=name,
        group=SERVERS_GROUP,
        arguments=command.arguments,
        directory=command.directory,
        environment=command.environment,
        stop_seconds=4,
        stop_signal=command.stop_signal,
        user=command.user,
    )


def service_program(service: Service, *, ops_port: int) -> Program:
    """A service as a program; what all services have in common is in supervisord's own environment."""
    return Program(
        name=service.name,
        group=SERVICES_GROUP,
        arguments=[sys.executable, "-m", service.module],
        directory=ROOT,
        environment={"PACTWATCH_OPS_PORT": str(ops_port), "PYTHONUNBUFFERED": "1", **service.environment},
        stop_seconds=5,
    )
