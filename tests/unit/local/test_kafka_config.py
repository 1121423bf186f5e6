from pathlib import Path

from deploy.local.kafka_config import Ports, java_arguments, properties, read_ports


def settings(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.splitlines())


def test_a_node_alone_keeps_one_replica_of_everything() -> None:
    node = settings(properties(1, {1: Ports(21001, 21002)}, {}))

    assert node["controller.quorum.voters"] == "1@127.0.0.1:21002"
    assert {value for key, value in node.items() if key.endswith(("replication.factor", "min.isr"))} == {"1"}


def test_three_nodes_keep_three_replicas_of_which_two_must_confirm() -> None:
    quorum = {each: Ports(21000 + each, 22000 + each) for each in (1, 2, 3)}
    node = settings(properties(2, quorum, {}))

    assert node["node.id"] == "2"
    assert node["advertised.listeners"] == "PLAINTEXT://127.0.0.1:21002"
    assert node["controller.quorum.voters"] == "1@127.0.0.1:22001,2@127.0.0.1:22002,3@127.0.0.1:22003"
    assert node["offsets.topic.replication.factor"] == "3"
    assert node["transaction.state.log.min.isr"] == "2"
    assert node["min.insync.replicas"] == "2"


def test_a_message_that_a_broker_takes_its_followers_can_fetch() -> None:
    node = settings(properties(1, {1: Ports(1, 2)}, {}))

    assert node["message.max.bytes"] == node["replica.fetch.max.bytes"] == "10485760"


def test_given_settings_replace_ours() -> None:
    node = settings(properties(1, {1: Ports(1, 2)}, {"auto.create.topics.enable": "true", "log.retention.ms": "1"}))

    assert node["auto.create.topics.enable"] == "true"
    assert node["log.retention.ms"] == "1"


def test_the_ports_are_found_again_in_what_was_written() -> None:
    ports = Ports(21001, 21002)

    assert read_ports(properties(1, {1: ports}, {})) == ports
    assert read_ports("node.id=1\n") is None


def test_java_is_given_the_class_path_in_one_quoted_argument() -> None:
    lines = java_arguments([Path('/odd "cache"/a b.jar'), Path("/c.jar")], "300m").splitlines()

    assert '"-Xmx300m"' in lines
    assert lines[-2:] == ['"-cp"', '"/odd \\"cache\\"/a b.jar:/c.jar"']
