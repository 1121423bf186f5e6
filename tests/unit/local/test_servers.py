import socket
from pathlib import Path

import pytest

from deploy.local.errors import LocalError
from deploy.local.home import Home
from deploy.local.servers import choose_database, choose_kafka


def test_servers_that_the_environment_names_are_used_and_none_is_started(tmp_path: Path) -> None:
    environment = {"PACTWATCH_KAFKA": "broker:9092", "PACTWATCH_DATABASE": "postgresql+asyncpg://me@host/pacts"}
    home = Home.at(tmp_path)

    kafka, start_kafka = choose_kafka(home, environment, well_known_port=True)
    database, start_database = choose_database(home, environment)

    assert (kafka.address, kafka.program, start_kafka) == ("broker:9092", None, None)
    assert (database.address, database.program, start_database) == ("postgresql+asyncpg://me@host/pacts", None, None)


def test_without_them_the_home_has_its_own(tmp_path: Path) -> None:
    home = Home.at(tmp_path)

    kafka, start_kafka = choose_kafka(home, {}, well_known_port=False)
    database, start_database = choose_database(home, {"PACTWATCH_DATABASE": ""})

    assert kafka.program == "kafka"
    assert start_kafka is not None
    assert database.program == "postgres"
    assert start_database is not None


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    named = {"PACTWATCH_DATABASE": "postgresql+asyncpg://me:s3cret@host/pacts"}
    database, _ = choose_database(Home.at(tmp_path), named)

    assert "s3cret" in database.address
    assert "s3cret" not in database.shown


def test_a_wrong_database_address_is_a_sentence_without_what_it_held(tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="PACTWATCH_DATABASE is no database URL") as error:
        choose_database(Home.at(tmp_path), {"PACTWATCH_DATABASE": "s3cret"})

    assert "s3cret" not in str(error.value)


@pytest.mark.parametrize("address", ["127.0.0.1:{port}", "127.0.0.1:1, 127.0.0.1:{port}"])
def test_a_named_kafka_serves_when_one_of_its_brokers_listens(tmp_path: Path, address: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        bootstrap = address.format(port=server.getsockname()[1])
        kafka, _ = choose_kafka(Home.at(tmp_path), {"PACTWATCH_KAFKA": bootstrap}, well_known_port=False)
        assert kafka.serves()

    assert not kafka.serves()


@pytest.mark.parametrize("address", ["127.0.0.1:not-a-port", ":", ",", "127.0.0.1:99999999"])
def test_a_wrong_kafka_address_serves_nobody(tmp_path: Path, address: str) -> None:
    kafka, _ = choose_kafka(Home.at(tmp_path), {"PACTWATCH_KAFKA": address}, well_known_port=False)

    assert not kafka.serves()
