"""Fetching jars from a Maven repository, here one on this machine."""

import hashlib
import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from deploy.local.errors import LocalError
from deploy.local.kafka_jars import kafka_jars

COORDINATES = "org.example:broker:1.0"
JAR = Path("org/example/broker/1.0/broker-1.0.jar")
CONTENT = b"the jar that was locked"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        pass


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "repository"
    put(folder, CONTENT)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("PACTWATCH_MAVEN_REPOSITORY", f"http://127.0.0.1:{server.server_port}/")
    yield folder
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "lock.json"
    path.write_text(json.dumps({"jars": [{"coordinates": COORDINATES, "sha256": hashlib.sha256(CONTENT).hexdigest()}]}))
    return path


def put(repository: Path, content: bytes) -> None:
    jar = repository / JAR
    jar.parent.mkdir(parents=True, exist_ok=True)
    jar.write_bytes(content)
    jar.with_name(f"{jar.name}.sha1").write_text(hashlib.sha1(content).hexdigest())


def test_a_jar_is_fetched_once_and_then_taken_from_the_cache(repository: Path, lock: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    told: list[str] = []

    (path,) = kafka_jars(lock=lock, cache=cache, progress=told.append)
    assert path.read_bytes() == CONTENT
    assert told == ["Fetching Apache Kafka (1 jars, once) …"]

    (repository / JAR).unlink()
    assert kafka_jars(lock=lock, cache=cache, progress=told.append) == [path]
    assert len(told) == 1


def test_a_jar_with_other_bytes_than_the_locked_ones_is_refused_and_not_kept(
    repository: Path, lock: Path, tmp_path: Path
) -> None:
    put(repository, b"something else")

    with pytest.raises(LocalError, match=r"broker-1\.0\.jar is not the jar that was locked"):
        kafka_jars(lock=lock, cache=tmp_path / "cache")

    assert not list((tmp_path / "cache").rglob("*.jar"))


def test_a_jar_that_was_cut_off_or_changed_in_the_cache_is_fetched_again(
    repository: Path, lock: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    (path,) = kafka_jars(lock=lock, cache=cache)
    path.write_bytes(CONTENT[:5])

    assert kafka_jars(lock=lock, cache=cache) == [path]
    assert path.read_bytes() == CONTENT


def test_a_jar_that_is_not_to_be_had_is_a_sentence_that_says_what_to_do(
    repository: Path, lock: Path, tmp_path: Path
) -> None:
    (repository / JAR).unlink()

    with pytest.raises(LocalError, match=r"Could not fetch org\.example:broker:1\.0.*PACTWATCH_KAFKA"):
        kafka_jars(lock=lock, cache=tmp_path / "cache")


def test_callers_at_the_same_time_fetch_it_once(repository: Path, lock: Path, tmp_path: Path) -> None:
    told: list[str] = []
    found: list[list[Path]] = []
    callers = [
        threading.Thread(
            target=lambda: found.append(kafka_jars(lock=lock, cache=tmp_path / "cache", progress=told.append))
        )
        for _ in range(5)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()

    assert len(found) == 5
    assert len(told) == 1
