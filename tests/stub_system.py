"""The system of one machine without its processes: what `up`, `down` and `status` would tell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.errors import LocalError
from deploy.local.home import Home
from deploy.local.status import ProcessStatus, ServerStatus, SystemStatus
from deploy.local.system import Running

KAFKA = "127.0.0.1:9092"
GATEWAY_PORT = 8787


def process(name: str, **fields: object) -> ProcessStatus:
    """One that is ready."""
    known: dict[str, object] = {
        "state": "running",
        "pid": 42,
        "uptime_seconds": 75.0,
        "restarts": 0,
        "not_ready_because": None,
        "ops_port": None,
        "log": Path("logs") / name,
    }
    return ProcessStatus(name=name, **{**known, **fields})  # type: ignore[arg-type]


@dataclass
class StubSystem:
    """Remembers what was asked; `failing` is raised by `up` after it has begun."""

    processes: tuple[ProcessStatus, ...] = (process("extractor"), process("gateway"))
    kafka_answers: bool = True
    is_up: bool = True
    leftovers: int = 0
    failing: BaseException | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    homes: list[Home] = field(default_factory=list)
    ended: list[Home] = field(default_factory=list)

    def up(
        self,
        home: Home,
        *,
        progress: Callable[[str], None],
        environment: Mapping[str, str] | None = None,
        well_known_ports: bool = True,
        seconds: float = 120.0,
    ) -> Running:
        """Begin, and fail if so told."""
        home.logs.mkdir(parents=True)
        self.homes.append(home)
        self.environment = environment or {}
        progress("Starting Apache Kafka …")
        if self.failing is not None:
            raise self.failing
        return Running(home.path, KAFKA, "postgresql://", GATEWAY_PORT, {}, was_up=False)

    def down(self, home: Home, *, progress: Callable[[str], None]) -> bool:
        """End."""
        self.ended.append(home)
        return self.is_up

    def status(self, home: Home) -> SystemStatus:
        """As it was set."""
        if not self.is_up:
            return SystemStatus(home.path, is_up=False, leftovers=self.leftovers)
        return SystemStatus(
            home.path,
            is_up=True,
            gateway_url=f"http://127.0.0.1:{GATEWAY_PORT}",
            servers=(ServerStatus("Apache Kafka", KAFKA, is_local=True, answers=self.kafka_answers),),
            processes=self.processes,
        )


def hopeless() -> LocalError:
    """What `up` raises when a service ends as soon as it is started."""
    return LocalError("extractor ends as soon as it is started.")
