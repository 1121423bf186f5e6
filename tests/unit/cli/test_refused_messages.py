"""Choosing and checking refused messages; the topics themselves are read in the e2e tests."""

from datetime import UTC, datetime

import pytest

from services.cli import rejections
from services.cli.errors import Failed, WrongUse
from services.cli.render.rejected import LONGEST, panel
from services.cli.session import console
from shared.rejection import Rejection
from tests.command import run


def rejection(identity: str, value: bytes = b'{"txt": "t"}', topic: str = "articles") -> Rejection:
    """One refused message."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Rejection(identity, topic, 0, 7, "invalid", "text", "text: field required.", "extractor", at, None, value)


def test_the_beginning_of_an_id_is_enough() -> None:
    found = [rejection("rej_abc"), rejection("rej_abd")]
    assert rejections.find(found, "rej_abc").rejected_id == "rej_abc"
    with pytest.raises(WrongUse, match="2 refused messages begin with rej_ab"):
        rejections.find(found, "rej_ab")
    with pytest.raises(WrongUse, match="No refused message has the id rej_x"):
        rejections.find(found, "rej_x")


def test_a_mended_message_is_checked_before_it_is_sent() -> None:
    rejections.check(rejection("rej_1"), b'{"text": "t"}')
    with pytest.raises(Failed, match=r"refused again\. text: field required"):
        rejections.check(rejection("rej_1"), b'{"txt": "t"}')


def test_a_long_or_broken_message_can_be_shown() -> None:
    import io

    shown = io.StringIO()
    console(shown).print(panel(rejection("rej_1", b"\xff\x1b[2J" + b"x" * (2 * LONGEST))))
    assert "\\xff" in shown.getvalue()
    assert "--raw shows all" in shown.getvalue()
    assert "\x1b" not in shown.getvalue()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("retry",), "Name one message by its id"),
        (("retry", "rej_1", "--all"), "Name one message by its id"),
        (("retry", "--all", "--with", "file"), "--with mends one message"),
    ],
)
def test_retry_wants_to_know_what(words: tuple[str, ...], said: str) -> None:
    ran = run("rejected", *words)
    assert ran.exit_code == 2
    assert said in ran.err


def test_without_a_system_there_is_a_sentence(tmp_path: object) -> None:
    ran = run("rejected", "list", PACTWATCH_HOME=str(tmp_path))
    assert ran.exit_code == 1
    assert "Pactwatch does not run here" in ran.err
