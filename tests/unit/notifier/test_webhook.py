"""What becomes of one post: what is sent, and what each answer means."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.notifier.channels.contract import Delivered, Outcome, Parcel, Reason, Rejected, Retryable
from services.notifier.channels.webhook import WebhookChannel, judge, signed
from tests.receiver import SECRET, Answer, Receiver

NOW = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)

ANSWERS: list[tuple[int, Outcome]] = [
    (200, Delivered(200)),
    (201, Delivered(201)),
    (202, Delivered(202)),
    (204, Delivered(204)),
    (299, Delivered(299)),
    (300, Retryable(Reason.REDIRECT, None, 300)),
    (301, Retryable(Reason.REDIRECT, None, 301)),
    (307, Retryable(Reason.REDIRECT, None, 307)),
    (400, Retryable(Reason.CLIENT_ERROR, None, 400)),
    (401, Retryable(Reason.CLIENT_ERROR, None, 401)),
    (403, Retryable(Reason.CLIENT_ERROR, None, 403)),
    (404, Retryable(Reason.CLIENT_ERROR, None, 404)),
    (408, Retryable(Reason.CLIENT_ERROR, None, 408)),
    (410, Rejected(Reason.GONE, 410)),
    (429, Retryable(Reason.TOO_MANY_REQUESTS, None, 429)),
    (500, Retryable(Reason.SERVER_ERROR, None, 500)),
    (502, Retryable(Reason.SERVER_ERROR, None, 502)),
    (503, Retryable(Reason.SERVER_ERROR, None, 503)),
    (599, Retryable(Reason.SERVER_ERROR, None, 599)),
]


@pytest.mark.parametrize(("status", "expected"), ANSWERS)
def test_status_codes(status: int, expected: Outcome) -> None:
    assert judge(status, None, NOW) == expected


@pytest.mark.parametrize(
    ("header", "pause"),
    [
        ("120", timedelta(minutes=2)),
        ("Mon, 05 Jan 2026 12:00:30 GMT", timedelta(seconds=30)),
        ("0", None),
        ("-5", None),
        ("Mon, 05 Jan 2026 11:00:00 GMT", None),
        ("soon", None),
        ("9" * 40, None),
        ("", None),
    ],
)
def test_retry_after(header: str, pause: timedelta | None) -> None:
    assert judge(503, header, NOW) == Retryable(Reason.SERVER_ERROR, pause, 503)
    assert judge(429, header, NOW) == Retryable(Reason.TOO_MANY_REQUESTS, pause, 429)


def parcel(target: str, secret: str | None = SECRET) -> Parcel:
    return Parcel("alr_1", target, '{"alert_id": "alr_1", "place": "Žilina"}', NOW, secret)


def test_only_time_and_signature_differ_between_attempts() -> None:
    first, body = signed(parcel("https://x.example"), NOW)
    later, same_body = signed(parcel("https://x.example"), NOW + timedelta(hours=5))
    assert body == same_body
    assert first["webhook-id"] == later["webhook-id"] == "alr_1"
    assert {name for name in first if first[name] != later[name]} == {"webhook-timestamp", "webhook-signature"}


def test_a_parcel_does_not_show_its_secret() -> None:
    assert SECRET not in repr(parcel("https://x.example"))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


async def _loopback(_host: str) -> list[str]:
    return ["127.0.0.1"]


@pytest.fixture
async def channel() -> AsyncIterator[WebhookChannel]:
    channel = WebhookChannel(_loopback, timeout_seconds=20, allow_private=True)
    yield channel
    await channel.close()


async def test_a_post_carries_a_signature_its_receiver_can_check(channel: WebhookChannel, receiver: Receiver) -> None:
    assert await channel.send(parcel(receiver.url)) == Delivered(204)
    (post,) = receiver.posts
    assert post.id == "alr_1"
    assert post.body() == {
        "type": "pactwatch.alert.v1",
        "timestamp": "2026-01-05T12:00:00+00:00",
        "data": {"alert_id": "alr_1", "place": "Žilina"},
    }


async def test_a_redirect_is_not_followed(channel: WebhookChannel, receiver: Receiver) -> None:
    with Receiver() as elsewhere:
        receiver.next_answers(Answer(302, {"Location": elsewhere.url}))
        assert await channel.send(parcel(receiver.url)) == Retryable(Reason.REDIRECT, None, 302)
        assert not elsewhere.posts


async def test_the_connection_goes_to_the_checked_address_and_names_the_host(receiver: Receiver) -> None:
    asked: list[str] = []

    async def resolve(host: str) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    channel = WebhookChannel(resolve, timeout_seconds=20, allow_private=True)
    port = receiver.url.rsplit(":", 1)[1]
    # No server for names knows this one: only the address we resolved can have been used.
    assert await channel.send(parcel(f"http://Nowhere.invalid:{port}")) == Delivered(204)
    assert await channel.send(parcel(f"http://Nowhere.invalid:{port}")) == Delivered(204)
    await channel.close()
    assert asked == ["nowhere.invalid", "nowhere.invalid"]
    assert receiver.posts[0].headers["host"] == f"nowhere.invalid:{port.removesuffix('/hook')}"


async def test_an_address_that_does_not_answer_gives_way_to_the_next(receiver: Receiver) -> None:
    async def resolve(_host: str) -> list[str]:
        return ["127.0.0.2", "127.0.0.1"]

    channel = WebhookChannel(resolve, timeout_seconds=20, allow_private=True)
    assert await channel.send(parcel(receiver.url)) == Delivered(204)
    await channel.close()


async def test_private_targets_are_refused_before_a_connection_is_made(receiver: Receiver) -> None:
    channel = WebhookChannel(_loopback, timeout_seconds=20, allow_private=False)
    assert await channel.send(parcel(receiver.url)) == Rejected(Reason.FORBIDDEN_ADDRESS)
    assert await channel.send(parcel("https://[::1]:8443/")) == Rejected(Reason.FORBIDDEN_ADDRESS)
    # A name may lead elsewhere tomorrow.
    named = receiver.url.replace("127.0.0.1", "desk.example")
    assert await channel.send(parcel(named)) == Retryable(Reason.FORBIDDEN_ADDRESS)
    await channel.close()
    assert not receiver.posts


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(hang_up=True), Retryable(Reason.BROKEN_ANSWER)),
        (Answer(200, body=b"x" * 1_000_000), Delivered(200)),
        (Answer(410), Rejected(Reason.GONE, 410)),
        (Answer(429, {"Retry-After": "7"}), Retryable(Reason.TOO_MANY_REQUESTS, timedelta(seconds=7), 429)),
    ],
    ids=["hangs up", "long answer", "gone", "too many"],
)
async def test_answers(channel: WebhookChannel, receiver: Receiver, answer: Answer, expected: Outcome) -> None:
    receiver.next_answers(answer)
    assert await channel.send(parcel(receiver.url)) == expected


async def test_no_answer_in_time(receiver: Receiver) -> None:
    channel = WebhookChannel(_loopback, timeout_seconds=0.3, allow_private=True)
    receiver.next_answers(Answer(after_seconds=60))
    assert await channel.send(parcel(receiver.url)) == Retryable(Reason.TIMEOUT)
    await channel.close()


async def test_an_answer_in_time_counts_however_long_its_body_takes(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.notifier.channels.webhook.DRAIN_SECONDS", 2.5)
    channel = WebhookChannel(_loopback, timeout_seconds=2, allow_private=True)
    receiver.next_answers(Answer(200, body=b"x", body_after_seconds=60))
    assert await channel.send(parcel(receiver.url)) == Delivered(200)
    await channel.close()


async def test_a_closed_port_is_tried_again_later(channel: WebhookChannel) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert await channel.send(parcel(f"http://127.0.0.1:{port}/")) == Retryable(Reason.CONNECTION)


async def test_a_server_without_tls_fails_https(channel: WebhookChannel, receiver: Receiver) -> None:
    assert await channel.send(parcel(receiver.url.replace("http:", "https:"))) == Retryable(Reason.TLS)


async def test_a_name_that_does_not_resolve_is_tried_again_later() -> None:
    async def resolve(host: str) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, f"{host} not known")

    channel = WebhookChannel(resolve, timeout_seconds=20, allow_private=False)
    assert await channel.send(parcel("https://nowhere.example/")) == Retryable(Reason.DNS)
    await channel.close()


@pytest.mark.parametrize("secret", [None, "", "whsec_", "whsec_x", "ärger"])
async def test_without_a_usable_secret_nothing_is_sent(
    channel: WebhookChannel, receiver: Receiver, secret: Any
) -> None:
    assert await channel.send(parcel(receiver.url, secret)) == Rejected(Reason.NO_SECRET)
    assert not receiver.posts


@pytest.mark.parametrize("target", ["ftp://x.example/", "http://", "http://[::1", "nonsense"])
async def test_what_is_no_web_address_is_refused(channel: WebhookChannel, target: str) -> None:
    assert await channel.send(parcel(target)) == Rejected(Reason.BAD_ADDRESS)


@pytest.fixture
def served_as_hooks_example(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The TLS of a server named hooks.example, and of a client that trusts its certificate."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    names = ["-days", "2", "-subj", "/CN=x", "-addext", "subjectAltName=DNS:hooks.example"]
    subprocess.run([*make, *names, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(certificate, key)
    return server, ssl.create_default_context(cafile=certificate)


@pytest.mark.parametrize(
    ("host", "expected"),
    [("hooks.example", Delivered(204)), ("other.example", Retryable(Reason.TLS)), ("127.0.0.1", Retryable(Reason.TLS))],
)
async def test_the_certificate_must_be_the_name_s(
    served_as_hooks_example: tuple[ssl.SSLContext, ssl.SSLContext], host: str, expected: Outcome
) -> None:
    server, client = served_as_hooks_example
    channel = WebhookChannel(_loopback, timeout_seconds=20, allow_private=True, tls=client)
    with Receiver(tls=server) as receiver:
        port = receiver.url.split(":")[2]
        assert await channel.send(parcel(f"https://{host}:{port}")) == expected
    await channel.close()
