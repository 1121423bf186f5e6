"""The gateway's API as Python: plain JSON in and out, and a sentence for everything that can go wrong."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

import shared
from services.cli.address import gateway_address
from services.cli.errors import CommandError, Failed, NotRunning, Unavailable
from services.cli.settings import CliSettings

Json = dict[str, Any]
Parameters = Mapping[str, str | int | Sequence[str] | None]

PAGE = 200
AWAY = frozenset({502, 503, 504})
LONGEST_PAUSE = 10.0


def connect(settings: CliSettings) -> "Gateway":
    """The gateway of the running system; nothing is sent yet."""
    return Gateway(gateway_address(settings), seconds=settings.cli_seconds)


class Gateway:
    """A context manager. `transport` takes the place of the network in tests."""

    def __init__(self, address: str, *, seconds: float = 30.0, transport: httpx.BaseTransport | None = None) -> None:
        self.address = address.rstrip("/")
        self._http = httpx.Client(
            base_url=self.address,
            timeout=httpx.Timeout(seconds, connect=5.0),
            transport=transport,
            trust_env=False,  # a proxy of the environment knows nothing of this machine
            headers={"user-agent": f"pactwatch/{shared.__version__}"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def publish(self, articles: Sequence[Json]) -> Json:
        """Up to 1000 articles: `accepted` and `rejected`, each with the `index` it had in the list.

        Raises `Unavailable` while Kafka does not confirm; publishing the same again is harmless.
        """
        body = json.dumps(list(articles)).encode()
        response = self._send("POST", "/articles", content=body, headers={"content-type": "application/json"})
        if response.status_code == 413 and len(articles) == 1:
            return {"accepted": [], "rejected": [{"index": 0, "field": None, "detail": _detail(response)}]}
        if response.status_code == 422:
            # Not one of them could be taken.
            return {"accepted": [], "rejected": response.json()["errors"]}
        return self._read(response)

    def subscribe(self, spec: Json) -> Json:
        """Make a subscription; the answer alone holds its webhook's secret."""
        return self._read(self._send("POST", "/subscriptions", json=spec))

    def subscriptions(self) -> Iterator[Json]:
        """All subscriptions, newest first."""
        return self._pages("/subscriptions", {})

    def unsubscribe(self, subscription_id: str) -> None:
        """End a subscription."""
        self._check(self._send("DELETE", f"/subscriptions/{_segment(subscription_id)}"))

    def alerts(self, **wanted: str | int | Sequence[str] | None) -> Iterator[Json]:
        """Alerts that were sent, newest first."""
        return self._pages("/alerts", wanted)

    def alerts_after(self, place: str | None, **wanted: str | int | Sequence[str] | None) -> tuple[list[Json], str]:
        """What came after a place, oldest first, and the place to ask from next. No place: only where the end is."""
        answer = self._get("/alerts", {**wanted, "after": place, "limit": PAGE if place else 1})
        return answer["items"] if place else [], answer["follow"]

    def pacts(self, **wanted: str | int | Sequence[str] | None) -> Iterator[Json]:
        """The register, last seen first."""
        return self._pages("/pacts", wanted)

    def pact(self, pact_id: str) -> Json:
        """One pact's life."""
        return self._get(f"/pacts/{_segment(pact_id)}", {})

    def status(self) -> Json:
        """How far everything has come."""
        return self._get("/status", {})

    def _pages(self, path: str, wanted: Parameters) -> Iterator[Json]:
        cursor: str | None = None
        while True:
            answer = self._get(path, {"limit": PAGE, **wanted, "cursor": cursor})
            yield from answer["items"]
            cursor = answer["next_cursor"]
            if cursor is None:
                return

    def _get(self, path: str, wanted: Parameters) -> Json:
        return self._read(self._send("GET", path, params={k: v for k, v in wanted.items() if v not in (None, ())}))

    def _send(self, method: str, path: str, **request: Any) -> httpx.Response:
        try:
            return self._http.request(method, path, **request)
        except httpx.ConnectError:
            raise NotRunning(
                f"Nothing answers at {self.address}. Pactwatch does not run here; start it with `pactwatch up`."
            ) from None
        except httpx.TimeoutException:
            raise Unavailable(f"The gateway at {self.address} did not answer in time; try again.") from None
        except httpx.InvalidURL as error:
            raise Failed(f"{self.address!r} is no address of a gateway ({error}).") from None
        except httpx.HTTPError as error:
            raise Unavailable(f"The connection to {self.address} broke off ({error}); try again.") from None

    def _read(self, response: httpx.Response) -> Json:
        self._check(response)
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise Failed(f"What answers at {self.address} is no Pactwatch gateway; check --gateway.")
        return answer

    def _check(self, response: httpx.Response) -> None:
        if response.is_success:
            return
        if response.status_code in AWAY:
            raise Unavailable(_detail(response), _pause(response.headers.get("retry-after")))
        raise Failed(_detail(response))


def patiently(
    ask: Callable[[], Json],
    *,
    seconds: float,
    waits_for: tuple[type[CommandError], ...] = (Unavailable,),
    on_wait: Callable[[str], None] = lambda _: None,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Json:
    """Ask again while the gateway says that a server is away, or is away itself, for as long as `seconds`."""
    deadline = clock() + seconds
    while True:
        try:
            return ask()
        except waits_for as away:
            pause = min(getattr(away, "retry_after", 1.0), LONGEST_PAUSE)
            if clock() + pause > deadline:
                raise
            on_wait(str(away))
            sleep(pause)


def _segment(identity: str) -> str:
    # A dot or a slash in what was typed must not become another address.
    return quote(identity.strip(), safe="") or "-"


def _detail(response: httpx.Response) -> str:
    try:
        said = response.json()["detail"]
    except (ValueError, KeyError, TypeError):
        return f"The gateway answered {response.status_code} {response.reason_phrase}."
    return str(said)


def _pause(retry_after: str | None) -> float:
    try:
        return max(0.2, float(retry_after or 1.0))
    except ValueError:
        return 1.0
