"""What a Kafka node is told: its properties, and the command line of its Java."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_MIB = 1024 * 1024
# The largest message, in bytes: a long article with all its markup fits, a book does not.
MESSAGE_MAX_BYTES = 10 * _MIB

MAIN_CLASS = "kafka.Kafka"
FORMAT_CLASS = "kafka.tools.StorageTool"


@dataclass(frozen=True, slots=True)
class Ports:
    """Where one node listens on 127.0.0.1: for clients and other brokers, and for the quorum of controllers."""

    broker: int
    controller: int


def properties(node_id: int, quorum: Mapping[int, Ports], extra: Mapping[str, str]) -> str:
    """The server.properties of one node of a cluster whose nodes are all broker and controller.

    Args:
        node_id: which node of the quorum this is for.
        quorum: every node's ports by node id; one node alone is a cluster of one.
        extra: settings that add to these or replace them.
    """
    ports = quorum[node_id]
    replicas = min(len(quorum), 3)
    in_sync = max(replicas - 1, 1)
    settings: dict[str, str | int] = {
        "node.id": node_id,
        "process.roles": "broker,controller",
        "controller.quorum.voters": ",".join(f"{each}@127.0.0.1:{at.controller}" for each, at in quorum.items()),
        "controller.listener.names": "CONTROLLER",
        "listeners": f"PLAINTEXT://127.0.0.1:{ports.broker},CONTROLLER://127.0.0.1:{ports.controller}",
        "advertised.listeners": f"PLAINTEXT://127.0.0.1:{ports.broker}",
        # Relative to the node's folder: a comma or a foreign letter in its name would not survive this file's format.
        "log.dirs": "data",
        # A topic exists because somebody meant it to; a typing error must not make one.
        "auto.create.topics.enable": "false",
        # Waiting 3 s for more members before a group's first assignment pays on a big cluster only.
        "group.initial.rebalance.delay.ms": 0,
        # After a kill -9 the controller lets the broker back in only when its old session has run out: 9 s by default.
        "broker.session.timeout.ms": 2000,
        "broker.heartbeat.interval.ms": 400,
        "default.replication.factor": replicas,
        "min.insync.replicas": in_sync,
        "offsets.topic.replication.factor": replicas,
        # 50 by default; making that many partitions delays the first group by most of a second.
        "offsets.topic.num.partitions": 8,
        "transaction.state.log.replication.factor": replicas,
        "transaction.state.log.min.isr": in_sync,
        "transaction.state.log.num.partitions": 8,
        "share.coordinator.state.topic.replication.factor": replicas,
        "share.coordinator.state.topic.min.isr": in_sync,
        # For finding doubles when compacting a topic; the default takes 128 MB of the heap at the start.
        "log.cleaner.dedupe.buffer.size": 8 * _MIB,
        "num.io.threads": 4,
        "num.network.threads": 2,
        "message.max.bytes": MESSAGE_MAX_BYTES,
        "replica.fetch.max.bytes": MESSAGE_MAX_BYTES,
        "replica.fetch.response.max.bytes": 2 * MESSAGE_MAX_BYTES,
        "fetch.max.bytes": 5 * MESSAGE_MAX_BYTES,
    }
    return "".join(f"{key}={value}\n" for key, value in {**settings, **extra}.items())


def read_ports(text: str) -> Ports | None:
    """The ports in a server.properties written earlier, None if it names none."""
    for line in text.splitlines():
        if line.startswith("listeners="):
            broker, _, controller = line.removeprefix("listeners=").partition(",")
            return Ports(int(broker.rpartition(":")[2]), int(controller.rpartition(":")[2]))
    return None


def java_arguments(jars: Sequence[Path], heap: str) -> str:
    """The contents of a Java argument file: options and class path, too long for some systems' command lines.

    Args:
        jars: the class path.
        heap: the largest heap in Java's notation, such as "512m".
    """
    logger = "-Dorg.slf4j.simpleLogger"
    options = [
        f"-Xmx{heap}",
        # The parallel collectors buy latency that one small broker does not miss, for memory and threads that it does.
        "-XX:+UseSerialGC",
        # Java's second compiler costs more than it earns until some 300,000 messages have passed: without it a start
        # takes 3.1 s of processor time instead of 5.2, the first 60,000 messages in and out 5.3 s instead of 11, and
        # 45 MB less are in use. Later it would be 60 µs a message instead of 90, far from what limits one machine.
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        # Native parts of the compression libraries are unpacked here, and disappear with the node's folder.
        "-Djava.io.tmpdir=tmp",
        f"{logger}.showDateTime=true",
        f"{logger}.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
        # Three hundred lines of settings at each start would hide what happened before it.
        f"{logger}.log.org.apache.kafka.common.config.AbstractConfig=warn",
        "-cp",
        ":".join(map(str, jars)),
    ]
    return "".join(f"{_quoted(option)}\n" for option in options)


def _quoted(argument: str) -> str:
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
