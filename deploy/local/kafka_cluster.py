"""A real cluster of Kafka nodes on one machine, for tests that take a broker away."""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from deploy.local.kafka import KafkaNode


class KafkaCluster:
    """Nodes that are each broker and controller; topics have three replicas, of which two must confirm."""

    def __init__(
        self, folder: Path, *, nodes: int = 3, heap: str = "256m", settings: Mapping[str, str] | None = None
    ) -> None:
        """Choose the ports; nothing is started yet. Each node has a folder `node-<id>` in `folder`."""
        self.nodes = [
            KafkaNode(folder / f"node-{each}", node_id=each, heap=heap, settings=settings)
            for each in range(1, nodes + 1)
        ]
        quorum = {node.node_id: node.ports for node in self.nodes}
        for node in self.nodes:
            node.quorum = quorum
            node.cluster_id = self.nodes[0].cluster_id

    @property
    def bootstrap(self) -> str:
        """The addresses of all nodes, as clients take them."""
        return ",".join(node.bootstrap for node in self.nodes)

    def start(self, *, seconds: float = 180.0) -> None:
        """Start all nodes side by side and wait until each sees all the others alive."""
        for node in self.nodes:
            node.start(wait=False)
        for node in self.nodes:
            node.wait_ready(brokers=len(self.nodes), seconds=seconds)

    def stop(self) -> None:
        """End all nodes, together: the last ones would otherwise wait in vain for a quorum to leave in order."""
        for node in self.nodes:
            node.kill()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
