"""Secrets never reach a log line."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from shared import logging as pactwatch_logging
from tests.logs import log_plainly


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    before = logging.getLogger().handlers[:]
    pactwatch_logging.configure("test", "info", "json")
    yield stream
    logging.getLogger().handlers[:] = before
    log_plainly()
    structlog.contextvars.clear_contextvars()


def test_fields_and_addresses_are_blanked(lines: io.StringIO) -> None:
    structlog.get_logger("x").info(
        "connected",
        webhook_secret="whsec_abc",
        database="postgresql://u:p@h/d",
        target="https://user:wo@rd@host.example/x",
        nested={"posts": ["signed with whsec_c2VjcmV0 just now"], "token": "t0p"},
        article_id="art_1",
    )
    line = json.loads(lines.getvalue())
    assert "whsec_abc" not in lines.getvalue()
    assert not any(secret in lines.getvalue() for secret in ("wo@", "rd@", "c2VjcmV0", "t0p"))
    assert (line["service"], line["article_id"], line["level"]) == ("test", "art_1", "info")


def test_libraries_speak_the_same_form(lines: io.StringIO) -> None:
    logging.getLogger("faust").warning("cannot reach %s", "kafka://u:p@host:9092")
    line = json.loads(lines.getvalue())
    assert line["event"] == "cannot reach kafka://***@host:9092"
