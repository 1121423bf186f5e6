"""What a command works with: the two consoles, the settings, and the ways to the system."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from rich.console import Console

if TYPE_CHECKING:
    from deploy.local.home import Home
    from deploy.local.status import SystemStatus
    from deploy.local.system import Running
    from services.cli.client import Gateway
    from services.cli.settings import CliSettings

PIPED_WIDTH = 120
"""Columns when nobody's terminal says how many: a pipe or a file."""


class LocalSystem(Protocol):
    """What `deploy.local.system` does for one home."""

    def up(
        self,
        home: "Home",
        *,
        progress: Callable[[str], None],
        environment: Mapping[str, str] = ...,
        well_known_ports: bool = ...,
        seconds: float = ...,
    ) -> "Running":
        """Have everything run, and return when it is ready."""

    def down(self, home: "Home", *, progress: Callable[[str], None]) -> bool:
        """Stop everything; False if nothing ran."""

    def status(self, home: "Home") -> "SystemStatus":
        """How it is."""


def _connect(settings: "CliSettings") -> "Gateway":
    from services.cli.client import connect

    return connect(settings)


def _local_system() -> LocalSystem:
    from deploy.local import system

    return system


@dataclass(frozen=True)
class Wiring:
    """How the command reaches outside itself; a test gives its own."""

    connect: "Callable[[CliSettings], Gateway]" = _connect
    local_system: Callable[[], LocalSystem] = _local_system


@dataclass
class Session:
    """One run of the command. Nothing heavy is loaded before a command asks for it."""

    gateway_address: str | None = None
    wiring: Wiring = field(default_factory=Wiring)

    @cached_property
    def out(self) -> Console:
        """Standard output: what was asked for."""
        return console(sys.stdout)

    @cached_property
    def err(self) -> Console:
        """Standard error: progress, and what went wrong."""
        return console(sys.stderr)

    @cached_property
    def settings(self) -> "CliSettings":
        """From the environment; `--gateway` wins over it."""
        from services.cli.settings import CliSettings
        from shared.settings import load

        settings = load(CliSettings)
        if self.gateway_address:
            return settings.model_copy(update={"gateway": self.gateway_address})
        return settings

    @cached_property
    def home(self) -> "Home":
        """The folder of this machine's system: `PACTWATCH_HOME`, else `.pactwatch` here."""
        from deploy.local.home import Home

        return Home.from_environment()

    @cached_property
    def system(self) -> LocalSystem:
        """This machine's system."""
        return self.wiring.local_system()

    @contextmanager
    def gateway(self, address: str | None = None) -> "Iterator[Gateway]":
        """The gateway at this address, else the one of the running system."""
        settings = self.settings.model_copy(update={"gateway": address}) if address else self.settings
        with self.wiring.connect(settings) as gateway:
            yield gateway


def console(stream: Any) -> Console:
    """A console that shows text as it is: articles may hold what looks like markup, an emoji name or a path."""
    is_terminal = bool(getattr(stream, "isatty", lambda: False)())
    width = None if is_terminal or "COLUMNS" in os.environ else PIPED_WIDTH
    return Console(file=stream, markup=False, emoji=False, highlight=False, width=width)
