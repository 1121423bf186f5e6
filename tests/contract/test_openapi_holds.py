"""The committed description of the API is current, and the running gateway does what it says."""

import asyncio
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from sqlalchemy.engine import make_url

from deploy.local.ports import free_port
from services.gateway.app import build
from services.gateway.openapi import COMMITTED, render
from tests.servers import administer

load_all_checks()


def test_the_committed_description_is_current() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == render(), "run: python -m services.gateway.openapi"


@pytest.fixture(scope="module")
def database(postgres_url: str) -> Iterator[str]:
    """A database for all tests here."""
    name = f"test_{uuid.uuid4().hex}"
    asyncio.run(administer(postgres_url, f"CREATE DATABASE {name}"))
    yield make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    asyncio.run(administer(postgres_url, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="module")
def address(kafka_bootstrap: str, database: str) -> Iterator[str]:
    """A gateway in a process of its own; it must end in good order."""
    port = free_port()
    given = {
        "KAFKA": kafka_bootstrap,
        "DATABASE": database,
        "TOPIC_PREFIX": f"t{uuid.uuid4().hex[:10]}-",
        "GATEWAY_PORT": str(port),
        "OPS_PORT": "0",
        "LOG_LEVEL": "warning",
    }
    environment = {**os.environ, **{f"PACTWATCH_{name}": value for name, value in given.items()}}
    process = subprocess.Popen([sys.executable, "-m", "services.gateway"], env=environment)
    try:
        _until_it_serves(f"http://127.0.0.1:{port}/pacts", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        assert process.wait(20) == 0


def _until_it_serves(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while True:
        assert process.poll() is None, "the gateway ended"
        try:
            urllib.request.urlopen(url, timeout=5)
        except (urllib.error.URLError, OSError):
            assert time.monotonic() < deadline, "the gateway did not come up"
            time.sleep(0.1)
        else:
            return


@schemathesis.serializer("application/x-ndjson")
def _lines(_context: schemathesis.SerializationContext, value: Any) -> bytes:
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else json.dumps(value).encode()


schema = schemathesis.openapi.from_dict(build().openapi())


@schema.parametrize()
@settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_gateway_does_what_it_says(case: "schemathesis.Case[Any]", address: str) -> None:
    # Not every text of the right length is a country, and not every date is plausible: a schema cannot say it all.
    excluded: list[Any] = [positive_data_acceptance]
    if case.operation.label == "POST /articles":
        # A batch with a bad article is taken without it, and a reader of messages is more lenient than their schema.
        excluded.append(negative_data_rejection)
    case.call_and_validate(base_url=address, excluded_checks=excluded)
