"""Webhooks as the Standard Webhooks specification has them: signed, one id for ever, 2xx or it did not happen."""

import asyncio
import binascii
import contextlib
import json
import ssl
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial

import httpx
from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

from services.notifier.channels.address import Forbidden, Resolve, permitted
from services.notifier.channels.contract import Delivered, Outcome, Parcel, Reason, Rejected, Retryable
from shared import __version__
from shared.addresses import is_address
from shared.cloudevents import TYPES
from shared.messages import Alert

MOST_RESPONSE_BYTES = 64 * 1024
DRAIN_SECONDS = 1.0
"""The answer is its status; its body is read so far only that the receiver can finish writing it."""

MOST_ADDRESSES = 3
CONNECT_SECONDS = 4.0
"""Addresses of one name tried in one attempt, and how long each may take to let us in."""


class WebhookChannel:
    """Posts alerts. `now` is the clock, UTC. Close it at the end."""

    def __init__(
        self,
        resolve: Resolve,
        *,
        timeout_seconds: float,
        allow_private: bool,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._resolve = resolve
        self._timeout_seconds = timeout_seconds
        self._allow_private = allow_private
        self._now = now
        self._client = httpx.AsyncClient(
            verify=tls or httpx.create_ssl_context(),
            timeout=httpx.Timeout(timeout_seconds, connect=min(CONNECT_SECONDS, timeout_seconds)),
            follow_redirects=False,
            # A proxy from the environment would resolve the name again, behind our back.
            trust_env=False,
            # A kept connection is found by its address, and two names on one address must not share it.
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
        )

    async def close(self) -> None:
        """Close what is open."""
        await self._client.aclose()

    async def send(self, parcel: Parcel) -> Outcome:
        """Make one attempt; the name is resolved and checked anew each time."""
        try:
            headers, body = signed(parcel, self._now())
        except (EmptyWebhookSecretError, binascii.Error, ValueError):
            return Rejected(Reason.NO_SECRET)
        try:
            url = _web_address(parcel.target)
            host = url.raw_host.decode("ascii")
            async with asyncio.timeout(self._timeout_seconds) as limit:
                addresses = await permitted(host, self._resolve, allow_private=self._allow_private)
                post = partial(self._post, url, headers, body, limit)
                return await _first_that_connects(addresses[:MOST_ADDRESSES], post)
        except Forbidden:
            # What a name leads to may be a mistake of the hour; an address written out stays what it is.
            return (Rejected if is_address(host) else Retryable)(Reason.FORBIDDEN_ADDRESS)
        except (httpx.InvalidURL, UnicodeError):
            return Rejected(Reason.BAD_ADDRESS)
        except (TimeoutError, httpx.TimeoutException):
            return Retryable(Reason.TIMEOUT)
        except httpx.RemoteProtocolError:
            return Retryable(Reason.BROKEN_ANSWER)
        except httpx.TransportError as error:
            return Retryable(Reason.TLS if _is_about_tls(error) else Reason.CONNECTION)
        except OSError:
            return Retryable(Reason.DNS)

    async def _post(
        self, url: httpx.URL, headers: dict[str, str], body: bytes, limit: asyncio.Timeout, address: str
    ) -> Outcome:
        async with self._client.stream(
            "POST",
            url.copy_with(host=address),
            content=body,
            headers={**headers, "host": url.netloc.decode("ascii")},
            # The certificate must be the name's, though the connection goes to the address.
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        ) as response:
            outcome = judge(response.status_code, response.headers.get("retry-after"), self._now())
            # It has been answered in time; what is left to do has a limit of its own.
            limit.reschedule(None)
            with contextlib.suppress(TimeoutError, httpx.HTTPError):
                await _drain(response)
            return outcome


async def _first_that_connects(addresses: list[str], post: Callable[[str], Awaitable[Outcome]]) -> Outcome:
    """Post to the first address that takes the connection: before that, nothing has been sent."""
    *others, last = addresses
    for address in others:
        with contextlib.suppress(httpx.ConnectError, httpx.ConnectTimeout):
            return await post(address)
    return await post(last)


def _web_address(target: str) -> httpx.URL:
    url = httpx.URL(target)
    if url.scheme not in {"http", "https"} or not url.host:
        raise httpx.InvalidURL("A webhook needs http:// or https:// and a host.")
    return url


def signed(parcel: Parcel, at: datetime) -> tuple[dict[str, str], bytes]:
    """Headers and body of one attempt; only the time and the signature differ between attempts."""
    kind, created = json.dumps(TYPES[Alert]), json.dumps(parcel.created_at.isoformat())
    body = f'{{"type": {kind}, "timestamp": {created}, "data": {parcel.alert}}}'
    signature = Webhook(parcel.secret or "").sign(parcel.alert_id, at.astimezone(UTC), body)
    return {
        "content-type": "application/json",
        "user-agent": f"Pactwatch/{__version__}",
        "webhook-id": parcel.alert_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signature,
    }, body.encode()


def judge(status: int, retry_after: str | None, now: datetime) -> Outcome:
    """What a status code means. Only 410 is a refusal for good; the specification has all others tried again."""
    if 200 <= status < 300:
        return Delivered(status)
    if status == httpx.codes.GONE:
        return Rejected(Reason.GONE, status)
    after = _asked_pause(retry_after, now)
    if status < 400:
        return Retryable(Reason.REDIRECT, after, status)
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return Retryable(Reason.TOO_MANY_REQUESTS, after, status)
    return Retryable(Reason.CLIENT_ERROR if status < 500 else Reason.SERVER_ERROR, after, status)


def _asked_pause(header: str | None, now: datetime) -> timedelta | None:
    """Retry-After, as seconds or as a date; None for what is neither or lies behind us."""
    if header is None:
        return None
    try:
        pause = timedelta(seconds=int(header)) if header.strip().isdecimal() else _date(header) - now
    except (ValueError, OverflowError):
        return None
    return pause if pause > timedelta(0) else None


def _date(header: str) -> datetime:
    at = parsedate_to_datetime(header)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


async def _drain(response: httpx.Response) -> None:
    read = 0
    async with asyncio.timeout(DRAIN_SECONDS):
        async for chunk in response.aiter_raw():
            read += len(chunk)
            if read >= MOST_RESPONSE_BYTES:
                return


def _is_about_tls(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False
